"""Finding words in a document by keys alone: into the field, from word to word, and out again."""

import re

import pytest
from django.db import transaction

from tests.makers import make_claim, make_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
@transaction.atomic
def address() -> str:
    """A document in which a word stands twice."""
    document = make_document("The mail came. No mail went. We begin.", uid="mail")
    make_claim(document, "We begin", uid="ready")
    return document.get_absolute_url()


def test_escape_leads_out_of_the_field_and_leaves_what_was_typed(watched, address):
    watched.goto(f"{watched.address}{address}")
    watched.keyboard.press("/")
    watched.keyboard.type("mai")
    watched.keyboard.press("Escape")
    assert watched.evaluate("document.activeElement.id") != "dq"
    assert watched.input_value("#dq") == "mai"
    watched.keyboard.press("j")
    watched.wait_for_url("**/*#c-ready")


def test_keys_lead_from_word_to_word(watched, address):
    watched.goto(f"{watched.address}{address}?q=mail")
    watched.keyboard.press("n")
    watched.wait_for_url(re.compile(r"hit=2.*#m2$"))
    watched.keyboard.press("p")
    watched.wait_for_url(re.compile(r"hit=1.*#m1$"))
    assert watched.refused == []
