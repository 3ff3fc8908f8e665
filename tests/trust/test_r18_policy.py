"""TRUST 18: a strict policy on every response, and nothing on any page that it refuses."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

ADDRESSES = [
    "/", "/search/?q=mail", "/search.json?q=mail", "/search.csv?q=mail", "/search.jsonl?q=mail",
    "/documents/mail-talks/", "/claims/ready-to-begin/", "/entities/", "/no-such-page", "/healthz",
    "/opensearch.xml", "/admin/login/", "/sign-in/", "/static/archive/style.css",
]  # fmt: skip
MOST = 150  # pages of the crawl


@pytest.mark.parametrize("address", ADDRESSES)
def test_r18_every_response_has_a_policy_without_unsafe(client, talks, address):
    policy = client.get(address).headers.get("Content-Security-Policy", "")
    if address.startswith("/static/"):
        return  # served by WhiteNoise before any page is made: nothing in it runs
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


ROWS = r"/(documents|claims|entities|questions|publishers|collections)/[^/]+(/[^/]+)?/?$"


def kind_of(address):
    """Addresses that differ in nothing but the row or the words are of one kind."""
    parts = urlsplit(address)
    names = sorted(re.findall(r"([a-z_]+)=", parts.query))
    return re.sub(ROWS, r"/\1/x/", parts.path), tuple(names)[:2]


@pytest.mark.browser
def test_r18_a_crawl_of_the_site_is_refused_nothing_and_asks_nobody_else(watched, demo):
    waiting, seen, kinds = [watched.address + "/"], set(), {}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in seen or kinds.get(kind, 0) >= 3:
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        response = watched.goto(address)
        assert response.status == 200, address
        links = watched.eval_on_selector_all("a[href]:not([download])", "as => as.map(a => a.href)")
        for link in links:
            target = urldefrag(urljoin(address, link)).url
            inside = target.startswith(watched.address + "/")
            if inside and not re.search(
                r"/(admin|original|text)\b|\.(csv|jsonl?|atom|bib|ris)\b", target
            ):
                waiting.append(target)
    assert len(kinds) >= 8
    assert watched.refused == []
