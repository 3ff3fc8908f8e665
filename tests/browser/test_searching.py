"""The pages around a search in Chromium: axe, light and dark, wide and narrow; keeping a search."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from search.models import SavedSearch
from tests.browser.axe import found_by_axe
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/search/help/",
    "/search/?q=delgation",
    "/search/?q=mail&why=1",
    "/search/?kind=claims&mode=direct&claimant=elena-marsh",
    "/searches/",
)


@pytest.fixture
@transaction.atomic
def archive(live_server: Any) -> None:
    """Two documents, of which one has a direct quote and the other one in translation."""
    marsh = make_entity(uid="elena-marsh")
    first = make_document(uid="mail", dated="2015-09-30")
    make_mention(first, "Elena Marsh", marsh)
    make_claim(first, claimant=marsh, uid="ready")
    second = make_document("“Estamos listos”, dijo Elena Marsh.", language="es", uid="listos")
    make_claim(second, "Estamos listos", marsh, said_language="en", uid="listos-claim")
    call_command("index_sync", verbosity=0)


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(signed_in, archive, width):
    reader = make_user("reader")
    SavedSearch.objects.create(user=reader, name="Mail", query="q=mail")
    page = signed_in(reader)
    page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page.goto(page.address + path)
        assert found_by_axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.refused == []


def test_a_search_is_kept_found_again_and_deleted(signed_in, archive):
    page = signed_in(make_user("reader"))
    page.goto(f"{page.address}/search/?q=mail")
    page.get_by_label("Keep this search as").fill("The mail")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/searches/")
    page.get_by_role("link", name="The mail", exact=True).click()
    page.wait_for_url("**/search/?q=mail")
    page.get_by_role("main").get_by_role("link", name="Searches that you keep").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("None yet.").wait_for()
    assert page.refused == []


def test_direct_quotes_left_out_are_shown_on_a_click(watched, archive):
    watched.goto(f"{watched.address}/search/?kind=claims&mode=direct")
    watched.get_by_role("link", name="Show them too").click()
    watched.get_by_text("2 direct quotes, in translation or not").wait_for()


def test_why_opens_below_its_hit(watched, archive):
    watched.goto(f"{watched.address}/search/?q=mail")
    watched.get_by_role("link", name="Why?").first.click()
    watched.get_by_text("Found by:").wait_for()
