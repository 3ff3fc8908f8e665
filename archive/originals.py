"""The bytes that were archived: VAR_DIR/originals/ab/<sha256>, written once, never changed.

The bytes stand on the disk before a row names them: whatever moment the machine stops at, no row
speaks of bytes that are not there.
"""

from __future__ import annotations

import os
import re
import tempfile
from base64 import b32encode
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

_SHA256 = re.compile(r"[0-9a-f]{64}")


class OriginalMissing(FileNotFoundError):
    """The bytes of an original are not on the disk."""


def root() -> Path:
    """The folder of all originals; never served by a web server."""
    return Path(settings.VAR_DIR) / "originals"


def path_of(digest: str) -> Path:
    """Where the bytes with this SHA-256 (64 lower-case hex digits) stand, or would stand."""
    if not _SHA256.fullmatch(digest):
        raise ValueError(f"{digest!r} is no SHA-256: write 64 lower-case hex digits.")
    return root() / digest[:2] / digest


def uid_of(digest: str) -> str:
    """The uid of a document whose original has this SHA-256: 12 base32 characters, lower case."""
    return b32encode(bytes.fromhex(digest)).decode()[:12].lower()


def is_kept(digest: str) -> bool:
    """Whether a file stands there; `fault` looks whether it is the right one."""
    return path_of(digest).is_file()


def keep(data: bytes) -> str:
    """Write the bytes, durably, and return their SHA-256; bytes that are there are left alone.

    Raises OSError where the disk is full or may not be written.
    """
    digest = sha256(data).hexdigest()
    path = path_of(digest)
    if path.is_file() and fault(digest, len(data)) == "":
        return digest
    new = not path.parent.is_dir()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(path, data)
    # a rename lasts only once its folder is on the disk; so does a new folder in its parents
    _sync_folder(path.parent)
    if new:
        _sync_folder(root())
        _sync_folder(root().parent)
    return digest


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:12]}-", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o400)
        temporary.replace(path)
    except BaseException:  # Ctrl-C too: it must not leave half a file behind
        temporary.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def all_kept() -> Iterator[str]:
    """The SHA-256 that each kept file is named by, in order; what a killed write left is none."""
    for path in sorted(root().glob("[0-9a-f][0-9a-f]/*")):
        if _SHA256.fullmatch(path.name):
            yield path.name


def open_bytes(digest: str) -> BinaryIO:
    """The bytes, open for reading; raises OriginalMissing where they are not on the disk."""
    try:
        return path_of(digest).open("rb")
    except FileNotFoundError as error:
        raise OriginalMissing(
            _("The bytes of the original %(digest)s are not in %(folder)s. Restore them there.")
            % {"digest": digest, "folder": root()}
        ) from error


def fault(digest: str, size: int) -> str:
    """What is wrong with the kept bytes, as a sentence; empty where size and SHA-256 agree."""
    path = path_of(digest)
    if not path.is_file():
        return _("The file %(path)s is missing.") % {"path": path}
    found = path.stat().st_size
    if found != size:
        return _("The file %(path)s has %(found)s bytes, not %(size)s.") % {
            "path": path,
            "found": found,
            "size": size,
        }
    with path.open("rb") as file:
        actual = file_digest(file, "sha256").hexdigest()
    if actual != digest:
        return _("The bytes of %(path)s have changed: their SHA-256 is %(actual)s.") % {
            "path": path,
            "actual": actual,
        }
    return ""
