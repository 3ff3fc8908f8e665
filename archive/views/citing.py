"""Citations of a document or of one of its passages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.belongings import Rows, belongings
from archive.citations import Citation, Name, as_bibtex, as_csl, as_ris, pages_of
from archive.jsonld import as_json_ld
from archive.leaf import claims_in, first_read, versions_of
from archive.models import Boilerplate, Document, Version
from archive.reading import Block, block_at, by_paragraph, trimmed
from archive.reading import blocks as blocks_of
from archive.views.access import of_document

FORMATS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
_WRITTEN = {
    "bib": (as_bibtex, "application/x-bibtex"),
    "ris": (as_ris, "application/x-research-info-systems"),
    "json": (as_csl, "application/vnd.citationstyles.csl+json"),
}
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


def span_of(passage: str | None, text: str) -> tuple[int, int] | None:
    """The span that `120-180` names, where it lies within the text."""
    match = _SPAN.fullmatch(passage or "")
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return (start, end) if start < end <= len(text) else None


def permalink(
    request: HttpRequest, document: Document, version: Version, span: tuple[int, int] | None
) -> str:
    """The address of a version, or of a passage in it, that stays the same."""
    query = {"version": version.number} | ({"passage": f"{span[0]}-{span[1]}"} if span else {})
    fragment = f"#c{span[0]}-{span[1]}" if span else ""
    address = f"{document.get_absolute_url()}?{urlencode(query)}{fragment}"
    return request.build_absolute_uri(address)


def citation_of(
    request: HttpRequest,
    document: Document,
    version: Version | None,
    span: tuple[int, int] | None = None,
    *,
    rows: Rows | None = None,
    blocks: Sequence[Block] | None = None,
) -> Citation:
    """The citation of a document, in one version, and of a passage where one is given.

    `rows` are its belongings and `blocks` the paragraphs of its text, where they are at hand.
    """
    rows = belongings(document, request.user) if rows is None else rows
    authors = [
        Name(family=row["label"], given=row["extra"])
        if row["extra"]
        else Name(literal=row["label"])
        for row in rows.get("author", [])
    ]
    if not authors and document.byline:
        authors = [Name(literal=document.byline)]
    dois = [row["label"] for row in rows.get("identifier", []) if row["extra"].lower() == "doi"]
    sample = [_("Sample text: publisher and people quoted are invented.")]
    own = request.build_absolute_uri(document.get_absolute_url())
    return Citation(
        uid=document.uid,
        title=document.title,
        permalink=permalink(request, document, version, span) if version else own,
        archive=settings.ARCHIVE_NAME,
        version=version.number if version else 1,
        authors=authors,
        publisher=str(document.publisher or ""),
        dated=document.dated,
        genre=document.genre,
        language=version.language if version else "",
        source=document.source_url,
        doi=dois[0] if dois else "",
        layer=version.get_layer_display() if version else "",
        **_passage_of(version, span, blocks) if version and span else {},
        rights=document.rights,
        retrieved=timezone.localdate(),
        notes=sample if document.sample else (),
    )


def _passage_of(
    version: Version, span: tuple[int, int], blocks: Sequence[Block] | None
) -> dict[str, Any]:
    """What a citation says of a passage: its words, whole and by paragraph, and where they are."""
    text, (start, end) = version.text, span
    if blocks is None:
        folded = Boilerplate.objects.filter(passage__version=version)
        folds = list(folded.values_list("passage__start", "passage__end"))
        blocks = blocks_of(text, folds)
    first, last = trimmed(text, start, end) or span
    return {
        "quote": text[start:end],
        "span": span,
        "parts": by_paragraph(text, start, end),
        "pages": pages_of(version.page_starts, len(text), span),
        "paragraphs": (block_at(blocks, first), block_at(blocks, last - 1)),
    }


@require_safe
@of_document
def cite(request: HttpRequest, document: Document, form: str) -> HttpResponse:
    """`/documents/<uid>/cite.bib`, `.ris`, `.json`, `.jsonld`.

    `version` and `passage` are those of the reading view. A passage is quoted only where the text
    opens to this reader.
    """
    if form == "jsonld":
        return _json_ld(request, document)
    if form not in FORMATS:
        raise Http404(_("A citation is had as cite.bib, cite.ris or cite.json."))
    written, media_type = _WRITTEN[form]
    version, span = asked_of(request, document)
    text = written(citation_of(request, document, version, span))
    response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{document.uid}.{form}"'
    return response


def _json_ld(request: HttpRequest, document: Document) -> HttpResponse:
    """schema.org's words for the document and the claims in it that this reader may see."""
    version, _span = asked_of(request, document)
    text = as_json_ld(
        citation_of(request, document, version),
        claims_in(document, request.user),
        request.build_absolute_uri,
    )
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")


def asked_of(
    request: HttpRequest, document: Document
) -> tuple[Version | None, tuple[int, int] | None]:
    """The version and the passage that an address names; raises Http404 where it has neither."""
    versions = versions_of(document)
    number = request.GET.get("version")
    chosen: Any = next((v for v in versions if str(v.number) == number), None)
    if number is not None and chosen is None:
        raise Http404(_("There is no such version of this document."))
    version = chosen or (first_read(versions) if versions else None)
    passage = request.GET.get("passage")
    if version is None or passage is None or not document.text_opens_to(request.user):
        return version, None
    span = span_of(passage, version.text)
    if span is None:
        raise Http404(_("There is no such passage in this text."))
    return version, span
