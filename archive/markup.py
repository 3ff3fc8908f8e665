"""A text with its marks as HTML: bands, brackets, underlines and links that nest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.dates.values import in_words
from archive.models import Dating, Entity
from archive.reading import Block, Close, Ends, Level, Mark, Open, Piece, cut, linked_of, nested


@dataclass(frozen=True)
class Written:
    """A block, and its text as HTML."""

    block: Block
    html: SafeString


def written(text: str, blocks: Sequence[Block], marks: Sequence[Mark]) -> dict[Block, Written]:
    """Each block of the text with the marks over it."""
    pieces = _pieces(blocks, marks)
    linked = linked_of([piece for of_block in pieces for piece in of_block])
    pen = _Pen()
    return {
        block: Written(block, pen.write(text, of_block, linked))
        for block, of_block in zip(blocks, pieces, strict=True)
    }


def _pieces(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[list[Piece]]:
    """The pieces of each block; marks and blocks are each walked once."""
    waiting = sorted(marks, key=lambda m: m.start, reverse=True)
    alive: list[Mark] = []
    out = []
    for block in blocks:
        alive = [mark for mark in alive if mark.end > block.start]
        while waiting and waiting[-1].start < block.end:
            alive.append(waiting.pop())
        out.append(cut(block.start, block.end, alive))
    return out


CLOSING = {name: format_html("</{}>", name) for name in ("a", "mark", "span")}


class _Pen:
    """Writes tokens; remembers ids, so that none stands twice, and the addresses of entities."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.addresses: dict[int, str] = {}
        self.labels: dict[int, str] = {}
        self.said: dict[tuple[str, str, str], str] = {}

    def write(self, text: str, pieces: Sequence[Piece], linked: frozenset[Mark]) -> SafeString:
        parts: list[tuple[Any]] = []
        elements: list[str] = []
        for token in nested(text, pieces, linked):
            if isinstance(token, str):
                parts.append((token,))
            elif isinstance(token, Open):
                elements.append(self.element(token))
                parts.append((self.open(token),))
            elif isinstance(token, Close):
                parts.append((CLOSING[elements.pop()],))
            else:
                parts.append((self.ends(token),))
        return format_html_join("", "{}", parts)

    @staticmethod
    def element(token: Open) -> str:
        if token.link:
            return "a"
        return "mark" if token.mark.level is Level.HIT else "span"

    def open(self, token: Open) -> SafeString:
        about = token.mark.about
        match token.mark.level:
            case Level.CLAIM:
                return self.claim(about, token.first)
            case Level.NOTE:
                return format_html("<span{}>", self.id(f"ns-{about.note.uid}", token.first))
            case Level.ENTITY:
                anchor = self.id(f"t-{token.mark.start}", token.first)
                return self.marked("e", anchor, token, self.address(about), self.label(about))
            case Level.DATE:
                anchor = self.id(f"dt-{token.mark.start}", token.first)
                kind = "d" if about.edtf else "d unset"
                return self.marked(kind, anchor, token, f"#d-{token.mark.start}", self.dated(about))
            case Level.PICK:
                return format_html('<span class="picked"{}>', self.id(about, token.first))
            case _:
                anchor = self.id(f"m{about.number}", token.first)
                now = SafeString(' class="now"') if about.now else ""
                return format_html("<mark{}{}>", anchor, now)

    def claim(self, here: Any, first: bool) -> SafeString:
        band = f"c k{here.k}" if here.k else "c"
        if not first:
            return format_html('<span class="{}">', band)
        return format_html(
            '<span class="{}"{}><a class="cn" href="#c-{}" aria-label="{}">{}</a>',
            band,
            self.id(f"s-{here.claim.uid}", True),
            here.claim.uid,
            _("Claim %(n)s") % {"n": here.number},
            here.number,
        )

    def marked(self, kind: str, anchor: str, token: Open, address: str, label: str) -> SafeString:
        if not token.link:
            return format_html('<span class="{}"{}>', kind, anchor)
        return format_html('<a class="{}"{} href="{}" title="{}">', kind, anchor, address, label)

    def ends(self, ends: Ends) -> SafeString:
        claims = sorted(
            (m.about for m in ends.marks if m.level is Level.CLAIM), key=lambda h: h.number
        )
        parts: list[tuple[Any]] = []
        if claims:
            numbers = ", ".join(str(here.number) for here in claims)
            spoken = ngettext("end of claim %(n)s", "end of claims %(n)s", len(claims))
            band = "".join(f" k{here.k}" for here in claims if here.k)
            parts.append(
                (
                    format_html(
                        '<span class="ce{}" data-n="{}"><span class="vh">{}</span></span>',
                        band,
                        numbers,
                        spoken % {"n": numbers},
                    ),
                )
            )
        parts += [(self.after_note(m.about),) for m in ends.marks if m.level is Level.NOTE]
        parts += [(self.after_unlinked(mark),) for mark in ends.unlinked]
        return format_html_join("", "{}", parts)

    @staticmethod
    def after_note(here: Any) -> SafeString:
        label = _("Note %(letter)s") % {"letter": here.letter}
        return format_html(
            '<a class="cn nn" href="#n-{}" aria-label="{}">{}</a>',
            here.note.uid,
            label,
            here.letter,
        )

    def after_unlinked(self, mark: Mark) -> SafeString:
        if mark.level is Level.ENTITY:
            address, label = self.address(mark.about), self.label(mark.about)
        else:
            address, label = f"#d-{mark.start}", said(mark.about)
        also = _("Also marked here: %(what)s") % {"what": label}
        return format_html('<a class="cn also" href="{}" aria-label="{}">+</a>', address, also)

    def id(self, name: str, first: bool) -> str:
        if not first or name in self.ids:
            return ""
        self.ids.add(name)
        return format_html(' id="{}"', name)

    def address(self, entity: Entity) -> str:
        if entity.pk not in self.addresses:
            self.addresses[entity.pk] = entity.get_absolute_url()
        return self.addresses[entity.pk]

    def dated(self, dating: Dating) -> str:
        key = (dating.edtf, dating.type, dating.status)
        if key not in self.said:
            self.said[key] = said(dating)
        return self.said[key]

    def label(self, entity: Entity) -> str:
        if entity.pk not in self.labels:
            self.labels[entity.pk] = _("%(kind)s: %(name)s") % {
                "kind": entity.get_kind_display(),
                "name": entity,
            }
        return self.labels[entity.pk]


def said(dating: Dating) -> str:
    """What a dating says, by its kind: "date: 21 April 2022"."""
    value = in_words(dating.edtf) if dating.edtf else dating.get_status_display()
    return _("%(kind)s: %(name)s") % {"kind": dating.get_type_display(), "name": value}
