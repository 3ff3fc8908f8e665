"""What a page looks like on paper, also where the screen is dark."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.makers import TEXT, make_claim, make_dating, make_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Words whose colour is nearer to white than to black, by the sum of red, green and blue.
PALE = """
() => [...document.querySelectorAll("main *")].filter((element) => {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !element.checkVisibility()) return false;
  const [red, green, blue] = getComputedStyle(element).color.match(/[\\d.]+/g).map(Number);
  return red + green + blue > 382;
}).map((element) => element.outerHTML.slice(0, 120))
"""


@pytest.fixture
@transaction.atomic
def addresses() -> dict[str, str]:
    """A document with words looked for in it, and the pages that have a form to narrow them."""
    document = make_document(TEXT, dated="2015-09-30", uid="mail")
    make_claim(document, "We are ready to begin", uid="ready")
    make_dating(document, "on Tuesday", "2015-09-29")
    return {
        "document": f"{document.get_absolute_url()}?q=mail",
        "timeline": reverse("timeline"),
        "contradictions": reverse("contradictions"),
    }


def visit(page: Any, address: str) -> None:
    """Opens an address of the live server, as it would be printed from a dark screen."""
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{page.address}{address}")


def test_words_looked_for_are_printed_dark_from_a_dark_screen(watched, addresses):
    visit(watched, addresses["document"])
    assert watched.locator("main mark").count()
    assert watched.evaluate(PALE) == []


@pytest.mark.parametrize("name", ["timeline", "contradictions"])
def test_a_form_that_narrows_a_page_is_not_printed(watched, addresses, name):
    visit(watched, addresses[name])
    assert watched.locator("form.narrowing").count()
    assert not watched.is_visible("form.narrowing")
