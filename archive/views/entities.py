"""Entities: the list of them, and what the archive holds on one."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Value
from django.db.models.functions import Coalesce, NullIf, Substr, Upper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from archive.charts import year_bars
from archive.concordance import concordance
from archive.dossier import beside, claims_of, counted, years
from archive.models import Entity, EntityKind
from archive.paging import Counted
from archive.standing import standings_of

PAGE = 100
INITIAL = Upper(Substr(Coalesce(NullIf("sort_name", Value("")), "name"), 1, 1))


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """`/entities/`: narrowed by `kind` and first `letter`, in pages of 100."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in EntityKind.values else ""
    rows = Entity.objects.named_to(request.user).annotate(initial=INITIAL)
    groups = rows.order_by().values_list("kind", "initial").annotate(n=Count("pk", distinct=True))
    kinds, initials = Counter[str](), Counter[str]()
    for its_kind, initial, n in groups:
        kinds[its_kind] += n
        if kind in ("", its_kind):
            initials[initial] += n
    letter = request.GET.get("letter", "").upper()[:1]
    letter = letter if letter in initials else ""
    if kind:
        rows = rows.filter(kind=kind)
    if letter:
        rows = rows.filter(initial=letter)
    total = initials[letter] if letter else initials.total()
    pages = Counted(rows.order_by("name", "uid"), PAGE, total)
    context = {
        "section": "entities",
        "kinds": [(k, kinds[k]) for k in EntityKind.values if kinds[k]],
        "kind": kind,
        "initials": sorted(initials),
        "letter": letter,
        "page": pages.get_page(request.GET.get("page")),
        "total": total,
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
    lines = concordance(found, request.user, found.times_named, request.GET.get("mentions", "1"))
    context = {
        "section": "entities",
        "entity": found,
        "by": [(claim, standings[claim.pk]) for claim in by],
        "about": [(claim, standings[claim.pk]) for claim in about],
        "lines": lines,
        "beside": beside(found, request.user),
        "chart": year_bars(years(found, request.user)),
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
