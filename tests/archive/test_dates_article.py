"""The article that the project started from: its time expressions, with and without a day."""

import pytest

from archive.dates import ResolvedDate, Status, Type, bounds_of, explain, resolve
from tests.data import data_file

SEED = "000_1f6b0f63a8b626fd.txt"


@pytest.fixture
def article() -> str:
    return data_file(SEED).read_text(encoding="utf-8")


def _one(article: str, found: list[ResolvedDate], words: str) -> ResolvedDate:
    """The expression that stands where these words of the article do."""
    start = article.index(words)
    matching = [one for one in found if start <= one.start and one.end <= start + len(words)]
    assert len(matching) == 1, (words, [one.text for one in found])
    return matching[0]


@pytest.mark.parametrize(
    ("words", "type_", "status", "edtf"),
    [
        ("since 2018", Type.DATE, Status.RESOLVED, "2018/.."),
        ("(2017-2020)", Type.DATE, Status.RESOLVED, "2017/2020"),
        ("began in 2015", Type.DATE, Status.RESOLVED, "2015"),
        ("(2009-2016)", Type.DATE, Status.RESOLVED, "2009/2016"),
        ("In 2017", Type.DATE, Status.RESOLVED, "2017"),
        ("January 2021", Type.DATE, Status.RESOLVED, "2021-01"),
        ("July of that year", Type.DATE, Status.RESOLVED, "2021-07"),
        ("six decades", Type.DURATION, Status.RESOLVED, None),
        ("Last year", Type.DATE, Status.UNRESOLVED, None),
        ("In recent days", Type.DATE, Status.UNRESOLVED, None),
    ],
)
def test_without_a_publication_date(
    article: str, words: str, type_: Type, status: Status, edtf: str | None
) -> None:
    one = _one(article, resolve(article), words)
    assert (one.type, one.status, one.edtf) == (type_, status, edtf)


def test_july_of_that_year_is_resolved_by_the_text_alone(article: str) -> None:
    one = _one(article, resolve(article), "July of that year")
    assert one.reference == "2021-01"
    assert one.antecedent is not None
    assert article[slice(*one.antecedent)] == "January 2021"


def test_setting_the_publication_date_resolves_what_waited(article: str) -> None:
    found = resolve(article, "2023-01-20")
    last_year = _one(article, found, "Last year")
    assert (last_year.edtf, last_year.status) == ("2022", Status.RESOLVED)
    assert explain(last_year) == ("*Last year*: year before the publication date 2023-01-20 = 2022")
    recent = _one(article, found, "In recent days")
    assert (recent.edtf, recent.status) == ("/2023-01-20", Status.VAGUE)


def test_nothing_else_is_found_but_the_vague(article: str) -> None:
    others = [one.text for one in resolve(article) if one.status is Status.VAGUE]
    assert len(resolve(article)) == 10 + len(others)
    assert others == ["current"]


def test_the_article_was_not_published_before_july_2021(article: str) -> None:
    bounds = bounds_of(article)
    assert bounds.edtf == "2021-07/.."
    assert bounds.reason.startswith("not before July 2021, since")
