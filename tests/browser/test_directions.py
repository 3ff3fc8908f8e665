"""A title that leaves a direction open turns around nothing but itself."""

from typing import Any

import pytest
from django.core.management import call_command

from archive.models import Collection, DocumentCollection, Question, QuestionClaim
from tests.makers import make_claim, make_document, make_entity, make_link, make_mention

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = "\u202email"  # a right-to-left override that nothing closes
# Texts with an override that no element holds in, with what stands beside them.
LOOSE = """
() => {
  const walker = document.createTreeWalker(document.querySelector("body"), NodeFilter.SHOW_TEXT);
  const loose = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.includes("\\u202e") || node.parentElement.closest("script, option")) continue;
    let element = node.parentElement;
    let held = false;
    while (!held && getComputedStyle(element).display === "inline") {
      held = getComputedStyle(element).unicodeBidi.startsWith("isolate");
      element = element.parentElement;
    }
    const after = node.data.split("\\u202email").slice(1).some((rest) => rest.trim());
    if (after) loose.push(node.data.trim().slice(0, 200));
    if (!held && element.textContent.trim() !== node.data.trim()) {
      loose.push(element.textContent.trim().slice(0, 200));
    }
  }
  return loose;
}
"""
PAGES = [
    "/", "/search/?q=begins", "/search/?q=begins&kind=claims", "/search/?kind=claims&beside=first",
    "/documents/one/x/?passage=0-4", "/documents/one/versions/", "/claims/first/",
    "/claims/compare/?claim=first&claim=other", "/claims/compare/?claim=first",
    "/contradictions/", "/questions/", "/questions/why/", "/timeline/", "/timeline/?claimant=marsh",
    "/entities/", "/entities/marsh/", "/publishers/harbour-post/", "/collections/",
    "/collections/kept/", "/verify/?address=/claims/first/", "/documents/gone/",
]  # fmt: skip


@pytest.fixture
def turned(live_server: Any) -> None:
    """An archive in which titles, names, statements and a question leave a direction open."""
    marsh = make_entity(f"Marsh {OPEN}", uid="marsh")
    documents = [
        make_document(uid=uid, dated="2015", title=f"{uid} {OPEN}") for uid in ("one", "two")
    ]
    claims = [
        make_claim(document, uid=uid, statement=f"It begins {OPEN}", claimant=marsh)
        for uid, document in zip(("first", "other"), documents, strict=True)
    ]
    make_link(claims[1], "denies", claims[0], note=f"Not so {OPEN}")
    make_mention(documents[0], "Elena Marsh", marsh)
    kept = Collection.objects.create(uid="kept", name=f"Kept {OPEN}")
    question = Question.objects.create(uid="why", title=f"Why {OPEN}", review="accepted")
    for document, claim in zip(documents, claims, strict=True):
        DocumentCollection.objects.create(document=document, collection=kept)
        QuestionClaim.objects.create(question=question, claim=claim)
    make_document(
        uid="gone", title=f"Gone {OPEN}", withdrawn_on="2024-01-01", withdrawn_reason="An error."
    )
    call_command("index_sync", verbosity=0)


def test_no_open_direction_reaches_beyond_its_words(watched, turned):
    loose = {}
    for path in PAGES:
        watched.goto(watched.address + path)
        assert "\u202e" not in watched.title(), path
        if found := watched.evaluate(LOOSE):
            loose[path] = found
    assert loose == {}
