"""Bytes are kept as they are, found by their SHA-256, and checked."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from archive import originals


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_bytes_come_out_as_they_went_in() -> None:
    data = b"\xff\x00\r\n\xef\xbb\xbf\n"
    digest = originals.keep(data)
    assert digest == sha256(data).hexdigest()
    with originals.open_bytes(digest) as file:
        assert file.read() == data
    assert originals.fault(digest, len(data)) == ""


def test_the_file_stands_where_its_digest_says_and_nothing_beside_it(var: Path) -> None:
    digest = originals.keep(b"a capture")
    path = var / "originals" / digest[:2] / digest
    assert path.read_bytes() == b"a capture"
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_bytes_that_are_there_are_not_written_again() -> None:
    path = originals.path_of(originals.keep(b"a capture"))
    before = path.stat().st_mtime_ns, path.stat().st_ino
    originals.keep(b"a capture")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_damaged_bytes_are_named_and_healed_by_keeping_them_again() -> None:
    digest = originals.keep(b"a capture")
    path = originals.path_of(digest)
    path.chmod(0o600)
    path.write_bytes(b"a capturX")
    assert "have changed" in originals.fault(digest, 9)
    path.write_bytes(b"short")
    assert "has 5 bytes, not 9" in originals.fault(digest, 9)
    originals.keep(b"a capture")
    assert originals.fault(digest, 9) == ""
    path.unlink()
    assert "is missing" in originals.fault(digest, 9)
    with pytest.raises(originals.OriginalMissing, match=digest):
        originals.open_bytes(digest)


def test_a_digest_that_is_none_never_becomes_a_path() -> None:
    for wrong in ("../../etc/passwd", "", "A" * 64, "a" * 63):
        with pytest.raises(ValueError, match="no SHA-256"):
            originals.path_of(wrong)


def test_a_uid_is_twelve_base32_characters_of_the_digest() -> None:
    digest = sha256(b"").hexdigest()
    assert originals.uid_of(digest) == "4oymiquy7qob"


def test_what_is_kept_is_listed_and_leftovers_of_a_killed_write_are_not() -> None:
    digests = sorted(originals.keep(each) for each in (b"one", b"two", b"three"))
    (originals.path_of(digests[0]).parent / ".half-x.part").write_bytes(b"ha")
    assert list(originals.all_kept()) == digests


def test_a_disk_that_refuses_leaves_nothing_behind(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        originals.keep(b"a capture")
    assert [path for path in var.rglob("*") if path.is_file()] == []
