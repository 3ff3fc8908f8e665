"""A passage: a run of characters in a text, with the words that it must carry."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext


def _(message: str) -> str:
    """Translated where Django is set up; as written in a program that uses this package alone."""
    return gettext(message) if settings.configured else message


class PassageError(ValueError):
    """A passage that can't be: the message is a sentence that names it and the repair."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """`text[start:end] == quote`; offsets are code points, as in the W3C's TextPositionSelector.

    `prefix` and `suffix` are what stands directly before and after, as in its TextQuoteSelector.
    """

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


def passage_at(text: str, start: int, end: int, context: int = 32) -> Passage:
    """The passage from `start` to `end` (code points) with `context` characters on each side.

    Raises PassageError for a run that is empty, reversed or not within the text.
    """
    check_span(text, start, end)
    return Passage(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - context) : start],
        suffix=text[end : end + context],
    )


def check(text: str, passage: Passage) -> None:
    """Raise PassageError unless the passage's quote stands in `text` exactly where it says."""
    check_span(text, passage.start, passage.end)
    found = text[passage.start : passage.end]
    if found != passage.quote:
        raise PassageError(
            _(
                "At {start} to {end} the text reads “{found}”, not “{quote}”. Mark the passage "
                "again on the text as it is now."
            ).format(
                start=passage.start,
                end=passage.end,
                found=shortened(found),
                quote=shortened(passage.quote),
            )
        )


def check_span(text: str, start: int, end: int) -> None:
    """Raise PassageError unless `0 <= start < end <= len(text)`."""
    if start < 0 or end > len(text):
        raise PassageError(
            _(
                "The passage {start} to {end} is not within the text, which has {length} "
                "characters. Mark it again."
            ).format(start=start, end=end, length=len(text))
        )
    if start == end:
        raise PassageError(
            _("The passage at {start} is empty. Mark at least one character.").format(start=start)
        )
    if start > end:
        raise PassageError(
            _("The passage ends ({end}) before it starts ({start}). Swap the two.").format(
                start=start, end=end
            )
        )


def shortened(quote: str, limit: int = 60) -> str:
    """The quote on one line, its middle left out beyond `limit` characters."""
    line = " ".join(quote.split())
    if len(line) <= limit:
        return line
    half = (limit - 3) // 2
    return f"{line[:half].rstrip()} … {line[-half:].lstrip()}"
