"""Questions: what several claims answer, in the order in which they were made."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Claim, Question
from archive.sides import figure, in_order, mark_reprints, sides_of, summary, ties_of
from archive.views.parameters import notes_of, page_of, unknown

PAGE = 50


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """`/questions/`: the open ones first."""
    seen = Question.objects.visible_to(request.user).with_count_for(request.user)
    rows = seen.order_by("state", "title", "uid")
    page, note = page_of(Paginator(rows, PAGE), request)
    notes = notes_of(unknown(request, ("page",)), note)
    context = {"section": "questions", "page": page, **notes}
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
