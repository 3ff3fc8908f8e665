"""Entities: the list of them, and what the archive holds on one."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf, Substr, Upper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from archive.charts import year_bars
from archive.concordance import concordance
from archive.dossier import beside, claims_of, counted, documents_of
from archive.models import Entity, EntityKind
from archive.standing import standings_of

PAGE = 100
INITIAL = Upper(Substr(Coalesce(NullIf("sort_name", Value("")), "name"), 1, 1))


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """`/entities/`: narrowed by `kind` and first `letter`, in pages of 100."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in EntityKind.values else ""
    # one pass over what may be seen; the page's own rows are read by their keys
    named = Entity.objects.named_to(request.user).annotate(initial=INITIAL).order_by("name", "uid")
    every = list(named.values_list("pk", "kind", "initial"))
    kinds = Counter(its_kind for _pk, its_kind, _initial in every)
    of_kind = [row for row in every if kind in ("", row[1])]
    initials = Counter(initial for _pk, _kind, initial in of_kind)
    letter = request.GET.get("letter", "").upper()[:1]
    letter = letter if letter in initials else ""
    keys = [pk for pk, _kind, initial in of_kind if letter in ("", initial)]
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    page.object_list = Entity.objects.filter(pk__in=list(page.object_list)).order_by("name", "uid")
    context = {
        "section": "entities",
        "kinds": [(k, kinds[k]) for k in EntityKind.values if kinds[k]],
        "kind": kind,
        "initials": sorted(initials),
        "letter": letter,
        "page": page,
    }
    return render(request, "archive/entities.html", context)


@require_safe
def entity(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """`/entities/<uid>/<slug>/`; a merged one leads on to the one that it was merged into."""
    found = counted(uid, request.user)
    if found is None:
        raise Http404(uid)
    if found.merged_into is not None:
        return redirect(_last(found).get_absolute_url(), permanent=True)
    if slug != found.slug:
        return redirect(found.get_absolute_url(), permanent=True)
    by, about = claims_of(found, request.user)
    claims = [*by, *about]
    standings = standings_of({claim.pk for claim in claims}, request.user)
    documents = documents_of(found, request.user)
    lines = concordance(found, request.user, found.times_named, request.GET.get("mentions", "1"))
    context = {
        "section": "entities",
        "entity": found,
        "by": [(claim, standings[claim.pk]) for claim in by],
        "about": [(claim, standings[claim.pk]) for claim in about],
        "lines": lines,
        "beside": beside(found, documents),
        "chart": year_bars(Counter(documents.values())),
        "sample": any(claim.passage.version.document.sample for claim in claims)
        or any(line.document.sample for line in lines.rows),
    }
    return render(request, "archive/entity.html", context)


def _last(entity: Entity) -> Entity:
    """The end of a chain of merges; a ring, which nothing but a fixture could make, ends too."""
    seen = set()
    while entity.merged_into is not None and entity.pk not in seen:
        seen.add(entity.pk)
        entity = entity.merged_into
    return entity
