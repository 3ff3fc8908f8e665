"""An entity is here by any tie to a document that may be seen, and everywhere alike."""

from datetime import date

import pytest

from archive.audience import Audience
from archive.models import Attribution, ClaimAbout, Entity, Subject
from search import naming
from search.known import Known
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user

TIES = ("named", "subject", "by", "about", "via")


def tie(name, document, entity):
    """Tie an entity to a document in one way alone."""
    if name == "named":
        make_mention(document, "Elena Marsh", entity)
    elif name == "subject":
        Subject.objects.create(document=document, entity=entity, review="accepted")
    elif name == "by":
        make_claim(document, claimant=entity)
    elif name == "about":
        ClaimAbout.objects.create(claim=make_claim(document), entity=entity)
    else:
        Attribution.objects.filter(claim=make_claim(document)).update(via=entity)


def ways(client, entity, user=None):
    """Whether its page, the list, the timeline's field, its feed and a search know an entity."""
    known = Known(Audience.of(user)).named([naming.Named("marsh", "person", "Elena Marsh")])
    return [
        client.get(entity.get_absolute_url()).status_code == 200,
        "Elena Marsh" in client.get("/entities/").content.decode(),
        "Nobody and nothing" not in client.get("/timeline/?entity=marsh").content.decode(),
        client.get("/entities/marsh/feed.atom").status_code == 302,
        bool(known),
    ]


@pytest.mark.parametrize("name", TIES)
def test_whoever_is_tied_to_an_open_document_is_here(client, db, name):
    entity = make_entity("Elena Marsh", uid="marsh")
    tie(name, make_document(dated="2015-01-20"), entity)
    assert ways(client, entity) == [True] * 5
    assert list(Entity.objects.named_to(None)) == [entity]


@pytest.mark.parametrize("name", TIES)
@pytest.mark.parametrize(
    "hidden", [{"access": "staff"}, {"withdrawn_on": date(2024, 3, 4), "withdrawn_reason": "No."}]
)
def test_whoever_is_tied_to_hidden_documents_alone_is_not(client, db, name, hidden):
    entity = make_entity("Elena Marsh", uid="marsh")
    tie(name, make_document(**hidden), entity)
    assert ways(client, entity) == [False] * 5
    editor = make_user("editor")
    client.force_login(editor)
    assert ways(client, entity, editor) == [True] * 5


@pytest.mark.parametrize("name", ["by", "about", "via"])
def test_a_claim_that_is_not_accepted_ties_nobody(client, db, name):
    entity = make_entity("Elena Marsh", uid="marsh")
    tie(name, make_document(), entity)
    Attribution.objects.get().claim.__class__.objects.update(review="draft")
    assert ways(client, entity) == [False] * 5


def test_what_an_entity_relays_stands_on_its_page_and_on_the_timeline(client, db):
    entity = make_entity("Elena Marsh", uid="marsh")
    tie("via", make_document(dated="2015-01-20"), entity)
    page = client.get(entity.get_absolute_url()).content.decode()
    assert "No accepted claim or mention names it yet." not in page
    assert "Claims relayed by it" in page
    assert "The Postal Union says that it is ready to begin." in page
    assert 'href="/timeline/?claimant=marsh"' in page
    timeline = client.get("/timeline/?claimant=marsh").content.decode()
    assert "The Postal Union says that it is ready to begin." in timeline
