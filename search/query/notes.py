"""What is said about a query that was not understood as it stands: a sentence a note."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext
from django.utils.translation.trans_null import gettext_noop  # the usual one asks the settings

EXCERPT = 40  # characters of the query that a note quotes
MOST = 10  # notes about one query

MESSAGES = {
    "too_long": gettext_noop(
        "A search takes up to %(limit)s characters; what came after that was left out."
    ),
    "too_many_words": gettext_noop(
        "A search takes up to %(limit)s words; “%(text)s” and what came after it was left out."
    ),
    "too_deep": gettext_noop(
        "Brackets can stand up to %(limit)s deep; the ones inside those were ignored."
    ),
    "bracket_not_opened": gettext_noop("A closing bracket has no opening one and was ignored."),
    "bracket_not_closed": gettext_noop("A bracket is not closed; it was read up to the end."),
    "quote_not_closed": gettext_noop(
        "A quotation mark is not closed; “%(text)s” was read as one phrase."
    ),
    "operator_alone": gettext_noop(
        "%(text)s has nothing to join here and was ignored. "
        "To search for the word, write it in small letters."
    ),
    "unknown_field": gettext_noop(
        "There is no field called “%(text)s”; its words were searched as they stand."
    ),
    "empty_field": gettext_noop(
        "Nothing follows “%(text)s:”, so it was searched as a word. "
        "Write the value directly behind the colon."
    ),
    "star": gettext_noop(
        "In “%(text)s” the star was ignored: it stands for an ending only behind "
        "three or more letters of one word, outside quotation marks."
    ),
    "closeness": gettext_noop("“%(text)s” means nothing here and was ignored."),
    "range": gettext_noop(
        "Ranges in brackets are not understood; “%(text)s” was read as words. "
        "For a range of dates use the fields beside the results."
    ),
    "nothing_left": gettext_noop("There was nothing to search for, so this is everything."),
    "no_words": gettext_noop("“%(text)s” has no letter or digit and was ignored."),
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the query that its writer should know: a code and what its sentence names."""

    code: str
    arguments: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        """The sentence, in the language of the moment; in English where Django is not set up."""
        try:
            sentence = gettext(MESSAGES[self.code])
        except ImproperlyConfigured:
            sentence = MESSAGES[self.code]
        return sentence % dict(self.arguments)


class Notes:
    """Notes gathered while a query is read: each once, and not too many."""

    def __init__(self) -> None:
        self.found: list[Note] = []

    def add(self, code: str, **arguments: str | int) -> None:
        """Note something; a quoted piece of the query is shortened."""
        short = {k: v[:EXCERPT] if isinstance(v, str) else v for k, v in arguments.items()}
        note = Note(code, tuple(short.items()))
        if note not in self.found and len(self.found) < MOST:
            self.found.append(note)
