"""Addresses of every page of the public site, over the demo."""

from django.db.models import Count
from django.urls import get_resolver

from archive.models import Claim, Collection, Document, Entity, Publisher, Question

# not pages: what is sent there
SENT = {"save_search", "delete_search", "set_language", "sign_out"}


def names():
    """The names of all pages in the URLconf."""
    return {name for name in get_resolver().reverse_dict if isinstance(name, str)} - SENT


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
