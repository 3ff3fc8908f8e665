"""Comments on what is reviewed, and changes proposed to what is accepted.

Who may not accept does not edit what is accepted. They fill in the same form under
`…/propose/`; the row stays public as it is until a reviewer takes the change or declines it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive import review
from archive.admin.decisions import tell_changed
from archive.admin.differences import said
from archive.admin.taking import as_it_would_be, differences, written
from archive.forms.passages import in_context
from archive.models import Comment, Proposal, ProposalState
from archive.simultaneous import lock, state_of

NOT_KEPT = {"csrfmiddlewaretoken", "_save", "_continue", "_addanother", "why"}


class Proposing:
    """For admins of what is reviewed: its pages of comments and proposed changes."""

    def get_urls(self: Any) -> list[Any]:
        """With the addresses of comments and proposals below that of each row."""
        name = f"archive_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/comment/", wrap(self.comment_view), name=f"{name}_comment"),
            path("<int:pk>/propose/", wrap(self.propose_view), name=f"{name}_propose"),
            path("<int:pk>/proposals/<uid>/", wrap(self.proposal_view), name=f"{name}_proposal"),
        ]
        return own + super().get_urls()  # type: ignore[misc]

    def comment_view(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a comment on a row that exists for this user."""
        return require_POST(self._comment)(request, pk)

    def _comment(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        text = request.POST.get("text", "").strip()
        if text and self.get_object(request, str(pk)) is None:
            return self.given_back(request, str(pk), comment=text)  # type: ignore[no-any-return]
        row = self._row(request, pk)
        if text:
            Comment(row=row, user_id=request.user.pk, text=text).save()
        else:
            messages.error(request, _("Write what you want to say first."))
        return HttpResponseRedirect(f"{self._address('change', row.pk)}#comments")

    def propose_view(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        """The ordinary form, whose values are kept as a proposal."""
        if request.method == "POST" and self.get_object(request, str(pk)) is None:
            return self.given_back(request, str(pk))  # type: ignore[no-any-return]
        row = self._row(request, pk)
        if not may_propose(request.user, row):
            raise PermissionDenied
        request.proposing = row  # type: ignore[attr-defined]
        title = _("Propose a change: {row}").format(row=row)
        return self.changeform_view(request, str(pk), "", {"title": title, "subtitle": None})

    def proposal_view(self: Any, request: HttpRequest, pk: int, uid: str) -> HttpResponse:
        """What is proposed beside what is; a reviewer takes it or declines it."""
        row = self._row(request, pk)
        proposal = get_object_or_404(Proposal.to(row), uid=uid)
        if request.method == "POST":
            return self._decide(request, row, proposal)
        open_to_me = review.may_review(request.user) and proposal.state == ProposalState.OPEN
        seen = row.__dict__["state_as_read"]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Proposed change: {row}").format(row=row),
            "opts": self.opts,
            "row": row,
            "passage": shown_passage(row),
            "proposal": proposal,
            "row_address": self._address("change", row.pk),
            "changed_since": proposal.seen != seen,
            "decidable": open_to_me,
            "seen": seen,
            "differences": proposal.summary,
        }
        if open_to_me:  # against what is saved now, of which nothing else is changed by taking it
            data = as_it_would_be(self, request, row, proposal.data)
            context["differences"] = differences(self, request, self._row(request, pk), data)
        return TemplateResponse(request, "admin/archive/proposal.html", context)

    def _decide(self: Any, request: HttpRequest, row: Any, proposal: Proposal) -> HttpResponse:
        if not review.may_review(request.user):
            raise PermissionDenied
        answer = request.POST.get("answer", "").strip()[:500]
        if proposal.state != ProposalState.OPEN:
            messages.info(request, _("This was decided already."))
        elif request.POST.get("decision") == "take":
            return self._take(request, row, proposal, answer)
        elif not answer:
            messages.error(request, _("Say why you decline it: who proposed it reads that."))
            return HttpResponseRedirect(request.path)
        else:
            close(proposal, ProposalState.DECLINED, request.user, answer)
            messages.success(request, _("The proposed change was declined."))
        return HttpResponseRedirect(self._address("change", row.pk))

    def _take(
        self: Any, request: HttpRequest, row: Any, proposal: Proposal, answer: str
    ) -> HttpResponse:
        """Send what was proposed through the ordinary change, as this reviewer."""
        seen, by = request.POST.get("seen"), proposal.user
        request.taking = proposal  # type: ignore[attr-defined]
        with transaction.atomic():
            lock(row)  # nobody writes between what is compared and what is taken
            if seen != state_of(row):
                tell_changed(request, 1)
                return HttpResponseRedirect(request.path)
            row = self._row(request, row.pk)
            data = as_it_would_be(self, request, row, proposal.data)
            data["why"] = _("proposed by {who}: {why}").format(who=by or "?", why=proposal.why)
            request.POST = data  # type: ignore[assignment]
            response = self.changeform_view(request, str(row.pk), "", None)
            if response.status_code == 302:
                close(proposal, ProposalState.TAKEN, request.user, answer)
                return HttpResponseRedirect(self._address("change", row.pk))
        for sentence in _sentences(response.context_data["errors"]):
            messages.error(request, _("The change does not fit any more: {e}").format(e=sentence))
        return HttpResponseRedirect(request.path)

    def _row(self: Any, request: HttpRequest, pk: int) -> Any:
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def _address(self: Any, name: str, *arguments: Any) -> str:
        return reverse(f"admin:archive_{self.opts.model_name}_{name}", args=arguments)

    # --- the ordinary form, while a change is proposed ---

    def save_related(
        self: Any, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Keep the form as a proposal, or save what hangs on the row."""
        if not is_proposing(request, form.instance):
            super().save_related(request, form, formsets, change)  # type: ignore[misc]
            return
        keep(request, form, formsets)

    def construct_change_message(self: Any, request: HttpRequest, form: Any, *rest: Any) -> Any:
        """Nothing is logged of what was only proposed."""
        if is_proposing(request, form.instance):
            return []
        return super().construct_change_message(request, form, *rest)  # type: ignore[misc]

    def log_change(self: Any, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing was changed by proposing."""
        if is_proposing(request, obj):
            return None
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def response_change(self: Any, request: HttpRequest, obj: Any) -> HttpResponse:
        """Back to the row, which is as it was."""
        if not is_proposing(request, obj):
            return super().response_change(request, obj)  # type: ignore[misc]
        messages.success(request, _("Your change is proposed. A reviewer takes or declines it."))
        return HttpResponseRedirect(self._address("change", obj.pk))

    def render_change_form(self: Any, request: Any, context: Any, *a: Any, **kw: Any) -> Any:
        """With comments and proposals, or with the question why while proposing."""
        row = kw.get("obj")
        if row is not None:
            context |= {
                "comments": Comment.to(row),
                "proposals": Proposal.to(row),
                "proposing": is_proposing(request, row),
                "may_propose": may_propose(request.user, row),
            }
        return super().render_change_form(request, context, *a, **kw)  # type: ignore[misc]


def _sentences(errors: Iterable[Any]) -> Iterator[str]:
    """The errors of a form and its formsets one by one: those of a formset's rows are lists."""
    for error in errors:
        if isinstance(error, list):
            yield from _sentences(error)
        else:
            yield str(error)


def shown_passage(row: Any) -> str:
    """The words that the row rests on, in context; empty for one that rests on none."""
    passage = getattr(row, "passage", None)
    return in_context(passage.version.text, passage.span) if passage is not None else ""


def may_propose(user: Any, row: Any) -> bool:
    """Whether this user would edit the row, were it not settled."""
    meta = row._meta
    allowed = user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
    return allowed and review.is_locked(user, row)


def is_proposing(request: HttpRequest, row: Model) -> bool:
    """Whether this request fills in a proposal for this row."""
    proposing = getattr(request, "proposing", None)
    return proposing is not None and proposing.pk == row.pk


def keep(request: HttpRequest, form: Any, formsets: Any) -> Proposal:
    """Save what was written in the form, with its differences in words."""
    sent = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    row: Any = request.proposing  # type: ignore[attr-defined]
    proposal = Proposal(
        row=row,
        user_id=request.user.pk,
        data=written(form, formsets, sent),
        summary=said(form, formsets),
        why=request.POST.get("why", "").strip()[:500],
        seen=state_of(row),
    )
    proposal.save()
    return proposal


def takes_anothers(request: HttpRequest) -> bool:
    """Whether what is saved is what another proposed: two people stand for it."""
    proposal = getattr(request, "taking", None)
    return proposal is not None and proposal.user_id != request.user.pk


def close(proposal: Proposal, state: ProposalState, user: Any, answer: str) -> None:
    """Note who decided what about a proposal."""
    proposal.state, proposal.answer = state, answer
    proposal.decided_by, proposal.decided_at = user, timezone.now()
    proposal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
