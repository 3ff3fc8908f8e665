"""TRUST 7: of two index_sync at once the second waits up to 10 s, then leaves with 3."""

from __future__ import annotations

import time

import pytest
from django.core.management import call_command
from django.db import transaction

from search.backends import get_backend
from search.entries import all_entries
from search.syncing import compare
from tests.makers import make_document
from tests.trust.processes import manage

pytestmark = pytest.mark.django_db(transaction=True)


def test_r07_the_second_waits_for_the_first_and_both_are_right() -> None:
    with transaction.atomic():
        for number in range(20):
            make_document(title=f"Talks {number}")
    both = [manage("index_sync", "--rebuild") for _ in range(2)]
    for process in both:
        _out, errors = process.communicate()
        assert process.returncode == 0, errors
    assert compare(all_entries()).sentences == []


def test_r07_the_second_leaves_with_a_message_and_3_after_ten_seconds() -> None:
    make_document()
    call_command("index_sync", verbosity=0)
    with get_backend().lock(1):
        started = time.monotonic()
        process = manage("index_sync")
        _out, errors = process.communicate(timeout=60)
        took = time.monotonic() - started
    assert process.returncode == 3, errors
    assert "Another process" in errors
    assert took >= 10
    assert compare(all_entries()).sentences == []
