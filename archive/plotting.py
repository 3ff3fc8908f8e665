"""The figure of a timeline: its rows as points and bars, none over another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.axis import Axis, Place, Tick
from archive.models import Claim, Document

TOP, ROW = 12, 16  # pixels: the middle of the highest row, and from one to the next
APART = 3.2  # hundredths between two in a row: a point is as wide as that on a phone


@dataclass
class Point:
    """A claim or a dating: from when to when, as written, and what it is."""

    row: Any
    edtf: str
    earliest: date | None
    latest: date | None
    place: Place | None = None
    level: int = 0  # rows above the axis
    y: int = 0

    @property
    def document(self) -> Document:
        """Where it stands."""
        return self.row.passage.version.document

    @property
    def is_open_ended(self) -> bool:
        """Whether it has no beginning or no end: its bar runs to the end of the axis."""
        return not (self.earliest and self.latest)

    @property
    def bar(self) -> int:
        """Where the bar of an interval begins."""
        return self.y - 3


@dataclass(frozen=True)
class Figure:
    """Points over an axis, which stands at `base`, pixels from above; None where none has a day."""

    points: list[Point]
    axis: Axis | None
    base: int

    @property
    def ticks(self) -> list[Tick]:
        """What is written under the axis."""
        return self.axis.ticks() if self.axis else []

    @property
    def label(self) -> int:
        """Where it is written."""
        return self.base + 22

    @property
    def height(self) -> int:
        """Of all."""
        return self.base + 28

    @property
    def has_open_ends(self) -> bool:
        """Whether any of them has no beginning or no end."""
        return any(point.is_open_ended for point in self.points)


def figure_of(rows: Iterable[Any], axis: Axis | None, is_part: bool) -> Figure:
    """The figure of claims or datings; of a part of what lies on the axis, that part of it."""
    points = [_point(row) for row in rows]
    if axis and is_part:
        axis = _around(axis, points)
    return Figure(points, axis, _place(points, axis))


def _point(row: Any) -> Point:
    edtf = row.said if isinstance(row, Claim) else row.edtf
    if edtf:
        return Point(row, edtf, row.earliest, row.latest)
    document = row.passage.version.document
    return Point(row, document.dated, document.earliest, document.latest)


def _around(axis: Axis, points: list[Point]) -> Axis:
    """The axis from the first mark of a page to the last: beyond them nothing is drawn, which is
    not that nothing is."""
    days = [day for point in points for day in (point.earliest, point.latest) if day]
    last = min(max(days, default=axis.last), axis.last)
    return Axis(min(max(min(days, default=axis.first), axis.first), last), last)


def _place(points: list[Point], axis: Axis | None) -> int:
    """Put each point on the lowest level on which it covers no other; the height of all."""
    ends: list[float] = []
    for point in points:
        point.place = axis.place((point.earliest, point.latest)) if axis else None
        if axis is None or point.place is None:
            continue
        left, right = axis.at(point.earliest or axis.first), axis.at(point.latest or axis.last)
        level = next((i for i, end in enumerate(ends) if end + APART <= left), len(ends))
        ends[level : level + 1] = [right]
        point.level = level
    height = TOP + ROW * max(len(ends), 1)
    for point in points:
        point.y = height - ROW * (point.level + 1) + 2
    return height
