"""annotations.json against the structure of Web Annotations; that check against the W3C's own."""

import copy
import json
import re

import pytest
from django.urls import reverse

from archive.models import Document
from tests.data import data_file
from tests.makers import make_claim, make_dating, make_document, make_entity, make_mention
from tests.webannotations import faults

CORRECT = [f"anno{n}" for n in range(1, 44)] + ["collection1"]
INCORRECT = range(1, 41)


def example(name):
    """One of the working group's examples, as text."""
    return (data_file("w3c_web_annotation") / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CORRECT)
def test_what_the_w3c_calls_correct_has_no_fault(name):
    assert faults(json.loads(example(f"correct/{name}"))) == []


@pytest.mark.parametrize("n", INCORRECT)
def test_what_the_w3c_calls_incorrect_has_a_fault_of_its_own(n):
    """Most have two ids and a stray comma as well; both are mended, but where they are meant."""
    text = re.sub(r",(\s*})", r"\1", example(f"incorrect/anno{n}"))
    if n == 1:
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)
        return
    annotation = json.loads(text)
    if n != 7:
        annotation["id"] = "http://example.org/1" if n != 6 else annotation["id"]
    assert faults(annotation)


def test_every_annotation_of_the_demo_is_right(client, demo):
    seen = 0
    for document in Document.objects.visible_to(None).filter(access="full"):
        for number in document.versions.values_list("number", flat=True):
            address = reverse("annotations", args=[document.uid])
            page = json.loads(client.get(f"{address}?version={number}").content)
            assert faults(page) == [], address
            assert all(faults(item) == [] for item in page["items"]), address
            seen += len(page["items"])
    assert seen > 300


@pytest.fixture
def exported(client, db):
    document = make_document(uid="mail")
    make_mention(document, "Elena Marsh", make_entity())
    make_claim(document, uid="ready")
    make_dating(document, "on Tuesday", "2015-09-29")
    return json.loads(client.get(reverse("annotations", args=["mail"])).content)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda page: page.pop("@context"),
        lambda page: page["items"][0].pop("target"),
        lambda page: page["items"][0]["target"].pop("source"),
        lambda page: page["items"][0]["target"]["selector"][0].pop("exact"),
        lambda page: page["items"][0]["target"]["selector"][1].update(start=-1),
        lambda page: page["items"][0]["target"]["selector"][1].update(start=10**6),
        lambda page: page["items"][0].update(motivation="guessing"),
        lambda page: page["items"][0].update(id="no address"),
        lambda page: page["items"][0].update(colour="blue"),
        lambda page: page.update(type="Page"),
    ],
)
def test_a_page_that_is_spoilt_has_a_fault(exported, spoil):
    assert faults(exported) == []
    spoilt = copy.deepcopy(exported)
    spoil(spoilt)
    assert faults(spoilt)
