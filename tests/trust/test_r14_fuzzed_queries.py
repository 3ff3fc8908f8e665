"""TRUST 14: no query string is answered by an error, or slowly, on a threaded server."""

from __future__ import annotations

import random
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote_from_bytes

import pytest

P99, LONGEST = 0.150, 1.0  # seconds (TRUST 14); asserted at five times the figures
PIECES = [
    "mail", "talks", "United States", '"', "(", ")", "AND", "OR", "NOT", "-", "*", "~9", "^3", ":",
    "title:", "person:", "claimant:", "[a TO z]", "{", "}", "\\", "/", "\0", "\u202e", "\u0301",
    "中国", "الصحافة", "\U0001f600", "é", "ß", "İ", "\ud83d", "a" * 300, "re*", "*a*",
    "' OR 1=1 --",
    "<script>", "%00", "&", "=", ";", "\r\n", "\t", "1e999", "-1",
]  # fmt: skip


def queries(count: int, seed: int) -> list[str]:
    """Random joins of odd pieces, and random characters of the whole of Unicode."""
    chosen = random.Random(seed)
    made = []
    for _ in range(count):
        if chosen.random() < 0.7:
            parts = chosen.choices(PIECES, k=chosen.randint(1, 12))
            made.append(chosen.choice(["", " "]).join(parts))
        else:
            made.append("".join(chr(chosen.randrange(0x110000)) for _ in range(40)))
    return made


def ask(address: str, query: str) -> tuple[int, float]:
    """The status of the answer to a query, and its seconds."""
    encoded = quote_from_bytes(query.encode("utf-8", "surrogatepass"))
    started = time.perf_counter()
    try:
        with urllib.request.urlopen(f"{address}?q={encoded}", timeout=60) as response:
            response.read()
            status = response.status
    except urllib.error.HTTPError as error:
        error.close()
        status = error.code
    return status, time.perf_counter() - started


def fuzz(address: str, count: int, seed: int) -> None:
    """Ask `count` queries from four threads; raises where one is answered wrongly or slowly."""
    asked = queries(count, seed)
    ask(address, "mail")
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda query: ask(address, query), asked))
    bad = [
        query
        for query, (status, _s) in zip(asked, answers, strict=True)
        if status not in (200, 400)
    ]
    assert not bad, bad[:5]
    seconds = sorted(taken for _status, taken in answers)
    p99 = seconds[int(0.99 * len(seconds))]
    print(f"{count} queries: p99 {p99 * 1e3:.0f} ms, longest {seconds[-1] * 1e3:.0f} ms")
    assert p99 <= 5 * P99
    assert seconds[-1] <= 5 * LONGEST


def test_r14_300_fuzzed_queries_are_answered(live_server: Any, demo: None) -> None:
    fuzz(f"{live_server.url}/search/", 300, seed=14)


@pytest.mark.long
def test_r14_10_000_fuzzed_queries_are_answered(live_server: Any, demo: None) -> None:
    fuzz(f"{live_server.url}/search/", 10_000, seed=1_400)
