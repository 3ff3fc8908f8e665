"""What the words of a query are widened to: other names of an entity, other spellings of initials.

Only names that the audience may know widen and are named (`search.known`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from search import naming
from search.backends.base import Clause, Phrase, Word
from search.known import Known
from search.query import tree
from search.words import stands_alone

MOST_NAMES = 20  # other names that one name is widened to
FEWEST_INITIALS = 3


Others = tuple[Clause, ...]


@dataclass(frozen=True)
class Wider:
    """How many parts that stand side by side are one, and what else is searched for them."""

    taken: int
    others: Others = ()


@dataclass
class Widening:
    """Looks for names and initials among the parts of one query.

    `notes` are sentences on what was not widened, `told` on what was; `widened` is the same as
    names: what was, and to which others, as written.
    `stands` says whether a text that may be seen has these letters with points.
    """

    known: Known
    stands: Callable[[str], bool]
    notes: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    widened: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def over(self, parts: Sequence[tree.Node]) -> Iterator[tuple[Sequence[tree.Node], Others]]:
        """The parts from left to right: those that make a name as one, the others one by one."""
        self._look(parts)
        at = 0
        while at < len(parts):
            found = self._at(parts, at)
            yield parts[at : at + found.taken], found.others
            at += found.taken

    def _look(self, parts: Sequence[tree.Node]) -> None:
        """Ask at once who may be known of all whose name some of the parts spell."""
        exactly = self.known.names.exactly
        spelled = (name for at in range(len(parts)) for _count, name in _spelled(parts, at))
        self.known.widening([each for name in spelled for each in exactly.get(name, ())])

    def _at(self, parts: Sequence[tree.Node], at: int) -> Wider:
        """The longest name that starts here, else initials, with what else is searched for it."""
        name = self._name(parts, at)
        if name is not None and name.taken > 1:
            return name  # the initials in it are not asked about: what is told is searched
        found = (each for each in (name, self._initials(parts[at])) if each is not None)
        return Wider(1, tuple(dict.fromkeys(other for each in found for other in each.others)))

    def _name(self, parts: Sequence[tree.Node], at: int) -> Wider | None:
        """The longest name that starts here, of one entity that this audience may know."""
        exactly = self.known.names.exactly
        for count, called in reversed(list(_spelled(parts, at))):
            entities = self.known.widening(exactly.get(called, ()))
            if not entities or (self._says_little(called) and not _initials_typed(parts[at])):
                continue
            if len(entities) > 1:
                self._ask(called, entities)
                return None
            return self._widen(called, entities[0], count)
        return None

    def _says_little(self, name: naming.Words) -> bool:
        """Whether a name is a function word once its capitals are gone: the US, the WHO."""
        return len(name) == 1 and self.known.says_little(name[0])

    def _widen(self, called: naming.Words, entity: naming.Named, count: int) -> Wider | None:
        others = {
            name: text
            for name, text in entity.widening.items()
            if name != called and not self._says_little(name)
        }
        if called not in entity.widening or not others:
            return None
        chosen = sorted(others)[:MOST_NAMES]
        written = tuple(others[name] for name in chosen)
        self.widened.append((entity.widening[called], written))
        self.told.append(
            _("Also searched, as other names of “%(name)s”: %(others)s.")
            % {"name": entity.widening[called], "others": "; ".join(written)}
        )
        return Wider(count, tuple(_as_written(name) for name in chosen))

    def _initials(self, part: tree.Node) -> Wider | None:
        """Initials with points (C.I.A.) stand also without them, and those without with them."""
        if isinstance(part, tree.Phrase) and part.typed and _are_initials(part.words):
            return self._without_points(part.words)
        if isinstance(part, tree.Word) and _initials_typed(part) and self.stands(part.text):
            return self._with_points(part.text)
        return None

    def _without_points(self, letters: naming.Words) -> Wider:
        joined, pointed = "".join(letters), _pointed(letters)
        self.widened.append((pointed, (joined.upper(),)))
        self.told.append(
            _("Also searched, for “%(initials)s” without points: %(joined)s.")
            % {"initials": pointed, "joined": joined.upper()}
        )
        return Wider(1, (Word(joined, exact=True),))

    def _with_points(self, letters: str) -> Wider:
        """Letters of every capitalised word could be these: only what stands somewhere is said."""
        joined, pointed = letters.upper(), _pointed(letters)
        self.widened.append((joined, (pointed,)))
        self.told.append(
            _("Also searched: “%(initials)s”, which is “%(joined)s” with points.")
            % {"initials": pointed, "joined": joined}
        )
        return Wider(1, (Phrase(tuple(letters)),))

    def _ask(self, called: naming.Words, entities: list[naming.Named]) -> None:
        """Say that a name is not widened, since it is that of several who have others."""
        if not any(len(entity.widening) > 1 for entity in entities):
            return
        name = entities[0].written[called]
        said = sorted({each.name for each in entities})
        if len(said) == 1:
            said = sorted({each.said for each in entities})
        if len(said) == 1:
            self.notes.append(
                _("%(count)s entities are called “%(name)s”, so no other names were searched.")
                % {"count": len(entities), "name": name}
            )
            return
        self.notes.append(
            _("“%(name)s” can mean %(entities)s, so no other names were searched.")
            % {"name": name, "entities": _(" or ").join(said)}
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


def _initials_typed(part: tree.Node) -> bool:
    return isinstance(part, tree.Word) and part.initials


def _pointed(letters: Sequence[str]) -> str:
    return "".join(f"{letter.upper()}." for letter in letters)


def _as_written(name: naming.Words) -> Clause:
    return Word(name[0], exact=True) if len(name) == 1 else Phrase(name)
