"""English: its rules, and the words that decide between readings; its kinds are in `_english`."""

from archive.dates.languages import Language, expand, listed
from archive.dates.languages._english import PHRASES, WORDS

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
