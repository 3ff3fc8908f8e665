"""A visible sentence is marked for translation, in templates and in code."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = [
    path
    for app in ("archive", "search", "config")
    for path in sorted((ROOT / app).rglob("*.py"))
    if not {"migrations", "languages"} & set(path.parts)
]
MARKED = re.compile(
    r"{%\s*(?:blocktranslate|comment)\b.*?{%\s*end(?:blocktranslate|comment)\s*%}|{#.*?#}"
    r"|{%\s*block (?:body_?class|coltype)\s*%}.*?{%\s*endblock\s*%}",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
# What a screen reader or a tooltip says.
SPOKEN = {"aria-label", "title", "placeholder", "alt", "aria-description"}
# Names that are the same in every language.
NAMES = {
    "Verbatim", "CSV", "JSON", "JSON Lines", "SHA-256", "EDTF", "BibTeX", "RIS", "CSL-JSON", "Atom",
    "English", "Español", "AND", "OR", "NOT", "W3C",
}  # fmt: skip
WORDS_OF_FIELDS = {"help_text", "verbose_name", "verbose_name_plural", "label", "short_description",
                   "description", "violation_error_message", "message", "empty_label"}  # fmt: skip
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy", "npgettext"}
SAID_BY = {"ValidationError", "Http404", "message_user"}


class Sentences(HTMLParser):
    """Collects what a page says outside of translation tags."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style", "code", "kbd", "pre")
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style", "code", "kbd", "pre")

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


def unmarked(template: str) -> list[str]:
    """The words of a template that would stay English in every language."""
    parser = Sentences()
    parser.feed(TAG.sub(" ", MARKED.sub(" ", template)))
    found = (re.sub(r"\s+", " ", text).strip() for text in parser.said)
    told = (text.strip(" ,.:;·()") for text in found)
    return [text for text in told if re.search(r"[A-Za-zÀ-ÿ]{2,}", text) and text not in NAMES]


def test_the_check_itself_sees_an_unmarked_sentence():
    assert unmarked('<p title="Go on">Read <b>this</b></p>') == ["Go on", "Read", "this"]
    assert unmarked("<p>{% blocktranslate %}Read {{ x }}{% endblocktranslate %} {{ y }}</p>") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_unmarked(path):
    assert unmarked(path.read_text(encoding="utf-8")) == []


def marked_in_f_strings(path: Path) -> list[str]:
    """Sentences marked within an f-string, where makemessages finds none: it would drop them."""
    return [
        ast.unparse(call)
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) in MARKERS
    ]


def plain_sentences(path: Path) -> list[str]:
    """String constants in places that people read, without gettext around them."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        told = [keyword.value for keyword in node.keywords if keyword.arg in WORDS_OF_FIELDS]
        told += node.args[:1] if name in SAID_BY else []
        found += [
            argument.value
            for argument in told
            if isinstance(argument, ast.Constant)
            and isinstance(argument.value, str)
            and re.search(r"[A-Za-z]{2,}", argument.value)
            and argument.value not in NAMES
        ]
    return found


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_says_nothing_unmarked(path):
    assert plain_sentences(path) == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_is_marked_within_an_f_string(path):
    assert marked_in_f_strings(path) == []
