"""The Spanish catalogue is complete: every marked sentence is in it, translated and compiled."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation.template import templatize

from archive.dates.values import in_words

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "config" / "locale" / "es" / "LC_MESSAGES"
# What marks a sentence, and which of its arguments is the sentence.
FIRST = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy")
MARKERS = dict.fromkeys(FIRST, 0) | dict.fromkeys(("pgettext", "pgettext_lazy"), 1)
IN_TEMPLATE = re.compile(
    r"(?P<name>\b(?:n?p?gettext|_))\((?P<args>(?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:,\s*)?)+)"
)
STRING = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


@pytest.fixture(autouse=True)
def english_again():
    """A page that spoke Spanish leaves its thread in Spanish."""
    yield
    translation.deactivate()


def catalogue():
    """The messages of the Spanish catalogue."""
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="es")


def told(message):
    """Every form of a message's translation."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def key(message):
    """What tells a message from others: its first form and its context."""
    context = message.context
    first = message.id if isinstance(message.id, str) else message.id[0]
    return first, context.decode() if isinstance(context, bytes) else context


def marked_in_code() -> set[str]:
    """Every sentence that code marks."""
    found = set()
    for app in ("archive", "search", "config"):
        for path in (ROOT / app).rglob("*.py"):
            if {"migrations", "languages"} & set(path.parts):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    at = MARKERS.get(name)
                    if at is not None and len(node.args) > at:
                        given = node.args[at]
                        if isinstance(given, ast.Constant) and isinstance(given.value, str):
                            found.add(given.value)
    return found


def marked_in_templates() -> set[str]:
    """Every sentence that templates mark."""
    found = set()
    for path in (ROOT / "templates").rglob("*.*ml"):
        for match in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
            strings = [ast.literal_eval(text) for text in STRING.findall(match["args"])]
            found.add(strings[1 if match["name"].startswith(("p", "np")) else 0])
    return found


def test_every_marked_sentence_is_in_the_catalogue():
    known = {
        each for message in catalogue() if message.id
        for each in (message.id if isinstance(message.id, tuple) else (message.id,))
    }  # fmt: skip
    marked = {sentence for sentence in marked_in_code() | marked_in_templates() if sentence.strip()}
    assert len(marked) > 500
    assert sorted(marked - known) == []


def test_every_sentence_of_the_catalogue_is_translated():
    untold = [m.id for m in catalogue() if m.id and not all(told(m))]
    fuzzy = [m.id for m in catalogue() if m.id and m.fuzzy]
    assert (untold, fuzzy) == ([], [])


def test_what_is_compiled_is_what_is_written():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = {key(m): told(m) for m in read_mo(file) if m.id}
    assert compiled == {key(m): told(m) for m in catalogue() if m.id}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/", "/search/", "/search/?q=zeppelin", "/search/help/", "/entities/", "/timeline/",
     "/contradictions/", "/questions/", "/publishers/", "/collections/", "/about/", "/nowhere/"],
)  # fmt: skip
def test_a_page_speaks_spanish_to_a_browser_that_asks_for_it(client, address):
    content = client.get(address, headers={"accept-language": "es"}).content.decode()
    assert '<html lang="es"' in content
    assert "Entidades" in content
    assert not re.search(r">\s*(Search|Entities|Timeline|Skip to the text)\s*<", content)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1945/2015-08-14", "entre 1945 y el 14 de agosto de 2015"),
        ("2015-01/2015-08-14", "entre enero de 2015 y el 14 de agosto de 2015"),
        ("2015-08-14/2016", "entre el 14 de agosto de 2015 y 2016"),
        ("2015-08-14/2015-08-20", "entre el 14 y el 20 de agosto de 2015"),
        ("1945/2015-08-14?", "entre 1945 y posiblemente el 14 de agosto de 2015"),
        ("1945/2015-08-14%", "entre 1945 y posiblemente hacia el 14 de agosto de 2015"),
        ("1945/2015", "entre 1945 y 2015"),
        ("1945?", "posiblemente 1945"),
    ],
)
def test_a_day_within_a_sentence_has_its_article(edtf, words):
    with translation.override("es"):
        assert in_words(edtf) == words
    with translation.override("en"):
        assert " el " not in in_words(edtf)
