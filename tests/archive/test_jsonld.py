"""A document in the words of schema.org: who its authors are."""

import json

from django.urls import reverse

from archive.models import Author
from tests.makers import make_document


def test_schema_org_names_a_person_where_the_names_are_known_apart(client, db):
    mail = make_document(uid="mail")
    Author.objects.create(document=mail, position=1, family="Marsh", given="Elena")
    Author.objects.create(document=mail, position=2, literal="The Postal Union")
    response = client.get(reverse("cite", args=["mail", "jsonld"]))
    person, other = json.loads(response.content)["@graph"][0]["author"]
    assert (person["@type"], person["name"]) == ("Person", "Elena Marsh")
    assert (other["@type"], other["name"]) == ("Thing", "The Postal Union")
