"""TRUST 19: who sees what (archive.audience), on every surface, stale index and warm caches too.

Each state of a document has a title, words, an entity, a publisher and a claim of its own, so that
any of them on a page gives it away.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from archive.models import Document
from tests.copies import take_index
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_publisher,
    make_user,
)

TODAY = timezone.localdate()
STATES: dict[str, dict[str, Any]] = {
    "full": {},
    "extract": {"access": "extract"},
    "staff": {"access": "staff"},
    "embargoed": {"embargo_until": TODAY + timedelta(days=1)},
    "opened": {"embargo_until": TODAY},
    "withdrawn": {
        "withdrawn_on": date(2024, 3, 4),
        "withdrawn_reason": "A court order.",
        "withdrawn_title": "A withdrawn letter",
    },
}
PUBLIC = {"full", "extract", "opened"}
SEEN = {
    None: PUBLIC,
    "reader": PUBLIC,
    "annotator": PUBLIC | {"staff", "embargoed"},
    "reviewer": PUBLIC | {"staff", "embargoed"},
    "editor": set(STATES),
}
WORD = "lanternfish"
# address -> which states it is asked for: "" once for all, {uid} once for each
LISTS = [
    "/", f"/search/?q={WORD}", f"/search.json?q={WORD}", f"/search.csv?q={WORD}",
    f"/search.jsonl?q={WORD}", "/search/", "/search.json", f"/search/?q={WORD}&kind=claims",
    f"/search.json?q={WORD}&kind=claims", f"/search.csv?q={WORD}&kind=claims",
    f"/search.jsonl?q={WORD}&kind=claims", "/entities/", "/contradictions/", "/questions/",
    "/search.atom", "/sitemap.xml", "/complete.json?q=Mark", "/complete.json?q=Title",
    "/complete.json?q=House", "/publishers/", "/timeline/", "/collections/",
]  # fmt: skip
PAGES = [
    "/documents/{uid}/", "/documents/{uid}/text", "/documents/{uid}/original",
    "/documents/{uid}/versions/", "/documents/{uid}/annotations.json", "/documents/{uid}/cite.bib",
    "/documents/{uid}/cite.ris", "/documents/{uid}/cite.json", "/claims/claim-{uid}/",
    "/entities/entity-{uid}/", "/publishers/house-{uid}/",
]  # fmt: skip


@pytest.fixture(scope="module")
def states(given_to_all: Any) -> Path:
    """The rows of every test here; returns the folder of their index."""
    return given_to_all(make_states)[1]


@pytest.fixture
def archive(db: Any, states: Path) -> None:
    """A document of each state, with a denial of the public one's claim; all in the index."""
    take_index(states)


def make_states() -> None:
    claims = {}
    for state, fields in STATES.items():
        text = (
            f"The first sentence says {WORD} and names Mark {state.title()} at once.\n\n"
            + "It goes on about other things for a while. " * 30
            + f"\n\nFar below stands hidden{state} in the last line."
        )
        publisher = make_publisher(f"house-{state}", f"House {state.title()}")
        document = make_document(
            text, uid=state, title=f"Title {state}", publisher=publisher, dated="2016", **fields
        )
        entity = make_entity(f"Mark {state.title()}", uid=f"entity-{state}")
        make_mention(document, f"Mark {state.title()}", entity)
        claims[state] = make_claim(
            document, f"says {WORD}", entity, uid=f"claim-{state}", statement=f"Claimed {state}."
        )
        if state != "full":
            make_link(claims[state], "denies", claims["full"], note=f"Note of {state}.")


def body(response: Any) -> str:
    """What a response says, in small letters."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace").lower()


def signs(state: str) -> list[str]:
    """The words any one of which shows that a document of this state is here."""
    return [
        f"title {state}", f"mark {state}", f"house {state}", f"claimed {state}",
        f"note of {state}", f"hidden{state}", f"/documents/{state}/",
    ]  # fmt: skip


# Annotators work with every entity, whatever names it.
OF_ENTITIES = "/entities/entity-{uid}/"


def leaks(client: Any, seen: set[str]) -> list[str]:
    """What any surface says of a document that is not among those seen."""
    found = []
    for address in LISTS:
        text = body(client.get(address))
        for state in set(STATES) - seen:
            found += [f"{address}: {sign}" for sign in signs(state) if sign in text]
    for state in set(STATES) - seen:
        for page in PAGES:
            if page == OF_ENTITIES and "staff" in seen:
                continue
            response = client.get(page.format(uid=state), follow=True)
            text = body(response)
            found += [f"{page} of {state}: {sign}" for sign in signs(state)[:6] if sign in text]
            if response.status_code not in (404, 410):
                found.append(f"{page} of {state}: {response.status_code}")
    return found


def sign_in(client: Any, role: str | None) -> None:
    """Be someone of this role; None is nobody."""
    if role:
        client.force_login(make_user(role))


@pytest.mark.parametrize("role", SEEN, ids=str)
def test_r19_no_surface_says_anything_of_what_a_role_may_not_see(client, archive, role):
    sign_in(client, role)
    assert leaks(client, SEEN[role]) == []


@pytest.mark.parametrize("role", SEEN, ids=str)
def test_r19_what_a_role_may_see_is_there_and_is_counted(client, archive, role):
    sign_in(client, role)
    found = client.get("/search.json", {"q": WORD}).json()
    assert {hit["uid"] for hit in found["hits"]} == SEEN[role]
    assert found["total"] == len(SEEN[role])
    for facet in ("publisher", "person"):
        assert sum(value["count"] for value in found["facets"][facet]["values"]) == len(SEEN[role])
    claims = client.get("/search.json", {"q": WORD, "kind": "claims"}).json()
    assert {hit["document"] for hit in claims["hits"]} == SEEN[role]
    for state in SEEN[role]:
        assert client.get(f"/documents/{state}/", follow=True).status_code == 200


GUESSED = [
    "/search/?person=entity-{uid}", "/search/?publisher=house-{uid}",
    "/search.json?person=entity-{uid}", "/search.atom?person=entity-{uid}",
    "/search.atom?publisher=house-{uid}", "/search/?q=person%3Aentity-{uid}",
    "/search/?kind=claims&claimant=entity-{uid}&about=entity-{uid}",
    "/timeline/?entity=entity-{uid}&claimant=entity-{uid}",
    "/contradictions/?entity=entity-{uid}&claimant=entity-{uid}", "/entities/?q=entity-{uid}",
    "/entities/entity-{uid}/feed.atom", "/publishers/house-{uid}/feed.atom",
    "/verify/?address=/claims/claim-{uid}/", "/claims/compare/?claim=claim-{uid}&claim=claim-full",
]  # fmt: skip


@pytest.mark.parametrize("role", [None, "reader"], ids=str)
@pytest.mark.parametrize("address", GUESSED)
def test_r19_whoever_guesses_an_identifier_learns_no_name(client, archive, role, address):
    sign_in(client, role)
    for state in set(STATES) - PUBLIC:
        text = body(client.get(address.format(uid=state), follow=True))
        assert not [sign for sign in signs(state)[:6] if sign in text]
    # the same address of what is public does tell, where it tells anything
    assert client.get(address.format(uid="full"), follow=True).status_code == 200


def test_r19_a_search_that_is_kept_is_not_named_after_what_is_hidden(client, archive):
    sign_in(client, "reader")
    for state in STATES:
        client.post("/searches/save/", {"query": f"person=entity-{state}", "name": ""})
    text = body(client.get("/searches/"))
    assert "mark full" in text
    assert not [s for s in set(STATES) - PUBLIC if f"mark {s}" in text]


@pytest.mark.parametrize("warm", [False, True])
def test_r19_a_stale_index_gives_nothing_away(client, archive, warm):
    if warm:  # an editor searched before, so every match set is cached
        editor = make_user("editor")
        client.force_login(editor)
        body(client.get(f"/search/?q={WORD}"))
        client.logout()
    # behind the signals' back: the index still believes that these are open to all
    Document.objects.filter(uid__in=["full", "opened"]).update(access="staff")
    text = body(client.get(f"/search/?q={WORD}")) + body(client.get(f"/search.csv?q={WORD}"))
    assert not [sign for state in ("full", "opened") for sign in signs(state)[:1] if sign in text]


def test_r19_an_embargo_ends_at_midnight_without_a_save(client, archive, monkeypatch):
    assert "title embargoed" not in body(client.get(f"/search/?q={WORD}"))
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    assert "title embargoed" in body(client.get(f"/search/?q={WORD}"))
    assert client.get("/documents/embargoed/", follow=True).status_code == 200


def test_r19_an_extract_shows_the_public_its_record_and_claims_alone(client, archive):
    for page in PAGES:
        assert "hiddenextract" not in body(client.get(page.format(uid="extract"), follow=True))
    record = body(client.get("/documents/extract/", follow=True))
    assert "title extract" in record
    assert f"says {WORD}" in record
    assert client.get("/documents/extract/text").status_code in (403, 404)
    client.force_login(make_user())
    assert "hiddenextract" in body(client.get("/documents/extract/", follow=True))


def test_r19_a_denial_from_a_hidden_document_does_not_count(client, archive):
    counted = client.get("/search.json", {"q": f"{WORD} standing:denied", "kind": "claims"}).json()
    assert {hit["uid"] for hit in counted["hits"]} == {"claim-full"}
    page = body(client.get("/claims/claim-full/"))
    assert "denied by 2" in page  # extract and opened; not staff, embargoed or withdrawn


def test_r19_a_withdrawn_document_leaves_a_tombstone(client, archive):
    tombstone = client.get("/documents/withdrawn/", follow=True)
    assert tombstone.status_code == 410
    assert "a court order" in body(tombstone)
    assert "a withdrawn letter" in body(tombstone)
