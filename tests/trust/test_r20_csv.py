"""TRUST 20: no cell of a table is a formula; JSON Lines stays exact."""

import csv
import io
import json

import pytest
from django.core.management import call_command

from tests.makers import make_document

STARTS = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tmail", "\rmail"]


def body(response):
    return b"".join(response.streaming_content).decode()


@pytest.mark.django_db
@pytest.mark.parametrize("title", STARTS)
def test_r20_a_title_that_spreadsheets_would_run_is_neutralised(client, title):
    make_document("The mail.", title=title, uid="a-formula")
    call_command("index_sync", verbosity=0)
    table = body(client.get("/search.csv", {"q": "mail"})).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert rows[1][rows[0].index("title")] == "'" + title
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )
    assert json.loads(body(client.get("/search.jsonl", {"q": "mail"})))["title"] == title
