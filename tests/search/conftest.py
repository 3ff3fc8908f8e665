"""A small archive that is indexed, for the pages of search."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command

from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_publisher,
)


@pytest.fixture
def talks(db: Any) -> SimpleNamespace:
    """Three documents of two publishers on talks about mail; one claim; all in the index."""
    marsh = make_entity("Elena Marsh", uid="elena-marsh")
    union = make_entity("Postal Union", "organisation", uid="postal-union")
    first = make_document(uid="mail-talks", dated="2015-01-20")
    make_mention(first, "Elena Marsh", marsh)
    make_mention(first, "Postal Union", union)
    make_dating(first, "on Tuesday", "2015-01-20")
    claim = make_claim(first, claimant=marsh, uid="ready-to-begin")
    second = make_document(
        "The mail will fly three times a week, the ministry said.",
        uid="mail-flies", title="Mail to fly, says ministry, \"soon\"", dated="2016-03",
        publisher=make_publisher("gulf-wire", "Gulf Wire, Ltd"),
    )  # fmt: skip
    third = make_document(
        "No letter was lost, and the <b>mail</b> & parcels came.", uid="no-letter", title="Parcels"
    )
    call_command("index_sync", verbosity=0)
    return SimpleNamespace(
        first=first, second=second, third=third, claim=claim, marsh=marsh, union=union
    )
