"""TRUST 23: originals are attachments with nosniff and a sandbox; HTML and SVG never inline."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive import originals
from archive.models import Original
from tests.makers import make_document

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>0</script></svg>"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path
    settings.SECURE_SSL_REDIRECT = False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kind", "served"),
    [
        ("page.html", "text/html", "application/octet-stream"),
        ("page.xhtml", "application/xhtml+xml", "application/octet-stream"),
        ("drawing.svg", "image/svg+xml", "application/octet-stream"),
        ("feed.xml", "text/xml", "application/octet-stream"),
        ("x.txt", "text/html; charset=utf-7", "application/octet-stream"),
        ("note.txt", "text/plain", "text/plain"),
        ("line.json", "application/json", "application/json"),
    ],
)
def test_r23_whatever_was_archived_is_saved_and_not_shown(
    client: Client, name: str, kind: str, served: str
) -> None:
    document = make_document(uid="capture")
    Original.objects.create(
        document=document,
        file_name=name,
        media_type=kind,
        size=len(SCRIPT),
        sha256=originals.keep(SCRIPT),
    )
    response = client.get("/documents/capture/original")
    assert response.status_code == 200
    assert response["Content-Type"] == served
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = response["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert b"".join(response.streaming_content) == SCRIPT  # type: ignore[attr-defined]
