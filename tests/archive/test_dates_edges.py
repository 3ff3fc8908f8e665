"""What the words around a date add to its EDTF: about, since, until, from ... on."""

import pytest

from archive.dates import read, resolve

PUBLISHED = "2023-01-20"
ENGLISH = """
It was about 10 March 2003. = 2003-03-10~
It was around March 2003. = 2003-03~
It opened in about 1962. = 1962~
It opened circa 1962. = 1962~
It opened c. 1850. = 1850~
It opened ca. 1962, they say. = 1962~
It opened approximately 1962. = 1962~
It opened in 1850 or so. = 1850~
It was around Christmas. = 2022-12-25~
It opened about the 1920s. = 192X~
She wrote a book about 1962. = 1962
Open since about 1962. = 1962~/..
Closed since 3 May. = 2022-05-03/..
Open until the 3rd of May. = ../2023-05-03
He ruled from 1964 until 1990. = 1964, 1964/1990
He ruled from 1964 to 1990. = 1964, 1990
It ran from January until July 2021. = 2021-01, 2021-01/2021-07
Since January 2020 until March 2021 it ran. = 2020-01, 2020-01/2021-03
From 1990 until 1964 it ran. = 1990, ../1964
He was chief (2017-present). = 2017/..
He was chief (2015-). = 2015/..
He was chief from 2017 to the present. = 2017/..
He was chief from 2017 until now. = 2017/.., None
He was chief from 2015 on. = 2015/..
He was chief from 2015 onwards, and well. = 2015/..
He comes from 2015 on Monday. = 2015, 2023-01-16
"""
OTHERS = """
es Abrió hacia 1962. = 1962~
es Abrió alrededor de 1850. = 1850~
es Abrió hacia el 3 de marzo de 1962. = 1962-03-03~
es Está cerrado desde el 3 de mayo. = 2022-05-03/..
es Desde enero hasta marzo de 2020 llovió. = 2020-01, 2020-01/2020-03
es Desde 2017 hasta la actualidad llueve. = 2017/..
es Está abierto a partir de 2015. = 2015/..
fr Ouvert vers 1962. = 1962~
fr Ouvert vers le 3 mars 1962. = 1962-03-03~
fr Fermé depuis le 3 mai. = 2022-05-03/..
fr Ouvert à partir de 2015. = 2015/..
fr Il dura de 2010 jusqu'en 2015. = 2010, 2010/2015
pt Abriu por volta de 1850. = 1850~
pt Fechado desde 3 de maio. = 2022-05-03/..
de Es wurde um 1962 eröffnet. = 1962~
de Es wurde ca. 1850 eröffnet. = 1850~
de Geschlossen seit dem 3. Mai. = 2022-05-03/..
de Von März bis Mai 2019 stieg es. = 2019-03, 2019-03/2019-05
de Ab 2015 stieg es. = 2015/..
"""


def _lines(table: str) -> list[list[str]]:
    return [line.split(" = ") for line in table.strip().splitlines()]


def _values(text: str, language: str) -> str:
    found = [one.edtf for one in resolve(text, PUBLISHED, language)]
    assert all(read(edtf) for edtf in found if edtf)
    return ", ".join(map(str, found))


@pytest.mark.parametrize(("text", "values"), _lines(ENGLISH))
def test_english_words_around_a_date_add_to_it(text: str, values: str) -> None:
    assert _values(text, "en") == values


@pytest.mark.parametrize(("text", "values"), _lines(OTHERS))
def test_words_of_other_languages_around_a_date_add_to_it(text: str, values: str) -> None:
    assert _values(text[3:], text[:2]) == values


def test_timex_values_say_nothing_of_about_and_since() -> None:
    found = resolve("Since about 1962 it has rained, until 1970.", PUBLISHED)
    assert [one.timex for one in found] == ["1962", "1970"]


def test_no_publication_date_tells_a_day_that_does_not_exist() -> None:
    (one,) = resolve("It fell on February 29, 2021.", PUBLISHED)
    assert (one.text, one.edtf, one.rule) == ("February 29, 2021", None, "no-such-day")
