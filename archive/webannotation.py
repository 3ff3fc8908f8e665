"""What is said of a text as Web Annotations (W3C Web Annotation Data Model, 2017).

Every mark on a version is an Annotation whose target names its words twice: by position, in code
points, and by quote. Claims, notes and dates have a TextualBody, entities a body that names them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from archive.datings import as_json
from archive.leaf import ClaimHere, Leaf, NoteHere
from archive.models import Dating, Entity
from archive.passages import passage_at, selectors
from archive.reading import Mark

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# What a dating rests on is said in a term of our own, as plain JSON: a reader of JSON-LD keeps it.
CONTEXTS = [CONTEXT, {"dating": {"@id": "urn:verbatim:dating", "@type": "@json"}}]
JSON_LD = f'application/ld+json; profile="{CONTEXT}"'
Absolute = Callable[[str], str]


def page_of(leaf: Leaf, absolute: Absolute) -> str:
    """An AnnotationPage of everything on one version, as JSON-LD.

    It is the one page of its collection, which is a part of it: the name of the collection leads
    to this page, in which what there is to say of the collection stands.
    """
    address = absolute(reverse("annotations", args=[leaf.document.uid]))
    here = f"{address}?version={leaf.version.number}"
    items = [
        _annotation(mark, leaf, absolute) for mark in sorted(leaf.marks, key=lambda m: m.order)
    ]
    page = {
        "@context": CONTEXTS,
        "id": here,
        "type": "AnnotationPage",
        "partOf": {
            "id": f"{here}#collection",
            "type": "AnnotationCollection",
            "total": len(items),
            "first": here,
            "last": here,
        },
        "startIndex": 0,
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def _annotation(mark: Mark, leaf: Leaf, absolute: Absolute) -> dict[str, Any]:
    passage = passage_at(leaf.version.text, mark.start, mark.end)
    text = absolute(reverse("document_text", args=[leaf.document.uid]))
    page = absolute(leaf.document.get_absolute_url())
    body, motivation, name = _said(mark, absolute)
    return {
        "@context": CONTEXTS,
        "id": f"{page}?version={leaf.version.number}#{name}",
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": {
            "type": "SpecificResource",
            "source": f"{text}?version={leaf.version.number}",
            "selector": selectors(passage),
        },
    }


def _said(mark: Mark, absolute: Absolute) -> tuple[dict[str, Any], str, str]:
    """The body, why the mark was made, and its name on the page."""
    about = mark.about
    if isinstance(about, ClaimHere):
        body = _text(about.claim.statement, about.claim.statement_language, "describing")
        return body, "describing", f"s-{about.claim.uid}"
    if isinstance(about, NoteHere):
        return _text(about.note.text, "", "commenting"), "commenting", f"ns-{about.note.uid}"
    if isinstance(about, Entity):
        body = {
            "type": "SpecificResource",
            "source": absolute(about.get_absolute_url()),
            "purpose": "identifying",
        }
        return body, "identifying", f"t-{mark.start}-{mark.end}-{about.uid}"
    return _dated(about), "tagging", f"dt-{mark.start}"


def _dated(dating: Dating) -> dict[str, Any]:
    """The EDTF value as a tag, and beside it what the dating rests on, in a field of our own."""
    return _text(dating.edtf or dating.status, "", "tagging") | {"dating": as_json(dating)}


def _text(value: str, language: str, purpose: str) -> dict[str, Any]:
    body = {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}
    return body | ({"language": language} if language else {})
