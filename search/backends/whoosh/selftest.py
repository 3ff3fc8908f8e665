"""Whether the private parts of Whoosh that we rely on are as we know them, tried once a process."""

from __future__ import annotations

import logging
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader

from search.backends.base import Entry, IndexDamaged, Text
from search.backends.whoosh import building, writing
from search.backends.whoosh.postings import DAMAGE, Decoded, Source
from search.backends.whoosh.sources import quickest

logger = logging.getLogger(__name__)
# one word often, one in every entry, one in a single entry, and a gap between two pieces
ENTRIES = [
    Entry(
        uid=f"entry-{number}", kind="document", document=f"entry-{number}", title="a trial",
        body=Text("published", "en", ("sail " * (1 + number * 30), f"port {number}")),
    )
    for number in range(5)
]  # fmt: skip


@cache
def holds() -> bool:
    """Whether Whoosh reads what we write, and we read what Whoosh writes; logged where it fails."""
    try:
        with tempfile.TemporaryDirectory(prefix="verbatim-index-") as folder:
            _try(Path(folder))
    except (*DAMAGE, AssertionError, IndexDamaged, NotImplementedError, OSError) as error:
        logger.error(
            "This Whoosh is not as we know it (%s: %s); its own ways are used, which are slower.",
            type(error).__name__,
            error,
        )
        return False
    return True


def _try(folder: Path) -> None:
    found = []
    for name, writer in (("plain", writing), ("arrays", building)):
        directory = folder / name
        directory.mkdir()
        index = writing.create(directory)
        writer.add(index, directory, ENTRIES, ())
        (segment,) = index.refresh()._segments()
        words = writing.load_columns(directory, segment).words
        sources = [
            Decoded(str(directory), index.schema, segment),
            quickest(str(directory), index.schema, segment, words),
        ]
        storage = FileStorage(str(directory), readonly=True)
        with closing(SegmentReader(storage, index.schema, segment)) as reader:
            for (field, word), _info in reader:
                if field in ("title", "body"):
                    theirs = [
                        (doc, list(at))
                        for doc, at in reader.postings(field, word).items_as("positions")
                    ]
                    found.append((name, field, word, theirs))
                    for source in sources:
                        _compare(source, field, word.decode(), theirs)
    plain = [rest for name, *rest in found if name == "plain"]
    arrays = [rest for name, *rest in found if name == "arrays"]
    if plain != arrays or not plain:
        raise ValueError("Whoosh reads what we write otherwise than what it writes")


def _compare(source: Source, field: str, word: str, theirs: list[tuple[int, list[int]]]) -> None:
    postings = source.read(field, word)
    docs, positions = source.placed(field, source.numbers(field, word))
    ours = [(doc, at) for doc, places in theirs for at in places]
    if (
        list(zip(docs.tolist(), positions.tolist(), strict=True)) != ours
        or postings.docs.tolist() != [doc for doc, _ in theirs]
        or postings.counts.tolist() != [len(at) for _, at in theirs]
    ):
        raise ValueError("we read what Whoosh writes otherwise than it does")
