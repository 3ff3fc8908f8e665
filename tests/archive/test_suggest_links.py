"""Repeats and reprints that rules suggest: across documents, never public, never twice."""

from typing import Any

import pytest
from django.core.management import call_command

from archive.models import Claim, ClaimLink, Document, DocumentLink
from archive.signals import documents_changed
from archive.suggest.alike import resemblance, sketch
from tests.makers import TEXT, make_claim, make_document, make_link

pytestmark = pytest.mark.django_db

OTHER = "Quite another article, in which one sentence is kept: We are ready to begin, all of us."


def suggest() -> None:
    call_command("suggest", "links", "--all", verbosity=0)


def two_claims(one: str, other: str) -> tuple[Claim, Claim]:
    first = make_document("Alpha spoke at length.", dated="2020-01-01")
    second = make_document("Beta had another word.", dated="2021-01-01", title="Later")
    return (
        make_claim(first, "Alpha spoke", statement=one),
        make_claim(second, "Beta had", statement=other),
    )


@pytest.mark.parametrize(
    ("one", "other", "suggested"),
    [
        ("The cases were attacks.", "The cases were attacks.", True),
        ("Nine suits were filed by members.", "The members have filed nine suits.", True),
        ("The talks were agreed on 9 December.", "The round was agreed on 9 December.", True),
        ("The talks were agreed on 9 December.", "The talks were agreed on 8 December.", False),
        ("The cases were attacks.", "The cases were not attacks.", False),
        ("The ferry stops in June.", "Blackouts will last until October.", False),
    ],
)
def test_what_is_said_nearly_alike_is_suggested_as_repeated(one, other, suggested):
    two_claims(one, other)
    suggest()
    assert ClaimLink.objects.exists() is suggested


def test_the_later_repeats_the_earlier_with_the_rule_and_its_figure_and_is_not_public():
    early, late = two_claims("The cases were attacks.", "The cases were attacks.")
    suggest()
    link = ClaimLink.objects.get()
    assert (link.source, link.kind, link.target) == (late, "repeats", early)
    assert (link.review, link.rule) == ("suggested", "links: statements alike, 100 of 100")
    assert link.history.get().history_change_reason == "suggested by a rule"
    assert not ClaimLink.objects.visible_to(None)


def test_passages_alike_are_enough_whatever_the_statements_say():
    make_claim(make_document(), "We are ready to begin")
    make_claim(make_document(OTHER), "We are ready to begin, all", statement="Work may start.")
    suggest()
    assert ClaimLink.objects.get().rule.startswith("links: passages alike")


def test_claims_of_one_document_never_repeat_one_another():
    document = make_document()
    make_claim(document, "We are ready to begin")
    make_claim(document, "no day had been agreed")
    suggest()
    assert not ClaimLink.objects.exists()


@pytest.mark.parametrize("kind", ["denies", "supports"])
@pytest.mark.parametrize("review", ["accepted", "rejected"])
def test_where_a_link_of_any_kind_stands_or_was_rejected_none_is_suggested(kind, review):
    early, late = two_claims("The cases were attacks.", "The cases were attacks.")
    make_link(early, kind, late, review=review)
    suggest()
    assert ClaimLink.objects.count() == 1


def test_a_rejected_suggestion_is_not_made_again():
    two_claims("The cases were attacks.", "The cases were attacks.")
    suggest()
    ClaimLink.objects.update(review="rejected")
    suggest()
    assert ClaimLink.objects.get().review == "rejected"


def test_rejected_claims_are_left_out():
    early, _late = two_claims("The cases were attacks.", "The cases were attacks.")
    early.review = "rejected"
    early.save()
    suggest()
    assert not ClaimLink.objects.exists()


def test_a_text_that_stands_twice_is_suggested_as_a_reprint_once():
    early = make_document(dated="2020-01-01")
    late = make_document(f"From our partners.\n\n{TEXT}", dated="2020-01-02", title="Again")
    make_document("A text of its own, about the harbour and the boats that lie in it.")
    heard: list[Any] = []

    def listen(sender: object, uids: list[str], **kwargs: object) -> None:
        heard.append(sorted(uids))

    documents_changed.connect(listen)
    try:
        suggest()
        suggest()
    finally:
        documents_changed.disconnect(listen)
    link = DocumentLink.objects.get()
    assert (link.source, link.kind, link.target) == (late, "reprint", early)
    assert link.review == "suggested"
    assert not DocumentLink.objects.visible_to(None)
    assert heard == [sorted([early.uid, late.uid])]


def test_a_rejected_reprint_is_not_suggested_again():
    make_document()
    make_document()
    suggest()
    DocumentLink.objects.update(review="rejected")
    suggest()
    assert DocumentLink.objects.get().review == "rejected"


def test_boilerplate_makes_no_reprint():
    share = "Share this on every page you like and sign up for our letter today please. "
    one, other = share + "Alpha spoke.", share + "Beta wrote."
    spans = [(0, len(share))]
    assert resemblance(sketch(one), sketch(other)) > 0.5
    assert resemblance(sketch(one, spans), sketch(other, spans)) == 0.0


@pytest.mark.django_db(transaction=True)
def test_on_the_demo_most_repeats_and_the_reprint_are_found(demo):
    """The figures stand in docs/suggestions.md; this test holds them."""
    known = set(ClaimLink.objects.filter(kind="repeats").values_list("source", "target"))
    known = {frozenset(pair) for pair in known}
    ClaimLink.objects.filter(kind="repeats").delete()
    DocumentLink.objects.filter(kind="reprint").delete()
    suggest()
    made = ClaimLink.objects.filter(rule__startswith="links: ").values_list("source", "target")
    found = {frozenset(pair) for pair in made}
    assert (len(known), len(found), len(found & known)) == (10, 8, 6)
    reprint = DocumentLink.objects.get(review="suggested")
    assert reprint.source == Document.objects.get(uid="demo-first-flight-ledger-2016")
    assert reprint.target == Document.objects.get(uid="demo-first-flight-2016")
