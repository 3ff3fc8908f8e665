"""What is wrong with a Web Annotation, by its structure (W3C Web Annotation Data Model, 2017).

Written from the recommendation and tried on the working group's own correct and incorrect examples
(tests/archive/test_web_annotations.py), so that to pass it means something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any


def _words(written: str) -> set[str]:
    return set(written.split())


CONTEXT = "http://www.w3.org/ns/anno.jsonld"
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
MOMENT = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
MOTIVATIONS = _words(
    "assessing bookmarking classifying commenting describing editing highlighting identifying"
    " linking moderating questioning replying tagging"
)
SETS = {"Choice", "List", "Composite", "Independents"}
PREFIXES = _words("oa dc dcterms dctypes foaf rdf rdfs skos xsd iana owl as schema")
TERMS = _words(
    "@context id type body bodyValue target label motivation purpose creator created modified"
    " generator generated rights audience canonical via stylesheet styleClass value format language"
    " processingLanguage textDirection items source selector state scope renderedVia refinedBy"
    " exact prefix suffix start end startSelector endSelector conformsTo accessibility name"
    " nickname email email_sha1 homepage cached sourceDate sourceDateStart sourceDateEnd"
    " total first last next prev partOf startIndex"
)
TEXT_ONCE = ("value", "exact", "prefix", "suffix", "processingLanguage", "bodyValue")
TEXTS = ("format", "language", "styleClass", "name", "nickname", "label", "email_sha1")
IRI_ONCE = ("id", "canonical", "conformsTo")
IRIS = ("rights", "via", "homepage", "email", "cached", "scope")
MOMENTS = ("created", "modified", "generated", "sourceDate", "sourceDateStart", "sourceDateEnd")
COUNTS = ("start", "end", "startIndex", "total")
# What each kind of part has to have.
NEEDED = {
    "TextualBody": ("value",),
    "SpecificResource": ("source",),
    "FragmentSelector": ("value",),
    "CssSelector": ("value",),
    "XPathSelector": ("value",),
    "TextQuoteSelector": ("exact",),
    "TextPositionSelector": ("start", "end"),
    "DataPositionSelector": ("start", "end"),
    "RangeSelector": ("startSelector", "endSelector"),
    "HttpRequestState": ("value",),
    "Annotation": ("id", "target"),
    "AnnotationPage": ("id", "items"),
    "AnnotationCollection": ("id", "total"),
    **dict.fromkeys(SETS, ("items",)),
}


def faults(document: Any) -> list[str]:
    """What is wrong with an Annotation, a page or a collection; nothing where it is right."""
    if not isinstance(document, dict):
        return ["it is no object"]
    contexts = _many(document.get("@context"))
    wrong = [] if CONTEXT in contexts else [f"its @context is not {CONTEXT}"]
    own = {term for each in contexts if isinstance(each, dict) for term in each}
    kinds = {"Annotation", "AnnotationPage", "AnnotationCollection"} & set(_kinds(document))
    if len(kinds) != 1:
        wrong.append("its type is none of Annotation, AnnotationPage, AnnotationCollection")
    return wrong + list(_part(document, "it", own))


def _part(part: Any, where: str, own: set[str]) -> Iterator[str]:
    """The faults of one object and of all that stands in it."""
    if not isinstance(part, dict):
        yield f"{where} is neither an IRI nor an object"
        return
    kinds = _kinds(part)
    for kind in kinds:
        for name in NEEDED.get(kind, ()):
            if name not in part:
                yield f"{where} is a {kind} without {name}"
    if len(SETS & set(kinds)) > 1:
        yield f"{where} is of more than one kind of set"
    for name, value in part.items():
        yield from _term(name, value, part, f"{where}: {name}", own)
    if "body" in part and "bodyValue" in part:
        yield f"{where} has both body and bodyValue"
    yield from _ordered(part, where)


def _term(name: str, value: Any, part: dict[str, Any], where: str, own: set[str]) -> Iterator[str]:
    prefix, colon, _rest = name.partition(":")
    if name in own or (colon and prefix in PREFIXES):
        return
    if name not in TERMS:
        yield f"{where} is no term of Web Annotation"
    for names, fits, once in _RULES:
        if name in names:
            yield from _values(value, fits, once, where)
    if name in ("motivation", "purpose"):
        yield from _values(value, lambda v: v in MOTIVATIONS or _iri(v), False, where)
    elif name == "items" and not {"AnnotationPage", *SETS} & set(_kinds(part)):
        yield f"{where} stand in what is no set"
    if name in _PARTS:
        for each in _many(value):
            if not _iri(each):
                yield from _inner(name, each, where, own)


def _inner(name: str, part: Any, where: str, own: set[str]) -> Iterator[str]:
    yield from _part(part, where, own)
    if not isinstance(part, dict):
        return
    kinds = set(_kinds(part))
    if name in ("body", "target", "items", "source") and not kinds & {"Annotation"}:
        known = {"id", "value", "source", "items"} & set(part)
        if not known:
            yield f"{where} says not what it is: no id, value, source or items"
    if name in ("selector", "state", "startSelector", "endSelector") and not (
        kinds or "id" in part
    ):
        yield f"{where} has no type"
    if "SvgSelector" in kinds and not {"id", "value"} & set(part):
        yield f"{where} is an SvgSelector without value or id"


def _ordered(part: dict[str, Any], where: str) -> Iterator[str]:
    start, end = part.get("start"), part.get("end")
    if _count(start) and _count(end) and start > end:
        yield f"{where} ends before it starts"


def _values(value: Any, fits: Callable[[Any], bool], once: bool, where: str) -> Iterator[str]:
    if once and isinstance(value, list):
        yield f"{where} stands more than once"
    yield from (f"{where} is not what it has to be: {v!r}" for v in _many(value) if not fits(v))


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _kinds(part: dict[str, Any]) -> list[str]:
    return [kind for kind in _many(part.get("type", [])) if isinstance(kind, str)]


def _iri(value: Any) -> bool:
    return isinstance(value, str) and IRI.fullmatch(value) is not None


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _moment(value: Any) -> bool:
    return isinstance(value, str) and MOMENT.fullmatch(value) is not None


_RULES: list[tuple[tuple[str, ...], Callable[[Any], bool], bool]] = [
    (TEXT_ONCE, _text, True),
    (TEXTS, _text, False),
    (IRI_ONCE, _iri, True),
    (IRIS, _iri, False),
    (MOMENTS, _moment, True),
    (COUNTS, _count, True),
    (("textDirection",), lambda v: v in ("ltr", "rtl", "auto"), True),
    (("type",), _text, False),
    (("source", "startSelector", "endSelector", "first", "partOf"), lambda _v: True, True),
]  # fmt: skip
_PARTS = _words(
    "body target items source selector state startSelector endSelector refinedBy creator generator"
    " audience stylesheet renderedVia first last next prev partOf"
)
