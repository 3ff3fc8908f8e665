"""Numbers by year as bars: lengths for an SVG whose labels keep their size, and for its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One year: x and width in hundredths of the chart's width, y and height in its units."""

    year: int
    n: int
    x: str
    width: str
    middle: str
    y: int
    height: int
    labelled: bool


@dataclass(frozen=True)
class Chart:
    """Bars from the first year to the last, without a gap; `undated` stand in none."""

    bars: list[Bar]
    undated: int
    height: int

    @property
    def dated(self) -> int:
        """How many stand in the bars."""
        return sum(bar.n for bar in self.bars)

    @property
    def most(self) -> Bar:
        """The highest bar, the earliest of several."""
        return max(self.bars, key=lambda bar: (bar.n, -bar.year))

    @property
    def base(self) -> float:
        """Where the line under the bars stands."""
        return self.height + 0.5


def year_bars(counts: Mapping[int | None, int], height: int = 52, labels: int = 4) -> Chart:
    """A bar a year, the highest of `height` units; at most about `labels` years are written out."""
    dated = {year: n for year, n in counts.items() if year is not None}
    if not dated:
        return Chart([], counts.get(None, 0), height)
    first, last = min(dated), max(dated)
    width, most = 100 / (last - first + 1), max(dated.values())
    step = max(1, -(-(last - first + 1) // labels))
    bars = []
    for i, year in enumerate(range(first, last + 1)):
        n = dated.get(year, 0)
        tall = max(1, round(height * n / most)) if n else 0
        bars.append(
            Bar(
                year=year,
                n=n,
                x=f"{width * (i + 0.08):.2f}%",
                width=f"{width * 0.84:.2f}%",
                middle=f"{width * (i + 0.5):.2f}%",
                y=height - tall,
                height=tall,
                labelled=i % step == 0,
            )
        )
    return Chart(bars, counts.get(None, 0), height)
