"""The benchmark's corpus (`tests/search/corpus.py`) as rows of a database: a site to be asked.

Eight mentions a document out of 20,000 entities, each on a passage of its own, 40 publishers, 200
topics, 30 years, a claim on every tenth document; the words and the values are those that the
other engines get.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from search.backends.base import Entry
from tests.search.corpus import Corpus

AT_ONCE = 1_000  # documents


def set_up(folder: Path) -> None:
    """A site in production's settings, with database and index in a folder."""
    (folder / "static").mkdir(parents=True, exist_ok=True)
    os.environ |= {"VAR_DIR": str(folder), "SECRET_KEY": "measured", "SECURE_SSL_REDIRECT": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["DEBUG"] = "0"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    import django

    django.setup()
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


def store(corpus: Corpus) -> None:
    """Migrate, and write the corpus into a database that holds no document yet."""
    from django.core.management import call_command

    from archive.models import Document

    call_command("migrate", verbosity=0)
    if Document.objects.exists():
        return
    begun = time.perf_counter()
    rows = Rows(corpus)
    entries = iter(corpus)
    done = 0
    while batch := list(islice(_documents(entries), AT_ONCE)):
        rows.add(batch)
        done += len(batch)
        took = time.perf_counter() - begun
        print(f"\r{done} of {corpus.documents} documents stored, {took:.0f} s", end="",
              file=sys.stderr, flush=True)  # fmt: skip
    print(file=sys.stderr)


def _documents(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    """Each document's entry with those of its claims."""
    waiting: list[Entry] = []
    for entry in entries:
        waiting.append(entry)
        if not _has_claim(entry) or entry.kind == "claim":
            yield waiting
            waiting = []


def _has_claim(entry: Entry) -> bool:
    """Whether a claim follows a document's entry: on every tenth."""
    return entry.kind == "document" and int(entry.uid.rpartition("-")[2]) % 10 == 0


class Rows:
    """Writes rows in bulk; the index is built from them afterwards."""

    def __init__(self, corpus: Corpus) -> None:
        from archive.models import Entity, Publisher, Topic

        words = corpus.words
        self.entities = _by_uid(
            Entity(uid=f"entity-{n:05d}", kind="person",
                   name=f"{words[500 + n // 150].title()} {words[9_000 + n].title()}")
            for n in range(corpus.entities)
        )  # fmt: skip
        self.publishers = _by_uid(
            Publisher(uid=f"publisher-{n:02d}", name=f"The {words[200 + n].title()} Post")
            for n in range(40)
        )
        self.topics = _by_uid(
            Topic(uid=f"topic-{n:03d}", name=words[300 + n].title()) for n in range(200)
        )

    def add(self, batch: list[list[Entry]]) -> None:
        """Some documents, each with its claims."""
        from django.db import transaction

        from archive.models import Document, DocumentTopic, Version

        with transaction.atomic():
            documents = Document.objects.bulk_create(self._document(each[0]) for each in batch)
            versions = Version.objects.bulk_create(
                _version(document, each[0].body.pieces[0])
                for document, each in zip(documents, batch, strict=True)
            )
            DocumentTopic.objects.bulk_create(
                DocumentTopic(document=document, topic=self.topics[uid])
                for document, each in zip(documents, batch, strict=True)
                for uid in each[0].facets["topic"]
            )
            self._annotate(versions, batch)

    def _document(self, entry: Entry) -> Any:
        from archive.models import Document

        assert entry.published[0] is not None
        publisher = self.publishers[entry.facets["publisher"][0]]
        made = Document(
            uid=entry.uid, title=entry.title, publisher=publisher,
            genre=entry.facets["genre"][0], dated=entry.published[0].isoformat(),
            dated_basis="stated", access="staff" if entry.doors.staff else "full",
        )  # fmt: skip
        made.derive()
        return made

    def _annotate(self, versions: list[Any], batch: list[list[Entry]]) -> None:
        """A passage for each mention and claim, at the words that the corpus gives or the first."""
        from archive.models import Attribution, Claim, Mention, Passage

        mentions, claims = [], []
        for version, each in zip(versions, batch, strict=True):
            starts = _starts(version.text)
            for at, uid in enumerate(each[0].facets["person"]):
                passage = _passage(version, starts, 5 + at * 3, 2)
                mentions.append(Mention(passage=passage, entity=self.entities[uid],
                                        review="accepted"))  # fmt: skip
            for claim in each[1:]:
                passage = _passage(version, starts, 60, 25)
                claims.append(Claim(uid=claim.uid, passage=passage, statement=claim.title,
                                    mode="direct", review="accepted"))  # fmt: skip
        made = Passage.objects.bulk_create([each.passage for each in (*mentions, *claims)])
        for row, passage in zip((*mentions, *claims), made, strict=True):
            row.passage = passage
        Mention.objects.bulk_create(mentions)
        stored = {row.uid: row for row in Claim.objects.bulk_create(claims)}
        Attribution.objects.bulk_create(
            Attribution(claim=stored[claim.uid], entity=self.entities[claim.facets["claimant"][0]])
            for each in batch
            for claim in each[1:]
        )


def _by_uid(rows: Iterator[Any]) -> dict[str, Any]:
    """Rows, written, by their uid."""
    made = list(rows)
    written = type(made[0])._default_manager.bulk_create(made, batch_size=1_000)
    return {row.uid: row for row in written}


def _version(document: Any, text: str) -> Any:
    from archive.models import Version

    made = Version(document=document, number=1, language="en", text=text)
    made.derive()
    return made


def _starts(text: str) -> list[int]:
    """Where each word starts."""
    starts, at = [], 0
    for word in text.split(" "):
        starts.append(at)
        at += len(word) + 1
    return starts


def _passage(version: Any, starts: list[int], word: int, count: int) -> Any:
    """The unsaved passage of some words."""
    from archive.models import Passage
    from archive.passages import passage_at

    start, after = starts[word], starts[word + count] - 1
    span = passage_at(version.text, start, after)
    return Passage(version=version, start=start, end=after, quote=span.quote,
                   prefix=span.prefix, suffix=span.suffix)  # fmt: skip
