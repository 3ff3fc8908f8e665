"""Rules for times of the day: 6:40 p.m., noon, Thursday night, this morning.

A time that names a day has that day as its date; EDTF keeps the minute where one is written.
"""

from archive.dates.periods import Period, Unit
from archive.dates.reading import Anchor, Meaning, Reading, Status, Type


def clock(reading: Reading, start: int, end: int) -> Meaning | None:
    """6:40 p.m., 08:30 UTC, noon: on the day under discussion."""
    if not _is_clock(reading, start, end):
        return None
    anchor = _day(reading)
    if anchor is None:
        return reading.unresolved("clock", None, Type.TIME)
    day = Meaning(Type.DATE, "clock", period=Period(Unit.DAY, anchor.day), anchor=anchor)
    return _at(reading, start, end, day)


def clock_day(reading: Reading, start: int, end: int) -> Meaning | None:
    """10 a.m. Monday, Friday at noon."""
    for middle in range(start + 1, end):
        left = reading.understand(reading, start, middle)
        if left is None:
            continue
        after = middle
        while after < end - 1 and reading.kinds[after] in "r,j":
            after += 1
        right = reading.understand(reading, after, end)
        if right is None:
            continue
        if left.rule == "clock" and right.type is Type.DATE:
            return _timed(reading, start, middle, right)
        if right.rule == "clock" and left.type is Type.DATE:
            return _timed(reading, after, end, left)
    return None


def _timed(reading: Reading, start: int, end: int, day: Meaning) -> Meaning | None:
    if day.period is None or day.period.unit is not Unit.DAY:
        return reading.unresolved(day.rule, None, Type.TIME)
    return _at(reading, start, end, day)


def _is_clock(reading: Reading, start: int, end: int) -> bool:
    """Whether 8:30 is a time: with a.m., a zone or a colon after a word that times follow."""
    kinds = reading.kinds[start:end]
    if start and reading.kinds[start - 1] in "Iy":  # right after a date
        return True
    if "p" in kinds or "z" in kinds or reading.word(start)[:1].isalpha():
        return True
    led = reading.word(start - 1) in reading.language.before_clock or reading.alone(start, end)
    return led or end - start > 1


def _at(reading: Reading, start: int, end: int, on: Meaning) -> Meaning | None:
    """The time in these tokens, on the day of another expression."""
    if on.period is None:
        return None
    day = on.period.first
    at = reading.find(start, end, "tdfynx")
    value = reading.tokens.values[at]
    if reading.kinds[at] in "yn":  # 1300 GMT
        if reading.tokens.ends[at] - reading.tokens.starts[at] != 4 or value % 100 > 59:
            return None
        value = (value // 100, value % 100, None)
    parts = _parts(value)
    shift = reading.value(start, end, "p")
    if parts is None or not _plausible(parts, shift):
        return None
    hour, minute, second = parts
    if shift is not None:
        hour = hour % 12 + shift
    clock_ = f"T{hour:02}:{minute:02}" + ("" if second is None else f":{second:02}")
    universal = "Z" if reading.value(start, end, "z") else ""
    if "_" in reading.kinds[start:end]:  # GMT +8
        universal = ""
    edtf = day.isoformat()
    if hour < 24:
        edtf += f"T{hour:02}:{minute:02}:{second or 0:02}{universal}"
    timex = f"{day.isoformat()}{clock_}{universal}"
    return Meaning(
        Type.TIME, on.rule, Status.RESOLVED, timex, edtf, Period(Unit.DAY, day), on.anchor
    )


def _parts(value: object) -> tuple[int, int, int | None] | None:
    if isinstance(value, tuple):
        return value
    if isinstance(value, float):  # 6.40 p.m.
        hour, minute = int(value), round(value % 1 * 100)
        return (hour, minute, None) if minute < 60 else None
    return (value, 0, None) if isinstance(value, int) else None


def _plausible(parts: tuple[int, int, int | None], shift: int | None) -> bool:
    return parts[0] <= 24 if shift is None else 1 <= parts[0] <= 12


def _day(reading: Reading) -> Anchor | None:
    """The day under discussion: the nearest in the text, else that of publication.

    A day more than 200 characters back must be within 60 days of publication: an agreement of 1952
    is not the day of "the morning" two sentences on.
    """
    published = reading.published
    near = reading.nearest(Unit.DAY, Unit.DAY, within=200)
    if near or not published:
        return near or reading.nearest(Unit.DAY, Unit.DAY, within=500)
    far = reading.nearest(Unit.DAY, Unit.DAY, within=500)
    return far if far and abs((far.day - published.day).days) <= 60 else published


def part(reading: Reading, start: int, end: int) -> Meaning | None:
    """This morning, last night, that evening, the afternoon, tonight."""
    tonight = reading.value(start, end, "Y")
    if tonight:
        shift, name = tonight
        return _part_on(reading, reading.published, shift, name, "days-from")
    at = reading.find(start, end, "P")
    name = reading.tokens.values[at]
    which = reading.find(start, end, "LNTBGb")
    if start == at and name == "NI" and start and reading.kinds[start - 1] == "j":
        return None  # "at night" is any night
    if reading.word(end) in reading.language.compounds:
        return None  # the night shift
    if which >= 0 and reading.kinds[which] in "LT":
        shift = reading.tokens.values[which]
        return _part_on(reading, reading.published, shift, name, "days-from")
    bare = which < 0 and start == reading.find(start, end, "EP")  # no article
    led = reading.word(start - 1) in reading.language.before_part or reading.alone(start, end)
    if bare and not led:
        return None
    shift = reading.tokens.values[which] if which >= 0 else 0
    return _part_on(reading, _day(reading), shift, name, "same-day")


def _part_on(
    reading: Reading, anchor: Anchor | None, shift: int, name: str, rule: str
) -> Meaning | None:
    if anchor is None:
        return reading.unresolved(f"{rule}:{shift}", None, Type.TIME)
    day = Period(Unit.DAY, anchor.day).shift(shift)
    return Meaning(
        Type.TIME,
        f"{rule}:{shift}",
        Status.RESOLVED,
        f"{day.timex}T{name}",
        day.edtf,
        day,
        anchor,
    )


def day_part(reading: Reading, start: int, end: int) -> Meaning | None:
    """Thursday night, yesterday morning, the evening of June 5."""
    at = reading.find(start, end, "P")
    name = reading.tokens.values[at]
    if at == end - 1:
        while reading.kinds[at - 1] in "5eij":  # lunes por la noche, ontem à noite
            at -= 1
        day = reading.understand(reading, start, at)
    else:
        day = reading.understand(reading, at + 1 + int(reading.kinds[at + 1] == "i"), end)
    if day is None or reading.titled(end):  # The Saturday Evening Post
        return None
    if day.period is None or day.period.unit is not Unit.DAY:
        return reading.unresolved(day.rule, None, Type.TIME)
    return Meaning(
        Type.TIME,
        day.rule,
        Status.RESOLVED,
        f"{day.period.timex}T{name}",
        day.period.edtf,
        day.period,
        day.anchor,
    )
