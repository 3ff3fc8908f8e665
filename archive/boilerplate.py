"""What follows an article without being part of it: “You May Also Like”, share bars, newsletters.

Only the end of a text is looked at, line by line from the last one upwards, and the first line that
is neither explained by a rule nor looks like a link ends the search. What is found is marked and
never removed, so a wrong finding costs a click. Needs neither settings nor database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_LINE = 200  # characters; a longer line is a paragraph
LONGEST_LINK = 120  # characters of another article's headline, listed below a heading
MOST_LINKS = 20  # lines below one heading


@dataclass(frozen=True, kw_only=True)
class Found:
    """A run of a text, code points, that `rule` takes for boilerplate."""

    start: int
    end: int
    rule: str


# A heading takes the lines below it along: they are the headlines of other articles.
HEADINGS = {
    "boilerplate: related articles": (
        r"you (?:may|might|could) (?:also )?(?:like|enjoy|be interested in)(?: these .{1,20})?"
        r"|recommended(?: for you| reading| stories| articles| content| by .{1,40})?"
        r"|(?:related|similar) (?:articles?|stor(?:y|ies)|posts?|content|topics|news)"
        r"|read (?:more|next|also|this next)(?: on .{1,40}| about .{1,40})?"
        r"|what to read next|more (?:from|on|in) .{1,40}|more (?:stories|news|articles)"
        r"|most (?:read|popular|viewed|shared|recent)|(?:trending|popular)(?: now)?"
        r"|(?:latest|top|other|more) (?:news|stories|headlines)|don[’']t miss|from around the web"
        r"|(?:también )?(?:te|le) (?:puede|podría) interesar"
        r"|(?:noticias|artículos|notas|contenidos?) relacionad[oa]s?"
        r"|(?:lee|lea|ver|mira) (?:también|más)|más (?:noticias|leíd[oa]s|vist[oa]s)"
        r"|recomendad[oa]s?(?: para (?:ti|usted))?|à lire aussi|lire aussi|das könnte sie .{1,40}"
        r"|auch interessant|leia (?:também|mais)"
    ),
}

_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|tiktok"
    r"|bluesky|mastodon|threads|e-?mail|print|imprimir|correo|copy link|copiar enlace)"
)
LINES = {
    "boilerplate: share bar": (
        rf"(?:share|tweet|pin|like|save|compartir|guardar|partager|teilen|compartilhar|{_NETWORK})"
        rf"(?:[\s|·•,/&-]+(?:and |y )?"
        rf"(?:share|tweet|pin|like|save|compartir|guardar|{_NETWORK}))*"
        rf"|(?:share|compartir|compartilhar) (?:this|on|via|with|en|por|esta?|este|no|na).{{0,60}}"
        rf"|(?:follow us|find us|like us|síguenos|síganos)(?: (?:on|en) .{{1,80}})?"
    ),
    "boilerplate: newsletter": (
        r"(?:sign up|subscribe|register|join us)\b.{0,120}\b"
        r"(?:newsletters?|inbox|alerts?|updates|briefing|channel|mailing list)\b.{0,40}"
        r"|subscribe(?: now| today)?|(?:get|receive) .{0,100}\b(?:newsletters?|inbox)\b.{0,40}"
        r"|(?:suscríb(?:ete|ase)|regístr(?:ate|ese))\b.{0,120}"
        r"|(?:our )?newsletters?|boletín(?: de noticias)?"
    ),
    "boilerplate: advertisement": (
        r"advertisement|advertising|sponsored(?: content)?|publicidad|anuncio|werbung|publicité"
        r"|(?:story|article) continues below(?: advertisement)?"
    ),
    "boilerplate: comments": (
        r"(?:leave|post|add) a (?:comment|reply)|(?:\d+ )?comments?(?: \(\d+\))?"
        r"|join the conversation"
        r"|(?:deja|deje|dejar) (?:un|tu|su) comentario|(?:\d+ )?comentarios?(?: \(\d+\))?"
    ),
}


def _compiled(rules: dict[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(rf"(?:{rule})", re.IGNORECASE)) for name, rule in rules.items()]


_HEADINGS, _LINES = _compiled(HEADINGS), _compiled(LINES)
_LINK_ENDS = tuple(".!?;”\"’'»)")


def trailing(text: str) -> list[Found]:
    """The boilerplate at the end of a text, in its order; none where nothing else would be left."""
    blocks: list[Found] = []
    below: list[tuple[int, int]] = []  # lines that no rule has explained yet, the last one first
    article = False
    for start, end in _lines_from_the_end(text):
        line = text[start:end]
        if rule := _matching(_HEADINGS, line):
            blocks.append(Found(start=start, end=below[0][1] if below else end, rule=rule))
            below = []
        elif not below and (rule := _matching(_LINES, line)):
            blocks.append(Found(start=start, end=end, rule=rule))
        elif len(below) < MOST_LINKS and _like_a_link(line):
            below.append((start, end))
        else:
            article = True
            break
    return blocks[::-1] if article or below else []


def _lines_from_the_end(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the visible part of each line that has one, the last line first."""
    end = len(text)
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end]
        if visible := line.strip():
            first = start + line.index(visible)
            yield first, first + len(visible)
        if start == 0:
            return
        end = start - 1


def _matching(rules: list[tuple[str, re.Pattern[str]]], line: str) -> str:
    """The name of the rule that explains the whole line, or nothing."""
    if len(line) > LONGEST_LINE:
        return ""
    bare = " ".join(line.strip("*#_-–—=>»›|:•· \t").rstrip("….:!?").split())
    return next((name for name, rule in rules if rule.fullmatch(bare)), "")


def _like_a_link(line: str) -> bool:
    return len(line) <= LONGEST_LINK and not line.endswith(_LINK_ENDS)
