"""The page of a claim."""

from datetime import date

import pytest

from archive.models import Assessment, ClaimAbout, Evidence, Question, QuestionClaim
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_link,
    make_user,
    passage_of,
)

pytestmark = pytest.mark.django_db


def read(client, claim, status=200):
    response = client.get(claim.get_absolute_url())
    assert response.status_code == status
    return response.content.decode()


def test_a_claim_stands_in_its_paragraph_with_who_made_it(client):
    claim = make_claim(make_document(dated="2015-09-30"), claimant=make_entity(), said="2015-09-29")
    claim.attributions.update(capacity="head of the delegation")
    html = read(client, claim)
    assert '<q class="lemma">We are ready to begin</q>' in html
    assert "Direct post has been suspended for half a century. “" in html
    assert "Officials of the two governments" not in html
    assert "Elena Marsh</a></b>, head of the delegation" in html
    assert "direct quote" in html
    assert "29 September 2015" in html
    assert "¶ 2" in html
    assert f"?version=1#s-{claim.uid}" in html


def test_a_claim_without_a_day_was_said_by_the_date_of_its_document(client):
    claim = make_claim(make_document(dated="2015-09"))
    assert "by September 2015, the document’s date" in read(client, claim)


def test_a_claim_said_in_another_language_says_so(client):
    claim = make_claim(make_document(), said_language="es")
    assert "in translation: it was said in Spanish" in read(client, claim)


def test_linked_claims_stand_there_from_either_end(client):
    claim = make_claim(make_document(), statement="It begins.")
    other = make_claim(make_document(title="A denial"), statement="It does not begin.")
    make_link(other, "denies", claim, note="The same day.")
    html = read(client, claim)
    assert "This claim is denied by" in html
    assert "It does not begin." in html
    assert "A denial" in html
    assert "The same day." in html
    assert "Denied by 1 source here." in html
    html = read(client, other)
    assert "This claim denies" in html
    assert "It begins." in html
    assert "It denies 1 claim; no other source here bears on it." in html


def test_links_to_hidden_or_unaccepted_claims_are_not_shown(client):
    claim = make_claim(make_document())
    hidden = make_claim(make_document(access="staff"), statement="For staff.")
    draft = make_claim(make_document(), statement="A draft.", review="draft")
    make_link(hidden, "denies", claim)
    make_link(draft, "denies", claim)
    html = read(client, claim)
    assert "For staff." not in html
    assert "A draft." not in html
    assert "No other source here bears on it." in html


def test_the_newest_assessment_counts_and_earlier_ones_are_kept(client, settings):
    claim = make_claim(make_document())
    for status, reason in (("supported", "At first sight."), ("disputed", "Two counts.")):
        Assessment.objects.create(claim=claim, status=status, reason=reason, name="A. Reader")
    html = read(client, claim)
    assert html.index("Two counts.") < html.index("Earlier assessments") < html.index("At first")
    assert "A. Reader" in html
    settings.ASSESSMENTS = False
    assert "Two counts." not in read(client, claim)


def test_evidence_here_and_elsewhere_is_listed_as_far_as_one_may_see(client):
    claim = make_claim(make_document())
    hidden = make_document(access="staff", title="A memorandum")
    Evidence.objects.create(claim=claim, passage=passage_of(hidden, "half a century"))
    Evidence.objects.create(
        claim=claim,
        url="https://records.example/1",
        quote="The first bag.",
        captured_on=date(2016, 1, 2),
        archived_url="https://web.example/1",
    )
    html = read(client, claim)
    assert "A memorandum" not in html
    assert "https://records.example/1" in html
    assert "seen 2 January 2016" in html
    assert "archived copy" in html


def test_questions_and_what_it_is_about_are_named(client):
    claim = make_claim(make_document())
    question = Question.objects.create(title="When did mail begin?", review="accepted")
    QuestionClaim.objects.create(question=question, claim=claim)
    draft = Question.objects.create(title="A draft?", review="draft")
    QuestionClaim.objects.create(question=draft, claim=claim)
    ClaimAbout.objects.create(claim=claim, entity=make_entity("Direct mail", "other"))
    html = read(client, claim)
    assert "When did mail begin?" in html
    assert "A draft?" not in html
    assert "Direct mail" in html


def test_a_claim_over_two_paragraphs_shows_both(client):
    document = make_document()
    claim = make_claim(document, "about the mail.\n\nDirect post has been suspended")
    html = read(client, claim)
    assert "Officials of the two governments" in html
    assert "half a century" in html
    assert "no day had been agreed" not in html


def test_an_extract_shows_one_sentence_on_either_side(client):
    document = make_document("Far. Near. He said so. Close. Away.", access="extract")
    claim = make_claim(document, "He said so")
    html = read(client, claim)
    assert "Near." in html
    assert "Far." not in html
    assert "Away." not in html
    client.force_login(make_user("reader"))
    assert "Far." in read(client, claim)


def test_claims_are_only_read(client):
    assert client.post(make_claim(make_document()).get_absolute_url()).status_code == 405


@pytest.mark.parametrize("review", ["draft", "suggested", "in_review", "rejected"])
def test_what_is_not_accepted_is_not_there(client, review):
    claim = make_claim(make_document(), review=review)
    client.force_login(make_user("editor"))
    read(client, claim, status=404)


def test_claims_of_hidden_documents_are_not_there_and_of_withdrawn_ones_gone(client):
    read(client, make_claim(make_document(access="staff")), status=404)
    withdrawn = make_document(withdrawn_on=date(2024, 3, 4), withdrawn_reason="A mistake.")
    claim = make_claim(withdrawn, statement="What may not be read.")
    html = read(client, claim, status=410)
    assert "A mistake." in html
    assert "What may not be read." not in html
    client.force_login(make_user("editor"))
    assert "What may not be read." in read(client, claim)


@pytest.mark.parametrize("uid", ["no-such", "x" * 64, "-_-"])
def test_an_unknown_claim_is_not_there(client, uid):
    assert client.get(f"/claims/{uid}/").status_code == 404


def test_a_page_takes_at_most_twelve_queries(client, django_assert_max_num_queries):
    claim = make_claim(make_document(), claimant=make_entity())
    for n in range(5):
        other = make_claim(make_document(), claimant=make_entity(f"Speaker {n}"))
        make_link(other, "contradicts", claim)
        Evidence.objects.create(claim=claim, passage=other.passage)
        Assessment.objects.create(claim=claim, status="disputed", reason="Two.", name="A")
        ClaimAbout.objects.create(claim=claim, entity=make_entity(f"Thing {n}", "other"))
    with django_assert_max_num_queries(12):
        client.get(claim.get_absolute_url())


def test_a_print_of_a_claim_says_where_it_is_from_and_when(client):
    claim = make_claim(make_document(), uid="printed")
    printed = read(client, claim).partition('class="print"')[2]
    assert "http://testserver/claims/printed/" in printed
    assert claim.passage.version.sha256 in printed
