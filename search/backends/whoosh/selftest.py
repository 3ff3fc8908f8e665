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
from search.backends.whoosh.postings import DAMAGE, Decoded

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
        decoded = Decoded(str(directory), index.schema, segment)
        storage = FileStorage(str(directory), readonly=True)
        with closing(SegmentReader(storage, index.schema, segment)) as reader:
            for (field, word), _info in reader:
                if field in ("title", "body"):
                    theirs = [
                        (doc, list(at))
                        for doc, at in reader.postings(field, word).items_as("positions")
                    ]
                    found.append((name, field, word, theirs))
                    _compare(decoded, field, word.decode(), theirs)
    plain = [rest for name, *rest in found if name == "plain"]
    arrays = [rest for name, *rest in found if name == "arrays"]
    if plain != arrays or not plain:
        raise ValueError("Whoosh reads what we write otherwise than what it writes")


def _compare(decoded: Decoded, field: str, word: str, theirs: list[tuple[int, list[int]]]) -> None:
    postings, places = decoded.read(field, word), decoded.places(field, word)
    ours = [
        (doc, places.positions[start:after].tolist())
        for doc, start, after in zip(
            postings.docs.tolist(), places.offsets[:-1], places.offsets[1:], strict=True
        )
    ]
    if ours != theirs or postings.counts.tolist() != [len(at) for _, at in theirs]:
        raise ValueError("we read what Whoosh writes otherwise than it does")
