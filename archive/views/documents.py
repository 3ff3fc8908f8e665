"""The reading view: a text with its claims beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.belongings import Rows, belongings
from archive.leaf import Leaf, claims_in, first_read, leaf_of, versions_of
from archive.markup import written
from archive.models import Document, Version
from archive.reading import Block, Level, Mark, around, blocks, sets, trimmed
from archive.views.access import of_document, restriction
from archive.views.citing import FORMATS, citation_of, span_of
from archive.views.parameters import to_its_address

Spans = Callable[[str, str, str], list[tuple[int, int]]]
RUNS = re.compile(r"[ \t\u00a0]{2}|\t")  # white space that a browser would collapse
LIGHTS = 6  # claims of a set that light together with their passages
UNFOLDED = 4  # notes of a set that are shown before the rest is folded


def no_spans(text: str, q: str, language: str) -> list[tuple[int, int]]:
    """No words are marked where nothing searches."""
    return []


@dataclass
class Hit:
    """A word that was searched for, by its place among them."""

    number: int
    now: bool


@require_safe
@of_document
def document(
    request: HttpRequest, document: Document, slug: str = "", spans: Spans = no_spans
) -> HttpResponse:
    """`/documents/<uid>/<slug>/`; `version` picks a text, `q` marks words, `hit` one of them."""
    if slug != document.slug:
        return to_its_address(request, document)
    versions = versions_of(document)
    rows = belongings(document, request.user)
    context: dict[str, Any] = {
        "document": document,
        "versions": versions,
        "sample": document.sample,
        "wide": True,
        "today": timezone.localdate(),
        "restriction": restriction(document) if request.user.is_staff else "",
        "belongings": rows,
        "forms": FORMATS,
    }
    if not versions:
        return render(request, "archive/document_empty.html", context)
    version, context["version_note"] = picked(versions, request.GET.get("version"))
    context["version"] = version
    context["version_asked"] = "version" in request.GET or "passage" in request.GET
    context["whole"] = citation_of(request, document, version, rows=rows)
    if not document.text_opens_to(request.user):
        context["extracts"] = extracts(document, versions, request.user)
        return render(request, "archive/document_extract.html", context)
    leaf = leaf_of(document, version, versions, request.user)
    return render(request, "archive/document.html", context | page(request, leaf, spans, rows))


def picked(versions: list[Version], number: str | None) -> tuple[Version, str]:
    """The version asked for, or the one read first with a sentence that says so."""
    by_number = {str(version.number): version for version in versions}
    if number is None or number in by_number:
        return by_number[number] if number else first_read(versions), ""
    shown = first_read(versions)
    sentence = _("There is no version “%(asked)s” of this document. This is version %(shown)s.")
    return shown, sentence % {"asked": number[:20], "shown": shown.number}


def page(request: HttpRequest, leaf: Leaf, spans: Spans, rows: Rows) -> dict[str, Any]:
    """What the template of a text shows."""
    text, q = leaf.version.text, request.GET.get("q", "")[:200]
    parts = blocks(text, leaf.boilerplate)
    hits = hit_marks(spans(text, q, leaf.version.language) if q.strip() else [], parts)
    now = _at(request.GET.get("hit"), len(hits))
    for mark in hits:
        mark.about.now = mark.about.number == now
    shown = sets(parts, leaf.marks)
    for row in shown:
        for k, mark in enumerate(row.claims[:LIGHTS], start=1):
            mark.about.k = k
    picks, cited = _picked_passage(request, leaf, parts, rows)
    html = written(text, parts, [*leaf.marks, *picks, *hits])
    return cited | {
        "leaf": leaf,
        "exact": bool(RUNS.search(text)),
        "sets": [set_shown(row, html) for row in shown],
        "q": q,
        "hits": len(hits),
        "hit": now,
        "previous": now - 1 if now > 1 else len(hits),
        "next": now + 1 if now < len(hits) else 1,
    }


def _picked_passage(
    request: HttpRequest, leaf: Leaf, parts: list[Block], rows: Rows
) -> tuple[list[Mark], dict[str, Any]]:
    """The passage that the address names, as a mark and with its citation."""
    asked = request.GET.get("passage")
    if asked is None:
        return [], {}
    span = span_of(asked, leaf.version.text)
    seen = trimmed(leaf.version.text, *span) if span else None
    if span is None or seen is None:
        sentence = _("There is no passage “%(asked)s” in this text, which has %(n)s characters.")
        return [], {"passage_note": sentence % {"asked": asked[:40], "n": len(leaf.version.text)}}
    name = f"{span[0]}-{span[1]}"
    mark = Mark(start=seen[0], end=seen[1], level=Level.PICK, key=0, about=f"c{name}")
    return [mark], {
        "passage": name,
        "citation": citation_of(
            request, leaf.document, leaf.version, span, rows=rows, blocks=parts
        ),
    }


def _at(asked: str | None, hits: int) -> int:
    """Which hit is the current one: the first, unless the address names another that exists."""
    if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 and 1 <= int(asked) <= hits:
        return int(asked)
    return 1


def hit_marks(spans: list[tuple[int, int]], parts: list[Block]) -> list[Mark]:
    """A mark for each word found outside of boilerplate, numbered from 1."""
    folded = [(block.start, block.end) for block in parts if block.boilerplate]
    shown = [
        (start, end)
        for start, end in sorted(spans)
        if start < end and not any(left <= start < right for left, right in folded)
    ]
    return [
        Mark(start=start, end=end, level=Level.HIT, key=n, about=Hit(n, False))
        for n, (start, end) in enumerate(shown, start=1)
    ]


def set_shown(row: Any, html: dict[Block, Any]) -> dict[str, Any]:
    """A set for the template: its blocks with boilerplate gathered, and its notes, some folded."""
    beside = [mark.about for mark in row.claims]
    return {
        "head": gathered([html[block] for block in row.head]),
        "tail": gathered([html[block] for block in row.tail]),
        "claims": beside[:UNFOLDED] if len(beside) > UNFOLDED + 1 else beside,
        "folded": beside[UNFOLDED:] if len(beside) > UNFOLDED + 1 else [],
        "notes": [mark.about for mark in row.notes],
        "number": next((block.number for block in row.head if block.number), 0),
    }


def gathered(blocks: list[Any]) -> list[dict[str, Any]]:
    """Runs of article and of boilerplate, in order; a run of boilerplate is folded as one."""
    runs: list[dict[str, Any]] = []
    for part in blocks:
        folded = part.block.boilerplate
        if folded and runs and runs[-1]["folded"]:
            runs[-1]["blocks"].append(part)
        else:
            runs.append({"folded": folded, "blocks": [part]})
    for run in runs:
        run["lines"] = sum(len(str(part.html).strip().splitlines()) for part in run["blocks"])
    return runs


def extracts(document: Document, versions: list[Version], user: Any) -> list[dict[str, Any]]:
    """The claims of a document whose text does not open, each with a sentence on either side."""
    texts = {version.pk: version for version in versions}
    shown = []
    for here in claims_in(document, user):
        passage = here.claim.passage
        version = texts[passage.version_id]
        context = around(version.text, passage.start, passage.end, sentences=1)
        shown.append({"here": here, "version": version, "context": context})
    return shown


@require_safe
@of_document
def document_text(request: HttpRequest, document: Document) -> HttpResponse:
    """`/documents/<uid>/text`: one version's text, exactly, as UTF-8."""
    versions = versions_of(document)
    if not versions or not document.text_opens_to(request.user):
        raise Http404(document.uid)
    number = request.GET.get("version")
    version = next((v for v in versions if str(v.number) == number), None)
    if number is not None and version is None:
        raise Http404(document.uid)
    text = (version or first_read(versions)).text
    return HttpResponse(text.encode("utf-8"), content_type="text/plain; charset=utf-8")
