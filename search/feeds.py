"""A search as an Atom feed (RFC 4287): what it finds, the last arrivals in the archive first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max
from django.utils.feedgenerator import Atom1Feed

from archive.batches import batches
from archive.models import Claim, Document, Version
from search.backends.base import Hit
from search.filters import Asked
from search.finding import ask, bare, resolved_for
from search.hits import ShownHit, shown

ENTRIES = 50  # of one feed
LOOKED_AT = 2_000  # hits, the newest of them, among which the last arrivals are looked for
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without entries was updated
# What XML 1.0 cannot hold.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Found:
    """The entries of a feed, each with when it last changed; a sentence where it went wrong."""

    hits: Sequence[tuple[ShownHit, datetime]]
    trouble: str = ""

    @property
    def updated(self) -> datetime:
        """When any of them last changed."""
        return max((changed for _hit, changed in self.hits), default=NEVER)


def arrivals(asked: Asked, user: Any) -> Found:
    """The hits of a search that came into the archive last, as this user may see them."""
    query = replace(bare(resolved_for(asked, user).query), sort="newest", limit=LOOKED_AT)
    results, trouble = ask(query)
    came = _arrived(results.hits, user)
    last = sorted((hit for hit in results.hits if hit.uid in came),
                  key=lambda hit: (came[hit.uid], hit.uid), reverse=True)  # fmt: skip
    found = shown(last[:ENTRIES], results.words, user)
    changed = _changed(found)
    return Found([(hit, max(changed[hit.uid], came[hit.uid])) for hit in found], trouble)


def _arrived(hits: Sequence[Hit], user: Any) -> dict[str, datetime]:
    """When each hit that this user may see came into the archive, by uid."""
    claims = bool(hits) and hits[0].kind == "claim"
    rows = Claim.objects.findable_by(user) if claims else Document.objects.visible_to(user)
    came: dict[str, datetime] = {}
    for uids in batches([hit.uid for hit in hits]):
        came |= dict(rows.filter(uid__in=uids).order_by().values_list("uid", "created_at"))
    return came


def _changed(hits: Sequence[ShownHit]) -> dict[str, datetime]:
    """When the row of each hit, or a text of the document, was last saved, by uid."""
    model: Any = Claim if hits and hits[0].kind == "claim" else Document
    uids = [hit.uid for hit in hits]
    saved = model.history.filter(uid__in=uids).order_by().values_list("uid")
    last = dict.fromkeys(uids, NEVER) | dict(saved.annotate(Max("history_date")))
    if model is Document:
        texts = Version.objects.filter(document__uid__in=uids).order_by()
        for uid, at in texts.values_list("document__uid").annotate(Max("created_at")):
            last[uid] = max(last[uid], at)
    return last


class SearchFeed(Atom1Feed):
    """An Atom feed whose own date is that of its entries, so that it stays the same meanwhile."""

    def latest_post_date(self) -> datetime:
        """When the feed last changed."""
        updated: datetime = self.feed["updated"]
        return updated


def as_atom(found: Found, title: str, page: str, feed: str, address: Callable[[str], str]) -> str:
    """The feed as XML; `page` and `feed` are its own absolute addresses."""
    atom = SearchFeed(
        title=plain(title), link=page, description="", feed_url=feed, updated=found.updated
    )
    for hit, changed in found.hits:
        data = hit.as_json()
        atom.add_item(
            title=plain(data["title"]),
            link=address(data["url"]),
            description=plain(data["snippet"]),
            unique_id=address(f"/{data['kind']}s/{data['uid']}/"),
            author_name=plain(data["publisher"] or "") or None,
            updateddate=changed,
        )
    return atom.writeString("utf-8")


def plain(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return NOT_XML.sub("", text)
