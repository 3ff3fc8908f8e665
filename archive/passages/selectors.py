"""Passages as selectors of the W3C Web Annotation Data Model (sections 4.2.4 and 4.2.5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from archive.passages.quotes import occurrences
from archive.passages.spans import Passage, PassageError, _, passage_at, shortened


def selectors(passage: Passage) -> list[dict[str, Any]]:
    """The passage as a TextQuoteSelector and a TextPositionSelector, in code points."""
    return [
        {
            "type": "TextQuoteSelector",
            "exact": passage.quote,
            "prefix": passage.prefix,
            "suffix": passage.suffix,
        },
        {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
    ]


def from_selectors(text: str, given: Iterable[Mapping[str, Any]]) -> Passage:
    """The passage of `text` that these selectors name; selectors of other types are passed over.

    A position counts only where it agrees with the quote, when both are given. A quote must stand
    exactly and in one place: anything else raises PassageError and is for a person to decide.
    """
    by_type = {selector.get("type"): selector for selector in given}
    position = _position(by_type.get("TextPositionSelector"))
    quoted = by_type.get("TextQuoteSelector")
    if quoted is None:
        if position is None:
            raise PassageError(
                _("Neither a TextQuoteSelector nor a TextPositionSelector is given. Add one.")
            )
        return passage_at(text, *position)
    exact, prefix, suffix = (_words(quoted, name) for name in ("exact", "prefix", "suffix"))
    if exact and position and position[0] >= 0 and text[slice(*position)] == exact:
        return passage_at(text, *position)
    return _only(text, exact, prefix, suffix)


def _only(text: str, exact: str, prefix: str, suffix: str) -> Passage:
    found = [p for p in occurrences(text, exact, prefix, suffix) if p.quote == exact]
    if len(found) == 1:
        return found[0]
    if found:
        message = _(
            "The words “{quote}” stand in this text {count} times, and neither prefix, suffix nor "
            "position tells which is meant. Choose the place by hand."
        )
    else:
        message = _("The words “{quote}” do not stand in this text. Choose the place by hand.")
    raise PassageError(message.format(quote=shortened(exact), count=len(found)))


def _position(selector: Mapping[str, Any] | None) -> tuple[int, int] | None:
    if selector is None:
        return None
    start, end = selector.get("start"), selector.get("end")
    if type(start) is int and type(end) is int:  # a bool is an int to isinstance
        return start, end
    raise PassageError(
        _(
            "A TextPositionSelector needs start and end as whole numbers, not {start!r} and "
            "{end!r}."
        ).format(start=start, end=end)
    )


def _words(selector: Mapping[str, Any], name: str) -> str:
    value = selector.get(name, "")
    if not isinstance(value, str):
        raise PassageError(
            _("The {name} of a TextQuoteSelector is text, not {value!r}.").format(
                name=name, value=value
            )
        )
    return value
