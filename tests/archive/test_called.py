"""Whom a name means, whatever of the same name is hidden or was merged."""

import pytest

from archive.called import called, meant
from archive.models import Alias, Entity
from tests.makers import make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db


def make_namesakes(count):
    """So many entities of one name that stand in no document."""
    rows = [Entity(uid=f"nobody-{n}", kind="person", name="Elena Marsh") for n in range(count)]
    Entity.objects.bulk_create(rows)


@pytest.mark.parametrize("written", ["elena marsh", "mar"])
def test_any_number_of_hidden_namesakes_hides_nobody(written):
    make_namesakes(1200)
    entity = make_entity("Elena Marsh", uid="marsh")
    make_mention(make_document(), "Elena Marsh", entity)
    assert meant(written, None) == [entity]


def test_the_uid_of_one_that_was_merged_means_its_heir():
    heir = make_entity("Elena Marsh", uid="marsh")
    make_mention(make_document(), "Elena Marsh", heir)
    between = make_entity("E. Marsh", uid="between", merged_into=heir)
    make_entity("Marsh", uid="first", merged_into=between)
    assert meant("first", None) == meant("between", None) == [heir]


def test_the_uid_of_one_merged_into_a_hidden_one_means_nobody():
    heir = make_entity("Elena Marsh", uid="marsh")
    make_mention(make_document(access="staff"), "Elena Marsh", heir)
    make_entity("Marsh", uid="first", merged_into=heir)
    assert meant("first", None) == []
    assert meant("first", make_user("annotator")) == [heir]


def test_the_timeline_leads_from_one_that_was_merged_to_its_heir(client):
    heir = make_entity("Elena Marsh", uid="marsh")
    make_mention(make_document(), "Elena Marsh", heir)
    make_entity("Marsh", uid="first", merged_into=heir)
    answer = client.get("/timeline/?entity=first")
    assert (answer.status_code, answer.url) == (302, "/timeline/?entity=marsh")


def test_a_change_of_a_name_is_known_at_once():
    entity = make_entity("Elena Marsh", uid="marsh")
    other = Alias.objects.create(entity=entity, text="Nellie Swamp")
    assert called("swamp") == {entity.pk}
    Entity.objects.filter(pk=entity.pk).update(name="Ruth Vane")
    other.delete()
    assert (called("vane"), called("marsh"), called("swamp")) == ({entity.pk}, set(), set())


def test_those_meant_come_in_the_order_of_their_names():
    document = make_document()
    for name in ("Vane, Ruth", "Vane, Ada", "Vane, Max"):
        make_mention(document, "Elena Marsh", make_entity(name))
    assert [entity.name for entity in meant("vane", None)] == [
        "Vane, Ada",
        "Vane, Max",
        "Vane, Ruth",
    ]
