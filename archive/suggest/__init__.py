"""Suggestions: annotations that rules propose. None is public until a person accepts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archive.suggest import dates
from archive.suggest.making import Suggested
from archive.suggest.texts import Text

Suggester = Callable[[Iterable[Text]], Suggested]

# What `manage.py suggest` offers: each makes a suggester for one run.
KINDS: dict[str, Callable[[], Suggester]] = {
    "dates": lambda: dates.suggest,
}
