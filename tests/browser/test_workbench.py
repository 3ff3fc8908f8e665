"""An article annotated on the workbench, from empty to published, by mouse and by keyboard."""

from typing import Any

import pytest
from django.urls import reverse

from archive.models import Claim, Dating, Document, Entity, Mention, Note, Review, Version
from tests.browser.bench import Hand
from tests.data import data_file
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = (
    "Ferry between Matanzas and Key Harbor sails again\n\n"
    "MATANZAS — The ferry to Key Harbor left on Tuesday for the first time since 2016. The Coastal "
    "Agency said that 140 passengers were on board. The line had been closed in July 2016, and a "
    "first attempt in 2018 failed.\n\n"
    "“We have waited for this since 1961,” said Tomás Alarcón, who directs the Harbour Office. "
    "Alarcón told the Coastal Agency that a second boat would follow in May 2019. According to the "
    "Harbour Office, fares will not rise before 2020.\n\n"
    "Elena Marsh of the Postal Union said last year that mail would travel with the ferry. "
    "“Nothing was agreed in 2017,” Marsh said in January 2019. The Ministry of Transport "
    "denied this.\n\n"
    "The ministry announced that the pier in Key Harbor had been rebuilt between 2014 and 2015. "
    "Officials in Matanzas claimed that the works cost too much. In 2012 the Transit Company "
    "warned that the pier might sink.\n\n"
    "On 4 March 2019 the Postal Union published its report. Passengers must register two days "
    "before, the Ministry of Transport added. The next boat sails on Friday.\n\n"
    "In Key Harbor, Mayor Ana Ruiz and the Harbour Office will meet the Transit Company. Ruiz "
    "wants a bridge to Matanzas. Key Harbor and Havana had one once.\n"
)
CLAIMS = (
    "140 passengers were on board",
    "a first attempt in 2018 failed",
    "“We have waited for this since 1961,”",
    "a second boat would follow in May 2019",
    "fares will not rise before 2020",
    "mail would travel with the ferry",
    "“Nothing was agreed in 2017,”",
    "the pier in Key Harbor had been rebuilt between 2014 and 2015",
    "the works cost too much",
    "the pier might sink",
    "Passengers must register two days before",
    "The next boat sails on Friday",
)


# Periods of the seed article that are named and not dated: a person says when they were.
PERIODS = (
    ("Under Biden", 1, "2021-01-20/.."),
    ("The meeting", 1, "2023"),
    ("The talks", 1, "2015"),
    ("Trump administration", 1, "2017-01-20/2021-01-20"),
    ("Under Biden", 2, "2021-01-20/.."),
)
# The same by keyboard: after how many claims, sentence by sentence, and how many words further on.
PERIODS_BY_KEYBOARD = {0: 1, 3: 1, 7: 1, 9: 3, 10: 1}


def article(**fields: Any) -> Document:
    return make_document(
        ARTICLE, title="Ferry sails again", dated="2019-03-19", uid="ferry", **fields
    )


def published(document: Document) -> tuple[int, int, int]:
    """How many entities marked, claims and datings the public sees."""
    return tuple(  # type: ignore[return-value]
        model.objects.accepted().filter(passage__version__document=document).count()
        for model in (Mention, Claim, Dating)
    )


def by_mouse(hand: Hand, claims: tuple[str, ...], periods: bool = False) -> None:
    """Names and dates from their lists, claims with the mouse, then publish."""
    hand.click("#list-names")
    hand.click(".listing button.go")
    hand.settle()
    hand.click("#list-dates")
    hand.click(".listing button.go")
    hand.settle()
    for quote in claims:
        hand.drag(quote)
        hand.click("#pop [data-do=claim]")
        hand.click("#panel button.go")
    if periods:
        periods_by_mouse(hand)
    hand.settle()
    hand.click("#publish")
    hand.settle()


def periods_by_mouse(hand: Hand) -> None:
    for quote, occurrence, edtf in PERIODS:
        hand.drag(quote, occurrence)
        hand.click("#pop [data-do=date]")
        hand.fill("form[data-do=date] [name=edtf]", edtf)
        hand.click("#panel button.go")


def period_by_keyboard(hand: Hand, words: int, edtf: str) -> None:
    """The words that begin so many words further on, two of them."""
    hand.press(*["ArrowRight"] * words, "Shift+ArrowRight", "d")
    hand.page.wait_for_selector("form[data-do=date]")
    hand.fill("form[data-do=date] [name=edtf]", edtf)
    hand.press("Enter")
    hand.page.wait_for_selector("form[data-do=date]", state="detached")


def by_keyboard(hand: Hand, claims: int, periods: dict[int, int] | None = None) -> None:
    """Skip to the text; the lists; then sentence after sentence."""
    values = iter(edtf for _quote, _occurrence, edtf in PERIODS)
    hand.press("Tab", "Enter", "Shift+E")
    hand.page.wait_for_selector(".listing[data-do=names]")
    hand.press("Enter")
    hand.settle()
    hand.press("Shift+D")
    hand.page.wait_for_selector(".listing[data-do=dates]")
    hand.press("Enter")
    hand.settle()
    for n in range(claims):
        if periods and n in periods:
            period_by_keyboard(hand, periods[n], next(values))
        hand.press("s", "c")
        hand.page.wait_for_selector("form[data-do=claim]")
        hand.press("Enter")
        hand.page.wait_for_selector("form[data-do=claim]", state="detached")
    hand.settle()
    hand.press("p")
    hand.settle()


def test_an_article_is_annotated_and_published_by_mouse(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    hand.open(document)
    by_mouse(hand, CLAIMS)
    mentions, claims, datings = published(document)
    print(f"by mouse: {hand.actions} actions for {mentions}, {claims}, {datings}")
    assert mentions >= 25
    assert (claims, datings >= 15) == (12, True)
    assert hand.actions <= 90
    assert hand.page.refused == []


def test_an_article_is_annotated_and_published_by_keyboard(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    hand.open(document)
    by_keyboard(hand, 12)
    mentions, claims, datings = published(document)
    print(f"by keyboard: {hand.actions} actions for {mentions}, {claims}, {datings}")
    assert mentions >= 25
    assert (claims, datings >= 15) == (12, True)
    assert hand.actions <= 90
    assert hand.page.refused == []


def test_the_claims_carry_who_says_it_and_how(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    hand.open(document)
    by_mouse(hand, (CLAIMS[2], CLAIMS[3], CLAIMS[4], CLAIMS[11]))
    found = {
        claim.passage.quote: (claim.mode, [str(one) for one in claim.attributions.all()])
        for claim in Claim.objects.all()
    }
    assert found[CLAIMS[2]] == ("direct", ["Tomás Alarcón"])
    assert found[CLAIMS[3]] == ("indirect", ["Tomás Alarcón"])
    assert found[CLAIMS[4]] == ("indirect", ["Harbour Office"])
    assert found[CLAIMS[11]] == ("narrator", [])
    assert (
        Claim.objects.get(passage__quote=CLAIMS[3]).attributions.get().via.name == "Coastal Agency"
    )


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_the_seed_article_is_annotated_and_published(signed_in: Any, by: str) -> None:
    text = data_file("000_1f6b0f63a8b626fd.txt").read_text(encoding="utf-8")
    document, hand = make_document(text, title="The seed"), Hand(signed_in(make_user("reviewer")))
    hand.open(document)
    if by == "mouse":
        sentences = hand.page.evaluate(
            """() => [...new Intl.Segmenter("en", { granularity: "sentence" })
              .segment(document.getElementById("text").textContent)]
              .map((one) => one.segment.trim()).filter((one) => /\\p{L} .*[.”]$/u.test(one)
                && !one.includes("\\n"))"""
        )
        by_mouse(hand, tuple(sentences[1:13]), periods=True)
    else:
        by_keyboard(hand, 12, PERIODS_BY_KEYBOARD)
    mentions, claims, datings = published(document)
    print(f"the seed by {by}: {hand.actions} actions for {mentions}, {claims}, {datings}")
    assert (mentions >= 25, claims, datings >= 15) == (True, 12, True)
    fixed = Dating.objects.filter(passage__quote__in=[quote for quote, _n, _edtf in PERIODS])
    assert sorted((row.passage.quote, row.edtf) for row in fixed) == sorted(
        (quote, edtf) for quote, _occurrence, edtf in PERIODS
    )
    assert hand.actions <= 90
    assert hand.page.refused == []


def test_a_word_is_marked_by_double_click_and_two_keys_with_every_other_place(
    signed_in: Any,
) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    make_entity("Matanzas", "place", uid="matanzas")
    hand.open(document)
    hand.double_click("Matanzas", 2)
    assert hand.selected() == "Matanzas"
    hand.press("e", "Enter")
    hand.settle()
    assert Mention.objects.filter(entity__uid="matanzas", review=Review.DRAFT).count() == 3
    hand.press("u")
    hand.settle()
    assert not Mention.objects.exists()
    assert hand.page.locator("#text [data-k]").count() == 0


def test_places_that_are_not_meant_are_left_out(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    hand.drag("Key Harbor", 2)
    hand.press("e")
    hand.page.locator(".places input").nth(1).uncheck()
    hand.page.locator("select[name=kind]").select_option("place")
    hand.page.locator("#panel button.go").click()
    hand.settle()
    assert Entity.objects.get().kind == "place"
    starts = Mention.objects.values_list("passage__start", flat=True).order_by("passage__start")
    places = [at for at in range(len(ARTICLE)) if ARTICLE.startswith("Key Harbor", at)]
    assert list(starts) == places[:2] + places[3:]


def test_a_double_click_within_a_claim_selects_and_one_click_tells(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    make_claim(document, "The Coastal Agency said that 140 passengers were on board")
    hand.open(document)
    hand.double_click("passengers")
    hand.page.wait_for_timeout(400)
    assert hand.selected() == "passengers"
    hand.page.wait_for_selector("#pop:visible")
    assert hand.page.locator(".here-row").count() == 0
    hand.press("Escape")
    hand.click("#text .c")
    hand.page.wait_for_selector(".here-row")
    hand.drag("140 passengers")
    hand.page.wait_for_selector("#pop:visible")


def test_a_selection_stays_while_its_paragraph_is_drawn_anew(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    hand.page.route("**/act/**", hold)
    hand.drag("140 passengers")
    hand.press("b", "Enter")
    hand.drag("first attempt")
    held[0].continue_()
    hand.page.wait_for_selector("#text .wb-boiler")
    assert hand.selected() == "first attempt"
    hand.page.wait_for_selector("#pop:visible")


def test_the_arrows_select_words_and_sentences_and_shift_extends(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    hand.press("Tab", "Enter", "ArrowRight", "ArrowRight")
    assert hand.selected() == "between"
    hand.press("Shift+ArrowRight", "Shift+ArrowRight")
    assert hand.selected() == "between Matanzas and"
    hand.press("Shift+ArrowLeft", "Alt+ArrowLeft")
    assert hand.selected() == "between Matanza"
    hand.press("ArrowDown")
    assert hand.selected().startswith("MATANZAS — The ferry")
    hand.press("Shift+ArrowDown", "n")
    hand.page.keyboard.type("Two sentences.")
    hand.press("Enter")
    hand.settle()
    note = Note.objects.get()
    assert (note.text, note.passage.quote.count(".")) == ("Two sentences.", 2)


def test_a_claim_may_run_over_paragraphs_and_cross_another(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    for quote in ("in 2018 failed.\n\n“We have waited", "attempt in 2018 failed"):
        hand.drag(quote)
        hand.press("c")
        hand.page.wait_for_selector("form[data-do=claim]")
        hand.page.locator("textarea[name=statement]").fill("An attempt failed.")
        hand.press("Enter")
        hand.settle()
    quotes = sorted(claim.passage.quote for claim in Claim.objects.all())
    assert quotes == ["attempt in 2018 failed", "in 2018 failed.\n\n“We have waited"]
    assert hand.page.locator("#text .cc").inner_text() == "in 2018 failed"
    assert hand.page.locator("#text .wb-open").evaluate_all(
        "marks => marks.map((mark) => mark.dataset.n)"
    ) == ["1", "2"]


def test_suggestions_are_answered_by_one_key_each(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    person = make_entity("Tomás Alarcón", "person")
    make_mention(document, "Tomás Alarcón", person, review=Review.SUGGESTED, rule="known name")
    make_dating(document, "on Tuesday", "2019-03-19", review=Review.SUGGESTED, rule="weekday")
    make_dating(document, "In 2012", "2012", review=Review.SUGGESTED, rule="year")
    hand.open(document)
    hand.press("j")
    assert "1 of 3" in hand.page.locator(".sug").inner_text()
    hand.press("a", "x", "k", "a")
    hand.settle()
    found = {
        str(one.passage.quote): one.review
        for one in [*Dating.objects.all(), *Mention.objects.all()]
    }
    assert found == {
        "on Tuesday": Review.ACCEPTED,
        "Tomás Alarcón": Review.REJECTED,
        "In 2012": Review.ACCEPTED,
    }
    assert hand.page.locator(".sug").count() == 0


def test_suggestions_are_answered_together_from_a_list(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    for quote in ("last year", "In 2012", "in January 2019"):
        make_dating(document, quote, "2012", review=Review.SUGGESTED, rule="year")
    hand.open(document)
    hand.press("Shift+A")
    hand.page.wait_for_selector(".listing[data-do=answer]")
    hand.page.locator("input[name=keys]").nth(0).uncheck()
    hand.page.locator("button[value=reject]").click()
    hand.settle()
    rejected = Dating.objects.filter(review=Review.REJECTED)
    assert {str(one.passage) for one in rejected} == {"In 2012", "in January 2019"}
    hand.press("u")
    hand.settle()
    assert Dating.objects.filter(review=Review.SUGGESTED).count() == 3


def test_nothing_is_lost_while_the_connection_is_down(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    hand.page.context.set_offline(True)
    hand.drag("The Coastal Agency")
    hand.press("b", "Enter")
    hand.drag("last year")
    hand.press("d", "Enter")
    hand.page.wait_for_function("() => document.getElementById('trouble').innerText.includes('2')")
    assert "Not connected" in hand.page.locator("#trouble").inner_text()
    waiting = hand.page.evaluate("() => CSS.highlights.get('waiting').size")
    assert waiting == 2
    hand.page.context.set_offline(False)
    hand.settle()
    assert Dating.objects.get().passage.quote == "last year"
    assert hand.page.locator("#trouble").is_hidden()
    assert hand.page.locator("#text .wb-boiler").count() == 1


def test_what_could_not_be_sent_is_sent_when_the_page_is_opened_again(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    hand.page.route("**/act/**", lambda route: route.abort())
    hand.drag("in January 2019")
    hand.press("d", "Enter")
    hand.page.wait_for_function("() => document.getElementById('trouble').innerText.includes('1')")
    hand.page.unroute("**/act/**")
    hand.open(document)
    hand.settle()
    assert Dating.objects.get().edtf == "2019-01"


def test_what_was_done_on_an_older_text_and_not_sent_is_told_on_the_newer_one(
    signed_in: Any,
) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    hand.page.route("**/act/**", lambda route: route.abort())
    hand.drag("in January 2019")
    hand.press("d", "Enter")
    hand.page.wait_for_function("() => document.getElementById('trouble').innerText.includes('1')")
    Version.objects.create(document=document, number=2, layer="corrected", text="Another text.")
    hand.page.unroute("**/act/**")
    hand.open(document)
    link = hand.page.locator("#trouble a")
    link.wait_for()
    assert "is not sent yet" in hand.page.locator("#trouble").inner_text()
    assert link.inner_text() == "Text 1 (1)"
    link.click()
    hand.page.wait_for_selector("#text[data-version='1']:not([aria-busy])")
    hand.settle()
    assert Dating.objects.get().edtf == "2019-01"
    hand.open(document)
    assert hand.page.locator("#trouble").is_hidden()


def test_a_draft_of_another_that_came_meanwhile_is_not_published_with_one_s_own(
    signed_in: Any,
) -> None:
    document, hand = article(), Hand(signed_in(make_user("reviewer")))
    hand.open(document)
    unseen = make_claim(document, "140 passengers", review=Review.DRAFT, statement="Many.")
    hand.page.route("**/act/**", lambda route: route.abort())
    hand.drag("in January 2019")
    hand.press("d", "Enter")
    hand.page.wait_for_function("() => document.getElementById('trouble').innerText.includes('1')")
    hand.page.evaluate("() => (document.getElementById('publish-form').hidden = false)")
    hand.press("p")
    hand.page.wait_for_function("() => document.getElementById('trouble').innerText.includes('2')")
    hand.page.unroute("**/act/**")
    hand.settle()
    unseen.refresh_from_db()
    assert (Dating.objects.get().review, unseen.review) == (Review.ACCEPTED, Review.DRAFT)


def test_somebody_who_was_signed_out_goes_on_after_signing_in(signed_in: Any, client: Any) -> None:
    user = make_user("annotator")
    document, hand = article(), Hand(signed_in(user))
    hand.open(document)
    hand.page.context.clear_cookies()
    hand.drag("in January 2019")
    hand.press("d")
    hand.page.locator("input[name=edtf]").fill("2019-01")
    hand.press("Enter")
    hand.page.wait_for_function("() => !document.getElementById('trouble').hidden")
    assert "signed out" in hand.page.locator("#trouble").inner_text()
    signed_in(user)
    # the sign-in page, opened in another tab, gives a fresh token
    other = hand.page.context.new_page()
    other.goto(hand.page.address + reverse("admin:archive_document_changelist"))
    other.close()
    hand.settle()
    assert Dating.objects.get().edtf == "2019-01"


def test_what_waits_is_not_sent_as_somebody_else_and_goes_on_with_its_owner(signed_in: Any) -> None:
    user = make_user("annotator")
    document, hand = article(), Hand(signed_in(user))
    hand.open(document)
    signed_in(make_user("reviewer"))
    hand.drag("in January 2019")
    hand.press("d")
    hand.page.locator("input[name=edtf]").fill("2019-01")
    hand.press("Enter")
    hand.page.wait_for_function("() => !document.getElementById('trouble').hidden")
    said = hand.page.locator("#trouble").inner_text()
    assert "reviewer is signed in by now, and this page is another person’s." in said
    assert not Dating.objects.exists()
    signed_in(user)
    hand.settle()
    row = Dating.objects.get()
    assert (row.edtf, row.created_by) == ("2019-01", user)


def test_what_is_refused_says_why_and_can_be_opened_again(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    hand.drag("in January 2019")
    hand.press("d")
    hand.page.locator("input[name=edtf]").fill("last winter")
    hand.press("Enter")
    hand.page.wait_for_function("() => !document.getElementById('trouble').hidden")
    assert "“last winter” is not a date" in hand.page.locator("#trouble").inner_text()
    hand.page.locator("#trouble button").first.click()
    assert hand.page.locator("input[name=edtf]").input_value() == "last winter"
    hand.page.locator("input[name=edtf]").fill("2019-01")
    hand.press("Enter")
    hand.settle()
    assert Dating.objects.get().edtf == "2019-01"


def test_a_mark_is_changed_and_deleted_where_it_stands(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    make_dating(document, "last year", "2018", review=Review.DRAFT)
    hand.open(document)
    hand.click("#text .d")
    hand.click("[data-edit]")
    assert hand.page.locator("input[name=edtf]").input_value() == "2018"
    hand.fill("input[name=edtf]", "2018-06")
    hand.press("Enter")
    hand.settle()
    assert (Dating.objects.get().edtf, Dating.objects.get().fixed) == ("2018-06", True)
    hand.click("#text .d")
    hand.click("[data-delete]")
    hand.settle()
    assert not Dating.objects.exists()
    hand.press("u", "u")
    hand.settle()
    assert Dating.objects.get().edtf == "2018"


def test_markup_in_texts_and_names_stays_text(signed_in: Any) -> None:
    attack = "<img src=x onerror=alert(1)>"
    document = make_document(f"Then {attack} said “no” & left.\n\n{attack} spoke.", title=attack)
    hand = Hand(signed_in(make_user("annotator")))
    make_entity(attack, "person")
    hand.open(document)
    hand.drag(attack)
    hand.press("e")
    hand.page.wait_for_selector(".wb-choices li")
    hand.press("Enter")
    hand.settle()
    assert Mention.objects.count() == 2
    hand.click("#text .e")
    hand.page.wait_for_selector(".here-row")
    hand.press("Escape", "Shift+E")
    hand.page.wait_for_selector(".listing")
    assert hand.page.locator("img").count() == 0
    assert hand.page.refused == []


def test_keys_find_names_sentences_and_quotations(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    hand.open(document)
    make_mention(document, "Matanzas", make_entity("Matanzas", "place"), occurrence=1)
    hand.open(document)
    hand.press("w")
    hand.page.wait_for_function("() => document.getSelection().toString() === 'Key Harbor'")
    hand.press("q")
    assert hand.selected() == "“We have waited for this since 1961,”"
    hand.press("s")
    assert hand.selected().endswith("who directs the Harbour Office.")
    hand.press("s")
    assert hand.selected().startswith("Alarcón told")


def test_evidence_is_pointed_at_a_claim_that_is_found_by_its_words(signed_in: Any) -> None:
    from archive.models import Evidence

    document, hand = article(), Hand(signed_in(make_user("annotator")))
    pier = {"statement": "The pier may sink.", "uid": "pier", "review": Review.DRAFT}
    make_claim(document, "the pier might sink", **pier)
    make_claim(document, "the works cost too much", statement="It cost too much.")
    hand.open(document)
    hand.drag("The next boat sails on Friday")
    hand.press("v")
    hand.page.keyboard.type("sink")
    hand.page.wait_for_function("() => document.querySelectorAll('.wb-choices li').length === 1")
    hand.press("Enter", "Enter")
    hand.settle()
    assert Evidence.objects.get().claim.uid == "pier"
    assert hand.page.locator("#text .wb-evidence").count() == 1


def test_the_second_of_two_who_change_a_claim_keeps_the_form(signed_in: Any) -> None:
    document, hand = article(), Hand(signed_in(make_user("annotator")))
    agency = make_entity("Coastal Agency", "organisation")
    claim = make_claim(document, "140 passengers", agency, review=Review.DRAFT, statement="Many.")
    hand.open(document)
    hand.click("#text .c")
    hand.click("[data-edit]")
    Claim.objects.filter(pk=claim.pk).update(statement="Somebody else wrote this.")
    hand.page.locator("textarea[name=statement]").fill("There were 140 passengers.")
    hand.press("Enter")
    hand.page.wait_for_function("() => !document.getElementById('trouble').hidden")
    assert "Somebody else wrote this." in hand.page.locator("#trouble").inner_text()
    hand.page.locator("#trouble button").first.click()
    hand.page.wait_for_selector("form[data-do=claim]")
    written = hand.page.locator("textarea[name=statement]").input_value()
    assert written == "There were 140 passengers."
    assert hand.page.locator("input[name=entity]").input_value() == "Coastal Agency"
    hand.page.locator("textarea[name=statement]").press("Enter")
    hand.settle()
    claim.refresh_from_db()
    assert (claim.statement, claim.attributions.get().entity) == (written, agency)
