"""Lists of what hangs on a document or a claim, for their pages: tables, not 300 little forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, Q
from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from archive.dates.values import in_words
from archive.models import (
    Assessment,
    Boilerplate,
    Claim,
    ClaimLink,
    Dating,
    Document,
    DocumentLink,
    Event,
    Evidence,
    Mention,
    Note,
    Original,
    QuestionClaim,
    Subject,
    Version,
)
from archive.passages.spans import shortened
from archive.review import is_locked


@dataclass(frozen=True)
class Row:
    """One line: its cells, the first of which leads to `address` where there is one."""

    address: str
    cells: Sequence[str]
    state: str = ""


@dataclass(frozen=True)
class Section:
    """One list: `name` is its place on the page, `add` where another one is made, if one may."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    add: str = ""
    add_label: str = ""

    @property
    def waiting(self) -> int:
        """How many of its rows are not settled yet."""
        return sum(row.state in ("suggested", "draft", "in_review") for row in self.rows)


def change_address(row: Model) -> str:
    """Where a row is changed."""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def add_address(model: type[Model], user: Any, **initial: Any) -> str:
    """Where a row is added, with its first values; empty where this user may not."""
    meta = model._meta
    if not user.has_perm(f"{meta.app_label}.add_{meta.model_name}"):
        return ""
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_add")
    return f"{address}?{urlencode(initial)}" if initial else address


def of_document(document: Document, user: Any) -> list[Section]:
    """Everything that hangs on a document, its texts first."""
    return [
        _versions(document, user),
        _originals(document),
        *(_annotations(kind, document, user) for kind in _kinds()),
        _boilerplate(document, user),
        _subjects(document, user),
        _links(document, user),
        _events(document),
    ]


def of_claim(claim: Claim, user: Any) -> list[Section]:
    """What hangs on a claim: links from either side, evidence, assessments, questions."""
    found = [_claim_links(claim, user), _evidence(claim, user), _questions(claim)]
    return [*found, _assessments(claim, user)] if settings.ASSESSMENTS else found


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of annotation in a document's lists: what is said of each row, and what that reads."""

    model: Any
    said: str
    say: Callable[[Any], str]
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()


def _kinds() -> list[Kind]:
    return [
        Kind(model=Claim, said=_("Statement"), say=_claim, prefetched=("attributions__entity",)),
        Kind(model=Mention, said=_("Entity"), say=_mention, related=("entity",)),
        Kind(model=Dating, said=_("Date"), say=_dating),
        Kind(model=Note, said=_("Note"), say=_note),
    ]


def _annotations(kind: Kind, document: Document, user: Any) -> Section:
    meta = kind.model._meta
    rows = kind.model.objects.in_document(document).defer("passage__version__text")
    rows = rows.select_related("passage__version", *kind.related)
    return Section(
        name=meta.model_name,
        title=str(meta.verbose_name_plural),
        columns=[_("Quote"), kind.said, _("Text"), _("Review")],
        rows=[_on_passage(row, kind.say(row)) for row in rows.prefetch_related(*kind.prefetched)],
        add=add_address(kind.model, user, document=document.uid),
        add_label=_("Add a {name}").format(name=meta.verbose_name),
    )


def _on_passage(row: Any, said: str) -> Row:
    quote = shortened(row.passage.quote, 90)
    cells = [quote, said, str(row.passage.version.number), row.get_review_display()]
    return Row(change_address(row), cells, row.review)


def _claim(claim: Claim) -> str:
    by = ", ".join(str(attribution) for attribution in claim.attributions.all())
    return f"{claim.statement} ({by})" if by else claim.statement


def _mention(mention: Mention) -> str:
    return str(mention.entity)


def _dating(dating: Dating) -> str:
    return in_words(dating.edtf) if dating.edtf else dating.get_status_display()


def _note(note: Note) -> str:
    return f"{note.get_kind_display()}: {shortened(note.text, 120)}"


def _versions(document: Document, user: Any) -> Section:
    rows = document.versions.defer("text").annotate(length=Length("text"))
    return Section(
        name="version",
        title=str(Version._meta.verbose_name_plural),
        columns=[_("Number"), _("Layer"), _("Language"), _("Characters"), _("By, and why")],
        rows=[
            Row(
                change_address(row),
                [
                    str(row.number),
                    row.get_layer_display(),
                    row.language,
                    localize(row.length),
                    " · ".join(filter(None, [row.author, row.reason])),
                ],
            )
            for row in rows
        ],
        add=add_address(Version, user, document=document.pk),
        add_label=_("Add a new version"),
    )


def _originals(document: Document) -> Section:
    return Section(
        name="original",
        title=str(Original._meta.verbose_name_plural),
        columns=[_("File"), _("Type"), _("Size"), "SHA-256", _("Captured")],
        rows=[
            Row(
                "",
                [
                    row.file_name,
                    row.media_type,
                    filesizeformat(row.size),
                    row.sha256,
                    localize(localtime(row.captured_at)),
                ],
            )
            for row in document.originals.all()
        ],
    )


def _boilerplate(document: Document, user: Any) -> Section:
    rows = Boilerplate.objects.filter(passage__version__document=document)
    rows = rows.select_related("passage__version").defer("passage__version__text")
    return Section(
        name="boilerplate",
        title=_("boilerplate"),
        columns=[_("Quote"), _("Rule"), _("Text")],
        rows=[
            Row(
                change_address(row),
                [shortened(row.passage.quote, 90), row.rule, str(row.passage.version.number)],
            )
            for row in rows
        ],
        add=add_address(Boilerplate, user, document=document.uid),
        add_label=_("Mark boilerplate"),
    )


def _subjects(document: Document, user: Any) -> Section:
    rows = document.subjects.select_related("entity")
    return Section(
        name="subject",
        title=_("subjects that no words name"),
        columns=[_("Entity"), _("Basis"), _("Review")],
        rows=[
            Row(
                change_address(row),
                [str(row.entity), row.basis, row.get_review_display()],
                row.review,
            )
            for row in rows
        ],
        add=add_address(Subject, user, document=document.pk),
        add_label=_("Add a subject"),
    )


def _links(document: Document, user: Any) -> Section:
    seen = Document.objects.visible_to(user)
    out = document.links_out.filter(target__in=seen).select_related("source", "target")
    into = document.links_in.filter(source__in=seen).select_related("source", "target")
    return Section(
        name="documentlink",
        title=str(DocumentLink._meta.verbose_name_plural),
        columns=[_("Link"), _("Review")],
        rows=[
            Row(change_address(row), [str(row), row.get_review_display()], row.review)
            for row in [*out, *into]
        ],
        add=add_address(DocumentLink, user, source=document.pk),
        add_label=_("Link to another document"),
    )


def _events(document: Document) -> Section:
    rows: Iterable[Event] = document.events.select_related("user")[:50]
    return Section(
        name="event",
        title=str(Event._meta.verbose_name_plural),
        columns=[_("When"), _("What"), _("Outcome"), _("Who")],
        rows=[
            Row(
                "",
                [
                    localize(localtime(row.at)),
                    row.get_kind_display(),
                    row.outcome,
                    str(row.user or ""),
                ],
            )
            for row in rows
        ],
    )


def _claim_links(claim: Claim, user: Any) -> Section:
    seen = Document.objects.visible_to(user)
    out = claim.links_out.filter(target__passage__version__document__in=seen)
    into = claim.links_in.filter(source__passage__version__document__in=seen)
    return Section(
        name="claimlink",
        title=str(ClaimLink._meta.verbose_name_plural),
        columns=[_("Link"), _("Review")],
        rows=[
            Row(change_address(row), [str(row), row.get_review_display()], row.review)
            for rows in (out, into)
            for row in rows.select_related("source", "target")
        ],
        add=add_address(ClaimLink, user) and reverse("admin:archive_claim_link", args=[claim.pk]),
        add_label=_("Link another claim to this one"),
    )


def _evidence(claim: Claim, user: Any) -> Section:
    seen = Document.objects.visible_to(user)
    rows = claim.evidence.filter(Q(passage=None) | Q(passage__version__document__in=seen))
    rows = rows.select_related("passage__version__document")
    rows = rows.defer("passage__version__text")
    return Section(
        name="evidence",
        title=str(Evidence._meta.verbose_name_plural),
        columns=[_("Evidence"), _("Where")],
        rows=[
            Row(
                change_address(row),
                [
                    shortened(row.passage.quote if row.passage else row.quote or row.url, 90),
                    row.passage.version.document.title if row.passage else row.url,
                ],
            )
            for row in rows
        ],
        add="" if is_locked(user, claim) else add_address(Evidence, user, claim=claim.pk),
        add_label=_("Add evidence"),
    )


def _assessments(claim: Claim, user: Any) -> Section:
    return Section(
        name="assessment",
        title=str(Assessment._meta.verbose_name_plural),
        columns=[_("Assessment"), _("Reason"), _("Who"), _("When")],
        rows=[
            Row(
                change_address(row),
                [
                    row.get_status_display(),
                    shortened(row.reason, 120),
                    row.name,
                    localize(localtime(row.made_at)),
                ],
            )
            for row in claim.assessments.all()
        ],
        add=add_address(Assessment, user, claim=claim.pk),
        add_label=_("Assess the claim"),
    )


def _questions(claim: Claim) -> Section:
    rows = QuestionClaim.objects.filter(claim=claim).select_related("question")
    return Section(
        name="question",
        title=_("questions that it answers"),
        columns=[_("Question"), _("State")],
        rows=[
            Row(
                change_address(row.question),
                [row.question.title, row.question.get_state_display()],
                row.question.review,
            )
            for row in rows
        ],
    )
