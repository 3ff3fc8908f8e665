"""English. The kinds are explained in `archive.dates.languages`."""

from archive.dates.languages import UNITS as U
from archive.dates.languages import (
    Language,
    expand,
    listed,
    listed_phrases,
    numbered,
    phrases,
    words,
)

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_TENS["ninety"] = 90
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
    **words("V", {"fortnights": U.FORTNIGHT, "weekends": U.WEEKEND, "yrs": U.YEAR}),
    **words("V", {"millennia": U.MILLENNIUM}),
    **words("Q", {"quarter": U.QUARTER}),
    **words("q", {"quarters": U.QUARTER}) | words("F", ["half"]),
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
    **words("D", {"noughties": 2000}),
    **words("D", {"fifties": 1950, "forties": 1940, "thirties": 1930, "twenties": 1920}),
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
    **words("X", {"biennial": "P2Y"}),
    **words("X", {"biannual": "P6M", "semiannual": "P6M", "semiannually": "P6M"}),
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

MACROS = {
    "month": r"[M0]|m\.?",
    "wd": r"W|w\.?",
    "num": r"d?d/d|[dynf]&?|x(?:-?[x&]){0,3}|&",
    "some": r"a?vi?|a&|<num>",
    "units": r"[UVQqHh]",
    "zone": r"\(z(?:[_-]d)?\)|z(?:[_-]d)?",
    "clock": r"(?:[tdfx]p|t)<zone>?|[yn]z",
    "which": r"e?(?:T[KC]|[LNTAZBGcC]Z?)",
    "whichyear": r",?y|i?<which>U|iy",
    "date": r"(?:<wd>,?)?[LNT]?<month>e?[do](?![-]?[UVQqHhn$#%x])(?:<whichyear>)?"
    r"|(?:<wd>,?r?)?(?:e?oi?|e?Oi|d-?i?)<month>(?:-?<whichyear>)?",
    "weekday": r"(?:e?(?:T[KC]|[LNTBGCK]))?<wd>(?:i?[LNT]U)?",
    "day": r"I|<date>|R|<weekday>|e?[AZ]Z?U|1(?:,?y)?",
    "season": r"e?[Ss]i?y-[ydn]|<which>[Ss]|e?[Ss](?:<whichyear>)?",
    "monthly": r"(?:e?(?:TK|[LNTBGK]))?<month>(?:<whichyear>)?",
    "quarterly": r"e?6?[OoØL]-?6?[QF](?:(?:,|i|6|U)*y|i?6?<which>6?U|ieU)?"
    r"|(?:e?y|<which>U)(?:'_)?6?[OØ]-?[QF]|9i?y?",
    "decade": r"e?E?-?'?D|(?:eE?|E)-?y'_",
    "unit": r"<which>6?[UQ]|e6?[UQ]",
    "period": r"<quarterly>|<monthly>|<season>|<decade>|<unit>|6U?y|e?Uy|e?o-?U|y",
}

RULES = expand(
    r"""
    clock-day: <clock>[r,]?<day>|E?<day>,?j?<clock>
    day-part: e?E?-?Pi<day>|P(?:<date>|W)|(?:E[-r]?)?<day>P
    part: (?:l|E-?)?(?:ePb(?=[.,;:)¶]|$)|[LT]E?P|e?AZ?P|e?[NGBZ]P|Y|e?E?-?P)
    clock: 3?<clock>
    every: J(?:<num>[Vqh]|vi?[Vqh]|[oO]?[UQH]|WP|[WPSsMm01])
    repeated: X|W?`|3?(?:<some>)?>-?(?:[aJ][UQH]|J<num>[Vqh]|X)
    day-of-day: eUbR
    nth: e?[OoØL][WU][i~](?:<monthly>|<season>|<unit>|y)|e?[oO]i(?:<unit>)
    day-range: <month>d[-5]d,?y?|d[-54]di?<month>,?y?
    year-range: y[-/][ydn]
    edge: e?kie?(?:<period>)|U-ky?|U'_k|E-U
    numeric: I
    date: (?:E[-r]?)?<date>
    same-period: e?Z?y[7Q]|e?Z[7UQ=][~i]?(?:LU|<some>V[gl]|aU[gl]|y|eBU|eU[Bbl])
    ago-this: 3?(?:<num>|a)[UV]g(?:R|TU|W)
    year-ago: e?U-[gl][7QU]?|[ax]U[gl]|eU[gl][7QU]
    ago: (?:3|v(?=[xdnyf]))?(?:<some>|a)(?:4aF)?<units>(?:4aF)?[gl]|FaU[gl]|aF-?U[gl]|[Vh][gl]
    ago: (?:<some>|a)[UVQqHh]b(?=[.,;:)"¶]|$)
    later-this: [lE]~e[UQ]|l<which>[UQ]
    parts-of: e?[OØEL]Vi(?:<period>)
    week-of: eUi<date>
    within: [lE]~(?:<quarterly>|<monthly>|<season>|<decade>|y)
    ordinal-amount: e?[OØ](?:<some>)[VqHh]
    stretch: e?[LKNCGBT]3?(?:<some>)?[Vqh]|e?[LKN]3?(?:<some>)[Vqh]|e?2V|eVC
    fourths: 3?a?Q-?[UH]|3?(?:a|<num>)-?[Qq]ia[UH]
    fraction: 3?<num>-?4-?a-?F-?i?<units>|(?:e?[LKN])?3?[ax]?[UH]4aF|Fa[UH]|aF-?[UH]|F-[UH]
    amount: 3?(?:<some>)-?[8@u]?<units>(?:-?u)?
    amount: e3?<num>[8@]?[Vqh](?![gl])|3?v<num>-?<units>|a[8@][UQH]
    nights: (?:<some>)@?`
    quarter: E?-?(?:<quarterly>)
    season: (?:e?E-?)?(?:<season>)
    month-of: e?Ui(?:<monthly>)
    day-of-month: <wd>,?eo|eo(?=[.,;:)¶]|$)
    month: (?:e?E-?)?(?:<monthly>)
    fiscal: e?6U?y|e?Uy|e?y6U
    day-word: [El]?R
    weekday: (?:lr?|E[-r]?)?<weekday>
    holiday: [LNT]?1(?:,?y)?
    whole: e?86?U
    beyond: eUb[LN]
    neighbour: eU(?:B|b|l)(?=[.,;:)"¶]|$)
    unit: (?:e?E-?)?(?:<which>6?[UQ])|K[UQ]
    the-unit: e6?[UQ]
    century: e?E?-?o-?U|e?E?-?O-?U
    decade: <decade>
    year: E?-?y
    rate: 3?a[UH]
    whole-unit: [UV]-u
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
    starting beginning resume resumes meets convenes reopens reconvenes arrives leaves goes faces
    plays travels departs testifies go leave meet take convene"""
) | {"set for"}
PAST = listed(
    """said was were had did died told fell rose made went came took gave got saw became began left
    lost won met held sent broke brought built bought caught chose cut drew drove fought found flew
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
        "in since until by from of during before after around about circa approximately "
        "roughly late early mid to and between through till as year"
    ),
    before_part=listed("in during by until since at"),
    before_clock=listed(
        "at by from until till before after around about since between to and near"
    ),
    be=listed("be get"),
    copulas=listed("is are"),
    bases=listed("go leave meet take resume convene"),
    aims=listed("for"),
    ending=listed("ended ending"),
    events={(9, 11): (2001, listed("attack attacks terror terrorist terrorists hijackings"))},
    nouns=listed("plans plan hopes hope aim"),
    deadlines=listed("by until till through before"),
    prefixes=listed("pre post since"),
    numbered=listed(
        """no nos number numbers room flight page pages highway route section windows office article
        articles chapter resolution rule bill proposition channel exit gate bus train apartment
        suite box model lot version paragraph clause unit tractor boeing"""
    ),
    streets=listed(
        "street st avenue ave road rd boulevard blvd lane drive place court square way highway"
    ),
    names=listed("april may june august summer autumn winter black bloody super"),
    titles=listed("times telegraph mail mirror herald post express star school independent"),
    compounds=listed(
        "care job jobs trip trips school schools trader traders shift camp nursery club clubs"
    ),
    ages=listed("his her their my your our"),
    counted=listed(
        """people jobs workers employees troops soldiers men women children students members votes
        shares tons tonnes miles kilometers kilometres km metres meters feet acres pounds dollars
        euros percent words copies seats units homes houses cars vehicles patients cases deaths
        residents refugees points mw kg gmt utc hours est edt kilograms kilos grams pounds
        lb lbs ounces barrels gallons liters litres inches yards hectares square cubic mph kph watts
        volts megawatts calories degrees passengers fans delegates families villages schools dead
        wounded injured prisoners books pages meals calls guests visitors rooms times"""
    ),
    dated=listed("elections games olympics was is has as finals census models results"),
    business=listed(
        "profit profits earnings sales revenue revenues shares income loss losses orders"
    ),
    over=listed("over during in within throughout"),
    modals=listed("may will could can would should might must to not that which cannot"),
    rates=listed("once twice times percent % per"),
    since=listed("since"),
    until=listed("until till"),
    between=listed("between"),
    onwards_with=listed("from"),
    onwards=listed("on onward onwards"),
    present=listed("present"),
    approximate=listed("about around circa approximately roughly"),
    regarding=listed("about"),
    loosely=(["or", "so"],),
    topics=listed(
        """talk talks talked talking book books film films movie story stories wrote write writes
        writing say says spoke speak speaking speech know knows knew think thinks thought thinking
        song songs question questions worried concerned concerns something nothing anything all
        debate documentary novel facts lies forget forgot learn learned what how news information
        told tells tell joke jokes poem play essay lecture lectured"""
    ),
    joining=frozenset({"or", "up to"}),
    ranging=frozenset({"up to"}),
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
