"""`{% documents %}`, `{% dated %}`, `{% why %}`, `{% opening %}`, `{% joining %}`: parts of a hit.

As a template with two more inside, twenty hits took half of the page's time; here each is one
formatted text, all of it escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.models import Claim, Document
from archive.templatetags.archive import edtf
from search.comparing import Comparison, begun_with
from search.hits import DocumentHit, ShownHit
from search.reasons import Reason

register = template.Library()

DOCUMENT = """
<li class="pair">
  <div>
    <p class="meta">{publisher}{dated}{layer}{withdrawn}</p>
    <h2><a href="{address}{asked}" lang="{language}" dir="auto">{title}</a></h2>
    <p class="snip" lang="{language}" dir="auto">{snippet}</p>
  </div>
  <div class="ours"><ul>
    <li>{claims}</li>
    {why}
  </ul></div>
</li>"""
ASK_WHY = (
    '<li><a href="?{query}&amp;why={uid}#why-{uid}" rel="nofollow">{label}'
    '<span class="vh"> {what}</span></a></li>'
)


@register.simple_tag(takes_context=True)
def documents(context: Context, hits: Iterable[DocumentHit]) -> SafeString:
    """A list item for each document found."""
    q = context["q"]
    asked = format_html("?q={}", quote(q, safe="")) if q else ""
    return format_html_join("", "{}", ((_document(context, hit, asked),) for hit in hits))


def _document(context: Context, hit: DocumentHit, asked: str) -> SafeString:
    document = hit.document
    address = document.get_absolute_url()
    publisher = document.publisher
    return format_html(
        DOCUMENT,
        publisher=format_html("<b>{}</b> · ", publisher) if publisher else "",
        dated=dated(document),
        layer=f" · {hit.layer_label}" if hit.says_layer else "",
        withdrawn=" · " + _("withdrawn") if document.withdrawn_on else "",
        address=address,
        asked=asked,
        language=hit.version.language if hit.version else "",
        title=document.title,
        snippet=hit.snippet,
        claims=_claims(hit.claims, address),
        why=why(context, hit, document.title),
    )


def _claims(count: int, address: str) -> SafeString:
    """How many claims a document has, as a link to them."""
    if not count:
        return format_html("<span>{}</span>", _("No claims yet"))
    label = ngettext("%(claims)s claim", "%(claims)s claims", count) % {"claims": count}
    return format_html('<a href="{}#claims">{}</a>', address, label)


@register.simple_tag
def dated(document: Document) -> SafeString | str:
    """When a document was published, and whether that was inferred."""
    return _dated(document.dated, document.dated_basis == "inferred", get_language())


@lru_cache(maxsize=20_000)
def _dated(day: str, is_inferred: bool, _language: str | None) -> SafeString | str:
    """The same day stands in many results; said anew in each language of the page."""
    if not day:
        return _("date unknown")
    inferred = ", " + _("inferred") if is_inferred else ""
    return format_html('<time datetime="{}">{}</time>{}', day, edtf(day), inferred)


@register.simple_tag(takes_context=True)
def why(context: Context, hit: ShownHit, what: str) -> SafeString | str:
    """By what a hit was found, where that was asked, else a link that asks it."""
    if hit.why is not None:
        return _reasons(hit.uid, hit.why)
    if not context["found"].parsed.canonical:
        return ""
    query = context["here"]
    return format_html(ASK_WHY, query=query, uid=hit.uid, label=_("Why?"), what=what)


def _reasons(uid: str, reasons: tuple[Reason, ...]) -> SafeString:
    said = [reason.sentence for reason in reasons] or [_("nothing more than being in this archive")]
    items = format_html_join("", "<li>{}</li>", ((each,) for each in said))
    return format_html('<li id="why-{}">{}<ul class="why">{}</ul></li>', uid, _("Found by:"), items)


@register.simple_tag
def opening(comparison: Comparison, claim: Claim) -> str:
    """The page of a claim found; where a comparison is under way, it may still join from there."""
    return comparison.opening(claim)


@register.simple_tag
def joining(comparison: Comparison, claim: Claim) -> SafeString | str:
    """A link that sets a claim found beside others: those of the comparison under way, if any."""
    if claim.uid in comparison.uids:
        return _("in the comparison")
    if comparison.claims and not comparison.is_full:
        label, address = _("Add to the comparison"), comparison.with_one_more(claim)
    else:
        label, address = _("set beside another"), begun_with(claim)
    what = format_html('<span class="vh">: {}</span>', claim.statement)
    return format_html('<a href="{}">{}{}</a>', address, label, what)
