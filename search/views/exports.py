"""The same result set as data: `/search.json`, `.csv`, `.jsonl`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import saying, showing
from search.exporting import COLUMNS, Export, as_cells, as_lines
from search.filters import read_address
from search.finding import Found, find
from search.hits import ShownHit, shown
from search.reasons import explained
from search.suggesting import suggestion


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """One page of hits with facets and histogram, as docs/reference.md describes it."""
    found = find(read_address(request.GET), request.user)
    results, user = found.results, request.user
    body = {
        "query": found.parsed.canonical,
        "kind": found.asked.kind,
        "total": results.total,
        "possibly": results.possibly,
        "page": found.asked.page,
        "pages": found.pages,
        "hits": _with_reasons(found, shown(results.hits, results.words, user)),
        "also": _with_reasons(found, shown(results.also, results.words, user)),
        "facets": showing.facets_as_json(found),
        "histogram": showing.histogram_as_json(found),
        "suggestion": suggested.text if (suggested := suggestion(found, user)) else None,
        "notes": _sentences(found, user),
    }
    status = 503 if found.trouble else 404 if found.is_past_the_end else 200
    return JsonResponse(body, status=status)


def _with_reasons(found: Found, hits: Sequence[ShownHit]) -> list[dict[str, Any]]:
    """The hits; with `why=` also the reasons for one, or for all of them."""
    return [
        hit.as_json() | ({} if hit.why is None else {"why": [each.as_json() for each in hit.why]})
        for hit in explained(found, hits)
    ]


def _sentences(found: Found, user: Any) -> list[str]:
    wrong = [
        f"{name}: {message}" for name, errors in found.asked.errors.items() for message in errors
    ]
    past = [_("There is no such page: the last one is page %(page)s.") % {"page": found.pages}]
    trouble = [found.trouble] if found.trouble else []
    left = saying.left_out(found, user)
    out = [left.label] if left else []
    return [*found.notes, *out, *wrong, *(past if found.is_past_the_end else []), *trouble]


class Line:
    """A file to which csv writes and that hands each line on."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole set as a table, in order, with a last row where it was cut."""
    export = Export(read_address(request.GET), request.user, settings.SEARCH_EXPORT_LIMIT)
    writer = csv.writer(Line())
    columns = COLUMNS[export.asked.kind]

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(columns)
        for hit in export.hits():
            yield writer.writerow(as_cells(hit, columns, request.build_absolute_uri))
        if export.sentence:
            yield writer.writerow([export.sentence])

    return _stream(export, lines(), "text/csv; charset=utf-8", "search.csv")


@require_safe
def as_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """The whole set, a line each; a document's line can be ingested. Says where it was cut."""
    export = Export(read_address(request.GET), request.user, settings.SEARCH_EXPORT_LIMIT)

    def lines() -> Iterator[str]:
        for batch in export.batches():
            for line in as_lines(batch, request.user, request.build_absolute_uri):
                yield json.dumps(line, ensure_ascii=False) + "\n"
        if export.sentence:
            yield json.dumps({"note": export.sentence}, ensure_ascii=False) + "\n"

    return _stream(export, lines(), "application/jsonl; charset=utf-8", "search.jsonl")


def _stream(
    export: Export, lines: Iterator[str], content_type: str, name: str
) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    status = 503 if export.trouble else 200
    return StreamingHttpResponse(lines, status=status, content_type=content_type, headers=headers)
