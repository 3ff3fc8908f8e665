"""Days that have a name, where their date is fixed or can be computed.

The Gregorian Easter is the algorithm that Oudin gave in 1940, as printed in the Explanatory
Supplement to the Astronomical Almanac.
"""

from datetime import date, timedelta

# name: (month, day), or days from Easter Sunday, or (month, weekday, which; -1 the last)
_FIXED = {
    "new-year": (1, 1),
    "epiphany": (1, 6),
    "australia": (1, 26),
    "groundhog": (2, 2),
    "womens": (3, 8),
    "earth-day": (4, 22),
    "anzac": (4, 25),
    "juneteenth": (6, 19),
    "canada": (7, 1),
    "all-souls": (11, 2),
    "valentine": (2, 14),
    "st-patrick": (3, 17),
    "april-fools": (4, 1),
    "may-day": (5, 1),
    "us-independence": (7, 4),
    "bastille": (7, 14),
    "assumption": (8, 15),
    "german-unity": (10, 3),
    "halloween": (10, 31),
    "all-saints": (11, 1),
    "veterans": (11, 11),
    "christmas-eve": (12, 24),
    "christmas": (12, 25),
    "boxing": (12, 26),
    "new-year-eve": (12, 31),
}
_EASTER = {
    "shrove-tuesday": -47,
    "ash-wednesday": -46,
    "palm-sunday": -7,
    "maundy-thursday": -3,
    "good-friday": -2,
    "easter": 0,
    "easter-monday": 1,
    "ascension": 39,
    "pentecost": 49,
    "whit-monday": 50,
    "corpus-christi": 60,
}
_NTH = {
    "mlk": (1, 0, 3),
    "presidents": (2, 0, 3),
    "mothers": (5, 6, 2),
    "memorial": (5, 0, -1),
    "fathers": (6, 6, 3),
    "labor": (9, 0, 1),
    "columbus": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
}

_AFTER = {"black-friday": ("thanksgiving", 1), "cyber-monday": ("thanksgiving", 4)}


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar."""
    century = year // 100
    golden = year % 19
    moon = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def date_of(name: str) -> str | None:
    """The month and day of a holiday that has the same in every year, "12-25"; else None."""
    if name not in _FIXED:
        return None
    month, day = _FIXED[name]
    return f"{month:02}-{day:02}"


def holiday(name: str, year: int) -> date:
    """The day of a holiday in a year; KeyError for a name that is not known here."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _EASTER:
        return easter(year) + timedelta(days=_EASTER[name])
    if name in _AFTER:
        other, days = _AFTER[name]
        return holiday(other, year) + timedelta(days=days)
    month, weekday, which = _NTH[name]
    if which > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    last = date(year, month + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)
