"""Where a quote stands in a text: exactly, or but for spaces, quotation marks, dashes and NFC."""

from collections.abc import Iterator

from archive.passages.folding import Folded, fold
from archive.passages.spans import Passage, PassageError, _, passage_at, shortened


def occurrences(text: str, quote: str, prefix: str = "", suffix: str = "") -> list[Passage]:
    """All passages of the text with this quote, overlapping ones too, in their order.

    Where it stands nowhere exactly, those that equal it after folding (see `folding`); each carries
    the text's own words. `prefix` and `suffix` narrow them to those between the most of the two,
    and are ignored where they fit none. Empty for a quote without a visible character.
    """
    spans = spans_of(text, quote)
    if len(spans) > 1 and (prefix or suffix):
        before, after = fold(prefix), fold(suffix)
        fits = [_fit(text, span, before, after) for span in spans]
        spans = [span for span, fit in zip(spans, fits, strict=True) if fit == max(fits)]
    return [passage_at(text, start, end) for start, end in spans]


def spans_of(text: str, quote: str) -> list[tuple[int, int]]:
    """The spans of all `occurrences`: words that stand everywhere are counted without a passage
    of each."""
    if not quote.strip():
        return []
    return [(at, at + len(quote)) for at in _positions(text, quote)] or _folded_spans(text, quote)


def find_one(
    text: str, quote: str, prefix: str = "", suffix: str = "", occurrence: int | None = None
) -> Passage:
    """The one passage with this quote, or the `occurrence`-th of several, counted from 1.

    Raises PassageError where there is none, or where it would take a guess to choose.
    """
    found = occurrences(text, quote, prefix, suffix)
    if not found:
        raise PassageError(
            _(
                "The words “{quote}” do not stand in this text. Copy them from the text as it is "
                "here."
            ).format(quote=shortened(quote))
        )
    if occurrence is None and len(found) == 1:
        return found[0]
    if occurrence is None:
        raise PassageError(
            _(
                "The words “{quote}” stand in this text {count} times. Say which: give occurrence, "
                "1 to {count}, or quote more words."
            ).format(quote=shortened(quote), count=len(found))
        )
    if not 1 <= occurrence <= len(found):
        raise PassageError(
            _(
                "There is no occurrence {occurrence} of the words “{quote}”: they stand in this "
                "text {count} times. Give occurrence, 1 to {count}."
            ).format(occurrence=occurrence, quote=shortened(quote), count=len(found))
        )
    return found[occurrence - 1]


def _positions(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _folded_spans(text: str, quote: str) -> list[tuple[int, int]]:
    wanted = fold(quote).strip()
    if not wanted:
        return []
    folded = Folded(text)
    spans = []
    for at in _positions(folded.text, wanted):
        start, end = folded.original_start(at), folded.original_end(at + len(wanted))
        if start is not None and end is not None and start < end:
            spans.append((start, end))
    return spans


def _fit(text: str, span: tuple[int, int], prefix: str, suffix: str) -> int:
    """How many of the two folded contexts, 0 to 2, stand at the edges of the span."""
    # Twice the length and some more, since runs of white space fold to one character.
    before = fold(text[max(0, span[0] - 2 * len(prefix) - 16) : span[0]])
    after = fold(text[span[1] : span[1] + 2 * len(suffix) + 16])
    return int(bool(prefix) and before.endswith(prefix)) + int(
        bool(suffix) and after.startswith(suffix)
    )
