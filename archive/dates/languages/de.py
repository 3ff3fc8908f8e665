"""German. The kinds are explained in `archive.dates.languages`."""

from archive.dates.languages import UNITS as U
from archive.dates.languages import Language, expand, listed, numbered, phrases, words

_UNIT = {
    "tag": U.DAY,
    "tages": U.DAY,
    "woche": U.WEEK,
    "monat": U.MONTH,
    "monats": U.MONTH,
    "jahr": U.YEAR,
    "jahres": U.YEAR,
    "jahre": U.YEAR,
    "wochenende": U.WEEKEND,
    "jahrzehnt": U.DECADE,
    "jahrhundert": U.CENTURY,
    "jahrhunderts": U.CENTURY,
}
_UNITS = {
    "tage": U.DAY,
    "tagen": U.DAY,
    "wochen": U.WEEK,
    "monate": U.MONTH,
    "monaten": U.MONTH,
    "jahre": U.YEAR,
    "jahren": U.YEAR,
    "jahrzehnte": U.DECADE,
    "jahrzehnten": U.DECADE,
    "jahrhunderte": U.CENTURY,
    "jahrhunderten": U.CENTURY,
}


def _inflected(kind: str, stems: str, value: int | None) -> dict[str, tuple[str, int | None]]:
    """Adjectives in all their endings."""
    return {
        stem + ending: (kind, value)
        for stem in stems.split()
        for ending in ("e", "en", "er", "es", "em")
    }


WORDS = {
    **numbered(
        "M", "januar februar märz april mai juni juli august september oktober november dezember"
    ),
    **words("M", {"jänner": 1, "maerz": 3}),
    **words(
        "m", {"jan": 1, "feb": 2, "apr": 4, "aug": 8, "sept": 9, "okt": 10, "nov": 11, "dez": 12}
    ),
    **numbered("W", "montag dienstag mittwoch donnerstag freitag samstag sonntag", 0),
    **words("W", {"sonnabend": 5}),
    **words("S", {"frühling": 1, "frühjahr": 1, "sommer": 2, "herbst": 3, "winter": 4}),
    **words("U", _UNIT),
    **words("V", _UNITS),
    **words("Q", {"quartal": U.QUARTER, "quartals": U.QUARTER}),
    **words("q", {"quartale": U.QUARTER, "quartalen": U.QUARTER}),
    **words("F", ["halbjahr", "jahreshälfte"]),
    **words("H", {"stunde": U.HOUR, "minute": U.MINUTE}),
    **words("h", {"stunden": U.HOUR, "minuten": U.MINUTE}),
    **_inflected("F", "halb", None),
    **words("x", {"eineinhalb": 1.5, "anderthalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5}),
    **words("ø", {"vortag": -1, "folgetag": 1}),
    **words("A", ["selben", "gleichen"]),
    **words("R", {"morgen": 1, "heute": 0, "gestern": -1, "vorgestern": -2, "übermorgen": 2}),
    **words("P", {"vormittag": "MO", "nachmittag": "AF", "abend": "EV", "nacht": "NI"}),
    **words("1", {"weihnachten": "christmas", "ostern": "easter", "pfingsten": "pentecost"}),
    **words("1", {"silvester": "new-year-eve", "neujahr": "new-year", "karfreitag": "good-friday"}),
    **words("1", {"ostermontag": "easter-monday", "heiligabend": "christmas-eve"}),
    **_inflected("L", "letzt vergangen vorig", -1),
    **_inflected("N", "nächst kommend", 1),
    **_inflected("G", "folgend", 1),
    **_inflected("B", "vorherig vorangegangen", -1),
    **_inflected("T", "dies", 0),
    **_inflected("A", "jen", None),
    **words("A", ["desselben", "demselben", "derselben", "dasselbe", "dieselbe"]),
    **words("e", ["der", "die", "das", "den", "dem"]),
    **words("~", ["im", "am", "zum", "in"]),
    **words("a", ["ein", "eine", "einen", "einem", "einer"]),
    **words("i", ["des", "von", "vom"]),
    **words("4", ["und"]),
    **words("5", ["bis"]),
    **words("l", {"später": 1, "danach": 1, "zuvor": -1, "vorher": -1, "früher": -1}),
    **words("g", {"vor": -1}),
    **numbered("x", "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf", 2),
    **words("x", {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60}),
    **words("x", {"hundert": 100, "fünfzehn": 15}),
    **_inflected("v", "mehrer einig wenig viel", None),
    **words("v", ["paar"]),
    **_inflected("O", "erst", 1),
    **_inflected("O", "zweit", 2),
    **_inflected("O", "dritt", 3),
    **_inflected("O", "viert", 4),
    **words("k", ["anfang", "mitte", "ende", "beginn"]),
    **_inflected("J", "jed", None),
    **words("X", {"jährlich": "P1Y", "monatlich": "P1M", "wöchentlich": "P1W", "täglich": "P1D"}),
    **words("2", {"jetzt": "PRESENT_REF", "derzeit": "PRESENT_REF", "kürzlich": "PAST_REF"}),
    **words("2", {"bald": "FUTURE_REF", "inzwischen": "PRESENT_REF"}),
    **words("3", ["etwa", "rund", "fast", "ungefähr", "knapp"]),
    **words("t", {"mitternacht": (24, 0, None)}),
    **words("p", {"uhr": None}),
    **words("z", {"utc": "Z", "gmt": "Z", "mez": None, "mesz": None}),
}

MACROS = {
    "month": r"M|m\.?",
    "num": r"[dynf]|x",
    "some": r"a?v|<num>",
    "units": r"[UVQqHh]",
    "which": r"e?[LNTABG]",
    "year": r"y|,y|<which>U",
    "date": r"(?:W,?e?)?d\.<month>(?:<year>)?",
    "weekday": r"(?:e?[LNTG])?W",
    "day": r"I|<date>|R|<weekday>",
    "monthly": r"(?:e?[LNT])?<month>(?:<year>)?",
    "season": r"<which>S|e?S(?:<year>)?",
    "quarterly": r"e?(?:O|d\.)[QF](?:<year>)?",
    "unit": r"<which>[UQ]",
    "decade": r"e?D-?[UV]?",
    "period": r"<quarterly>|<monthly>|<season>|<decade>|<unit>|y|e?U",
}

RULES = expand(
    r"""
    clock-day: <day>,?(?:tp?z?|[df]p)
    clock: tp?z?|[df]p
    day-part: <day>P
    part: Y|e?TP|eP
    day-of-text: e?ø
    every: J(?:<num>V|[UQHWPS])
    repeated: X
    day-range: d\.[-54]d\.<month>(?:y)?
    year-range: y-[ydn]
    edge: ki?(?:<period>)
    numeric: I
    date: <date>
    ago: 3?g3?(?:<some>|a)<units>|3?(?:<some>|a)<units>l
    stretch: e?[LNG](?:<some>)?[Vqh]
    fraction: a?F[UH]
    amount: 3?(?:<some>)[UVQqHh]|3?aU
    century: e?d\.U
    decade: <decade>
    quarter: <quarterly>
    season: <season>
    month: <monthly>
    day-word: R
    weekday: <weekday>
    holiday: 1(?:y)?
    unit: <unit>
    the-unit: e[UQ]
    year: y
    vague: 2
    """,
    MACROS,
)

LANGUAGE = Language(
    code="de",
    words=WORDS,
    rules=RULES,
    phrases=phrases(
        ("mehr als", "3", None),
        ("weniger als", "3", None),
        ("tag der deutschen einheit", "1", "german-unity"),
        ("jeden tag", "X", "P1D"),
        ("jedes jahr", "X", "P1Y"),
        ("jede woche", "X", "P1W"),
        ("jeden monat", "X", "P1M"),
        ("jeden morgen", "X", "XXXX-XX-XXTMO"),
        ("heute morgen", "Y", (0, "MO")),
        ("gestern morgen", "Y", (-1, "MO")),
        ("am morgen", "P", "MO"),
        ("der morgen", "P", "MO"),
        ("guten morgen", "_", None),
    ),
    articles=False,
    decade_suffixes=listed("er ern"),
    recent=listed("letzten vergangenen"),
    deadlines=listed("bis"),
    future=listed("wird werden will wollen soll sollen geplant plant beginnt"),
    past=listed("war waren hatte wurde wurden sagte teilte starb kam ging seit nach hat haben"),
    before_clock=listed("um gegen ab"),
    before_part=listed("am in"),
    before_year=listed(
        "seit bis von und jahr jahre im ab um anfang ende mitte circa etwa ungefähr gegen"
    ),
    counted=listed("menschen kilometer meter euro dollar mark einwohner mitarbeiter personen"),
    since=listed("seit"),
    until=listed("bis"),
    onwards_from=listed("ab"),
    present=listed("gegenwart"),
    approximate=listed("um etwa ungefähr circa gegen"),
    joining=listed("oder sowie"),
    between=listed("zwischen"),
)
