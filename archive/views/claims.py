"""One claim, with the words that it rests on and what stands against it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.comparing import BESIDE, MOST
from archive.leaf import CLAIMANTS, first_read
from archive.models import (
    Assessment,
    Boilerplate,
    Claim,
    ClaimLink,
    Evidence,
    Placement,
    PlacementState,
    Question,
)
from archive.placing import same_language
from archive.reading import Context, around, block_at, blocks, by_paragraph, paragraphs
from archive.relations import relations
from archive.standing import standings_of
from archive.views.access import exists_for, is_gone_for, restriction, tombstone

DOCUMENT = "passage__version__document"


@require_safe
def claim(request: HttpRequest, uid: str) -> HttpResponse:
    """`/claims/<uid>/`; 410 where its document was withdrawn, 404 where it is not accepted."""
    rows = Claim.objects.accepted().select_related(f"{DOCUMENT}__publisher")
    found = get_object_or_404(rows.prefetch_related(CLAIMANTS, "about"), uid=uid)
    document = found.passage.version.document
    if not exists_for(document, request.user):
        raise Http404(uid)
    if is_gone_for(document, request.user):
        return tombstone(request, document)
    context = {
        "claim": found,
        "version": found.passage.version,
        "document": document,
        "sample": document.sample,
        "restriction": restriction(document) if request.user.is_staff else "",
        "standing": standings_of([found.pk], request.user)[found.pk],
        "relations": relations(found, _links(found, request.user)),
        "assessments": _assessments(found),
        "evidence": _evidence(found, request.user),
        "questions": Question.objects.visible_to(request.user).filter(claims=found),
        "beside": _compared(request, found),
        "address": request.build_absolute_uri(found.get_absolute_url()),
        "today": timezone.localdate(),
        "now": stands_now(found, request.user),
        **in_its_place(found, request.user),
    }
    return render(request, "archive/claim.html", context)


def _compared(request: HttpRequest, claim: Claim) -> list[str]:
    """The uids of the claims, `beside`, whose comparison this one may join: those there are."""
    asked = request.GET.getlist(BESIDE)[: MOST - 1]
    if not asked:
        return []
    shown = Claim.objects.visible_to(request.user).filter(uid__in=asked)
    known = set(shown.values_list("uid", flat=True))
    return [uid for uid in dict.fromkeys(asked) if uid in known and uid != claim.uid]


def stands_now(claim: Claim, user: Any) -> dict[str, Any] | None:
    """Where its words stand in the version that is read first, if it was made on another one.

    `version`, `placement` (None where nobody looked, or in another language) and `found`, the words
    there, where they differ and the text opens to this user.
    """
    made = claim.passage.version
    versions = list(made.document.versions.defer("text"))
    version = first_read(versions)
    if version.pk == made.pk or not same_language(version, made):
        return None
    row = Placement.objects.filter(passage=claim.passage, version=version).first()
    differs = row is not None and row.state == PlacementState.CHANGED and not row.same_words
    opens = made.document.text_opens_to(user)
    found = version.text[row.start : row.end] if row is not None and differs and opens else ""
    return {"version": version, "placement": row, "differs": differs, "found": found}


def _links(claim: Claim, user: Any) -> list[ClaimLink]:
    ends = [f"{end}__{DOCUMENT}__publisher" for end in ("source", "target")]
    texts = [f"{end}__passage__version__text" for end in ("source", "target")]
    links = ClaimLink.objects.visible_to(user).filter(Q(source=claim) | Q(target=claim))
    found = list(links.select_related(*ends).defer(*texts))
    others = [link.target if link.source_id == claim.pk else link.source for link in found]
    prefetch_related_objects(others, CLAIMANTS)
    return found


def _assessments(claim: Claim) -> list[Assessment]:
    return list(claim.assessments.order_by("-made_at", "-pk")) if settings.ASSESSMENTS else []


def _evidence(claim: Claim, user: Any) -> list[Evidence]:
    """What speaks for or against it; an assessment's evidence only where there are any."""
    rows = Evidence.objects.visible_to(user).filter(claim=claim)
    if not settings.ASSESSMENTS:
        rows = rows.filter(assessment=None)
    rows = rows.select_related(f"{DOCUMENT}__publisher").defer("passage__version__text")
    return list(rows.order_by("pk"))


def in_its_place(claim: Claim, user: Any) -> dict[str, Any]:
    """The claim's words in their paragraph, and its number; in an extract a sentence each side."""
    passage, version = claim.passage, claim.passage.version
    text = version.text
    if not version.document.text_opens_to(user):
        context = around(text, passage.start, passage.end, sentences=1)
        return {"context": context, "parts": by_paragraph(text, passage.start, passage.end)}
    folded = Boilerplate.objects.filter(passage__version=version)
    parts = blocks(text, list(folded.values_list("passage__start", "passage__end")))
    left = max((s for s, _e in paragraphs(text) if s <= passage.start), default=0)
    right = min((e for _s, e in paragraphs(text) if e >= passage.end), default=len(text))
    context = Context(
        text[left : passage.start], passage.quote, text[passage.end : max(right, passage.end)]
    )
    return {
        "context": context,
        "parts": by_paragraph(text, passage.start, passage.end),
        "paragraph": block_at(parts, passage.start),
        "last_paragraph": block_at(parts, passage.end - 1),
    }
