"""A document in the words of schema.org: who its authors and claimants are."""

import json

import pytest
from django.urls import reverse

from archive.models import Author
from tests.makers import make_claim, make_document, make_entity


def test_schema_org_names_a_person_where_the_names_are_known_apart(client, db):
    mail = make_document(uid="mail")
    Author.objects.create(document=mail, position=1, family="Marsh", given="Elena")
    Author.objects.create(document=mail, position=2, literal="The Postal Union")
    response = client.get(reverse("cite", args=["mail", "jsonld"]))
    person, other = json.loads(response.content)["@graph"][0]["author"]
    assert (person["@type"], person["name"]) == ("Person", "Elena Marsh")
    assert (other["@type"], other["name"]) == ("Thing", "The Postal Union")


@pytest.mark.parametrize(
    ("kind", "said"),
    [("person", "Person"), ("organisation", "Organization"), ("place", "Thing")],
)
def test_schema_org_names_a_claimant_as_what_it_is(client, db, kind, said):
    claimant = make_entity("The Straits", kind, uid="straits")
    make_claim(make_document(uid="mail"), claimant=claimant)
    response = client.get(reverse("cite", args=["mail", "jsonld"]))
    [author] = json.loads(response.content)["@graph"][1]["author"]
    address = f"http://testserver{claimant.get_absolute_url()}"
    assert author == {"@type": said, "@id": address, "name": "The Straits"}


def test_a_claimant_without_a_name_is_a_thing_as_it_was_worded(client, db):
    claim = make_claim(make_document(uid="mail"))
    claim.attributions.update(entity=None, as_worded="a senior official")
    response = client.get(reverse("cite", args=["mail", "jsonld"]))
    [author] = json.loads(response.content)["@graph"][1]["author"]
    assert author == {"@type": "Thing", "name": "a senior official"}
