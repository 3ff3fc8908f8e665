"""No page asks more than twelve queries, whatever its size: every address, over the demo.

To know who is asking takes four more: the session, the user, and what the user and their groups
may do.
"""

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from archive.models import Claim, Collection, Document, Entity, Publisher, Question
from tests.makers import make_user

MOST = 12
SIGNED_IN = 4
EXPORTS = 4  # a whole result set: batches of 200, each in a few queries of its own
# not pages: what is sent there, or what stands in for an address that moved
APART = {"save_search", "delete_search", "set_language", "sign_out"}


def busiest(rows, related):
    """The row with the most related rows."""
    return rows.annotate(n=Count(related)).order_by("-n", "uid")[0]


def addresses():
    """Addresses of every page by the name that it has in the URLconf."""
    shown = Document.objects.visible_to(None).filter(access="full")
    document, extract = busiest(shown, "versions"), Document.objects.filter(access="extract")[0]
    entity, claimant = (
        busiest(Entity.objects.all(), related) for related in ("mentions", "attributions")
    )
    claim = busiest(Claim.objects.visible_to(None), "links_in")
    claims = "&".join(f"claim={c.uid}" for c in Claim.objects.visible_to(None)[:4])
    question = busiest(Question.objects.visible_to(None), "has_claims")
    publisher = busiest(Publisher.objects.all(), "documents")
    collection = busiest(Collection.objects.all(), "documents")
    of = f"/documents/{document.uid}"
    narrowed = f"entity={entity.uid}&claimant={claimant.uid}"
    return {
        "home": ["/"],
        "search": [
            "/search/", "/search/?q=talks", "/search/?q=talks&kind=claims", "/search/?q=tlaks",
            f"/search/?q=zzzz&{entity.kind}={entity.uid}", "/search/?q=talks&why=all",
        ],
        "search_help": ["/search/help/"],
        "search_json": ["/search.json?q=talks"],
        "search_csv": ["/search.csv?q=talks"],
        "search_jsonl": ["/search.jsonl", "/search.jsonl?kind=claims"],
        "search_atom": ["/search.atom?q=talks"],
        "entity_feed": [f"/entities/{entity.uid}/feed.atom"],
        "publisher_feed": [f"/publishers/{publisher.uid}/feed.atom"],
        "collection_feed": [f"/collections/{collection.uid}/feed.atom"],
        "complete": ["/complete.json?q=ha"],
        "saved_searches": ["/searches/"],
        "opensearch": ["/opensearch.xml"],
        "sitemap": ["/sitemap.xml"],
        "sitemap_section": ["/sitemap-documents.xml", "/sitemap-entities.xml"],
        "robots": ["/robots.txt"],
        "healthz": ["/healthz"],
        "document": [
            document.get_absolute_url(), f"{document.get_absolute_url()}?q=the&passage=0-40",
            f"{document.get_absolute_url()}?version=1", extract.get_absolute_url(),
        ],
        "original": [f"{of}/original"],
        "cite": [f"{of}/cite.{form}" for form in ("bib", "ris", "json", "jsonld")],
        "versions": [f"{of}/versions/"],
        "annotations": [f"{of}/annotations.json"],
        "document_text": [f"{of}/text"],
        "claim": [claim.get_absolute_url()],
        "compare": [f"/claims/compare/?{claims}", "/claims/compare/"],
        "contradictions": ["/contradictions/", f"/contradictions/?{narrowed}&from=2014&to=2024"],
        "questions": ["/questions/"],
        "question": [question.get_absolute_url()],
        "verify": ["/verify/", f"/verify/?address={of}/%23c0-40", f"/verify/?address={claim.uid}"],
        "about": ["/about/"],
        "timeline": ["/timeline/", f"/timeline/?over=mentioned&{narrowed}", "/timeline/?in=2016"],
        "publishers": ["/publishers/"],
        "publisher": [f"/publishers/{publisher.uid}/"],
        "collections": ["/collections/"],
        "collection": [f"/collections/{collection.uid}/"],
        "entities": ["/entities/", "/entities/?q=ha&kind=place"],
        "entity": [entity.get_absolute_url(), claimant.get_absolute_url()],
        "sign_in": ["/sign-in/"],
    }  # fmt: skip


def asked_by(client, address):
    """How many queries an address asks, once what it keeps between requests is warm."""
    _read(client, address)
    with CaptureQueriesContext(connection) as queries:
        response = _read(client, address)
    assert response.status_code < 500, address
    return len(queries)


def _read(client, address):
    response = client.get(address, follow=False)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.mark.parametrize("role", [None, "reader", "editor"])
def test_no_page_asks_more_than_twelve_queries(client, demo, role):
    most = MOST
    if role:
        client.force_login(make_user(role))
        most += SIGNED_IN
    asked = {a: asked_by(client, a) for named in addresses().values() for a in named}
    too_many = {
        address: n
        for address, n in asked.items()
        if n > most + (EXPORTS if address.startswith("/search.jsonl") else 0)
    }
    assert not too_many


def test_every_page_of_the_site_is_counted(demo):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names - APART == set(addresses())
