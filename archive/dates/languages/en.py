"""English. The kinds are explained in `archive.dates.languages`."""

from archive.dates.languages import UNITS as U
from archive.dates.languages import Language, expand, listed, numbered, phrases, words

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_HIGHER = (
    "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
    "twentieth"
)

WORDS = {
    **numbered(
        "M",
        "january february march april may june july august september october november december",
    ),
    **words("0", {"march": 3, "may": 5}),
    **words("m", {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6}),
    **words("m", {"jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}),
    **numbered("W", _DAYS, 0),
    **numbered("w", "mon tue wed thu fri sat sun", 0),
    **words("w", {"tues": 1, "thur": 3, "thurs": 3}),
    **words("S", {"summer": 2, "autumn": 3, "winter": 4, "summertime": 2, "wintertime": 4}),
    **words("s", {"spring": 1, "fall": 3, "springtime": 1}),
    **words("U", {"day": U.DAY, "week": U.WEEK, "weekend": U.WEEKEND, "month": U.MONTH}),
    **words("U", {"year": U.YEAR, "decade": U.DECADE, "century": U.CENTURY}),
    **words("U", {"fortnight": U.FORTNIGHT, "millennium": U.MILLENNIUM}),
    **words("V", {"days": U.DAY, "weeks": U.WEEK, "months": U.MONTH}),
    **words("V", {"years": U.YEAR, "decades": U.DECADE, "centuries": U.CENTURY}),
    **words("V", {"fortnights": U.FORTNIGHT, "millennia": U.MILLENNIUM, "yrs": U.YEAR}),
    **words("Q", {"quarter": U.QUARTER}),
    **words("q", {"quarters": U.QUARTER}),
    **words("F", ["half"]),
    **words("H", {"hour": U.HOUR, "minute": U.MINUTE}),
    **words("h", {"hours": U.HOUR, "minutes": U.MINUTE, "seconds": U.SECOND, "mins": U.MINUTE}),
    **words("P", {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}),
    **words("P", {"midday": "MI", "dawn": "MO", "dusk": "EV", "lunchtime": "MI"}),
    **words("R", {"today": 0, "yesterday": -1, "tomorrow": 1}),
    **words("Y", {"tonight": (0, "NI"), "overnight": (0, "NI")}),
    **words("1", {"christmas": "christmas", "thanksgiving": "thanksgiving", "easter": "easter"}),
    **words("1", {"halloween": "halloween", "epiphany": "epiphany", "pentecost": "pentecost"}),
    **words("L", {"last": -1, "latest": -1}),
    **words("K", {"past": -1}),
    **words("B", {"previous": -1, "preceding": -1, "prior": -1}),
    **words("N", {"next": 1}),
    **words("C", {"coming": 1, "upcoming": 1}),
    **words("G", {"following": 1, "subsequent": 1, "ensuing": 1}),
    **words("T", {"this": 0, "these": 0}),
    **words("c", {"current": 0}),
    **words("A", ["that", "those"]),
    **words("Z", ["same"]),
    **words("e", ["the"]),
    **words("a", ["a", "an"]),
    **words("i", ["of"]),
    **words("r", ["on"]),
    **words("j", ["at"]),
    **words("~", ["in"]),
    **words("4", ["and"]),
    **words("5", ["to", "through", "until", "till"]),
    **words("b", {"before": -1, "after": 1}),
    **words("l", {"earlier": -1, "later": 1}),
    **words("g", {"ago": -1, "hence": 1}),
    **numbered("x", _NUMBERS),
    **words(
        "x",
        {
            **_TENS,
            "ninety": 90,
        },
    ),
    **words("&", {"hundred": 100, "thousand": 1000, "dozen": 12}),
    **words("v", ["several", "few", "many", "some", "couple", "countless", "multiple"]),
    **numbered("O", _ORDINALS),
    **numbered("O", _HIGHER, 11),
    **words("O", {"final": 4}),
    **numbered("9", "q1 q2 q3 q4"),
    **words("D", {"nineties": 1990, "eighties": 1980, "seventies": 1970, "sixties": 1960}),
    **words("D", {"fifties": 1950, "forties": 1940, "thirties": 1930, "twenties": 1920}),
    **words("t", {"noon": (12, 0, None), "midnight": (24, 0, None)}),
    **words("p", {"am": 0, "pm": 12}),
    **words("z", ["utc", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet"]),
    **words("z", ["cest", "bst", "ist", "et", "pt", "eet", "msk", "jst", "aest"]),
    **words("E", ["early", "late", "mid"]),
    **words("k", ["beginning", "start", "middle", "end", "close"]),
    **words("J", ["each", "every", "per"]),
    **words("X", {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q"}),
    **words("X", {"yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "hourly": "PT1H"}),
    **words(
        "X",
        {
            "nightly": "P1D",
            "biweekly": "P2W",
            "biennial": "P2Y",
            "fortnightly": "P2W",
            "semiannual": "P6M",
        },
    ),
    **{f"{day}s": ("X", f"XXXX-WXX-{number}") for number, day in enumerate(_DAYS.split(), 1)},
    **words("X", {"weekends": "XXXX-WXX-WE"}),
    **words("2", {"now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF"}),
    **words("2", {"presently": "PRESENT_REF", "recently": "PAST_REF", "lately": "PAST_REF"}),
    **words("2", {"recent": "PAST_REF"}),
    **words(
        "2",
        {
            "soon": "FUTURE_REF",
        },
    ),
    **words("3", ["about", "around", "nearly", "almost", "roughly", "approximately"]),
    **words("6", ["fiscal"]),
    **words("7", ["period"]),
    **words("8", ["whole", "entire", "full"]),
    **words("u", ["old", "long"]),
    **words("!", {"yearlong": "P1Y", "monthlong": "P1M", "weeklong": "P1W", "daylong": "P1D"}),
    **words("=", ["time"]),
}

PHRASES = phrases(
    ("more than", "3", None),
    ("less than", "3", None),
    ("fewer than", "3", None),
    ("at least", "3", None),
    ("at most", "3", None),
    ("up to", "3", None),
    ("just over", "3", None),
    ("just under", "3", None),
    ("from now", "g", 1),
    ("a . m .", "p", 0),
    ("p . m .", "p", 12),
    ("a . m", "p", 0),
    ("p . m", "p", 12),
    ("o ' clock", "p", None),
    ("christmas day", "1", "christmas"),
    ("christmas eve", "1", "christmas-eve"),
    ("boxing day", "1", "boxing"),
    ("new year ' s day", "1", "new-year"),
    ("new year ' s eve", "1", "new-year-eve"),
    ("valentine ' s day", "1", "valentine"),
    ("st . patrick ' s day", "1", "st-patrick"),
    ("april fools ' day", "1", "april-fools"),
    ("labor day", "1", "labor"),
    ("memorial day", "1", "memorial"),
    ("independence day", "1", "us-independence"),
    ("thanksgiving day", "1", "thanksgiving"),
    ("columbus day", "1", "columbus"),
    ("veterans day", "1", "veterans"),
    ("armistice day", "1", "veterans"),
    ("presidents day", "1", "presidents"),
    ("presidents ' day", "1", "presidents"),
    ("mother ' s day", "1", "mothers"),
    ("father ' s day", "1", "fathers"),
    ("martin luther king day", "1", "mlk"),
    ("bastille day", "1", "bastille"),
    ("german unity day", "1", "german-unity"),
    ("all saints ' day", "1", "all-saints"),
    ("easter sunday", "1", "easter"),
    ("easter monday", "1", "easter-monday"),
    ("good friday", "1", "good-friday"),
    ("palm sunday", "1", "palm-sunday"),
    ("ash wednesday", "1", "ash-wednesday"),
    ("ascension day", "1", "ascension"),
    ("whit monday", "1", "whit-monday"),
    ("corpus christi", "1", "corpus-christi"),
    ("at present", "2", "PRESENT_REF"),
    ("these days", "2", "PRESENT_REF"),
    ("to date", "2", "PRESENT_REF"),
    ("at the moment", "2", "PRESENT_REF"),
    ("right now", "2", "PRESENT_REF"),
    ("until now", "2", "PRESENT_REF"),
    ("the past", "K", -1),
    ("every other", "J", 2),
    ("set for", "_", None),
    ("as soon as", "_", None),
    ("near future", "2", "FUTURE_REF"),
    ("new year ' s", "1", "new-year"),
    ("the near future", "2", "FUTURE_REF"),
    ("the future", "2", "FUTURE_REF"),
    ("long ago", "2", "PAST_REF"),
    ("9 / 11", "I", "9/11"),
)

MACROS = {
    "month": r"[M0]|m\.?",
    "wd": r"W|w\.?",
    "num": r"d?d/d|[dynf]&?|x(?:-?[x&]){0,3}|&",
    "some": r"a?vi?|a&|<num>",
    "units": r"[UVQqHh]",
    "zone": r"\(z(?:[_-]d)?\)|z(?:[_-]d)?",
    "clock": r"(?:[tdf]p|t)<zone>?|[yn]z",
    "which": r"e?(?:T[KC]|[LNTAZBGcC]Z?)",
    "whichyear": r",?y|i?<which>U|iy",
    "date": r"(?:<wd>,?)?[LNT]?<month>e?[do](?![-]?[UVQqHhn$#%x])(?:<whichyear>)?"
    r"|(?:<wd>,?r?)?(?:e?oi?|e?Oi|d-?i?)<month>(?:-?<whichyear>)?",
    "weekday": r"(?:e?(?:T[KC]|[LNTBGCK]))?<wd>(?:i?[LNT]U)?",
    "day": r"I|<date>|R|<weekday>|e?[AZ]Z?U|1(?:,?y)?",
    "season": r"<which>[Ss]|e?[Ss](?:<whichyear>)?",
    "monthly": r"(?:e?(?:TK|[LNTBGK]))?<month>(?:<whichyear>)?",
    "quarterly": r"e?6?(?:O|o|L)-?[QF](?:(?:,|i|6|U)*y|i?6?<which>6?U|ieU)?"
    r"|(?:e?y|<which>U)(?:'_)?6?O-?[QF]|9i?y?",
    "decade": r"e?E?-?'?D|(?:eE?|E)-?y'_",
    "unit": r"<which>6?[UQ]|e6?[UQ]",
    "period": r"<quarterly>|<monthly>|<season>|<decade>|<unit>|6U?y|e?Uy|e?o-?U|y",
}

RULES = expand(
    r"""
    clock-day: <clock>[r,]?<day>|E?<day>,?j?<clock>
    day-part: e?E?-?Pi<day>|E?-?<day>P
    part: (?:l|E-?)?(?:ePb(?=[.,;:)¶]|$)|[LT]E?P|e?AZ?P|e?[NGBZ]P|Y|e?E?-?P)
    clock: <clock>
    every: J(?:<num>V|[UQHWPSs])
    repeated: X
    day-of-day: eUbR
    day-range: <month>d[-5]d,?y?|d[-54]di?<month>,?y?
    year-range: y-[ydn]
    edge: e?kie?(?:<period>)|U-ky?|U'_k|E-U
    numeric: I
    date: E?-?<date>
    same-period: e?y[7Q]|e?Z[7UQ=][~i]?(?:LU|<some>V[gl]|aU[gl]|y|eBU|eU[Bbl])
    year-ago: e?U-[gl][7QU]?|[ax]U[gl]|eU[gl][7QU]
    ago: 3?(?:<some>|a)(?:4aF)?<units>(?:4aF)?[gl]|FaU[gl]|aF-?U[gl]|[Vh][gl]
    ago: <some>[UVQqHh]b(?=[.,;:)"¶]|$)
    later-this: [lE]~e[UQ]|l<which>[UQ]
    ordinal-amount: e?O(?:<some>)[VqHh]
    stretch: e?[LKNCGBT]3?(?:<some>)?[Vqh]|e?[LKN]3?(?:<some>)[Vqh]|e?2V
    fraction: 3?<num>-?4-?a-?F-?i?<units>|3?[ax][UH]4aF|Fa[UH]|aF-?[UH]
    amount: 3?(?:<some>)-?<units>(?:-?u)?
    quarter: E?-?(?:<quarterly>)
    season: (?:e?E-?)?(?:<season>)
    month-of: e?Ui(?:<monthly>)
    day-of-month: eo(?=[.,;:)¶]|$)
    month: (?:e?E-?)?(?:<monthly>)
    fiscal: 6U?y|e?Uy|e?y6U
    day-word: [El]?R
    weekday: (?:l|E-?)?<weekday>
    holiday: [LNT]?1(?:,?y)?
    whole: e?8U
    neighbour: eU(?:B|b|l)(?=[.,;:)"¶]|$)
    unit: (?:e?E-?)?(?:<which>6?[UQ])|K[UQ]
    the-unit: e6?[UQ]
    century: e?E?-?o-?U|e?E?-?O-?U
    decade: <decade>
    year: E?-?y
    rate: 3?a[UH]
    whole-unit: U-u
    lasting: !
    units: V|h
    that-time: (?:e|AZ?)=
    vague: 2|c|K(?!_)
    """,
    MACROS,
)

FUTURE = listed(
    """will would shall may might could plans plan planned planning scheduled expected expects
    expect due upcoming aims aim intends hopes hope wants must should ought going tentatively
    deadline slated poised begins starts opens expires expire matures mature ends takes effective
    starting beginning"""
) | {"set for"}
PAST = listed(
    """said was were had did told fell rose made went came took gave got saw became began left lost
    won met held sent broke brought built bought caught chose cut drew drove fought found flew
    grew heard hit kept knew led meant paid put ran sold shot spent spoke stood struck taught
    thought threw understood wrote has have been since after sank shut quoted"""
)

BEFORE_INFINITIVE = listed(
    """agreed vowed promised ordered asked wants want ready likely able is are was were plans
    planned scheduled expected due set hopes intends begin continue decided pledged voted"""
)

LANGUAGE = Language(
    before_day=listed("on by until since"),
    before_month=listed(
        "in since until by of from last next this early late mid between during after before "
        "through to and till per"
    ),
    before_season=listed("in by during until since through for"),
    before_year=listed(
        "in since until by from of during before after around about circa late early mid to and "
        "between through till as year"
    ),
    before_part=listed("in during by until since at"),
    before_clock=listed(
        "at by from until till before after around about since between to and near"
    ),
    be=listed("be get"),
    nouns=listed("plans plan hopes hope aim"),
    deadlines=listed("by until till through before"),
    prefixes=listed("pre post since"),
    numbered=listed("no number room flight page highway route section windows x room"),
    counted=listed(
        """people jobs workers employees troops soldiers men women children students members votes
        shares tons tonnes miles kilometers kilometres km metres meters feet acres pounds dollars
        euros percent words copies seats units homes houses cars vehicles patients cases deaths
        residents refugees points mw kg gmt utc hours est edt"""
    ),
    dated=listed("elections games olympics was is has as finals census models results"),
    business=listed(
        "profit profits earnings sales revenue revenues shares income loss losses orders"
    ),
    over=listed("over during in within throughout"),
    modals=listed("may will could can would should might must to not that which cannot"),
    rates=listed("once twice times percent % per"),
    since=frozenset({"since"}),
    until=frozenset({"until", "till"}),
    between=frozenset({"between"}),
    code="en",
    words=WORDS,
    phrases=PHRASES,
    rules=RULES,
    capitalised=frozenset("Mm0Ww1"),
    ordinal_suffixes=frozenset({"st", "nd", "rd", "th"}),
    decade_suffixes=frozenset({"s"}),
    future=FUTURE,
    past=PAST,
    past_endings=("ed",),
    before_infinitive=BEFORE_INFINITIVE,
    day_first=False,
)
