"""What a passage claims, how it is worded and who says so, as the form first has it."""

import pytest

from archive.workbench.guessing import Named, claim, mode_of, statement_of
from archive.workbench.names import kind_of, names

STORY = (
    "“We are ready to begin,” said Elena Marsh, who led the delegation. “The boats can leave "
    "tomorrow.”\n\n"
    "The Foreign Minister, Tomás Alarcón, said that the counter would reopen in full.\n\n"
    "According to the Harbour Office, nobody was hurt. The office called the storm “a warning” "
    "in its report. The ferry sank at noon.\n\n"
    "A spokesman told the Coastal Agency that talks had stopped. He denied that they had failed."
)


def guess(quote: str, *named: str):
    start = STORY.index(quote)
    known = [Named(STORY.index(name), STORY.index(name) + len(name), name, name) for name in named]
    return claim(STORY, start, start + len(quote), known)


@pytest.mark.parametrize(
    ("quote", "mode"),
    [
        ("“We are ready to begin,”", "direct"),
        ("We are ready to begin", "direct"),
        ("The boats can leave tomorrow.", "direct"),
        ("The office called the storm “a warning” in its report", "partial"),
        ("the counter would reopen in full", "indirect"),
        ("nobody was hurt", "indirect"),
        ("talks had stopped", "indirect"),
        ("The ferry sank at noon.", "narrator"),
    ],
)
def test_the_mode_follows_from_quotation_marks_and_verbs(quote, mode):
    start = STORY.index(quote)
    assert mode_of(STORY, start, start + len(quote)) == mode


@pytest.mark.parametrize(
    ("quote", "worded"),
    [
        ("“We are ready to begin,”", "Elena Marsh"),
        ("the counter would reopen in full", "The Foreign Minister"),
        ("nobody was hurt", "the Harbour Office"),
        ("talks had stopped", "A spokesman"),
        ("The ferry sank at noon.", ""),
        ("they had failed", ""),  # a pronoun is left for a person
    ],
)
def test_the_speaker_is_taken_as_the_text_words_it(quote, worded):
    assert guess(quote).as_worded == worded


def test_the_speaker_is_the_entity_that_is_marked_there():
    assert guess("We are ready to begin", "Elena Marsh").entity.label == "Elena Marsh"
    minister = guess("the counter would reopen in full", "Tomás Alarcón")
    assert (minister.entity.label, minister.capacity) == ("Tomás Alarcón", "Foreign Minister")
    assert guess("talks had stopped", "Coastal Agency").via.label == "Coastal Agency"
    assert guess("The ferry sank at noon.", "Elena Marsh").entity is None


@pytest.mark.parametrize(
    ("quote", "statement"),
    [
        ("“We are ready to begin,”", "We are ready to begin."),
        ("the storm “a\nwarning”", "The storm “a warning”."),
        ("“Never", "Never."),
        ("Is it so?", "Is it so?"),
        ("“”", ""),
    ],
)
def test_the_statement_is_the_words_as_a_sentence(quote, statement):
    assert statement_of(quote) == statement


def test_a_statement_fits_its_field():
    assert len(statement_of("word " * 1000)) == 1000


@pytest.mark.parametrize("language_of_quotes", ["«{}»", "„{}“", '"{}"', "“{}”"])
def test_quotation_marks_of_many_languages_are_known(language_of_quotes):
    text = "He said " + language_of_quotes.format("we go home now") + " and left."
    start = text.index("we go")
    assert mode_of(text, start, start + 14) == "direct"


def test_a_quotation_that_runs_on_into_the_next_paragraph_is_direct():
    text = "She said: “We go home.\n\nAnd we do not come back.”"
    start = text.index("We go")
    assert mode_of(text, start, start + 10) == "direct"


def test_names_leave_out_sentence_openers_titles_and_possessives():
    text = "In March President Ana Ruiz saw the Bank of Spain’s office. Yesterday U.S. aid came."
    found = {name.text: name.kind for name in names(text)}
    assert found == {"Ana Ruiz": "person", "Bank of Spain": "organisation", "U.S.": "organisation"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Elena Marsh of the Postal Union left.", ["Elena Marsh", "Postal Union"]),
        ("They saw J. C. Ruiz for the Habana Post.", ["J. C. Ruiz", "Habana Post"]),
        ("It is the National Museum of the Sea.", ["National Museum of the Sea"]),
        ("The Second Front of the Escambray won.", ["Second Front of the Escambray"]),
        ("It is the Republic of the Congo.", ["Republic of the Congo"]),
    ],
)
def test_a_person_and_where_they_belong_are_two_names(text, found):
    assert [name.text for name in names(text)] == found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They met in Matanzas today.", "Matanzas", "place"),
        ("The Ministry of Transport met.", "Ministry of Transport", "organisation"),
        ("Tomás Alarcón waited.", "Tomás Alarcón", "person"),
        ("Then Alarcón said no.", "Alarcón", "person"),
        ("Aid from the OECD came.", "OECD", "place"),
    ],
)
def test_a_name_s_kind_is_guessed_from_its_words_and_neighbours(text, name, kind):
    start = text.index(name)
    assert kind_of(text, start, start + len(name)) == kind
