"""The histogram's geometry: plain numbers in, columns in percent out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from search.backends.base import Bar, Histogram

HEIGHT = 70  # px of the tallest bar
BASE = 84  # px from the top to the line the bars stand on
MANY = 16  # columns from which on not every one has a label
LABELS = {"month": 8}  # as many labels as fit where they are longer than a year


@dataclass(frozen=True)
class Column:
    """A bar of the chart: lengths in percent of its width or px of its height."""

    label: str
    count: int
    query: str
    out: bool
    x: str
    width: str
    bar_x: str
    bar_width: str
    middle: str
    y: int
    height: int
    shows_label: bool
    thin: bool  # its label is left out on a phone
    crowded: bool  # its number is, too
    shows_count: bool

    @property
    def count_y(self) -> int:
        """Where the number stands, above its bar."""
        return self.y - 6


def columns(
    histogram: Histogram, first: date | None, last: date | None, narrowed: Callable[[Bar], str]
) -> list[Column]:
    """One column a bar; those outside first..last are marked `out`."""
    bars = histogram.bars
    if not bars:
        return []
    most = max(bar.count for bar in bars) or 1
    width = 100 / len(bars)
    every = -(-len(bars) // LABELS.get(histogram.by, MANY))
    return [
        Column(
            label=bar_label(bar, histogram.by),
            count=bar.count,
            query=narrowed(bar),
            out=bool((first and bar.last < first) or (last and bar.first > last)),
            x=_percent(i * width),
            width=_percent(width),
            bar_x=_percent((i + 0.14) * width),
            bar_width=_percent(width * 0.72),
            middle=_percent((i + 0.5) * width),
            y=BASE - _height(bar.count, most),
            height=_height(bar.count, most),
            shows_label=i % every == 0,
            thin=len(bars) > MANY // 2 and i // every % 2 == 1,
            crowded=len(bars) > MANY,
            shows_count=len(bars) <= 2 * MANY,
        )
        for i, bar in enumerate(bars)
    ]


def _height(count: int, most: int) -> int:
    """At least 2 px where there is anything, so that a bar of one can be seen and clicked."""
    return max(2, round(HEIGHT * count / most)) if count else 0


def _percent(number: float) -> str:
    return f"{number:.3f}%"


def bar_label(bar: Bar, by: str) -> str:
    """A period's name: "1990s", "1994", "March 1994"."""
    if by == "decade":
        return _("%(year)ss") % {"year": bar.first.year}
    return str(bar.first.year) if by == "year" else date_format(bar.first, "N Y")
