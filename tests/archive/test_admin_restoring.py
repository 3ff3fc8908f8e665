"""What an earlier state brings back: whose a date is then, and who accepts what was restored."""

import pytest
from django.test import Client

from archive.datings import columns, readings
from archive.decisions import decide
from archive.merging import merge, unmerge
from archive.models import Claim, Dating, Review
from tests.archive.test_admin_history import changed_claim, earlier
from tests.forms import send
from tests.makers import make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db


def date_read_by_rule(corrected: str) -> Dating:
    """“on Tuesday” as the rules read it, 2014-12-16, and then corrected by a person."""
    document = make_document(dated="2014-12-17")
    version = document.versions.get()
    (reading,) = [one for one in readings(document, version) if one.text.endswith("Tuesday")]
    passage = version.passage(reading.start, reading.end)
    dating = Dating.objects.create(passage=passage, review="accepted", **columns(reading))
    assert dating.edtf == "2014-12-16"
    dating.edtf, dating.fixed, dating.reading = corrected, True, ""
    dating.save()
    return dating


def test_a_date_that_the_rules_still_read_so_is_theirs_again_when_it_is_restored(client):
    dating = date_read_by_rule(corrected="2014-12-15")
    client.force_login(make_user("editor"))
    assert send(client, earlier(dating, dating.history.last())).status_code == 302
    dating.refresh_from_db()
    assert (dating.edtf, dating.fixed) == ("2014-12-16", False)
    assert dating.reading


def test_a_date_that_the_rules_read_otherwise_by_now_is_fixed_when_it_is_restored(client):
    dating = date_read_by_rule(corrected="2014-12-15")
    document = dating.passage.version.document
    document.dated = "2015-01-14"
    document.save()
    client.force_login(make_user("editor"))
    assert send(client, earlier(dating, dating.history.last())).status_code == 302
    dating.refresh_from_db()
    assert (dating.edtf, dating.fixed) == ("2014-12-16", True)


def test_where_nobody_accepts_their_own_a_restored_state_waits_for_another(client, settings):
    settings.ACCEPT_OWN = False
    claim = changed_claim_of(client)
    client.force_login(make_user("editor"))
    page = send(client, earlier(claim, claim.history.last()), follow=True)
    assert "waits until another reviewer accepts it" in page.text
    claim.refresh_from_db()
    assert (claim.statement[:16], claim.review) == ("The Postal Union", "in_review")


def changed_claim_of(client: Client) -> Claim:
    """A claim that an annotator made and changed, and a reviewer accepted."""
    client.force_login(make_user("annotator"))
    claim = changed_claim(client, statement="Another statement.")
    decide([claim], Review.ACCEPTED, make_user("reviewer"))
    return Claim.objects.get(pk=claim.pk)


def test_what_is_restored_after_a_merger_names_the_heir(client):
    entity, heir, other = (make_entity(name) for name in ("Elena Marsh", "E. Marsh", "Another"))
    mention = make_mention(make_document(), "Elena Marsh", entity)
    mention.entity = other
    mention.save()
    merge(entity, heir, None)
    client.force_login(make_user("editor"))
    send(client, earlier(mention, mention.history.last()))
    mention.refresh_from_db()
    assert mention.entity == heir


def test_restoring_neither_merges_an_entity_nor_parts_it(client):
    entity, heir = make_entity("Elena Marsh"), make_entity("Elena M. Marsh")
    unmerge(merge(entity, heir, make_user("reviewer")), None)
    client.force_login(make_user("annotator"))
    for record in entity.history.all():
        send(client, earlier(entity, record))
        entity.refresh_from_db()
        assert entity.merged_into is None
    merge(entity, heir, None)
    for record in entity.history.all():
        send(client, earlier(entity, record))
        entity.refresh_from_db()
        assert entity.merged_into == heir
