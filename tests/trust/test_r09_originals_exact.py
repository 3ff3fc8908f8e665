"""TRUST 9: 1,000 generated originals are downloaded with the SHA-256 they came with."""

import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive.ingest.records import Outcome
from archive.models import Document, Original
from tests.ingesting import take

WORDS = ["ferry", "Habana", "señaló", "🌊", "שלום", "e\u0301", "中国", "\u202e", "<b>", "\u2028"]
ENDS = [b"\n", b"\r\n", b"\r", b"\n\n", b"\x0b", b""]
MARKS = [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]
NOISE = [b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf5\x80", b"\x1b[2J", b"\x1a"]


def generated(count: int, seed: int) -> Iterator[bytes]:
    """Files with line ends, marks, NULs and broken UTF-8 of every kind, two of about 5 MB."""
    rng = random.Random(seed)
    for number in range(count):
        parts = [rng.choice(MARKS), f"{number}".encode()]
        for _part in range(rng.randint(1, 40)):
            word = rng.choice(WORDS).encode(rng.choice(["utf-8", "utf-8", "utf-16-le"]), "replace")
            parts += [word, rng.choice([b" ", b"\t", *ENDS])]
            if rng.random() < 0.1:
                parts.append(rng.choice(NOISE))
        whole = b"".join(parts)
        yield whole * (5_000_000 // len(whole)) if number in (17, 701) else whole


@pytest.mark.django_db
def test_r09_what_was_archived_is_downloaded_byte_for_byte(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.VAR_DIR = tmp_path / "var"
    settings.SECURE_SSL_REDIRECT = False
    folder = tmp_path / "files"
    folder.mkdir()
    sent = {}
    for number, data in enumerate(generated(1_000, seed=9)):
        (folder / f"{number:04}.txt").write_bytes(data)
        sent[f"{number:04}.txt"] = sha256(data).hexdigest()
    rows = take(folder)
    assert {row.source: row.outcome for row in rows} == dict.fromkeys(sent, Outcome.NEW)
    assert Document.objects.count() == 1_000
    kept = dict(Original.objects.values_list("document__uid", "file_name"))
    for uid, name in kept.items():
        response: Any = client.get(f"/documents/{uid}/original")
        assert response.status_code == 200, name
        digest = sha256(b"".join(response.streaming_content)).hexdigest()
        assert digest == sent.pop(name)
    assert sent == {}
    assert max(Original.objects.values_list("size", flat=True)) > 4_900_000
