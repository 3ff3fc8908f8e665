"""What follows an article is found at its end, and nothing of the article with it."""

import pytest

from archive.boilerplate import trailing
from tests.data import data_rows

ARTICLE = "The ferry sailed at noon.\n\nNobody was on the quay to see it leave."


def found(text: str) -> list[str]:
    return [text[each.start : each.end] for each in trailing(text)]


@pytest.mark.parametrize(
    "line",
    [
        "You May Also Like",
        "YOU MIGHT ALSO LIKE:",
        "Recommended for you",
        "Related stories",
        "Read more",
        "More from The Harbour Post",
        "También te puede interesar",
        "Noticias relacionadas",
        "Share",
        "Facebook Twitter WhatsApp Email",
        "Share this article",
        "Compartir en Facebook",
        "Follow us on Twitter",
        "Sign up for our daily newsletter",
        "Get the morning briefing in your inbox",
        "Suscríbete a nuestro boletín",
        "Advertisement",
        "Publicidad",
        "Leave a comment",
        "12 comments",
        "— Most read —",
    ],
)
def test_a_line_at_the_end_that_a_rule_explains_is_found(line: str) -> None:
    assert found(f"{ARTICLE}\n\n{line}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "You may also like to know that the captain was ashore, since he had told nobody of his "
        "plans and the owner, who might have known of them, had not been asked by anybody at all "
        "in the week before.",
        "He said: read more.",
        "Share prices fell.",
        "The newsletter of the harbour has 300 readers.",
        "Email from the minister, 4 May",
    ],
)
def test_a_sentence_of_the_article_stays(line: str) -> None:
    assert found(f"{ARTICLE}\n\n{line}") == []


def test_a_heading_takes_the_headlines_below_it_along() -> None:
    text = f"{ARTICLE}\n\nRelated articles\n\nA second ferry\n\nThe quay is sold\n\nShare"
    assert found(text) == ["Related articles\n\nA second ferry\n\nThe quay is sold", "Share"]


def test_a_heading_with_sentences_below_it_is_part_of_the_article() -> None:
    assert found(f"The quay.\n\nRead more\n\n{ARTICLE}") == []


def test_a_paragraph_below_a_share_bar_keeps_the_bar_in_the_article() -> None:
    assert found(f"{ARTICLE}\n\nShare\n\nThe ferry is called Marta") == []


def test_more_than_twenty_lines_are_no_list_of_links() -> None:
    lines = "\n".join(f"Line {number}" for number in range(30))
    assert found(f"{ARTICLE}\n\nRelated\n\nRelated stories\n\n{lines}") == []


def test_a_text_of_nothing_else_is_left_alone() -> None:
    assert found("Share\n\nRead more") == []
    assert found("") == []


def test_offsets_are_code_points_of_the_visible_part() -> None:
    text = "A storm 🌊 came.\n\n\t Recommended for you \n\n"
    only = trailing(text)[0]
    assert text[only.start : only.end] == "Recommended for you"
    assert only.rule == "boilerplate: related articles"


def test_real_articles_without_boilerplate_have_none_found() -> None:
    rows = data_rows("wikinews60.jsonl") + data_rows("frus_cuba_1958_60.jsonl")
    assert [row["uid"] for row in rows if trailing(row["text"])] == []
