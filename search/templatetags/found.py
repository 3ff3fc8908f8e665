"""`{% choices %}` and `{% bars %}`: what a page of search has a hundred and more of.

As nodes of a template, the values of the facets and the bars of the histogram took a third of the
page's time; here each is one formatted line, all of it escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.histogram import Column
from search.showing import Choice

register = template.Library()

VALUE = '<li><label><input type="checkbox" name="{}" value="{}"{}> <span>{}</span> '
COUNTED = '{}<span class="n">{}</span></label></li>'
BAR = '<a href="?{}" aria-label="{}: {}">{}{}{}{}</a>\n'
PAD = '<rect class="pad" x="{}" y="0" width="{}" height="104"/>'
PLACE = ' x="{}" y="{}" width="{}" height="{}"/>'
IN, OUT = f"<rect{PLACE}", f'<rect class="out"{PLACE}'
TEXT, THIN = '<text x="{}" y="{}">{}</text>', '<text class="thin" x="{}" y="{}">{}</text>'
LABELS_AT = 100  # px from the top


@register.simple_tag
def choices(name: str, values: Iterable[Choice]) -> SafeString:
    """A list item for each value: its box, its label, its count."""
    rows = ((_value(name, each.value, each.label, each.selected), each.count) for each in values)
    return format_html_join("", COUNTED, rows)


@lru_cache(maxsize=10_000)
def _value(name: str, value: str, label: str, is_selected: bool) -> SafeString:
    """The box and its label, up to the count: the same in most searches."""
    return format_html(VALUE, name, value, " checked" if is_selected else "", label)


@register.simple_tag
def bars(columns: Iterable[Column]) -> SafeString:
    """A link for each bar that has something, drawn with its number; the labels of the others."""
    return format_html_join("", "{}", ((_bar(each),) for each in columns))


def _bar(bar: Column) -> SafeString | str:
    label = ""
    if bar.shows_label:
        label = _drawn(THIN if bar.thin else TEXT, bar.middle, LABELS_AT, bar.label)
    if not bar.count:
        return label
    number = ""
    if bar.shows_count:
        number = _drawn(THIN if bar.crowded else TEXT, bar.middle, bar.count_y, bar.count)
    pad = _drawn(PAD, bar.x, bar.width)
    rect = _drawn(OUT if bar.out else IN, bar.bar_x, bar.y, bar.bar_width, bar.height)
    return format_html(BAR, bar.query, bar.label, bar.count, pad, rect, number, label)


@lru_cache(maxsize=10_000)
def _drawn(pattern: str, *values: str | int) -> SafeString:
    """A shape or a text of the chart: most come back in other charts of as many bars."""
    return format_html(pattern, *values)
