"""Questions: what several claims answer, in the order in which they were made."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Claim, Question
from archive.sides import figure, in_order, mark_reprints, sides_of, summary, ties_of

PAGE = 50


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """`/questions/`: the open ones first."""
    claims = Claim.objects.visible_to(request.user)
    rows = (
        Question.objects.visible_to(request.user)
        .annotate(held=Count("claims", filter=Q(claims__in=claims), distinct=True))
        .order_by("state", "title", "uid")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"section": "questions", "page": page}
    return render(request, "archive/questions.html", context)


@require_safe
def question(request: HttpRequest, uid: str) -> HttpResponse:
    """`/questions/<uid>/`; 404 where it is not accepted, or none of its claims may be seen."""
    found = get_object_or_404(Question.objects.visible_to(request.user), uid=uid)
    rows = Claim.objects.visible_to(request.user).filter(questions=found)
    sides = sides_of(in_order(rows).defer("passage__version__text"), request.user)
    ties = ties_of(sides, request.user)
    mark_reprints(sides, request.user)
    context = {
        "section": "questions",
        "question": found,
        "sides": sides,
        "ties": ties,
        "figure": figure(sides),
        "summary": summary(sides, ties),
        "sample": any(side.document.sample for side in sides),
    }
    return render(request, "archive/question.html", context)
