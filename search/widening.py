"""What the words of a query are widened to: other names of an entity, other spellings of initials.

Only names that the audience may know widen and are named (`search.known`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from search import naming
from search.backends.base import Clause, Phrase, Word
from search.known import Known
from search.query import tree
from search.words import stands_alone

MOST_NAMES = 20  # other names that one name is widened to
FEWEST_INITIALS = 3


@dataclass(frozen=True)
class Wider:
    """Parts of a query that stand side by side, and what else is searched for them."""

    taken: int
    others: tuple[Clause, ...] = ()


@dataclass
class Widening:
    """Looks for names and initials among the parts of one query.

    `notes` are sentences on what was widened, `widened` what was and to which names, as written.
    """

    known: Known
    notes: list[str] = field(default_factory=list)
    widened: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def over(self, parts: Sequence[tree.Node]) -> Iterator[tuple[Sequence[tree.Node], Wider]]:
        """The parts from left to right: those that make a name as one, the others one by one."""
        self._look(parts)
        at = 0
        while at < len(parts):
            found = self._name(parts, at) or self._initials(parts[at]) or Wider(1)
            yield parts[at : at + found.taken], found
            at += found.taken

    def _look(self, parts: Sequence[tree.Node]) -> None:
        """Ask at once who may be known of all whose name some of the parts spell."""
        exactly = self.known.names.exactly
        spelled = (name for at in range(len(parts)) for _count, name in _spelled(parts, at))
        self.known.widening([each for name in spelled for each in exactly.get(name, ())])

    def _name(self, parts: Sequence[tree.Node], at: int) -> Wider | None:
        """The longest name that starts here, of one entity that this audience may know."""
        exactly = self.known.names.exactly
        for count, called in reversed(list(_spelled(parts, at))):
            entities = self.known.widening(exactly.get(called, ()))
            if not entities or self._is_no_name(called, parts[at]):
                continue
            if len(entities) > 1:
                self._ask(called, entities)
                return None
            return self._widen(called, entities[0], count)
        return None

    def _is_no_name(self, called: naming.Words, part: tree.Node) -> bool:
        """Whether this is a function word: "us" is not the US."""
        return len(called) == 1 and self.known.says_little(called[0])

    def _widen(self, called: naming.Words, entity: naming.Named, count: int) -> Wider | None:
        others = {
            name: text
            for name, text in entity.widening.items()
            if name != called and not (len(name) == 1 and self.known.says_little(name[0]))
        }
        if called not in entity.widening or not others:
            return None
        chosen = sorted(others)[:MOST_NAMES]
        clauses = (Word(n[0], exact=True) if len(n) == 1 else Phrase(n) for n in chosen)
        written = tuple(others[name] for name in chosen)
        self.widened.append((entity.widening[called], written))
        self.notes.append(
            _("Also searched, as other names of “%(name)s”: %(others)s.")
            % {"name": entity.widening[called], "others": "; ".join(written)}
        )
        return Wider(count, tuple(clauses))

    def _initials(self, part: tree.Node) -> Wider | None:
        """Initials with points (C.I.A.) stand also without them."""
        if not (isinstance(part, tree.Phrase) and part.typed and _are_initials(part.words)):
            return None
        joined = "".join(part.words)
        pointed = "".join(f"{letter.upper()}." for letter in part.words)
        self.widened.append((pointed, (joined.upper(),)))
        self.notes.append(
            _("Also searched, for “%(initials)s” without points: %(joined)s.")
            % {"initials": pointed, "joined": joined.upper()}
        )
        return Wider(1, (Word(joined, exact=True),))

    def _ask(self, called: naming.Words, entities: list[naming.Named]) -> None:
        if any(len(entity.widening) > 1 for entity in entities):
            self.notes.append(
                _("“%(name)s” can mean %(entities)s, so no other names were searched.")
                % {
                    "name": " ".join(called),
                    "entities": _(" or ").join(sorted({each.name for each in entities})),
                }
            )


def _spelled(parts: Sequence[tree.Node], at: int) -> Iterator[tuple[int, naming.Words]]:
    """What the typed words from here on spell: how many parts, and their words."""
    spelled: list[str] = []
    for count, part in enumerate(parts[at:], 1):
        if not (isinstance(part, tree.Word | tree.Phrase) and part.typed):
            return
        spelled += [part.text] if isinstance(part, tree.Word) else part.words
        yield count, tuple(spelled)
        if len(spelled) >= naming.LONGEST:
            return


def _are_initials(words: Sequence[str]) -> bool:
    """Three letters at least: without points "U.S." is a word of every day."""
    letters = [word for word in words if len(word) == 1 and word.isalpha()]
    return len(letters) == len(words) >= FEWEST_INITIALS and not any(map(stands_alone, words))
