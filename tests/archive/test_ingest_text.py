"""Plain text: what becomes title, byline and text, in whatever bytes it came."""

import pytest

from archive.ingest.decoding import decode, storable
from archive.ingest.readers.text import bare_byline, parts
from archive.ingest.records import Wrong


def test_the_first_line_is_the_title_and_the_rest_the_text() -> None:
    assert parts("The ferry sails\n\nIt sailed.\n\nIt came back.\n") == (
        "The ferry sails",
        "",
        "It sailed.\n\nIt came back.",
    )


@pytest.mark.parametrize(
    ("below", "byline", "text"),
    [
        ("by\n\nIt sailed.", "", "It sailed."),
        ("By\nIt sailed.", "", "It sailed."),
        ("By Jane Roe\n\nIt sailed.", "Jane Roe", "It sailed."),
        (
            "BY: Jane Roe and Ana de la Paz\n\nIt sailed.",
            "Jane Roe and Ana de la Paz",
            "It sailed.",
        ),
        ("By Jane Roe\nHAVANA, 4 May - It sailed.", "Jane Roe", "HAVANA, 4 May - It sailed."),
        ("Por Ana Peña\n\nZarpó.", "Ana Peña", "Zarpó."),
        ("By J. Roe Jr.\n\nIt sailed.", "J. Roe Jr.", "It sailed."),
    ],
)
def test_a_byline_below_the_title_is_read(below: str, byline: str, text: str) -> None:
    assert parts(f"The ferry sails\n\n{below}") == ("The ferry sails", byline, text)


@pytest.mark.parametrize(
    "below",
    [
        "By 2017 both governments had agreed.",
        "By noon the ferry had sailed",
        "By Monday the whole\ncountry knew that it had sailed.",
        "Bylaws were changed.",
        "By Jane Roe, who had seen it sail, the matter was told in another way than by the owner.",
    ],
)
def test_a_paragraph_that_opens_with_by_stays_in_the_text(below: str) -> None:
    assert parts(f"The ferry sails\n\n{below}") == ("The ferry sails", "", below)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_becomes_one(end: str) -> None:
    whole = end.join(["", "Title", "", "One.", "", "Two."])
    assert parts(whole) == ("Title", "", "One.\n\nTwo.")


def test_a_file_of_one_line_has_it_as_title_and_as_text() -> None:
    assert parts("The ferry sails\n") == ("The ferry sails", "", "The ferry sails")
    assert parts("The ferry sails\n\nBy Jane Roe\n") == ("The ferry sails", "", "By Jane Roe")


def test_a_first_line_as_long_as_a_paragraph_is_one() -> None:
    long = "The ferry sailed. " * 30
    title, _byline, text = parts(long)
    assert title.endswith("…")
    assert len(title) <= 101
    assert text == long.strip()


def test_a_title_that_is_given_is_taken_off_only_where_the_text_starts_with_it() -> None:
    assert parts("Title\n\nOne.", "Title") == ("Title", "", "One.")
    assert parts("Another\n\nOne.", "Title") == ("Title", "", "Another\n\nOne.")


def test_a_file_without_a_visible_character_is_refused() -> None:
    with pytest.raises(Wrong, match="no visible character"):
        parts("\ufeff \n\t\n")


def test_a_byline_loses_its_by() -> None:
    assert bare_byline("By Jane Roe") == "Jane Roe"
    assert bare_byline("by") == ""
    assert bare_byline("Jane Roe") == "Jane Roe"
    assert bare_byline("") == ""


@pytest.mark.parametrize(
    ("data", "text", "charset"),
    [
        ("Peña".encode(), "Peña", "utf-8"),
        (b"\xef\xbb\xbfPe\xc3\xb1a", "Peña", "utf-8-sig"),
        ("\ufeffPeña".encode("utf-16-le"), "Peña", "utf-16"),
        ("\ufeffPeña".encode("utf-32-be"), "Peña", "utf-32"),
    ],
)
def test_a_byte_order_mark_or_utf8_decides(data: bytes, text: str, charset: str) -> None:
    decoded = decode(data, "cp1252" if charset != "utf-8" else "")
    assert (decoded.text, decoded.charset, decoded.notes) == (text, charset, ())


def test_what_is_declared_comes_before_a_guess_and_is_noted() -> None:
    decoded = decode("Peña, ministra".encode("cp850"), "cp850")
    assert decoded.text == "Peña, ministra"
    assert decoded.notes == ("It was read as cp850.",)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1252", "El ministro señaló que las conversaciones continuarán mañana."),
        ("cp1252", "“We are late,” she said – and left for San José."),
        ("cp1250", "A külügyminiszter szerint holnap folytatódnak, közölte a szóvivő őszintén."),
        ("cp1251", "Министр заявил, что переговоры будут продолжены завтра в Гаване."),
        ("cp1254", "Bakanı görüşmelerin yarın süreceğini söyledi. Heyet akşam şehre ulaştı."),
    ],
)
def test_a_guess_is_made_of_bytes_that_are_no_utf8(charset: str, text: str) -> None:
    decoded = decode(text.encode(charset))
    assert decoded.text == text
    assert decoded.notes == (f"It was read as {charset}.",)


def test_bytes_of_no_character_set_are_shown_as_they_can_be() -> None:
    decoded = decode(b"\xef\xbb\xbfferry \xff\xfe")
    assert decoded.text == "ferry ��"
    assert "not valid utf-8" in decoded.notes[0]


def test_a_character_set_that_nobody_knows_is_refused() -> None:
    for name in ("klingon", "hex", "\0"):
        with pytest.raises(Wrong, match="No character set is called"):
            decode(b"ferry", name)


def test_what_no_database_stores_is_replaced_one_for_one() -> None:
    text, notes = storable("a\0b\ud800c")
    assert text == "a�b�c"
    assert notes == ("2 NUL or unpaired surrogate characters are shown as “�”.",)
    assert storable("a�b") == ("a�b", ())
