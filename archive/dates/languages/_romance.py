"""What Portuguese, Spanish and French share: the order of words in a date."""

from archive.dates.languages import expand

MACROS = {
    "month": r"M|m\.?",
    "num": r"[dynf]|x(?:-?x){0,3}",
    "some": r"vi?|<num>",
    "units": r"[UVQqHh]",
    "which": r"e?'?(?:[LNTABGZcC]Z?|ZA)",
    "ofyear": r"i?(?:<which>U(?:-A)?|e?'?U[LNBGA])",
    "year": r"(?:i|,)?y|<ofyear>",
    "date": r"(?:W,?)?(?:[do]i?|Oi)<month>(?:<year>)?",
    "weekday": r"e?[LNT]?W[LNG]|(?:e?[LNT])?W",
    "day": r"I|<date>|R|<weekday>",
    "monthly": r"(?:e?[LNT])?<month>(?:<year>|[LN])?",
    "season": r"<which>[Ss]|e?'?[Ss](?:<year>|[LN])|e?'?S",
    "quarterly": r"e?(?:O|o)[QF](?:<year>)?",
    "unit": r"<which>[UQ](?:-A)?|e?'?[UQ](?:[LNBGA]|-A)",
    "decade": r"e?(?:[VU]i?)[ydn]|e?Vx",
    "period": r"<quarterly>|<monthly>|<season>|<decade>|<unit>|y",
}

RULES = expand(
    r"""
    clock-day: <day>,?j?e?(?:tp?z?|[df]p)
    clock: tp?z?|[df]p
    day-part: <day>[5ij]?e?P
    part: Y|TP|e?P
    day-of-text: e?ø
    every: J(?:<num>V|[UQHWPSs])
    repeated: X
    day-range: d[-54]di?<month>(?:<year>)?
    year-range: y-[ydn]
    edge: e?kie?'?(?:<period>|[UQ])|k(?:<period>)
    numeric: I
    date: <date>
    ago: 3?g3?(?:<some>|a)<units>|3?(?:<some>|a)<units>[gl]
    stretch: e?[2LNG](?:<some>)?[Vqh]|e?(?:<some>)?2[Vqh]|e?(?:<some>)?[Vqh][LNG]
    stretch: e?[2NG](?:<some>)?U
    fraction: a?F-?[UH]|(?:a|<num>)<units>4F
    amount: 3?(?:<some>)[UVQqHh]|3?aU
    decade-of: <decade>
    fiscal: e?Uy
    century: e?'?oU|e?'?U[Oo]
    quarter: <quarterly>
    season: <season>
    month: <monthly>
    day-word: R
    weekday: <weekday>
    holiday: 1(?:i?y)?
    unit: <unit>
    the-unit: e'?[UQ]
    year: y
    vague: 2
    """,
    MACROS,
)
