"""What the index finds and counts equals a brute-force look through the database."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone

from archive.audience import Audience, Role
from archive.models import Document
from search.asking import resolve
from search.backends import get_backend
from search.backends.base import PER_FACET, Results
from search.entries import all_entries, entries_of
from search.filters import read_address
from search.query import parse
from tests.data import data_file
from tests.search import brute
from tests.search.queries import QUERY_CLASSES, Generator

FILES = ("000_1f6b0f63a8b626fd.txt", "wikinews60.jsonl", "frus_cuba_1958_60.jsonl")
QUERIES = 200


@pytest.fixture
def real_documents(db: None) -> None:
    """The seed article, 60 news articles and 629 documents, some of them not open to all."""
    call_command("ingest", *(str(data_file(name)) for name in FILES), verbosity=0)
    chosen = random.Random(5)
    today = timezone.localdate()
    for document in Document.objects.order_by("uid"):
        match chosen.randrange(20):
            case 0:
                document.access = "staff"
            case 1:
                document.embargo_until = today + timedelta(chosen.choice([0, 1]))
            case 2:
                document.withdrawn_on, document.withdrawn_reason = today, "a test"
            case _:
                continue
        document.save()


def ask(address: str, audience: Audience) -> Results:
    """The results of a search address, all hits on one page."""
    from dataclasses import replace

    asked = read_address(QueryDict(address))
    assert not asked.notes and not asked.errors, address
    resolved = resolve(parse(asked.q), asked, audience)
    results = get_backend().search(replace(resolved.query, limit=10_000))
    assert not results.notes, address
    return results


def differences(archive: list[brute.Read], address: str, audience: Audience) -> list[str]:
    """How the index and brute force differ over one search address."""
    asked = read_address(QueryDict(address))
    results = ask(address, audience)
    expected = brute.search(archive, parse(asked.q).tree, asked, audience)
    wrong = []
    if {hit.uid for hit in results.hits} != expected.uids or results.total != len(expected.uids):
        wrong.append(f"{address}: {results.total} found, {len(expected.uids)} expected")
    for name, facet in results.facets.items():
        counted = {value.value: value.count for value in facet.values if value.count}
        wanted = expected.facets[name]
        if any(wanted[value] != count for value, count in counted.items()):
            wrong.append(f"{address}: {name} counted {counted}, expected {wanted}")
        if len(counted) + facet.more != len(wanted):
            wrong.append(f"{address}: {name} has {len(counted)}+{facet.more} of {len(wanted)}")
        least = sorted(wanted.values(), reverse=True)[:PER_FACET]
        if least and any(wanted[v] > least[-1] and v not in counted for v in wanted):
            wrong.append(f"{address}: {name} leaves out a frequent value")
    return wrong


def test_200_queries_find_and_count_what_brute_force_does(real_documents: None) -> None:
    backend = get_backend()
    entries = list(all_entries())
    backend.rebuild(entries[: len(entries) // 2])
    rest = {entry.document for entry in entries[len(entries) // 2 :]}
    backend.replace(rest, entries_of(rest))
    archive = brute.read_all()
    queries = Generator(archive, seed=2024).draw(QUERIES)
    assert min(Counter(each for each, _ in queries).values()) >= 15
    assert {each for each, _ in queries} == set(QUERY_CLASSES)
    today = timezone.localdate()
    wrong = [
        difference
        for at, (_class, address) in enumerate(queries)
        for difference in differences(archive, address, Audience(list(Role)[at % 5], today))
    ]
    assert wrong == []
    found = [ask(address, Audience(Role.EDITOR, today)).total for _, address in queries]
    assert sum(total > 0 for total in found) > QUERIES * 0.8  # it does not compare nothing
