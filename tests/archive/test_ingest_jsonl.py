"""A JSONL line becomes a document with its annotations, or a row that says why not."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.records import Outcome
from archive.models import (
    Access,
    Assessment,
    Claim,
    Collection,
    Dating,
    Document,
    Entity,
    EntityIdentifier,
    Mention,
    Review,
    Subject,
    Topic,
    Version,
)
from tests.ingesting import TEXT, jsonl, line, take, take_line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path / "var"


def mentions() -> list[tuple[str, str, int]]:
    rows = Mention.objects.order_by("passage__start")
    return list(rows.values_list("entity__name", "passage__quote", "passage__start"))


def test_every_field_of_a_line_is_kept(tmp_path: Path) -> None:
    row = take_line(
        tmp_path,
        published="2016-05",
        publisher="The Harbour Post",
        byline="By Jane Roe",
        source_url="https://harbour.example/ferry",
        language="en-GB",
        rights="CC BY 4.0",
        genre="report",
        identifiers={"call number": "HP 12", "box": 7, "doi": ["10.1/a", "10.1/b"]},
        collections=["Harbours", "harbours", "Ships"],
        topics=["Mail"],
    )
    assert (row.outcome, row.uid, row.reason) == (Outcome.NEW, "ferry", "")
    document = Document.objects.get(uid="ferry")
    assert document.title == "The ferry sails"
    assert (document.dated, document.dated_basis) == ("2016-05", "stated")
    assert document.earliest == datetime.date(2016, 5, 1)
    assert document.latest == datetime.date(2016, 5, 31)
    assert document.publisher is not None
    assert document.publisher.uid == "the-harbour-post"
    assert document.byline == "Jane Roe"
    assert [str(author) for author in document.authors.all()] == ["Jane Roe"]
    assert document.source_url == "https://harbour.example/ferry"
    assert (document.rights, document.genre, document.access) == ("CC BY 4.0", "report", "full")
    assert list(document.identifiers.values_list("scheme", "value")) == [
        ("box", "7"),
        ("call number", "HP 12"),
        ("doi", "10.1/a"),
        ("doi", "10.1/b"),
    ]
    assert set(document.collections.values_list("name", flat=True)) == {"Harbours", "Ships"}
    assert list(document.topics.values_list("name", flat=True)) == ["Mail"]
    version = document.versions.get()
    assert (version.text, version.language, version.layer) == (TEXT, "en-GB", "published")
    assert document.events.get().kind == "ingest"
    assert document.history.get().history_change_reason == "ingest"


def test_the_original_is_the_exact_bytes_of_the_line(tmp_path: Path) -> None:
    from archive.originals import open_bytes

    exact = b'{ "title":"A",\t"text" : "caf\\u00e9 caf\xc3\xa9" }'
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf\r\n" + exact + b"\r\n\n" + exact.replace(b"A", b"B"))
    rows = take(path)
    assert [row.outcome for row in rows] == [Outcome.FAILED, Outcome.NEW, Outcome.NEW][-2:]
    assert [row.source for row in rows] == ["rows.jsonl:2", "rows.jsonl:4"]
    document = Document.objects.get(title="A")
    with open_bytes(document.originals.get().sha256) as file:
        assert file.read() == exact
    assert document.versions.get().text == "café café"
    assert len(document.uid) == 12


def test_mentions_stand_at_their_offsets_whatever_the_name_is(tmp_path: Path) -> None:
    start = TEXT.index("Elena Marsh")
    given = {"name": "E. Marsh", "kind": "person", "start": start, "end": start + 11}
    assert take_line(tmp_path, entities=[given, given]).outcome == Outcome.NEW
    assert mentions() == [("E. Marsh", "Elena Marsh", start)]


def test_offsets_are_code_points(tmp_path: Path) -> None:
    text = "🌊🌊 Marta"
    given = {"name": "Marta", "kind": "other", "start": 3, "end": 8}
    take_line(tmp_path, text=text, entities=[given])
    assert mentions() == [("Marta", "Marta", 3)]


def test_an_entity_without_offsets_is_marked_at_every_whole_word(tmp_path: Path) -> None:
    take_line(tmp_path, entities=[{"name": "Havana", "kind": "place"}])
    at = [start for start in range(len(TEXT)) if TEXT.startswith("Havana", start)]
    assert [start for _name, _quote, start in mentions()] == at
    assert len(at) == 3


@pytest.mark.parametrize(
    ("text", "name", "quotes"),
    [
        ("Marta and Martas, martA, Marta's", "Marta", ["Marta", "Marta"]),
        ("the United\nNations", "United Nations", ["United\nNations"]),
        ("Pen\u0303a came", "Peña", ["Pen\u0303a"]),
        ("Pen\u0303a came", "Pen", []),
        ("古巴与美国会谈", "美国", ["美国"]),
        ("O’Brien spoke", "O'Brien", ["O’Brien"]),
        ("EADS N.V. (EADS)", "EADS N.V.", ["EADS N.V."]),
        ("snake_Marta", "Marta", []),
    ],
)
def test_a_whole_word_is_found_as_readers_see_it(
    tmp_path: Path, text: str, name: str, quotes: list[str]
) -> None:
    take_line(tmp_path, text=text, entities=[{"name": name, "kind": "other"}])
    assert [quote for _name, quote, _start in mentions()] == quotes
    assert Subject.objects.count() == (0 if quotes else 1)


def test_an_entity_that_no_words_name_is_a_subject(tmp_path: Path) -> None:
    take_line(tmp_path, entities=[{"name": "Matanzas", "kind": "place"}] * 2)
    assert mentions() == []
    subject = Subject.objects.get()
    assert (str(subject), subject.review) == ("Matanzas", Review.ACCEPTED)


def test_same_name_and_kind_is_the_same_entity(tmp_path: Path) -> None:
    before = Entity.objects.create(uid="old-havana", name="Havana", kind="place")
    rows = [
        line(uid="one", entities=[{"name": "Havana", "kind": "place"}]),
        line(uid="two", entities=[{"name": "Havana", "kind": "organisation"}]),
    ]
    take(jsonl(tmp_path, rows))
    assert set(Mention.objects.values_list("passage__version__document__uid", "entity__kind")) == {
        ("one", "place"),
        ("two", "organisation"),
    }
    assert before.mentions.count() == 3


def test_a_merged_entity_leads_to_the_one_that_stands(tmp_path: Path) -> None:
    standing = Entity.objects.create(name="La Habana", kind="place")
    Entity.objects.create(name="Havana", kind="place", merged_into=standing)
    take_line(tmp_path, entities=[{"name": "Havana", "kind": "place"}])
    assert standing.mentions.count() == 3


def test_two_entities_of_one_name_are_never_guessed_between(tmp_path: Path) -> None:
    for qualifier in ("the captain", "the senator"):
        Entity.objects.create(name="Elena Marsh", kind="person", qualifier=qualifier)
    row = take_line(tmp_path, entities=[{"name": "Elena Marsh", "kind": "person"}])
    assert row.outcome == Outcome.FAILED
    assert "2 entities here are a person called “Elena Marsh”" in row.reason
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("same_as", "scheme", "value"),
    [
        ("https://www.wikidata.org/wiki/Q1563", "wikidata", "Q1563"),
        ("http://www.wikidata.org/entity/Q1563", "wikidata", "Q1563"),
        ("Q1563", "wikidata", "Q1563"),
        ("viaf:12345", "viaf", "12345"),
        ("http://dbpedia.org/resource/Havana", "uri", "http://dbpedia.org/resource/Havana"),
    ],
)
def test_the_same_outside_id_is_the_same_entity(
    tmp_path: Path, same_as: str, scheme: str, value: str
) -> None:
    rows = [
        line(uid="one", entities=[{"name": "Havana", "kind": "place", "same_as": same_as}]),
        line(uid="two", entities=[{"name": "Old Havana", "kind": "place", "same_as": same_as}]),
    ]
    assert [row.outcome for row in take(jsonl(tmp_path, rows))] == [Outcome.NEW] * 2
    entity = Entity.objects.get()
    assert entity.name == "Havana"
    assert list(EntityIdentifier.objects.values_list("entity", "scheme", "value")) == [
        (entity.pk, scheme, value)
    ]


def test_a_remark_in_the_place_of_an_outside_id_makes_nobody_the_same(tmp_path: Path) -> None:
    marks = [{"name": name, "kind": "other", "same_as": "none found"} for name in ("Marta", "Ana")]
    row = take_line(tmp_path, entities=marks)
    assert row.reason == "same_as “none found” is no outside id and was not read."
    assert Entity.objects.count() == 2
    assert not EntityIdentifier.objects.exists()


def test_another_outside_id_tells_two_of_one_name_apart(tmp_path: Path) -> None:
    marks = [
        {"name": "Havana", "kind": "place", "same_as": "Q1563", "start": 28, "end": 34},
        {"name": "Havana", "kind": "place", "same_as": "Q1518", "start": 80, "end": 86},
    ]
    take_line(tmp_path, entities=marks)
    assert Entity.objects.filter(name="Havana").count() == 2


def test_a_known_entity_gets_the_outside_id_it_lacked(tmp_path: Path) -> None:
    known = Entity.objects.create(name="Havana", kind="place")
    take_line(tmp_path, entities=[{"name": "Havana", "kind": "place", "same_as": "Q1563"}])
    assert [str(each) for each in known.identifiers.all()] == ["wikidata: Q1563"]


def test_claims_stand_on_offsets_or_on_their_quote(tmp_path: Path) -> None:
    start = TEXT.index("We are late")
    claims = [
        {
            "start": start,
            "end": start + 11,
            "statement": "Elena Marsh says that they are late.",
            "claimant": "Elena Marsh",
            "mode": "direct",
            "said": "2016-05-04",
            "status": "supported",
        },
        {"quote": "said nothing", "claimant": "a spokesman"},
        {"quote": "Havana", "prefix": "Old ", "suffix": ", said"},
    ]
    row = take_line(tmp_path, claims=claims, entities=[{"name": "Elena Marsh", "kind": "person"}])
    assert row.reason == ""
    first, third, second = Claim.objects.order_by("passage__start")
    assert first.statement == "Elena Marsh says that they are late."
    assert first.passage.quote == "We are late"
    assert (first.mode, first.said) == ("direct", "2016-05-04")
    assert first.earliest == first.latest == datetime.date(2016, 5, 4)
    attribution = first.attributions.get()
    assert attribution.entity == Entity.objects.get(name="Elena Marsh")
    assessment = Assessment.objects.get()
    assert (assessment.claim, assessment.status) == (first, "supported")
    assert "rows.jsonl:1" in assessment.reason
    assert (second.mode, second.statement) == ("indirect", "said nothing")
    assert (second.attributions.get().as_worded, second.attributions.get().entity) == (
        "a spokesman",
        None,
    )
    assert (third.mode, third.attributions.count()) == ("narrator", 0)
    assert third.passage.prefix.endswith("Old ")


def test_a_claimant_may_be_given_as_an_entity(tmp_path: Path) -> None:
    who = {"name": "Postal Union", "kind": "organisation", "capacity": "as the operator"}
    take_line(tmp_path, claims=[{"quote": "said nothing", "claimant": who}])
    attribution = Claim.objects.get().attributions.get()
    assert attribution.entity is not None
    assert attribution.entity.kind == "organisation"
    assert attribution.capacity == "as the operator"


def test_dates_keep_what_is_given_and_read_what_is_not(tmp_path: Path) -> None:
    text = "It sailed on 4 May 2016, and came back the next spring. It was noon."
    spans = [text.index("4 May 2016"), text.index("the next spring"), text.index("It was")]
    dates = [
        {"start": spans[0], "end": spans[0] + 10},
        {"start": spans[1], "end": spans[1] + 15, "edtf": "2017-21"},
        {"start": spans[2], "end": spans[2] + 2},
    ]
    take_line(tmp_path, text=text, dates=dates)
    read, given, none = Dating.objects.order_by("passage__start")
    assert (read.edtf, read.status, read.fixed) == ("2016-05-04", "resolved", False)
    assert (given.edtf, given.status, given.fixed) == ("2017-21", "resolved", True)
    assert given.earliest is not None
    assert (none.edtf, none.status) == ("", "unresolved")


def test_access_and_rights_come_from_the_collection_unless_given(tmp_path: Path) -> None:
    Collection.objects.create(
        uid="boxes", name="Boxes", default_access=Access.STAFF, default_rights="Ask the harbour"
    )
    rows = [
        line(uid="one", collections=["Boxes"]),
        line(uid="two", collections=["boxes"], rights="CC0"),
    ]
    take(jsonl(tmp_path, rows))
    take(jsonl(tmp_path, [line(uid="three", collections=["Boxes"])]), access="full")
    found = Document.objects.order_by("pk").values_list("access", "rights")
    assert list(found) == [
        ("staff", "Ask the harbour"),
        ("staff", "CC0"),
        ("full", "Ask the harbour"),
    ]


def test_without_a_collection_access_is_the_archives_own(tmp_path: Path, settings: Any) -> None:
    settings.DEFAULT_ACCESS = "extract"
    take_line(tmp_path)
    assert Document.objects.get().access == "extract"


def test_review_is_accepted_unless_another_is_asked_for(tmp_path: Path) -> None:
    marks: dict[str, Any] = {"entities": [{"name": "Havana", "kind": "place"}]}
    take_line(tmp_path, uid="one", **marks)
    take_line(tmp_path, {"review": "suggested"}, uid="two", **marks)
    found = Mention.objects.values_list("passage__version__document__uid", "review", "rule")
    assert set(found) == {("one", "accepted", ""), ("two", "suggested", "ingest")}


def test_a_topic_is_the_one_of_that_uid_or_name(tmp_path: Path) -> None:
    Topic.objects.create(uid="mail", name="The mail")
    take_line(tmp_path, topics=["mail", "The mail", "Ships"])
    assert sorted(Topic.objects.values_list("uid", flat=True)) == ["mail", "ships"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "no JSON"),
        ("[1]", "The line is a list"),
        ('"text"', "The line is text"),
        ('{"title": "A", "title": "B", "text": "C"}', "“title” stands twice"),
        ('{"title": "A", "text": "C", "uid": NaN}', "NaN is no number"),
        ('{"title": "A", "text": "C", "n": ' + "9" * 5000 + "}", "too long to be one"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        (line(title=None), "title is missing"),
        (line(title=" \n"), "title is missing"),
        (line(text=""), "text is missing"),
        (line(text=5), "text is a number, and should be text"),
        (line(title="x" * 1001), "title “"),
        (line(uid="no spaces"), "uid “no spaces”"),
        (line(uid="ab"), "uid “ab”"),
        (line(uid=["ferry"]), "uid is a list"),
        (line(published="4 May 2016"), "4 May 2016"),
        (
            line(published=2016),
            "published is a number, and should be text in quotation marks, such as “2021-07”",
        ),
        (line(published="2016" + " " * 3 + "/" + "x" * 70), "2022-04-22"),
        (line(genre="novel"), "Write one of: report, opinion"),
        (line(language="English please"), "no language tag"),
        (line(identifiers=["a"]), "identifiers is a list"),
        (line(identifiers={"box": True}), "identifiers.box is true or false"),
        (line(identifiers={"x" * 101: "1"}), "scheme “x"),
        (line(collections="one"), "collections is text, and should be a list"),
        (line(topics=[1]), "topics is a number"),
        (line(entities=[{"name": "Havana", "kind": "city"}]), "Write one of: person"),
        (line(entities=[{"kind": "place"}]), "entities[0].name is missing"),
        (line(entities=[{"name": "Havana"}]), "entities[0].kind is missing"),
        (line(entities=["Havana"]), "entities[0] is text"),
        (line(entities=[{"name": "H", "kind": "place", "start": 1}]), "entities[0].end is missing"),
        (
            line(entities=[{"name": "H", "kind": "place", "start": 1, "end": 10**30}]),
            "entities[0] “H”: The passage 1 to",
        ),
        (line(entities=[{"name": "H", "kind": "place", "start": 5, "end": 5}]), "is empty"),
        (line(entities=[{"name": "H", "kind": "place", "start": -1, "end": 5}]), "not within"),
        (line(entities=[{"name": "H", "kind": "place", "start": True, "end": 5}]), "whole number"),
        (line(entities=[{"name": "H", "kind": "place", "start": 1.0, "end": 5}]), "whole number"),
        (line(entities=[{"name": "x" * 301, "kind": "place"}]), "entities[0]: name “"),
        (line(claims=[{"statement": "x"}]), "claims[0] has no place"),
        (line(claims=[{"quote": "not in it"}]), "claims[0]: The words “not in it”"),
        (line(claims=[{"quote": "Havana"}]), "3 times. Give a prefix and a suffix that"),
        (line(claims=[{"quote": "ferry", "start": 0, "end": 3}]), "reads “The”, not “ferry”"),
        (line(claims=[{"quote": "ferry", "mode": "shouted"}]), "Write one of: direct"),
        (line(claims=[{"quote": "ferry", "status": "true"}]), "Write one of: not_assessed"),
        (line(claims=[{"quote": "ferry", "said": "yesterday"}]), "claims[0]: said “yesterday”"),
        (line(claims=[{"quote": "ferry", "statement": "x" * 1001}]), "claims[0]: statement"),
        (line(claims=[{"quote": "ferry", "claimant": {"kind": "person"}}]), "has no name"),
        (line(dates=[{"start": 0, "end": 3, "edtf": "soon"}]), "dates[0]: date “soon”"),
        (line(dates=[{"edtf": "2016"}]), "dates[0] has no place"),
        (line(dates=[{"start": 0, "end": 3}] * 2), "another date stands on the same words"),
    ],
)
def test_a_wrong_line_is_reported_and_the_others_go_in(
    tmp_path: Path, bad: Any, reason: str
) -> None:
    rows = take(jsonl(tmp_path, [line(uid="before"), bad, line(uid="behind")]))
    assert [row.outcome for row in rows] == [Outcome.NEW, Outcome.FAILED, Outcome.NEW]
    assert rows[1].source == "rows.jsonl:2"
    assert reason in rows[1].reason
    assert len(rows[1].reason) <= 400
    assert sorted(Document.objects.values_list("uid", flat=True)) == ["before", "behind"]
    assert not Entity.objects.exists()


def test_nul_and_half_characters_are_shown_and_the_offsets_hold(tmp_path: Path) -> None:
    text = "a\0b\ud800 Marta"
    given = {"name": "Marta", "kind": "other", "start": 5, "end": 10}
    (row,) = take(jsonl(tmp_path, [line(text=text, entities=[given], title="T\0")]))
    assert "2 NUL or unpaired" in row.reason
    assert Version.objects.get().text == "a�b� Marta"
    assert mentions() == [("Marta", "Marta", 5)]


def test_line_ends_within_a_text_stay_so_that_offsets_hold(tmp_path: Path) -> None:
    take_line(tmp_path, text="One.\r\nTwo.")
    assert Version.objects.get().text == "One.\r\nTwo."


def test_a_field_that_is_not_read_is_named_and_that_of_an_export_is_not(tmp_path: Path) -> None:
    row = take_line(tmp_path, author="Jane", url="https://archive.example/documents/ferry/")
    assert (row.outcome, row.reason) == (Outcome.NEW, "Not read: author.")


def test_a_line_beyond_the_limit_is_refused_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.readers.jsonl.MAX_BYTES", 1_000)
    rows = take(jsonl(tmp_path, [line(uid="long", text="ferry " * 2_000), line()]))
    assert [row.outcome for row in rows] == [Outcome.FAILED, Outcome.NEW]
    assert "more than 1000 bytes" in rows[0].reason


def test_a_long_text_with_hundreds_of_annotations_goes_in(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {n}: the ferry Marta{n} sailed." for n in range(3_000))
    assert len(text) > 100_000
    marks = [{"name": f"Marta{n}", "kind": "other"} for n in range(0, 3_000, 6)]
    claims = [{"quote": f"Paragraph {n}:"} for n in range(0, 3_000, 10)]
    assert take_line(tmp_path, text=text, entities=marks, claims=claims).outcome == Outcome.NEW
    assert (Mention.objects.count(), Claim.objects.count()) == (500, 300)


def test_boilerplate_at_the_end_is_marked_in_a_line_too(tmp_path: Path) -> None:
    take_line(tmp_path, text=f"{TEXT}\n\nRecommended for you")
    version = Version.objects.get()
    assert version.text.endswith("Recommended for you")
    only = version.passages.get(boilerplate__isnull=False)
    assert only.quote == "Recommended for you"
