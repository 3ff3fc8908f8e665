"""The fixtures that come with the archive: built from their sources, true to them, and loadable."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from archive.dates.values import read
from archive.fixture_sources import SourceError, country_fixture, demo_fixture
from archive.models import Claim, Event
from archive.models.base import Keyed

FIXTURES = Path(settings.FIXTURE_DIRS[0])
SOURCES = FIXTURES / "source"

Fields = dict[str, Any]


@lru_cache
def rows(model: str, fixture: str = "demo") -> list[Fields]:
    """The rows of one model of a committed fixture."""
    loaded = json.loads((FIXTURES / f"{fixture}.json").read_text(encoding="utf-8"))
    return [row["fields"] for row in loaded if row["model"] == f"archive.{model}"]


@lru_cache
def texts() -> dict[tuple[str, int], str]:
    """The texts by document and number of the version."""
    return {(row["document"][0], row["number"]): row["text"] for row in rows("version")}


@lru_cache
def documents() -> dict[str, Fields]:
    """The documents by uid."""
    return {row["uid"]: row for row in rows("document")}


def invented() -> set[str]:
    """The entities of which the sources say that they are invented."""
    return {row["uid"] for row in rows("entity") if "nvented" in row.get("note", "")}


# --- made from their sources ---


@pytest.mark.parametrize("name", ["demo", "countries"])
def test_a_fixture_is_what_its_sources_give_byte_for_byte(name: str) -> None:
    build = {"demo": demo_fixture, "countries": country_fixture}[name]
    assert (FIXTURES / f"{name}.json").read_bytes() == build(SOURCES).encode("utf-8")


def test_the_command_checks_and_writes_only_what_changed(tmp_path: Path, settings: Any) -> None:
    shutil.copytree(SOURCES, tmp_path / "source")
    settings.FIXTURE_DIRS = [tmp_path]
    out = StringIO()
    call_command("build_fixtures", "countries", stdout=out)
    call_command("build_fixtures", "countries", "--check", stdout=out)
    assert out.getvalue().split() == [
        "countries.json:",
        "written.",
        "countries.json:",
        "unchanged.",
    ]


def test_no_fixture_names_a_primary_key() -> None:
    for name in ("demo", "countries"):
        loaded = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
        assert all(row.keys() == {"model", "fields"} for row in loaded)


def test_the_countries_of_the_demo_are_rows_of_countries() -> None:
    of_the_demo = {row["uid"] for row in rows("entity") if row["uid"].startswith("country-")}
    assert of_the_demo >= {"country-us", "country-cu", "country-mx", "country-gy"}
    for model in ("entity", "alias", "entityidentifier"):
        known = [json.dumps(row) for row in rows(model, "countries")]
        for row in rows(model):
            uid = row.get("uid") or row["entity"][0]
            assert not uid.startswith("country-") or json.dumps(row) in known


def test_countries_have_their_everyday_names() -> None:
    names = {(row["entity"][0], row["text"]) for row in rows("alias", "countries")}
    assert {
        ("country-us", "U.S."),
        ("country-us", "USA"),
        ("country-us", "United States of America"),
        ("country-us", "Estados Unidos"),
        ("country-va", "Vatican"),
        ("country-mx", "México"),
    } <= names
    assert len(rows("entity", "countries")) == 249


# --- as rich as the issue asks ---


def test_there_are_enough_articles_from_enough_publishers() -> None:
    published = [text for (uid, number), text in texts().items() if number == 1]
    assert sum(250 <= len(text.split()) <= 450 for text in published) >= 26
    assert len({row["publisher"][0] for row in rows("document")}) >= 7
    spanish = [row for row in rows("version") if row["number"] == 1 and row["language"] == "es"]
    translated = {row["document"][0] for row in rows("version") if row.get("translated_by")}
    assert len(spanish) >= 4
    assert {row["document"][0] for row in spanish} <= translated


def test_there_are_enough_claims_by_enough_claimants_in_all_modes() -> None:
    accepted = [row for row in rows("claim") if row["review"] == "accepted"]
    modes = Counter(row["mode"] for row in accepted)
    said = rows("attribution")
    assert len(accepted) >= 85
    assert min(modes[mode] for mode in ("direct", "partial", "indirect", "narrator")) >= 10
    assert len({row["entity"][0] for row in said if "entity" in row}) >= 16
    assert sum(row["as_worded"].lower() == "a senior official" for row in said) >= 5
    assert sum("via" in row for row in said) >= 10
    assert sum("said_language" in row for row in accepted) >= 20


def test_there_are_enough_entities_datings_and_notes() -> None:
    assert len(rows("entity")) >= 62
    assert len({row["entity"][0] for row in rows("alias")}) >= 40
    datings = rows("dating")
    assert len(datings) >= 105
    assert {row["status"] for row in datings} == {"resolved", "unresolved", "vague"}
    assert {row["type"] for row in datings} == {"date", "time", "duration", "set"}
    assert sum("/" in row.get("edtf", "") for row in datings) >= 20
    assert {row["audience"] for row in rows("note")} == {"public", "staff"}


def test_enough_claims_of_different_sources_stand_against_each_other() -> None:
    links = rows("claimlink")
    home = {row["uid"]: row["passage"][0] for row in rows("claim")}
    against = [row for row in links if row["kind"] in ("contradicts", "denies")]
    across = [row for row in against if home[row["source"][0]] != home[row["target"][0]]]
    assert len(links) >= 22
    assert len(across) >= 6
    assert all(row["note"] for row in links)
    assert {row["kind"] for row in links} == {
        "supports",
        "contradicts",
        "denies",
        "repeats",
        "corrects",
        "retracts",
    }


def test_each_question_has_claims_from_several_sources_over_time() -> None:
    home = {row["uid"]: row["passage"][0] for row in rows("claim")}
    asked: dict[str, set[str]] = {row["uid"]: set() for row in rows("question")}
    for row in rows("questionclaim"):
        asked[row["question"][0]].add(home[row["claim"][0]])
    assert sum(len(sources) >= 3 for sources in asked.values()) >= 3
    for sources in asked.values():
        assert len({documents()[uid]["dated"] for uid in sources}) >= 2


def test_there_is_one_of_every_special_kind() -> None:
    found = documents().values()
    assert any(row.get("withdrawn_on") for row in found)
    assert any(row.get("embargo_until", "") > "2090" for row in found)
    assert any(row["access"] == "extract" for row in found)
    assert any(row["dated_basis"] == "inferred" and row["dated_reason"] for row in found)
    assert any("dated" not in row for row in found)
    assert {row["genre"] for row in found} >= {"opinion", "interview", "statement", "transcript"}
    kinds = {row["kind"] for row in rows("documentlink")}
    assert kinds >= {"reprint", "update", "correction"}
    evidence = rows("evidence")
    assert any("passage" in row for row in evidence)
    assert any("url" in row for row in evidence)
    states = {row["review"] for model in REVIEWED for row in rows(model)}
    assert states == {"suggested", "draft", "in_review", "accepted", "rejected"}


REVIEWED = ("mention", "subject", "claim", "dating", "note", "claimlink", "question")


# --- true to their texts ---


def test_every_passage_stands_in_its_text_with_what_is_around_it() -> None:
    for row in rows("passage"):
        text = texts()[row["version"][0], row["version"][1]]
        start, end = row["start"], row["end"]
        assert text[start:end] == row["quote"]
        assert text[max(0, start - 32) : start] == row.get("prefix", "")
        assert text[end : end + 32] == row.get("suffix", "")


def test_every_statement_is_one_short_sentence() -> None:
    for row in rows("claim"):
        assert row["statement"].endswith(".")
        assert len(row["statement"]) < 90, row["uid"]


def test_only_invented_people_and_bodies_are_quoted_word_for_word() -> None:
    modes = {row["uid"]: row["mode"] for row in rows("claim")}
    for row in rows("attribution"):
        if modes[row["claim"][0]] in ("direct", "partial", "narrator") and "entity" in row:
            assert row["entity"][0] in invented(), row["claim"][0]


def test_a_quote_has_quotation_marks_and_indirect_speech_is_no_whole_quote() -> None:
    for row in rows("claim"):
        document, number, start, end = row["passage"]
        quote = texts()[document, number][start:end]
        genre = documents()[document]["genre"]
        if row["mode"] == "partial" or (row["mode"] == "direct" and genre == "report"):
            assert set(quote) & set("“”«»"), row["uid"]
        if row["mode"] == "indirect":
            assert not (quote.startswith("“") and quote.endswith("”")), row["uid"]


def test_every_document_says_that_it_is_sample_text() -> None:
    for row in documents().values():
        assert row["sample"]
        assert "Sample text" in row["rights"]


def test_every_entity_is_named_somewhere() -> None:
    used = {row["entity"][0] for model in ("mention", "subject") for row in rows(model)}
    used |= {row[key][0] for row in rows("attribution") for key in ("entity", "via") if key in row}
    used |= {row["entity"][0] for row in rows("publisher")}
    merged = {row["uid"] for row in rows("entity") if "merged_into" in row}
    assert {row["uid"] for row in rows("entity")} - used == merged


def test_every_date_has_the_first_and_last_day_that_it_allows() -> None:
    for model, key in (("document", "dated"), ("dating", "edtf"), ("claim", "said")):
        for row in rows(model):
            value = read(row[key]) if key in row else None
            for side in ("earliest", "latest"):
                day = getattr(value, side, None)
                assert row.get(side) == (day.isoformat() if day else None)


def test_what_refers_back_refers_to_a_near_date_with_two_ends() -> None:
    found = [row for row in rows("dating") if row["reading"] == "refers-back"]
    referred = {tuple(row["passage"]): row.get("reference", "") for row in found}
    assert not [reference for reference in referred.values() if ".." in reference]
    assert referred[("demo-listening-2023", 1, 1252, 1277)] == "2023-06-08"


# --- a fault in a source is named ---


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources with two articles."""
    shutil.copytree(SOURCES, tmp_path / "source", ignore=shutil.ignore_patterns("articles"))
    (tmp_path / "source" / "articles").mkdir()
    for path in (SOURCES / "articles").glob("demo-gross-2014*"):
        shutil.copy(path, tmp_path / "source" / "articles")
    for name, key in (("links", "links"), ("questions", "questions"), ("evidence", "evidence")):
        (tmp_path / "source" / f"{name}.toml").write_text(f"{key} = []\n")
    return tmp_path / "source"


def test_a_few_articles_build_too(sources: Path) -> None:
    assert '"uid": "demo-gross-2014"' in demo_fixture(sources)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('quote = "noon yesterday"', 'quote = "noon tomorrow"', "Copy them from the text"),
        ('quote = "for five years"', 'quote = "and"', "give occurrence"),
        ('edtf = "2010"', 'edtf = "about 2010"', "is not a date that can be kept"),
        ('"person-wendell-braithe"', '"person-wendel-braithe"', "Write it first, or mend the name"),
        ("genre =", "gender =", "“genre” is missing"),
        ("byline =", "by_line =", "“by_line” means nothing here"),
        ('mode = "direct"', 'mode = "verbatim"', "mode: "),
        ("https://harbor", "javascript:harbor", "starts with http:// or https://"),
        ('"Cuba" = "country-cu"', '"Cuba" = "country-xx"', "“country-xx” is no country"),
        ('"Cuba" = ', '"Kuba" = ', "“Kuba” of [everywhere] stands in no text"),
        ('publisher = "pub-harbor-ledger"', 'publisher = "pub-ledger"', "there is no publisher"),
        ('review = "in_review"', 'review = "maybe"', "review: "),
        ("title =", "title = =", "Invalid value"),
    ],
)
def test_a_fault_names_the_file_the_words_and_the_repair(
    sources: Path, old: str, new: str, said: str
) -> None:
    path = sources / "articles" / "demo-gross-2014.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SourceError) as raised:
        demo_fixture(sources)
    assert "demo-gross-2014.toml" in str(raised.value)
    assert said in str(raised.value)


def test_a_text_that_is_missing_or_not_utf8_is_named(sources: Path) -> None:
    path = sources / "articles" / "demo-gross-2014.txt"
    path.write_bytes(b"caf\xe9")
    with pytest.raises(SourceError, match=r"demo-gross-2014\.txt is not UTF-8"):
        demo_fixture(sources)
    path.unlink()
    with pytest.raises(SourceError, match=r"demo-gross-2014\.txt is missing"):
        demo_fixture(sources)


# --- loaded ---


def everything() -> dict[str, list[str]]:
    """Every row of the archive without its primary key, by model; what happened is left out."""
    found = {}
    for model in apps.get_app_config("archive").get_models():
        if issubclass(model, Keyed) and model is not Event:
            found[model.__name__] = sorted(map(plain, model._default_manager.all()))
    return found


def plain(row: Any) -> str:
    """A row's natural key and values, as text."""
    values = {
        field.name: str(getattr(row, field.name))
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return json.dumps([list(row.natural_key()), values], ensure_ascii=False)


def load_both_twice(demo: str, countries: str) -> None:
    """Load both, in either order; raises AssertionError where the second time changes a row."""
    call_command("loaddata", demo, verbosity=0)
    first = everything()
    call_command("loaddata", countries, demo, verbosity=0)
    second = everything()
    for model in ("Entity", "Alias", "EntityIdentifier"):
        assert set(first.pop(model)) <= set(second.pop(model))
    assert first == second


@pytest.mark.django_db
def test_loading_a_few_articles_and_their_countries_twice_gives_the_same_rows(
    sources: Path, tmp_path: Path
) -> None:
    demo, countries = tmp_path / "few.json", tmp_path / "fewer.json"
    demo.write_text(demo_fixture(sources), encoding="utf-8")
    of_countries = json.loads((FIXTURES / "countries.json").read_text(encoding="utf-8"))
    some = [row for row in of_countries if "country-cu" in json.dumps(row)]
    countries.write_text(json.dumps(some), encoding="utf-8")
    load_both_twice(str(demo), str(countries))
    assert Claim.objects.count() == 5


@pytest.mark.long
@pytest.mark.django_db
def test_loading_both_fixtures_twice_gives_the_same_rows() -> None:
    load_both_twice("demo", "countries")
    for model in ("document", "version", "passage", "mention", "claim", "dating", "note"):
        assert apps.get_model("archive", model).objects.count() == len(rows(model))
