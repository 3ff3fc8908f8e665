"""Numbers by year as bars: lengths for an SVG whose labels keep their size, and for its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.axis import Axis
from archive.dates.values import read


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


@dataclass(frozen=True)
class Stretch:
    """A time on an axis with how many lie in it: x and width in hundredths, y and height in
    pixels; `edtf` says which time."""

    edtf: str
    n: int
    x: str
    width: str
    y: int
    height: int


def stretch_bars(counts: Sequence[tuple[str, int]], axis: Axis, height: int = 52) -> list[Stretch]:
    """A bar for each time (EDTF, how many), as wide as the time, the highest of `height` pixels."""
    most = max((n for _edtf, n in counts), default=0)
    bars = []
    for edtf, n in counts:
        value = read(edtf)
        left, right = axis.at(value.earliest or axis.first), axis.at(value.latest or axis.last)
        tall = max(1, round(height * n / most))
        left, right = max(left, 0.0), min(right, 100.0)
        width = max((right - left) * 0.9, 0.4)
        bars.append(Stretch(edtf, n, f"{left:.2f}%", f"{width:.2f}%", height - tall, tall))
    return bars


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
