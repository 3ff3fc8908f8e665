"""Portuguese, Spanish, French and German: explicit dates and the common relative words."""

import pytest

from archive.dates import Status, resolve
from archive.dates.languages import KINDS, load

PUBLISHED = "2023-01-20"  # a Friday

TABLE = {
    "pt": [
        ("Nasceu em 5 de maio de 2021.", "5 de maio de 2021", "2021-05-05"),
        ("Abriu em 1º de maio.", "1º de maio", "2023-05-01"),
        ("Foi em julho de 2021.", "julho de 2021", "2021-07"),
        ("Chegou na segunda-feira.", "segunda-feira", "2023-01-16"),
        ("Chegou no ano passado.", "ano passado", "2022"),
        ("Chegou na semana passada.", "semana passada", "2023-01-09/2023-01-15"),
        ("Chega no próximo mês.", "próximo mês", "2023-02"),
        ("Chegou há dois anos.", "há dois anos", "2021"),
        ("Chegou ontem.", "ontem", "2023-01-19"),
        ("Governa desde 2018.", "2018", "2018/.."),
        ("Os anos 1990 foram duros.", "Os anos 1990", "199X"),
        ("Choveu nos últimos dias.", "últimos dias", "/2023-01-20"),
        ("Cresceu no primeiro trimestre de 2020.", "primeiro trimestre de 2020", "2020-33"),
        ("No século XIX era assim.", "século XIX", "18XX"),
    ],
    "es": [
        ("Nació el 5 de mayo de 2021.", "5 de mayo de 2021", "2021-05-05"),
        ("Fue en julio de 2021.", "julio de 2021", "2021-07"),
        ("Llegó el lunes.", "lunes", "2023-01-16"),
        ("Llegó el año pasado.", "el año pasado", "2022"),
        ("Llegó la semana pasada.", "la semana pasada", "2023-01-09/2023-01-15"),
        ("Llega el mes que viene.", "el mes que viene", "2023-02"),
        ("Llegó hace tres meses.", "hace tres meses", "2022-10"),
        ("Llegó ayer.", "ayer", "2023-01-19"),
        ("Gobierna desde 2018.", "2018", "2018/.."),
        ("Los años 90 fueron duros.", "Los años 90", "199X"),
        ("Llovió en los últimos días.", "los últimos días", "/2023-01-20"),
        ("Abrió en el verano de 2018.", "el verano de 2018", "2018-22"),
        ("El 5/6/2021 cerró.", "5/6/2021", "2021-06-05"),
    ],
    "fr": [
        ("Né le 5 mai 2021.", "5 mai 2021", "2021-05-05"),
        ("Le 1er mai 2020, tout fermait.", "1er mai 2020", "2020-05-01"),
        ("C'était en juillet 2021.", "juillet 2021", "2021-07"),
        ("Il est venu lundi.", "lundi", "2023-01-16"),
        ("Il est venu l'année dernière.", "l'année dernière", "2022"),
        ("Il est venu la semaine dernière.", "la semaine dernière", "2023-01-09/2023-01-15"),
        ("Il viendra le mois prochain.", "le mois prochain", "2023-02"),
        ("Il est venu il y a deux ans.", "il y a deux ans", "2021"),
        ("Il est venu aujourd'hui.", "aujourd'hui", "2023-01-20"),
        ("Il gouverne depuis 2018.", "2018", "2018/.."),
        ("Les années 1990 étaient dures.", "Les années 1990", "199X"),
        ("Il a plu ces derniers jours.", "derniers jours", "/2023-01-20"),
        ("Il est parti fin 2021.", "fin 2021", "2021"),
    ],
    "de": [
        ("Geboren am 5. Mai 2021.", "5. Mai 2021", "2021-05-05"),
        ("Das war im Juli 2021.", "Juli 2021", "2021-07"),
        ("Er kam am Montag.", "Montag", "2023-01-16"),
        ("Er kam im vergangenen Jahr.", "vergangenen Jahr", "2022"),
        ("Er kam letzte Woche.", "letzte Woche", "2023-01-09/2023-01-15"),
        ("Er kommt nächsten Monat.", "nächsten Monat", "2023-02"),
        ("Er kam vor zwei Jahren.", "vor zwei Jahren", "2021"),
        ("Er kam gestern.", "gestern", "2023-01-19"),
        ("Er regiert seit 2018.", "2018", "2018/.."),
        ("Die 1990er Jahre waren hart.", "Die 1990er Jahre", "199X"),
        ("In den letzten Tagen hat es geregnet.", "den letzten Tagen", "/2023-01-20"),
        ("Er ging Anfang 2021.", "Anfang 2021", "2021"),
        ("Am 5.6.2021 war zu.", "5.6.2021", "2021-06-05"),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "words", "edtf"),
    [(language, *row) for language, rows in TABLE.items() for row in rows],
)
def test_what_is_written_and_what_is_counted(
    language: str, text: str, words: str, edtf: str | None
) -> None:
    found = resolve(text, PUBLISHED, language)
    assert [(one.text, one.edtf) for one in found] == [(words, edtf)]


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("pt", "Em janeiro de 2021 subiu. Em julho daquele ano caiu.", "2021-07"),
        ("es", "En enero de 2021 subió. En julio de ese año cayó.", "2021-07"),
        ("fr", "En janvier 2021 il monta. En juillet de cette année-là il tomba.", "2021-07"),
        ("de", "Im Januar 2021 stieg er. Im Juli desselben Jahres fiel er.", "2021-07"),
    ],
)
def test_july_of_that_year(language: str, text: str, edtf: str | None) -> None:
    assert resolve(text, None, language)[-1].edtf == edtf


@pytest.mark.parametrize("tag", ["pt-BR", "PT", "pt_PT"])
def test_a_language_tag_with_a_region_is_that_language(tag: str) -> None:
    assert resolve("Chegou ontem.", PUBLISHED, tag)[0].edtf == "2023-01-19"


def test_an_unknown_language_still_has_its_dates_in_digits() -> None:
    found = resolve("Veröld 2021-05-06, gær 3/4/2021.", None, "is")
    assert [(one.text, one.edtf, one.status) for one in found] == [
        ("2021-05-06", "2021-05-06", Status.RESOLVED),
        ("3/4/2021", "2021-04-03", Status.RESOLVED),
    ]


@pytest.mark.parametrize("code", ["en", "pt", "es", "fr", "de"])
def test_every_kind_of_a_language_is_explained(code: str) -> None:
    language = load(code)
    kinds = {kind for kind, _value in language.words.values()}
    kinds |= {kind for rows in language.phrases.values() for _rest, kind, _value in rows}
    assert kinds <= set(KINDS)
