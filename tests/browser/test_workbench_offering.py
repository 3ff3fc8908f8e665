"""What the workbench offers, by keys: a name to be taught, a candidate to be turned down."""

from typing import Any

import pytest

from archive.models import Alias, Dismissal, Mention, Review
from tests.browser.bench import Hand
from tests.browser.test_workbench import article
from tests.makers import make_entity, make_mention, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_accepted_name_is_offered_and_taught_by_one_key(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    person = make_entity("Tomás Alarcón Reyes", "person")
    make_mention(document, "Tomás Alarcón", person, review=Review.SUGGESTED, rule="a rule")
    hand.open(document)
    hand.press("j", "a")
    hand.page.wait_for_selector("#offers .offer")
    said = hand.page.locator("#offers").inner_text()
    assert "“Tomás Alarcón” is not among the names of Tomás Alarcón Reyes." in said
    hand.press("t")
    hand.settle()
    assert Alias.objects.get().text == "Tomás Alarcón"
    assert hand.page.locator("#offers .offer").count() == 0
    hand.press("u")
    hand.settle()
    assert not Alias.objects.exists()
    assert hand.page.refused == []


def test_an_offer_is_left_with_one_click(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    make_mention(
        document, "Ana Ruiz", make_entity("A. Ruiz"), review=Review.SUGGESTED, rule="a rule"
    )
    hand.open(document)
    hand.press("j", "a")
    hand.page.wait_for_selector("#offers .offer")
    hand.click("#offers [data-leave]")
    assert hand.page.locator("#offers .offer").count() == 0
    hand.settle()
    assert not Alias.objects.exists()


def test_a_candidate_is_turned_down_in_the_list_which_stays_open(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    hand.press("Shift+E")
    hand.page.wait_for_selector(".listing[data-do=names]")
    groups = hand.page.locator(".name-group")
    before = groups.count()
    harbor = groups.filter(has=hand.page.locator("legend", has_text="Key Harbor"))
    harbor.locator("input").first.focus()
    hand.press("x")
    assert groups.count() == before - 1
    hand.page.keyboard.press("Escape")
    hand.settle()
    assert Dismissal.objects.get().words == "Key Harbor"
    hand.press("Shift+E")
    hand.page.wait_for_selector(".turned-down")
    assert groups.count() == before - 1
    hand.page.locator(".turned-down button").click()
    hand.settle()
    assert not Dismissal.objects.exists()
    assert hand.page.refused == []


def test_enter_in_a_box_of_the_list_saves_it_and_turns_nothing_down(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    hand.press("Shift+E")
    hand.page.wait_for_selector(".listing[data-do=names]")
    hand.page.locator(".name-group input").nth(3).focus()
    hand.press("Enter")
    hand.settle()
    assert Mention.objects.count() >= 25
    assert not Dismissal.objects.exists()


def test_a_name_that_two_have_is_not_guessed(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    make_entity("Matanzas", "place", uid="city")
    make_entity("Matanzas", "place", uid="province", qualifier="province")
    hand.open(document)
    hand.double_click("Matanzas", 2)
    hand.press("e")
    hand.page.wait_for_selector(".wb-choices li:nth-child(2)")
    hand.press("Enter")
    assert hand.page.locator("form[data-do=entity]").count() == 1
    hand.press("ArrowDown", "ArrowDown", "Enter")
    hand.page.wait_for_selector("form[data-do=entity]", state="detached")
    hand.settle()
    (chosen,) = set(Mention.objects.values_list("entity__uid", flat=True))
    assert chosen in {"city", "province"}
    assert hand.page.refused == []
