"""The rules by name. Each takes a Reading and the tokens from and to, and gives a Meaning, or None
where the words mean something else after all. ValueError and OverflowError from a rule say that
there is no such day: 31 June, or a year beyond 9999.
"""

from collections.abc import Callable

from archive.dates.reading import Meaning, Reading
from archive.dates.rules import amounts, days, nth, relative, spans, times

Rule = Callable[[Reading, int, int], Meaning | None]

RULES: dict[str, Rule] = {
    "clock-day": times.clock_day,
    "day-part": times.day_part,
    "part": times.part,
    "clock": times.clock,
    "every": amounts.every,
    "repeated": amounts.repeated,
    "day-of-day": days.day_of_day,
    "nth": nth.nth,
    "day-range": days.day_range,
    "year-range": spans.year_range,
    "edge": spans.edge,
    "numeric": days.numeric,
    "date": days.written,
    "same-period": relative.same_period,
    "year-ago": relative.year_ago,
    "ago-this": relative.ago_this,
    "ago": relative.ago,
    "later-this": relative.later_this,
    "within": spans.within,
    "parts-of": spans.parts_of,
    "week-of": relative.week_of,
    "ordinal-amount": amounts.stretch,
    "stretch": amounts.stretch,
    "fourths": amounts.fourths,
    "fraction": amounts.fraction,
    "amount": amounts.amount,
    "nights": amounts.nights,
    "quarter": spans.quarter,
    "season": spans.season,
    "month": spans.month,
    "month-of": spans.month_of_name,
    "day-of-month": days.day_of_month,
    "fiscal": spans.fiscal,
    "day-word": days.day_word,
    "day-of-text": days.day_of_text,
    "weekday": days.weekday,
    "holiday": days.holiday,
    "whole": relative.whole,
    "beyond": relative.beyond,
    "neighbour": relative.neighbour,
    "unit": relative.unit,
    "the-unit": relative.the_unit,
    "century": spans.century,
    "decade": spans.decade,
    "decade-of": spans.decade_of,
    "year": spans.year,
    "rate": amounts.rate,
    "lasting": amounts.lasting,
    "whole-unit": amounts.whole_unit,
    "units": amounts.units,
    "that-time": relative.that_time,
    "vague": relative.vague,
}
