"""The workbench's page, its lists and its answers, by role."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Claim, Dating, Dismissal, Entity, Mention, Note, Review, Version
from archive.passages import Utf16
from tests.archive.workbench_desk import desk_of, span_of, state_shown
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_note,
    make_user,
)

pytestmark = pytest.mark.django_db


class Text(HTMLParser):
    """What stands in the element with id "text", as a browser's textContent."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth, self.said = 0, ""

    def handle_starttag(self, tag, attrs):
        if self.depth or dict(attrs).get("id") == "text":
            self.depth += 1

    def handle_endtag(self, tag):
        self.depth -= self.depth > 0

    def handle_data(self, data):
        self.said += data if self.depth else ""


def at(document: Any, name: str = "") -> str:
    return reverse(f"admin:archive_document_workbench{name}", args=[document.uid])


def send(client: Client, document: Any, **action: Any) -> Any:
    return client.post(at(document, "_act"), json.dumps(action), content_type="application/json")


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def test_the_page_holds_the_text_character_by_character():
    text = "\n One 😀 line\r\nand e\u0301 more.\r\n\r\n“שלום” & <b>bold</b>\n\n\nEnd \n"
    document = make_document(text)
    make_claim(document, "more.\r\n\r\n“שלום")
    page = signed_in("annotator").get(at(document)).content.decode()
    parser = Text()
    parser.feed(page)
    assert parser.said == text
    assert f'data-length="{Utf16(text).units}"' in page


@pytest.mark.parametrize(
    ("role", "page", "act"),
    [("anonymous", 302, 401), ("reader", 302, 403), ("annotator", 200, 200), ("editor", 200, 200)],
)
def test_annotators_and_up_may_mark(role, page, act):
    document = make_document(uid="talks")
    client = Client() if role == "anonymous" else signed_in(role)
    assert client.get(at(document)).status_code == page
    span = span_of(document.versions.get(), "Havana")
    answer = send(client, document, id="one", do="boilerplate", span=span)
    assert answer.status_code == act
    assert client.get(at(document, "_ask"), {"for": "state"}).status_code == act


def test_a_withdrawn_document_has_a_workbench_for_editors_alone():
    document = make_document(withdrawn_on="2020-01-01", withdrawn_reason="Asked for.")
    assert signed_in("annotator").get(at(document)).status_code == 404
    answer = send(signed_in("reviewer"), document, id="one", do="undo")
    assert (answer.status_code, "not there" in answer.json()["error"]) == (404, True)
    assert signed_in("editor").get(at(document)).status_code == 200


def test_actions_are_posted_and_need_a_token():
    document = make_document()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("annotator"))
    assert client.get(at(document, "_act")).status_code == 405
    assert signed_in("editor").post(at(document, "_ask")).status_code == 405
    assert client.post(at(document), {"do": "undo"}).status_code == 403
    assert send(client, document, id="one", do="undo").status_code == 403


def test_odd_input_is_answered_in_a_sentence():
    document, client = make_document(), signed_in("annotator")
    for body in (
        "",
        "[]",
        "{",
        '{"do": "claim"}',
        '{"id": "abc", "do": "fly"}',
        '{"id": 7}',
        '{"id": "abc", "do": {}}',
        "[" * 100_000,
    ):
        answer = client.post(at(document, "_act"), body, content_type="application/json")
        assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
    for question in ({}, {"for": "x"}, {"for": "claim", "start": "a"}, {"for": "row"}):
        answer = client.get(at(document, "_ask"), question)
        assert answer.status_code in (409, 422)
        assert answer.json()["error"]
    assert client.get(at(document), {"version": "9"}).status_code == 404
    for number in ("x", "²", "9" * 40, "9" * 5000):
        assert client.get(at(document), {"version": number}).status_code == 404
    question = {"for": "entities", "q": "a\0b"}
    assert "can’t be kept" in client.get(at(document, "_ask"), question).json()["error"]
    assert client.get(at(make_document("", title="Empty"))).status_code == 200


def test_values_of_another_shape_are_refused_in_a_sentence():
    document, client = make_document(), signed_in("annotator")
    mention = make_mention(document, "Elena Marsh", make_entity())
    Mention.objects.update(review=Review.DRAFT)
    for span in ("xxx", [1], 7, True):
        answer = send(client, document, id="a-date", do="date", span=span)
        assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
    for given in ({"do": "names", "row": ["[" * 100_000]}, {"do": "dismiss", "words": "x"}):
        assert send(client, document, id="deep", **given).status_code == 422
    key = f"mention:{mention.pk}"
    answer = send(client, document, id="old", do="change", key=key, seen="old", audience="x")
    assert answer.status_code == 409


def test_an_action_is_answered_with_the_paragraphs_it_touched():
    document, client = make_document(), signed_in("annotator")
    span = span_of(document.versions.get(), "We are ready to begin")
    answer = send(
        client,
        document,
        id="one",
        do="claim",
        span=span,
        statement="They are ready.",
        mode="direct",
    ).json()
    claim = Claim.objects.get()
    assert list(answer["paragraphs"]) == ["2"]
    assert f'data-k="claim:{claim.pk}"' in answer["paragraphs"]["2"]
    assert answer["numbers"] == {f"claim:{claim.pk}": 1}
    assert answer["keys"] == [f"claim:{claim.pk}"]
    assert answer["tally"] == "1 annotation · 1 draft · 0 suggestions"


def test_entities_are_found_by_name_and_alias_the_likeliest_first():
    document, client = make_document(), signed_in("annotator")
    marsh = make_entity("Elena Marsh", uid="marsh")
    make_entity("Marshall Islands", "place", uid="islands")
    marsh.aliases.create(text="E. M.", kind="acronym")

    def found(q: str) -> list[tuple[str, bool]]:
        answer = client.get(at(document, "_ask"), {"for": "entities", "q": q}).json()
        return [(choice["uid"], choice["sure"]) for choice in answer["choices"]]

    assert found("marsh") == [("islands", False), ("marsh", True)]
    assert found("E. M.") == [("marsh", True)]
    assert found("nobody") == []
    make_mention(document, "Elena Marsh", marsh)
    assert found("") == [("marsh", False)]


def test_a_claim_s_form_is_filled_from_its_sentence():
    document, client = make_document(), signed_in("annotator")
    make_mention(document, "Elena Marsh", make_entity(uid="marsh"))
    span = span_of(document.versions.get(), "“We are ready to begin,”")
    asked = {"for": "claim", "start": span["start"], "end": span["end"]}
    guess = client.get(at(document, "_ask"), asked).json()
    assert (guess["mode"], guess["statement"]) == ("direct", "We are ready to begin.")
    assert guess["attributions"][0]["entity"]["uid"] == "marsh"


def test_dates_are_listed_with_shown_work_and_saved_by_a_plain_form():
    document, client = make_document(dated="2019-03-19"), signed_in("reviewer")
    page = client.get(at(document), {"list": "dates"})
    lines = page.context["listing"].lines
    assert [line.quote for line in lines if line.said == "2019-03-19"] == ["Tuesday"]
    answer = client.post(
        at(document), {"id": "one", "do": "dates", "row": [line.value for line in lines]}
    )
    assert answer.status_code == 302
    assert Dating.objects.filter(edtf="2019-03-19", review=Review.DRAFT).exists()
    assert client.get(at(document), {"list": "dates"}).context["listing"].lines == []


def test_names_are_listed_with_known_ones_and_kinds():
    text = (
        "Elena Marsh left Havana. The Postal Union met Marsh in Havana. The Union’s office waits."
    )
    document, client = make_document(text), signed_in("annotator")
    havana = make_entity("Havana", "place", uid="havana")
    listing = client.get(at(document), {"list": "names"}).context["listing"]
    found = {group.name: (group.kind, group.uid, len(group.lines)) for group in listing.groups}
    assert found["Elena Marsh"] == ("person", "", 2)
    assert found["Havana"] == ("place", "havana", 2)
    assert found["Postal Union"][0] == "organisation"
    rows = [line.value for group in listing.groups for line in group.lines if group.chosen]
    kinds = {f"kind-{group.number}": group.kind for group in listing.groups if not group.uid}
    client.post(at(document), {"id": "one", "do": "names", "row": rows, **kinds})
    assert Entity.objects.filter(name="Elena Marsh").count() == 1
    assert Mention.objects.filter(entity__name="Elena Marsh").count() == 2
    assert Mention.objects.filter(entity=havana).count() == 2


def test_every_occurrence_is_looked_through_in_a_plain_form():
    document, client = make_document("Havana, old Havana, Havanans."), signed_in("annotator")
    listing = client.get(at(document), {"list": "occurrences", "quote": "Havana"}).context[
        "listing"
    ]
    assert [line.start for line in listing.lines] == [0, 12]
    answer = client.post(
        at(document),
        {
            "id": "one",
            "do": "entity",
            "row": [listing.lines[1].value],
            "entity": "new",
            "name": "Havana",
            "kind": "place",
        },
    )
    assert answer["Location"].endswith("#p1")
    assert Mention.objects.get().passage.start == 12


def test_a_refused_form_says_why_on_the_page():
    document, client = make_document(), signed_in("annotator")
    answer = client.post(at(document), {"id": "one", "do": "publish"})
    assert answer.status_code == 403
    assert "Only reviewers publish" in answer.content.decode()


def test_suggestions_are_answered_by_a_plain_form():
    document, client = make_document(), signed_in("annotator")
    dating = make_dating(document, "on Tuesday", "2019-03-19", review=Review.SUGGESTED)
    key = f"dating:{dating.pk}"
    posted = {"id": "one", "do": "answer", "keys": [f"{key}={state_shown(key)}"], "to": "reject"}
    client.post(at(document), posted)
    dating.refresh_from_db()
    assert dating.review == Review.REJECTED


def test_marks_that_cross_are_drawn_in_pieces_with_all_their_names():
    document = make_document()
    first = make_claim(document, "We are ready to begin,” said Elena")
    second = make_claim(document, "said Elena Marsh")
    page = signed_in("annotator").get(at(document)).content.decode()
    assert (
        f'<span class="c cc" data-k="claim:{first.pk} claim:{second.pk}">said Elena</span>' in page
    )
    assert f'<span class="wb-close" data-n="1" data-of="claim:{first.pk}"></span>' in page


def test_another_text_of_the_document_is_shown_on_request():
    document = make_document()
    Version.objects.create(document=document, number=2, layer="corrected", text="Another text.")
    make_claim(document)
    client = signed_in("annotator")
    newest = client.get(at(document)).content.decode()
    assert "Another text." in newest
    assert "1 annotation stands on another text" in newest
    assert "Officials of the two" in client.get(at(document), {"version": 1}).content.decode()


def test_a_speaker_who_is_known_but_not_marked_is_offered_too():
    document, client = make_document(), signed_in("annotator")
    make_entity(uid="marsh")
    span = span_of(document.versions.get(), "We are ready to begin")
    asked = {"for": "claim", "start": span["start"], "end": span["end"]}
    guess = client.get(at(document, "_ask"), asked).json()
    assert guess["attributions"][0]["entity"] == {"uid": "marsh", "name": "Elena Marsh"}


def test_the_day_on_which_it_was_said_stands_beside_the_verb():
    document = make_document("The mayor said on 3 May 2018 that the bridge would open.")
    span = span_of(document.versions.get(), "the bridge would open")
    asked = {"for": "claim", "start": span["start"], "end": span["end"]}
    guess = signed_in("annotator").get(at(document, "_ask"), asked).json()
    assert guess["said"] == "2018-05-03"


ROLES = ("anonymous", "reader", "annotator", "reviewer", "editor")
# of each action, the answers to ROLES; what is refused for its state and not its person is 422
MATRIX = {
    "mark": (401, 403, 200, 200, 200),
    "change a draft": (401, 403, 200, 200, 200),
    "delete a draft": (401, 403, 200, 200, 200),
    "reject a suggestion": (401, 403, 200, 200, 200),
    "send": (401, 403, 200, 200, 200),
    "change what is accepted": (401, 403, 403, 200, 200),
    "delete what is accepted": (401, 403, 403, 200, 200),
    "reject what is accepted": (401, 403, 403, 200, 200),
    "publish": (401, 403, 403, 200, 200),
    "undo": (401, 403, 422, 422, 422),
    "teach a name": (401, 403, 200, 200, 200),
    "dismiss a name": (401, 403, 200, 200, 200),
    "offer what was dismissed": (401, 403, 200, 200, 200),
}


@pytest.mark.parametrize(
    ("what", "role", "status"),
    [(what, role, s) for what, row in MATRIX.items() for role, s in zip(ROLES, row, strict=True)],
)
def test_who_may_do_what(what: str, role: str, status: int):
    document = make_document()
    state = next((s for s in ("accepted", "suggestion") if s in what), "draft")
    review = Review.SUGGESTED if state == "suggestion" else Review(state)
    key = f"claim:{make_claim(document, review=review).pk}"
    seen = state_shown(key)
    marsh = make_entity("E. Marsh")
    Dismissal.about(document, Dismissal.Kind.NAME, "Direct", None).save()
    shown = desk_of(document, None).drafts_shown
    actions: dict[str, dict[str, Any]] = {
        "teach": {"do": "teach", "entity": {"uid": marsh.uid}, "words": "Elena Marsh"},
        "dismiss": {"do": "dismiss", "words": ["Havana"]},
        "offer": {"do": "offer"},
        "mark": {"do": "boilerplate", "span": span_of(document.versions.get(), "Havana")},
        "change": {"do": "change", "key": key, "seen": seen, "statement": "Another statement."},
        "delete": {"do": "delete", "key": key},
        "reject": {"do": "answer", "keys": [f"{key}={seen}"], "to": "reject"},
        "send": {"do": "send", "shown": shown},
        "publish": {"do": "publish", "shown": shown},
        "undo": {"do": "undo"},
    }
    client = Client() if role == "anonymous" else signed_in(role)
    assert (
        send(client, document, id="one", **actions[what.split(maxsplit=1)[0]]).status_code == status
    )


def test_a_page_with_500_annotations_takes_few_queries(django_assert_max_num_queries):
    document, client = make_document("The ferry left. " * 600), signed_in("annotator")
    version, entity = document.versions.get(), make_entity("The ferry", "other")
    for n in range(500):
        Mention.objects.create(passage=version.passage(n * 16, n * 16 + 9), entity=entity)
    with django_assert_max_num_queries(40):
        page = client.get(at(document))
    assert page.content.count(b'class="e wb-draft"') == 500


def test_nothing_is_done_in_the_name_of_whoever_is_signed_in_on_anothers_page():
    document, mine = make_document(), make_user("annotator")
    client, page_of = signed_in("reviewer"), {"X-Page-Of": str(mine.pk)}
    span = span_of(document.versions.get(), "Havana")
    action = json.dumps({"id": "one", "do": "note", "text": "N.", "span": span})
    address = at(document, "_act")
    answer = client.post(address, action, "application/json", headers=page_of)
    assert (answer.status_code, answer.json()["other"]) == (401, True)
    said = "reviewer is signed in by now, and this page is another person’s."
    assert said in answer.json()["error"]
    assert not Note.objects.exists()
    client.force_login(mine)
    answer = client.post(address, action, "application/json", headers=page_of)
    assert answer.status_code == 200
    assert Note.objects.get().created_by == mine


def test_a_note_over_other_marks_has_its_sign_once():
    document, client = make_document(), signed_in("annotator")
    make_note(document, "Havana on Tuesday", "In March.", review=Review.DRAFT)
    make_mention(document, "Havana", make_entity("Havana"), review=Review.DRAFT)
    text = client.get(at(document)).content.decode()
    pieces = [each for each in re.findall(r'class="([^"]*)"', text) if "wb-note" in each.split()]
    assert ["wb-note-end" in each.split() for each in pieces] == [False, True]
