"""The words of English and their kinds, which `archive.dates.languages` explains."""

from archive.dates.languages import UNITS as U
from archive.dates.languages import listed_phrases, numbered, phrases, words

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
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
    **words("V", {"weekends": U.WEEKEND}),
    **words("Q", {"quarter": U.QUARTER}),
    **words("q", {"quarters": U.QUARTER}),
    **words("F", ["half"]),
    **words("H", {"hour": U.HOUR, "minute": U.MINUTE}),
    **words("h", {"hours": U.HOUR, "minutes": U.MINUTE, "seconds": U.SECOND, "mins": U.MINUTE}),
    **words("P", {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}),
    **words("`", {"mornings": "MO", "afternoons": "AF", "evenings": "EV", "nights": "NI"}),
    **words("P", {"midday": "MI", "dawn": "MO", "dusk": "EV", "lunchtime": "MI"}),
    **words("P", {"daybreak": "MO", "sunrise": "MO", "sunset": "EV", "nightfall": "EV"}),
    **words("R", {"today": 0, "yesterday": -1, "tomorrow": 1}),
    **words("Y", {"tonight": (0, "NI"), "overnight": (0, "NI")}),
    **words("1", {"christmas": "christmas", "thanksgiving": "thanksgiving", "easter": "easter"}),
    **words("1", {"halloween": "halloween", "epiphany": "epiphany", "pentecost": "pentecost"}),
    **words("L", {"last": -1, "latest": -1}),
    **words("K", {"past": -1}),
    **words("B", {"previous": -1, "preceding": -1, "prior": -1}),
    **words("N", {"next": 1}),
    **words("C", {"coming": 1, "upcoming": 1, "ahead": 1}),
    **words("G", {"following": 1, "subsequent": 1, "ensuing": 1}),
    **words("T", {"this": 0, "these": 0}),
    **words("c", {"current": 0}),
    **words("A", ["that", "those"]),
    **words("Z", ["same", "comparable", "corresponding"]),
    **words("e", ["the"]),
    **words("a", ["a", "an", "another"]),
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
    **words("x", _TENS),
    **words(
        "&", {"hundred": 100, "thousand": 1000, "dozen": 12, "million": 10**6, "billion": 10**9}
    ),
    **words("v", ["several", "few", "many", "some", "couple", "countless", "multiple"]),
    **words("v", ["tens", "dozens", "scores", "hundreds", "thousands", "millions", "numerous"]),
    **words("@", ["more", "straight", "consecutive", "successive", "additional", "extra"]),
    **words(">", ["once", "twice", "thrice", "times"]),
    **numbered("O", f"{_ORDINALS} {_HIGHER}"),
    **words("Ø", {"final": -1, "latter": -1, "closing": -1, "opening": 1}),
    **numbered("9", "q1 q2 q3 q4"),
    **words("D", {"nineties": 1990, "eighties": 1980, "seventies": 1970, "sixties": 1960}),
    **words("D", {"fifties": 1950, "forties": 1940, "thirties": 1930, "twenties": 1920}),
    **words("D", {"noughties": 2000}),
    **words("t", {"noon": (12, 0, None), "midnight": (24, 0, None)}),
    **words("p", {"am": 0, "pm": 12}),
    **words("z", {"utc": "Z", "gmt": "Z"}),
    **words("z", ["est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet"]),
    **words("z", ["cest", "bst", "ist", "et", "pt", "eet", "msk", "jst", "aest"]),
    **words("E", ["early", "late", "mid"]),
    **words("k", ["beginning", "start", "middle", "end", "close"]),
    **words("J", ["each", "every", "per"]),
    **words("X", {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q"}),
    **words("X", {"yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "hourly": "PT1H"}),
    **words("X", {"nightly": "P1D", "biweekly": "P2W", "fortnightly": "P2W", "bimonthly": "P2M"}),
    **words("X", {"biannual": "P6M", "semiannual": "P6M", "semiannually": "P6M"}),
    **words("X", {"biennial": "P2Y"}),
    **{f"{day}s": ("X", f"XXXX-WXX-{number}") for number, day in enumerate(_DAYS.split(), 1)},
    **words("2", {"now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF"}),
    **words("2", {"presently": "PRESENT_REF", "recently": "PAST_REF", "lately": "PAST_REF"}),
    **words("2", {"recent": "PAST_REF", "soon": "FUTURE_REF"}),
    **words("3", ["about", "around", "nearly", "almost", "roughly", "approximately"]),
    **words("6", ["fiscal", "financial", "calendar", "academic"]),
    **words("7", ["period"]),
    **words("8", ["whole", "entire", "full"]),
    **words("u", ["old", "long"]),
    **words("!", {"yearlong": "P1Y", "monthlong": "P1M", "weeklong": "P1W", "daylong": "P1D"}),
    **words("=", ["time"]),
}

PHRASES = phrases(
    ("most recent", "L", -1),
    ("12 noon", "t", (12, 0, None)),
    ("12 midnight", "t", (24, 0, None)),
    ("twelve noon", "t", (12, 0, None)),
    ("universal time", "z", "Z"),
    ("greenwich mean time", "z", "Z"),
    ("from now", "g", 1),
    ("a . m .", "p", 0),
    ("p . m .", "p", 12),
    ("a . m", "p", 0),
    ("p . m", "p", 12),
    ("o ' clock", "p", None),
    ("early hours", "P", "MO"),
    ("early morning hours", "P", "MO"),
    ("small hours", "P", "MO"),
    ("morning hours", "P", "MO"),
    ("evening hours", "P", "EV"),
    ("the past", "K", -1),
    ("every other", "J", 2),
    ("early part", "k", None),
    ("first part", "k", None),
    ("later part", "k", None),
    ("latter part", "k", None),
    ("tail end", "k", None),
    ("chinese new year", "_", None),
    ("lunar new year", "_", None),
    ("jewish new year", "_", None),
    ("orthodox christmas", "_", None),
    ("set for", "_", None),
    ("as soon as", "_", None),
    ("as recently as", "_", None),
    ("how soon", "_", None),
    ("too soon", "_", None),
    ("9 / 11", "I", "9/11"),
    *listed_phrases(
        "3",
        """
        more than; less than; fewer than; at least; at most; up to; just over; just under;
        well over; no more than; no less than; no fewer than; as many as; as much as; as long as;
        as little as
        """,
    ),
    *listed_phrases(
        "!",
        """
        all day = P1D; all week = P1W; all month = P1M; all year = P1Y; all weekend = P1WE;
        all night = PT1NI; all summer = P1SU; all winter = P1WI
        """,
    ),
    *listed_phrases(
        "z",
        """
        local time; eastern time; central time; pacific time; eastern standard time;
        eastern daylight time; moscow time; beijing time
        """,
    ),
    *listed_phrases(
        "1",
        """
        christmas day = christmas; christmastime = christmas; the new year = new-year;
        new year = new-year; christmas eve = christmas-eve; boxing day = boxing;
        black friday = black-friday; cyber monday = cyber-monday; may day = may-day;
        earth day = earth-day; canada day = canada; australia day = australia; anzac day = anzac;
        juneteenth = juneteenth; the fourth of july = us-independence;
        fourth of july = us-independence; remembrance day = veterans; groundhog day = groundhog;
        martin luther king jr . day = mlk; all souls ' day = all-souls;
        shrove tuesday = shrove-tuesday; mardi gras = shrove-tuesday;
        maundy thursday = maundy-thursday; st patrick ' s day = st-patrick;
        international women ' s day = womens; new year ' s day = new-year;
        new year ' s eve = new-year-eve; valentine ' s day = valentine;
        st . patrick ' s day = st-patrick; april fools ' day = april-fools; labor day = labor;
        memorial day = memorial; independence day = us-independence;
        thanksgiving day = thanksgiving; columbus day = columbus; veterans day = veterans;
        armistice day = veterans; presidents day = presidents; presidents ' day = presidents;
        mother ' s day = mothers; father ' s day = fathers; martin luther king day = mlk;
        bastille day = bastille; german unity day = german-unity; all saints ' day = all-saints;
        easter sunday = easter; easter monday = easter-monday; good friday = good-friday;
        palm sunday = palm-sunday; ash wednesday = ash-wednesday; ascension day = ascension;
        whit monday = whit-monday; corpus christi = corpus-christi; new year ' s = new-year
        """,
    ),
    *listed_phrases(
        "2",
        """
        the other day = PAST_REF; those days = PAST_REF; the time being = PRESENT_REF;
        at present = PRESENT_REF; these days = PRESENT_REF; to date = PRESENT_REF;
        at the moment = PRESENT_REF; right now = PRESENT_REF; until now = PRESENT_REF;
        near future = FUTURE_REF; the near future = FUTURE_REF; the future = FUTURE_REF;
        long ago = PAST_REF; some time ago = PAST_REF; sometime ago = PAST_REF;
        a long time ago = PAST_REF; a short time ago = PAST_REF
        """,
    ),
)
