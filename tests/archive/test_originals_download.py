"""The download of an original: exact bytes, to whom the text opens, and never shown."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive import originals
from archive.models import Document, Original
from tests.makers import make_document, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    settings.SECURE_SSL_REDIRECT = False
    return tmp_path


def kept(data: bytes = b"The capture.\r\n", **fields: Any) -> Document:
    document = make_document(uid="ferry", **fields)
    keep(document, data)
    return document


def keep(document: Document, data: bytes, **fields: Any) -> None:
    fields = {"file_name": "ferry.txt", "media_type": "text/plain"} | fields
    digest = originals.keep(data)
    Original.objects.create(document=document, size=len(data), sha256=digest, **fields)


def get(client: Client, method: str = "get", **query: str) -> Any:
    """The response with its bytes in `.body`; its file is closed, as a server closes it."""
    response: Any = getattr(client, method)("/documents/ferry/original", query)
    response.body = b"".join(response) if response.streaming else response.content
    for close in response._resource_closers:  # the test client does not, for HEAD
        close()
    return response


def test_the_bytes_are_downloaded_by_both_addresses(client: Client) -> None:
    kept()
    for address in ("/documents/ferry/original", "/documents/ferry/talks-on-direct-mail/original"):
        response: Any = client.get(address)
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == b"The capture.\r\n"
        assert response["Content-Disposition"] == 'attachment; filename="ferry.txt"'
        assert response["Content-Type"] == "text/plain"
        assert response["Content-Length"] == "14"


def test_a_head_request_has_no_body_and_a_post_is_refused(client: Client) -> None:
    kept()
    assert get(client, "head").status_code == 200
    assert client.post("/documents/ferry/original").status_code == 405


def test_a_document_without_an_original_is_404(client: Client) -> None:
    make_document(uid="ferry")
    assert get(client).status_code == 404
    assert client.get("/documents/nobody/original").status_code == 404


def test_bytes_that_the_disk_has_lost_are_404(client: Client) -> None:
    document = kept()
    originals.path_of(document.originals.get().sha256).unlink()
    assert get(client).status_code == 404


def test_the_newest_capture_comes_and_an_older_one_by_its_digest(client: Client) -> None:
    document = kept(b"first")
    first = document.originals.get()
    keep(document, b"second")
    assert get(client).body == b"second"
    assert get(client, sha256=first.sha256).body == b"first"
    assert get(client, sha256="../x").status_code == 404


def test_an_extract_is_downloaded_by_readers_and_hidden_from_the_public(client: Client) -> None:
    kept(access="extract")
    assert get(client).status_code == 404
    client.force_login(make_user("reader"))
    assert get(client).status_code == 200


@pytest.mark.parametrize(
    "hidden",
    [{"access": "staff"}, {"embargo_until": datetime.date(2999, 1, 1)}],
    ids=["staff", "embargoed"],
)
def test_a_hidden_document_is_404_but_to_annotators(client: Client, hidden: Any) -> None:
    kept(**hidden)
    assert get(client).status_code == 404
    client.force_login(make_user("reader"))
    assert get(client).status_code == 404
    client.force_login(make_user("annotator"))
    assert get(client).status_code == 200


def test_a_withdrawn_document_gives_its_bytes_to_editors_alone(client: Client) -> None:
    kept(withdrawn_on=datetime.date(2023, 1, 1), withdrawn_reason="by order of a court")
    assert get(client).status_code == 410
    client.force_login(make_user("reviewer"))
    assert get(client).status_code == 410
    client.force_login(make_user("editor"))
    assert get(client).status_code == 200


def test_an_odd_file_name_can_not_add_a_header(client: Client) -> None:
    document = make_document(uid="ferry")
    keep(document, b"x", file_name='f"erry\r\nSet-Cookie: a=b 🌊.txt')
    response = get(client)
    assert response.status_code == 200
    assert "Set-Cookie" not in response
    assert response["Content-Disposition"].startswith("attachment; ")
