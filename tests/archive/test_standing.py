"""The standing of a claim: sources counted, not links, and only those one may see."""

import pytest

from archive.models import DocumentLink
from archive.standing import (
    Link,
    Standing,
    StandingValue,
    computed,
    families,
    said_by,
    standings_of,
)
from tests.makers import make_claim, make_document, make_link, make_user


def link(source, kind, target, source_document="", target_document=""):
    return Link(
        source, source_document or f"d{source}", kind, target, target_document or f"d{target}"
    )


def test_a_claim_without_links_stands_alone():
    assert Standing().value is StandingValue.ALONE
    assert Standing().sentence == "No other source here bears on it."


def test_denial_speaks_of_its_target_alone_and_contradiction_of_both():
    standings = computed([link(1, "denies", 2), link(3, "contradicts", 4)], {})
    assert 1 not in standings
    assert standings[2].value is StandingValue.DENIED
    assert standings[3].value is standings[4].value is StandingValue.CONTRADICTED


def test_a_family_of_reprints_counts_once():
    family = families([("d1", "d2"), ("d3", "d2")])
    links = [link(n, "denies", 9) for n in (1, 2, 3, 4)]
    assert computed(links, family)[9].counts == {StandingValue.DENIED: 2}


def test_what_stands_in_its_own_family_repeats_nothing_but_may_deny():
    family = families([("d1", "d9")])
    standings = computed([link(1, "repeats", 9), link(1, "supports", 9)], family)
    assert standings.get(9, Standing()).value is StandingValue.ALONE
    denied = computed([link(1, "denies", 9)], family)[9]
    assert denied.value is StandingValue.DENIED
    assert denied.sentence == "Denied in the same text."


def test_what_other_sources_say_is_told_apart_from_the_same_text():
    links = [link(1, "denies", 9, "d9"), link(2, "denies", 9), link(3, "contradicts", 9, "d9")]
    standing = computed(links, {})[9]
    assert standing.counts == {StandingValue.DENIED: 1}
    assert standing.sentence == "Denied by 1 source here. Denied, contradicted in the same text."


def test_the_value_is_the_first_in_precedence_and_the_sentence_says_all():
    standing = Standing(
        {StandingValue.CONTRADICTED: 2, StandingValue.DENIED: 1, StandingValue.REPEATED: 3}
    )
    assert standing.value is StandingValue.DENIED
    assert standing.sentence == (
        "Denied by 1 source, contradicted by 2 independent sources, "
        "repeated by 3 independent sources here."
    )


def test_a_claim_that_denies_others_says_so_where_nothing_bears_on_it():
    says = said_by([link(1, "denies", 2), link(1, "denies", 3), link(1, "contradicts", 4)])
    assert says == {1: {StandingValue.DENIED: 2}}
    standing = Standing(says=says[1])
    assert standing.value is StandingValue.ALONE
    assert standing.sentence == "It denies 2 claims; no other source here bears on it."
    both = Standing({StandingValue.DENIED: 1}, says={StandingValue.SUPPORTED: 1})
    assert both.sentence == "Denied by 1 source here. It supports 1 claim."


@pytest.mark.django_db
def test_the_page_of_a_claim_that_denies_another_does_not_contradict_itself(client):
    denial = make_claim(make_document(), uid="denial")
    make_link(denial, "denies", make_claim(make_document()))
    html = client.get("/claims/denial/").content.decode()
    assert "This claim denies" in html
    assert "It denies 1 claim; no other source here bears on it." in html


def test_families_join_over_a_third():
    family = families([("a", "b"), ("c", "d"), ("b", "d")])
    assert len({family[name] for name in "abcd"}) == 1


@pytest.mark.django_db
def test_links_to_what_a_reader_may_not_see_say_nothing_to_them(django_assert_num_queries):
    claim = make_claim(make_document())
    hidden = make_claim(make_document(access="staff"))
    open_one = make_claim(make_document())
    make_link(hidden, "denies", claim)
    make_link(open_one, "contradicts", claim)
    make_link(make_claim(make_document()), "retracts", claim, review="draft")
    with django_assert_num_queries(1):
        standing = standings_of([claim.pk])[claim.pk]
    assert standing.counts == {StandingValue.CONTRADICTED: 1}
    staff = standings_of([claim.pk], make_user("annotator"))[claim.pk]
    assert staff.value is StandingValue.DENIED


@pytest.mark.django_db
def test_reprints_are_read_from_the_links_between_documents():
    claim = make_claim(make_document())
    first, second = make_document(), make_document()
    make_link(make_claim(first), "denies", claim)
    make_link(make_claim(second), "denies", claim)
    assert standings_of([claim.pk])[claim.pk].counts == {StandingValue.DENIED: 2}
    DocumentLink.objects.create(source=second, kind="reprint", target=first, review="accepted")
    assert standings_of([claim.pk])[claim.pk].counts == {StandingValue.DENIED: 1}
