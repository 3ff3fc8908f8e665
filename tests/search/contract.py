"""What every backend must do. Inherit, and give a `backend` fixture with an empty index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from search.backends.base import (
    Alike,
    All,
    Clause,
    Doors,
    Entry,
    Everything,
    FacetValue,
    IndexMissing,
    No,
    Phrase,
    Prefix,
    Query,
    Readable,
    Results,
    SearchBackend,
    Some,
    Tagged,
    Text,
    Within,
    Word,
)

TODAY = date(2024, 5, 1)
PUBLIC = Readable(TODAY)
EVERYTHING = Everything()
EDITOR = Readable(TODAY, restricted=True, withdrawn=True, unaccepted=True)


def document(uid: str, text: str = "", title: str = "", **fields: Any) -> Entry:
    """A document's entry of one English text."""
    body = fields.pop("body", None) or Text("published", fields.pop("language", "en"), (text,))
    return Entry(uid=uid, kind="document", document=uid, title=title, body=body, **fields)


def claim(uid: str, of: str, statement: str, quote: str, **fields: Any) -> Entry:
    """A claim's entry."""
    body = Text("published", "en", (quote,))
    return Entry(uid=uid, kind="claim", document=of, title=statement, body=body, **fields)


def days(first: str, last: str | None = None) -> tuple[date, date]:
    """A range of days."""
    return date.fromisoformat(first), date.fromisoformat(last or first)


def uids(results: Results) -> list[str]:
    """The uids of a page of hits."""
    return [hit.uid for hit in results.hits]


MAIL = document(
    "mail", "Direct mail was suspended. The ministries agreed on mail.", "Talks on direct mail"
)
SUGAR = document("sugar", "The sugar quota was cut, and sugars were left in port.", "Sugar")
PORT = document("port", "Ships waited in the port of Havana.", "Ships")


class SearchContract:
    """The suite; each test starts with no index."""

    @pytest.fixture
    def backend(self) -> SearchBackend:
        raise NotImplementedError("A subclass says which backend is tested.")

    def ask(self, backend: SearchBackend, tree: Clause = EVERYTHING, **fields: Any) -> Results:
        """Search as the public unless told otherwise."""
        fields.setdefault("readable", PUBLIC)
        return backend.search(Query(tree=tree, **fields))

    def found(self, backend: SearchBackend, tree: Clause = EVERYTHING, **fields: Any) -> set[str]:
        """The uids that a search finds."""
        results = self.ask(backend, tree, limit=100, **fields)
        assert results.total == len(results.hits)
        return set(uids(results))

    def fill(self, backend: SearchBackend, *entries: Entry) -> None:
        """Index some documents, in two commits where there are two."""
        half = len(entries) // 2
        for part in (entries[:half], entries[half:]):
            backend.replace({entry.document for entry in part}, part)

    # What is there

    def test_an_index_that_was_never_built_says_so(self, backend: SearchBackend) -> None:
        assert not backend.exists()
        with pytest.raises(IndexMissing):
            self.ask(backend)

    def test_a_rebuild_makes_it_searchable(self, backend: SearchBackend) -> None:
        assert backend.rebuild([MAIL, SUGAR]) == 2
        assert backend.exists()
        assert self.found(backend) == {"mail", "sugar"}

    def test_an_empty_index_finds_nothing(self, backend: SearchBackend) -> None:
        backend.rebuild(())
        results = self.ask(backend, Word("mail"), counted=("publisher",))
        assert (results.total, results.hits, results.facets["publisher"].values) == (0, (), ())
        assert results.histogram is not None and results.histogram.bars == ()

    def test_a_replaced_document_is_found_by_its_new_words_only(
        self, backend: SearchBackend
    ) -> None:
        self.fill(backend, MAIL, SUGAR)
        backend.replace(["mail"], [replace(MAIL, body=Text("published", "en", ("A storm.",)))])
        assert self.found(backend, Word("storm")) == {"mail"}
        assert self.found(backend, Word("suspended")) == set()

    def test_a_document_goes_with_its_claims(self, backend: SearchBackend) -> None:
        told = claim("told", "mail", "The mail is suspended.", "mail was suspended")
        backend.replace(["mail", "sugar"], [MAIL, told, SUGAR])
        assert self.found(backend, kind="claims") == {"told"}
        backend.replace(["mail"], [])
        assert self.found(backend, kind="claims") == set()
        assert self.found(backend) == {"sugar"}

    def test_the_same_entry_twice_is_there_once(self, backend: SearchBackend) -> None:
        for _time in range(3):
            backend.replace(["mail"], [MAIL])
        assert self.found(backend, Word("mail")) == {"mail"}

    def test_hashes_tell_what_is_in_it(self, backend: SearchBackend) -> None:
        told = claim("told", "mail", "The mail is suspended.", "mail was suspended")
        backend.replace(["mail"], [MAIL, told])
        assert backend.hashes() == {
            ("document", "mail"): MAIL.content_hash,
            ("claim", "told"): told.content_hash,
        }
        assert backend.documents_of([("claim", "told")]) == {("claim", "told"): "mail"}

    def test_a_rebuild_leaves_nothing_of_before(self, backend: SearchBackend) -> None:
        self.fill(backend, MAIL, SUGAR)
        backend.rebuild([PORT])
        assert self.found(backend) == {"port"}
        assert self.found(backend, Word("sugar")) == set()

    def test_tidying_changes_nothing_that_is_found(self, backend: SearchBackend) -> None:
        entries = [document(f"d{n}", f"Ship {n} in port", f"Ship {n}") for n in range(12)]
        for entry in entries:
            backend.replace([entry.uid], [entry])
        backend.replace(["d3"], [])
        before = self.ask(backend, Word("port"), limit=50), backend.hashes()
        with backend.lock(1):
            backend.tidy()
        assert (self.ask(backend, Word("port"), limit=50), backend.hashes()) == before

    # Words

    def test_a_word_is_found_in_title_body_and_other_layers(self, backend: SearchBackend) -> None:
        other = Text("published", "es", ("La zafra terminó.",))
        self.fill(backend, document("a", "x", "Harvest"), document("b", "harvest"),
                  document("c", "y", others=(other,)))  # fmt: skip
        assert self.found(backend, Word("harvest")) == {"a", "b"}
        assert self.found(backend, Word("zafra")) == {"c"}

    def test_a_word_also_stands_for_its_forms_unless_exact(self, backend: SearchBackend) -> None:
        self.fill(backend, SUGAR, document("one", "Sugar only."), document("many", "sugars"))
        assert self.found(backend, Word("sugar")) == {"sugar", "one", "many"}
        assert self.found(backend, Word("sugars", exact=True)) == {"sugar", "many"}

    def test_forms_follow_the_language_of_the_text(self, backend: SearchBackend) -> None:
        spanish = document("es", "hoy hablamos", language="es")
        english = document("en", "hablamos")
        self.fill(backend, spanish, english)
        assert self.found(backend, Word("hablar")) == {"es"}
        assert self.found(backend, Word("hablamos")) == {"es", "en"}

    def test_a_phrase_stands_in_this_order(self, backend: SearchBackend) -> None:
        self.fill(backend, MAIL, document("turned", "mail direct"))
        assert self.found(backend, Phrase(("direct", "mail"))) == {"mail"}

    def test_a_phrase_repeats_a_word(self, backend: SearchBackend) -> None:
        self.fill(backend, document("twice", "very very good"), document("once", "very good"))
        assert self.found(backend, Phrase(("very", "very", "good"))) == {"twice"}

    def test_no_phrase_crosses_pieces_layers_or_the_title(self, backend: SearchBackend) -> None:
        body = Text("emended", "en", ("ends with alpha", "beta starts"))
        others = (Text("published", "en", ("x gamma",)), Text("translated", "en", ("delta",)))
        self.fill(backend, document("a", title="omega", body=body, others=others), PORT)
        for first, second in (("alpha", "beta"), ("gamma", "delta"), ("omega", "ends")):
            assert self.found(backend, All((Word(first), Word(second)))) == {"a"}
            assert self.found(backend, Phrase((first, second))) == set()
        assert self.found(backend, Phrase(("beta", "starts"))) == {"a"}

    def test_a_prefix_stands_for_every_word_that_starts_so(self, backend: SearchBackend) -> None:
        self.fill(backend, MAIL, SUGAR, PORT)
        results = self.ask(backend, Prefix("sus"))
        assert uids(results) == ["mail"]
        assert results.hits[0].score == 0
        assert self.found(backend, Prefix("zz")) == set()

    def test_a_prefix_of_too_many_words_says_so(self, backend: SearchBackend) -> None:
        many = " ".join(f"ship{n:04d}" for n in range(300))
        backend.rebuild([document("many", many)])
        results = self.ask(backend, Prefix("ship"))
        assert results.total == 1 and "256" in results.notes[0]

    def test_and_or_not(self, backend: SearchBackend) -> None:
        self.fill(backend, MAIL, SUGAR, PORT)
        port, sugar, mail = Word("port"), Word("sugar"), Word("mail")
        assert self.found(backend, All((port, sugar))) == {"sugar"}
        assert self.found(backend, Some((port, mail))) == {"port", "sugar", "mail"}
        assert self.found(backend, All((port, No(sugar)))) == {"port"}
        assert self.found(backend, No(port)) == {"mail"}
        assert self.found(backend, All((Some((mail, port)), No(Some((sugar, mail)))))) == {"port"}
        assert self.found(backend, Some(())) == set()

    def test_within_a_field(self, backend: SearchBackend) -> None:
        self.fill(backend, MAIL, document("body", "direct mail"))
        assert self.found(backend, Within("title", Phrase(("direct", "mail")))) == {"mail"}

    def test_another_name_is_found_and_weighs_less(self, backend: SearchBackend) -> None:
        self.fill(backend, document("a", "minrex spoke"), document("b", "foreign ministry spoke"))
        alike = Alike(Word("minrex"), (Phrase(("foreign", "ministry")),))
        results = self.ask(backend, alike)
        assert uids(results) == ["a", "b"]
        assert results.hits[0].score > results.hits[1].score > 0

    def test_what_was_sought_is_told_for_marks(self, backend: SearchBackend) -> None:
        self.fill(backend, SUGAR, PORT)
        words = self.ask(backend, All((Word("sugar"), Phrase(("in", "port")), No(Word("x"))))).words
        assert [sought.slots for sought in words] == [
            (frozenset({"sugar", "sugars"}),),
            (frozenset({"in"}), frozenset({"port"})),
        ]

    def test_a_hit_names_the_layer_it_was_found_in(self, backend: SearchBackend) -> None:
        entry = document(
            "a",
            body=Text("emended", "en", ("The harvest ended.",)),
            others=(Text("published", "en", ("The harvets ended.",)),
                    Text("translated", "es", ("La zafra terminó.",))),
        )  # fmt: skip
        self.fill(backend, PORT, entry)
        assert self.ask(backend, Word("ended")).hits[0].layer == "emended"
        assert self.ask(backend, Word("harvets")).hits[0].layer == "published"
        assert self.ask(backend, Word("zafra")).hits[0].layer == "translated"

    # Who sees what

    @pytest.mark.parametrize(
        ("doors", "readable", "seen"),
        [
            (Doors(), PUBLIC, True),
            (Doors(staff=True), PUBLIC, False),
            (Doors(staff=True), Readable(TODAY, restricted=True), True),
            (Doors(embargo_until=date(2024, 5, 2)), PUBLIC, False),
            (Doors(embargo_until=date(2024, 5, 1)), PUBLIC, True),
            (Doors(embargo_until=date(2024, 5, 2)), Readable(date(2024, 5, 2)), True),
            (Doors(withdrawn=True), Readable(TODAY, restricted=True), False),
            (Doors(withdrawn=True), EDITOR, True),
            (Doors(accepted=False), Readable(TODAY, restricted=True), False),
            (Doors(accepted=False), EDITOR, True),
        ],
    )
    def test_what_may_not_be_seen_is_counted_nowhere(
        self, backend: SearchBackend, doors: Doors, readable: Readable, seen: bool
    ) -> None:
        entry = document("a", "secret", facets={"publisher": ("p",)}, doors=doors,
                         published=days("2020-01-01"))  # fmt: skip
        backend.rebuild([entry])
        results = self.ask(backend, Word("secret"), readable=readable, counted=("publisher",))
        assert results.total == len(results.hits) == seen
        assert len(results.facets["publisher"].values) == seen
        assert results.histogram is not None and len(results.histogram.bars) == seen
        assert backend.complete("secr", 5, readable) == (["secret"] if seen else [])
        assert backend.similar("sceret", 5, readable) == (["secret"] if seen else [])

    def test_a_standing_shows_only_where_the_other_end_does(self, backend: SearchBackend) -> None:
        hidden = Doors(staff=True)
        told = claim("told", "a", "It rained.", "rain", standings=(("denied", hidden),
                     ("repeated", Doors())))  # fmt: skip
        backend.rebuild([told])
        for readable, standing in ((PUBLIC, "repeated"), (EDITOR, "denied")):
            results = self.ask(backend, kind="claims", readable=readable, counted=("standing",))
            assert results.facets["standing"].values == (FacetValue(standing, 1),)
            tagged = Tagged("standing", (standing,))
            assert self.found(backend, tagged, kind="claims", readable=readable) == {"told"}
            assert not self.found(
                backend, Tagged("standing", ("alone",)), kind="claims", readable=readable
            )

    # Facets

    def test_a_facet_is_counted_without_its_own_clause(self, backend: SearchBackend) -> None:
        self.fill(
            backend,
            document("a", "rain", facets={"publisher": ("p",), "topic": ("t", "u")}),
            document("b", "rain", facets={"publisher": ("q",), "topic": ("t",)}),
            document("c", "rain", facets={"publisher": ("q",)}),
            document("d", "rain"),
        )
        results = self.ask(
            backend, Word("rain"), filters={"publisher": ("p",)}, counted=("publisher", "topic")
        )
        assert results.total == 1
        assert results.facets["publisher"].values == (
            FacetValue("q", 2), FacetValue("p", 1, selected=True),
        )  # fmt: skip
        assert results.facets["topic"].values == (FacetValue("t", 1), FacetValue("u", 1))

    def test_values_of_a_facet_are_ored_and_facets_anded(self, backend: SearchBackend) -> None:
        self.fill(
            backend,
            document("a", facets={"publisher": ("p",), "topic": ("t",)}),
            document("b", facets={"publisher": ("q",), "topic": ("t",)}),
            document("c", facets={"publisher": ("r",), "topic": ("t",)}),
            document("d", facets={"publisher": ("p",)}),
        )
        filters = {"publisher": ("p", "q"), "topic": ("t",)}
        assert self.found(backend, filters=filters) == {"a", "b"}
        assert self.found(backend, filters={"publisher": ("nowhere",)}) == set()

    def test_values_with_commas_and_spaces_are_whole(self, backend: SearchBackend) -> None:
        self.fill(backend, document("a", facets={"genre": ("Smith, John",)}), PORT)
        results = self.ask(backend, counted=("genre",))
        assert results.facets["genre"].values == (FacetValue("Smith, John", 1),)

    def test_a_facet_shows_the_thirty_most_frequent_and_says_how_many_more(
        self, backend: SearchBackend
    ) -> None:
        entries = [
            document(f"d{n}", facets={"person": tuple(f"p{m:02d}" for m in range(n, 40))})
            for n in range(40)
        ]
        self.fill(backend, *entries)
        facet = self.ask(backend, filters={"person": ("p00", "gone")}, counted=("person",)).facets[
            "person"
        ]
        assert [value.value for value in facet.values[:2]] == ["p39", "p38"]
        assert len(facet.values) == 32 and facet.more == 9
        assert facet.values[-2:] == (FacetValue("p00", 1, True), FacetValue("gone", 0, True))

    # Dates

    def test_a_range_finds_what_may_lie_in_it(self, backend: SearchBackend) -> None:
        self.fill(
            backend,
            document("day", published=days("1960-03-04")),
            document("year", published=days("1960-01-01", "1960-12-31")),
            document("open", published=(date(1958, 1, 1), None)),
            document("undated"),
        )
        assert self.found(backend, published=days("1960-03-01", "1960-03-31")) == {
            "day", "year", "open",
        }  # fmt: skip
        assert self.found(backend, published=(None, date(1959, 1, 1))) == {"open"}
        assert self.found(backend, published=(date(1961, 1, 1), None)) == {"open"}

    def test_any_mentioned_day_will_do(self, backend: SearchBackend) -> None:
        self.fill(
            backend,
            document("two", mentioned=(days("1950-01-01"), days("1970-01-01"))),
            document("none"),
        )
        assert self.found(backend, mentioned=days("1969-01-01", "1971-01-01")) == {"two"}
        assert self.found(backend, mentioned=days("1955-01-01", "1965-01-01")) == set()

    def test_a_range_that_ends_before_it_begins_holds_no_open_interval(
        self, backend: SearchBackend
    ) -> None:
        self.fill(backend, document("open", mentioned=((date(1958, 1, 1), None),)))
        assert self.found(backend, mentioned=days("1959-01-01", "1960-01-01")) == {"open"}
        assert self.found(backend, mentioned=days("1960-01-01", "1959-01-01")) == set()

    def test_what_may_lie_outside_the_range_too_is_counted_apart(
        self, backend: SearchBackend
    ) -> None:
        month, year = days("1960-03-01", "1960-03-31"), days("1960-01-01", "1960-12-31")
        self.fill(
            backend,
            document("within", mentioned=(days("1960-03-04"),)),
            document("coarser", mentioned=(year,)),
            document("both", mentioned=(month, year)),
            document("about", mentioned=(month,), doubted=(month,)),
            document("open", mentioned=((date(1958, 1, 1), None),)),
            document("elsewhere", mentioned=(days("1970-01-01"),)),
        )
        results = self.ask(backend, mentioned=month)
        assert (results.total, results.possibly) == (5, 3)
        assert self.ask(backend, mentioned=(date(1958, 1, 1), None)).possibly == 1
        assert self.ask(backend).possibly == 0

    @pytest.mark.parametrize(
        ("last", "by", "bars"),
        [("1961-02-01", "month", 14), ("1990-01-01", "year", 31), ("2023-01-01", "decade", 7)],
    )
    def test_bars_suit_the_span_and_link_to_what_they_count(
        self, backend: SearchBackend, last: str, by: str, bars: int
    ) -> None:
        self.fill(
            backend,
            document("a", published=days("1960-01-01")),
            document("b", published=days(last)),
            document("c", published=days("1960-01-01", last)),
            document("undated"),
        )
        histogram = self.ask(backend).histogram
        assert histogram is not None
        assert (histogram.by, len(histogram.bars), histogram.undated) == (by, bars, 1)
        for bar in histogram.bars:
            narrowed = self.ask(backend, published=(bar.first, bar.last))
            assert narrowed.total == bar.count

    def test_mentions_are_counted_once_a_document_and_bar(self, backend: SearchBackend) -> None:
        mentioned = (days("1960-01-01"), days("1960-01-02"), days("1960-02-01"))
        self.fill(backend, document("a", mentioned=mentioned), PORT)
        histogram = self.ask(backend, over="mentioned").histogram
        assert histogram is not None
        assert [bar.count for bar in histogram.bars] == [1, 1]
        assert histogram.undated == 1

    # Order and pages

    def test_sorts(self, backend: SearchBackend) -> None:
        self.fill(
            backend,
            document("b", "rain rain", "Álamo", published=days("1960-01-01")),
            document("a", "rain", "beta", published=days("1970-01-01")),
            document("c", "rain in a long text of very many words", "Gamma"),
        )
        rain = Word("rain")
        assert uids(self.ask(backend, rain)) == ["b", "a", "c"]
        assert uids(self.ask(backend, rain, sort="newest")) == ["a", "b", "c"]
        assert uids(self.ask(backend, rain, sort="oldest")) == ["b", "a", "c"]
        assert uids(self.ask(backend, rain, sort="title")) == ["b", "a", "c"]

    def test_claims_are_sorted_by_when_they_were_said(self, backend: SearchBackend) -> None:
        self.fill(
            backend,
            claim("late", "a", "x", "x", said=days("1970-01-01"), published=days("1971-01-01")),
            claim("early", "b", "x", "x", said=days("1960-01-01"), published=days("1999-01-01")),
        )
        assert uids(self.ask(backend, kind="claims", sort="oldest")) == ["early", "late"]

    def test_pages_neither_overlap_nor_skip_and_ties_go_by_uid(
        self, backend: SearchBackend
    ) -> None:
        self.fill(backend, *(document(f"d{n:02d}", "rain") for n in reversed(range(25))))
        pages = [
            uids(self.ask(backend, Word("rain"), offset=offset, limit=10))
            for offset in (0, 10, 20, 30)
        ]
        assert [uid for page in pages for uid in page] == [f"d{n:02d}" for n in range(25)]

    def test_also_has_most_of_the_words(self, backend: SearchBackend) -> None:
        self.fill(
            backend,
            document("all", "one two three"),
            document("two", "one two"),
            document("one", "one"),
            document("not", "one two stop"),
        )
        tree = All((Word("one"), Word("two"), Word("three"), No(Word("stop"))))
        results = self.ask(backend, tree)
        assert uids(results) == ["all"]
        assert [hit.uid for hit in results.also] == ["two"]
        assert self.ask(backend, tree, offset=20).also == ()
        assert self.ask(backend, tree, also=False).also == ()

    def test_completion_is_most_used_first(self, backend: SearchBackend) -> None:
        self.fill(backend, document("a", "minister mint"), document("b", "minister"), PORT)
        assert backend.complete("min", 5, PUBLIC) == ["minister", "mint"]
        assert backend.complete("min", 1, PUBLIC) == ["minister"]

    def test_values_are_counted_over_the_documents_that_may_be_read(
        self, backend: SearchBackend
    ) -> None:
        facets: dict[str, tuple[str, ...]] = {"person": ("marsh", "ruiz")}
        self.fill(
            backend,
            document("one", facets=facets),
            document("two", facets={"person": ("marsh",)}),
            document("shut", facets=facets, doors=Doors(staff=True)),
            claim("said", "shut", "A statement", "a quote", facets=facets),
        )
        wanted = ("marsh", "ruiz", "nobody")
        assert backend.used("person", wanted, PUBLIC) == {"marsh": 2, "ruiz": 1, "nobody": 0}
        assert backend.used("person", wanted, EDITOR) == {"marsh": 3, "ruiz": 2, "nobody": 0}
        backend.replace(["two"], [])
        assert backend.used("person", wanted, PUBLIC)["marsh"] == 1

    def test_similar_words_are_one_slip_away_and_of_long_words_two(
        self, backend: SearchBackend
    ) -> None:
        self.fill(backend, document("a", "quota quote rota delegation"), document("b", "quote"))
        assert backend.similar("quoat", 5, PUBLIC) == ["quota"]
        assert backend.similar("quots", 5, PUBLIC) == ["quote", "quota"]
        assert backend.similar("uqota", 5, PUBLIC) == ["quota"]
        assert backend.similar("xuota", 5, PUBLIC) == ["quota"]
        assert backend.similar("deleggaton", 5, PUBLIC) == ["delegation"]
        assert backend.similar("quota", 5, PUBLIC) == ["quote"]
        assert backend.similar("rot", 5, PUBLIC) == []

    def test_a_score_is_the_same_over_one_segment_or_many(self, backend: SearchBackend) -> None:
        entries: Iterable[Entry] = (MAIL, SUGAR, PORT)
        tree = Some((Word("port"), Word("mail"), Phrase(("sugar", "quota"))))
        backend.rebuild(entries)
        whole = self.ask(backend, tree).hits
        for entry in (MAIL, PORT, SUGAR):
            backend.replace([entry.uid], [entry])
        assert self.ask(backend, tree).hits == whole
