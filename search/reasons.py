"""Why something was found: which word, other name or field, where it stands, and in which layer.

Computed on demand, for one hit or a page of them, from the texts that the index has of it; where a
field was asked for, from the whole entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Layer
from search.backends.base import Entry, Sought, Text, tags
from search.entries import entries_of
from search.facets import labels, names
from search.finding import Found
from search.hits import ShownHit
from search.matches import Term, matches
from search.query import Leaf, Phrase, Prefix, positive_words
from search.query.canonical import canonical
from search.words import fold, stem, word_texts

FORMS = 5  # ways in which a word is written that are listed
ALL = "1"  # `why=1` asks it of every hit; no uid is so short


@dataclass(frozen=True)
class Reason:
    """One thing that was asked for and is there.

    `by`: word, other name or field. `field`: title, body (of claims their statement and quote) or
    the facet's name. `layer`: whose text, "" where it is none. `found`: as it is written there, the
    most frequent first. `count`: how often.
    """

    asked: str
    by: str
    field: str
    layer: str
    found: tuple[str, ...]
    count: int
    kind: str

    def as_json(self) -> dict[str, object]:
        """For `/search.json?why=`."""
        return {
            "asked": self.asked,
            "by": self.by,
            "field": self.field,
            "layer": self.layer or None,
            "found": list(self.found),
            "count": self.count,
        }

    @property
    def sentence(self) -> str:
        """The reason in words."""
        if self.by == "field":
            values = {"name": names()[self.field], "values": ", ".join(self.found)}
            return _("%(name)s: %(values)s") % values
        written = ", ".join(self.found)
        said: dict[str, object] = {"found": written, "place": self._place, "count": self.count}
        times = ngettext(
            "“%(found)s” once %(place)s", "“%(found)s” %(count)s times %(place)s", self.count
        )
        if self.by == "other name":
            return _("%(times)s, another name of “%(asked)s”") % {
                "times": times % said, "asked": self.asked,
            }  # fmt: skip
        return times % said

    @property
    def _place(self) -> str:
        if self.kind == "claim":
            return _("in the statement") if self.field == "title" else _("in the quote")
        if self.field == "title":
            return _("in the title")
        return _("in the text %(layer)s") % {"layer": Layer(self.layer).label}


def explained(found: Found, hits: Sequence[ShownHit]) -> list[ShownHit]:
    """The hits, with their reasons where the address asks for them."""
    asked = found.asked.why
    wanted = [hit for hit in hits if asked in (ALL, hit.uid)]
    if not wanted:
        return list(hits)
    if any(tags(found.resolved.query.tree)):
        entries = {(e.kind, e.uid): e for e in entries_of(hit.document.uid for hit in wanted)}
    else:
        entries = {(hit.kind, hit.uid): hit.texts for hit in wanted}
    reasons = {
        hit.uid: tuple(_reasons(found, entries[hit.kind, hit.uid]))
        for hit in wanted
        if (hit.kind, hit.uid) in entries
    }
    return [replace(hit, why=reasons.get(hit.uid)) for hit in hits]


def _reasons(found: Found, entry: Entry) -> Iterator[Reason]:
    others = _other_names(found)
    for sought in found.results.words:
        by = "other name" if sought.alias else "word"
        asked = others.get(_words(sought), "") if sought.alias else _asked(sought, found, entry)
        for field, text in _texts(entry, sought.field):
            yield from _in(text, sought, Reason(asked, by, field, "", (), 0, entry.kind))
    for clause in tags(found.resolved.query.tree):
        if both := [
            value for value in clause.values if value in entry.facets.get(clause.facet, ())
        ]:
            known = found.said[clause.facet]
            said = known if set(both) <= set(known) else labels({clause.facet: both})[clause.facet]
            shown = tuple(said[value] for value in both)
            yield Reason(clause.facet, "field", clause.facet, "", shown, len(both), entry.kind)


def _texts(entry: Entry, only: str) -> Iterator[tuple[str, Text]]:
    """The texts in which a word may stand, each with its field."""
    layer = "" if entry.kind == "document" else entry.body.layer
    texts = [
        ("title", Text(layer, entry.title_language or entry.body.language, (entry.title,))),
        ("body", entry.body),
        *(("body_other", other) for other in entry.others),
    ]
    return ((field, text) for field, text in texts if only in ("", field))


def _in(text: Text, sought: Sought, reason: Reason) -> Iterator[Reason]:
    """The reason, where the word stands in this text."""
    term = [Term(sought.within(text.language))]
    written = Counter(
        piece[match.start : match.end] for piece in text.pieces for match in matches(piece, term)
    )
    if written:
        layer = "" if reason.field == "title" else text.layer
        forms: dict[str, str] = {}  # by what they fold to: Talks and talks are one
        for form, _count in written.most_common():
            forms.setdefault(fold(form), form)
        found = tuple(forms.values())[:FORMS]
        yield replace(reason, layer=layer, found=found, count=written.total())


def _words(sought: Sought) -> tuple[str, ...]:
    return tuple(min(slot, default="") for slot in sought.slots)


def _asked(sought: Sought, found: Found, entry: Entry) -> str:
    """What was typed and led to these words."""
    for leaf in positive_words(found.parsed.tree, "title"):
        if _is_of(leaf, sought, entry.body.language):
            return canonical(leaf)
    return " ".join(_words(sought))


def _is_of(leaf: Leaf, sought: Sought, language: str) -> bool:
    if isinstance(leaf, Prefix):
        return len(sought.slots) == 1 and any(w.startswith(leaf.text) for w in sought.slots[0])
    words = leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
    return len(words) == len(sought.slots) and all(
        word in slot or stem(word, language) in {stem(each, language) for each in slot}
        for word, slot in zip(words, sought.slots, strict=True)
    )


def _other_names(found: Found) -> dict[tuple[str, ...], str]:
    """For each other name that was searched too, as words, what was typed."""
    return {
        tuple(word_texts(other)): asked
        for asked, others in found.resolved.widened
        for other in others
    }
