"""Before a new text is saved: what differs in it, and what will become of the annotations."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.difference import Run, difference, nearby
from archive.forms.passages import in_context
from archive.models import Placement, PlacementState, Version
from archive.placing import earlier_texts, foreseen
from archive.repair import labels_of
from archive.simultaneous import values_of

NOT_GIVEN = frozenset({"id", "created_at"})  # new with every request
SHOWN = 50  # passages in doubt that are listed; the others are counted


@dataclass(frozen=True)
class Doubt:
    """A passage that a person will be asked about: its words, its state, and what hangs on it."""

    words: SafeString
    found: str
    state: str
    carried: list[str]


@dataclass(frozen=True)
class Preview:
    """What saving a version would come to."""

    before: Version | None  # the newest earlier text in its language
    runs: list[Run]
    states: list[tuple[str, int]]
    doubts: list[Doubt]
    more: int  # doubts that are not listed


def preview_of(version: Version) -> Preview:
    """The difference to the text before it, and the placements that it would get."""
    earlier = list(earlier_texts(version).values())
    before = earlier[-1] if earlier else None
    runs = nearby(difference(before.text, version.text)) if before else []
    placements = foreseen(version)
    carried = labels_of([row.passage_id for row in placements])
    asked = [row for row in placements if row.unsure and carried.get(row.passage_id)]
    counts = Counter(str(row.state) for row in placements)
    return Preview(
        before=before,
        runs=runs,
        states=[(str(s.label), counts[s.value]) for s in PlacementState if counts[s.value]],
        doubts=[_doubt(row, carried[row.passage_id]) for row in asked[:SHOWN]],
        more=max(0, len(asked) - SHOWN),
    )


def _doubt(row: Placement, carried: list[str]) -> Doubt:
    passage = row.passage
    return Doubt(
        words=in_context(passage.version.text, passage.span),
        found=str(row.evidence["found"]),
        state=str(PlacementState(row.state).label),
        carried=carried,
    )


class AsItWas:
    """A form that is shown again as it was filled in, and is not saved."""

    def is_valid(self) -> bool:
        """Never, and without an error."""
        return False


class Previewing:
    """For the admin of versions: a new one is looked at before it is saved, without scripts too."""

    def get_form(
        self: Any, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form; on the way back from the preview as it was filled in."""
        form: Any = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        if obj is None and request.method == "POST" and "_back" in request.POST:
            return type(form)(form.__name__, (AsItWas, form), {})
        return form

    def changeform_view(
        self: Any,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Save what was looked at; what was not, or differs from it by now, is shown first."""
        asked = object_id is None and request.method == "POST" and "_back" not in request.POST
        if asked and self.has_add_permission(request):
            form = self.get_form(request)(request.POST, request.FILES)
            if form.is_valid() and form.instance.document.versions.exists():
                version = form.instance
                version.number = next_number(version)
                if request.POST.get("seen") != fingerprint(version):
                    return self._preview(request, form, version)
        return super().changeform_view(  # type: ignore[misc,no-any-return]
            request, object_id, form_url, extra_context
        )

    def _preview(self: Any, request: HttpRequest, form: Any, version: Version) -> HttpResponse:
        given = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
        own = {"seen", "csrfmiddlewaretoken", "_save", "_continue", "_addanother"}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Before version {number} is saved").format(number=version.number),
            "opts": self.opts,
            "version": version,
            "preview": preview_of(version),
            "given": [pair for pair in given if pair[0] not in own],
            "seen": fingerprint(version),
        }
        return TemplateResponse(request, "admin/archive/version/preview.html", context)


def next_number(version: Version) -> int:
    """The number that a new version of its document takes."""
    last = version.document.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def fingerprint(version: Version) -> str:
    """A short name for exactly this version, so that only what was looked at is saved."""
    told = {name: value for name, value in values_of(version).items() if name not in NOT_GIVEN}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
