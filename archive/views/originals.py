"""The bytes that were archived, as a download: never shown, so that nothing in them can run."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import originals
from archive.models import Document, Original
from archive.views.access import of_document

# What a browser is told of the type; anything else, text/html and SVG among it, is mere bytes.
HARMLESS = frozenset({"text/plain", "application/json", "application/pdf"})
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


@require_safe
@of_document
def original(request: HttpRequest, document: Document, slug: str = "") -> Any:
    """The newest capture, or that with the SHA-256 in `?sha256=`; 404 where there is none."""
    if not document.text_opens_to(request.user):
        raise Http404(_("The original opens to readers who are signed in."))
    return _download(_chosen(document, request.GET.get("sha256", "")))


def _chosen(document: Document, digest: str) -> Original:
    captures = document.originals.all()
    found = (captures.filter(sha256=digest) if digest else captures).first()
    if found is None:
        raise Http404(_("No original of this document is kept here."))
    return found


def _download(found: Original) -> FileResponse:
    try:
        file = originals.open_bytes(found.sha256)
    except originals.OriginalMissing as error:
        raise Http404(str(error)) from error
    kind = found.media_type if found.media_type in HARMLESS else "application/octet-stream"
    response = FileResponse(file, as_attachment=True, filename=found.file_name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private"
    response["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(found.sha256)).decode()}:"
    return response
