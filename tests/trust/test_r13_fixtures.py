"""TRUST 13: loading twice changes nothing; a broken fixture leaves nothing behind."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command

from archive.integrity import BrokenRow
from archive.models import Document

pytestmark = pytest.mark.django_db


def rows():
    """Every row of the archive but for history and events, by model."""
    return {
        model.__name__: sorted(map(str, model.objects.values_list()))
        for model in apps.get_app_config("archive").get_models()
        if not model.__name__.startswith("Historical")
    }


def test_r13_loading_the_demo_twice_changes_no_row(demo):
    call_command("loaddata", "countries", verbosity=0)
    once = rows()
    assert len(once["Document"]) >= 24
    call_command("loaddata", "countries", "demo", verbosity=0)
    assert rows() == once


def fixture(tmp_path, *changed):
    """A document, its version and a passage as a fixture; `changed` goes over the rows."""
    text = "Nothing was agreed."
    made = [
        {"model": "archive.document", "fields": {"uid": "a-letter", "title": "A letter"}},
        {
            "model": "archive.version",
            "fields": {"document": ["a-letter"], "number": 1, "text": text, "sha256": ""},
        },
        {
            "model": "archive.passage",
            "fields": {"version": ["a-letter", 1], "start": 0, "end": 7, "quote": "Nothing"},
        },
    ]
    for row, field, value in changed:
        made[row]["fields"][field] = value
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(made))
    return str(file)


def test_r13_the_fixture_itself_is_sound(tmp_path):
    call_command("loaddata", fixture(tmp_path), verbosity=0)
    assert Document.objects.get().versions.get().passages.get().quote == "Nothing"


@pytest.mark.parametrize(
    ("row", "field", "value", "said"),
    [
        (0, "uid", "no good uid", "uid"),
        (0, "dated", "31 June 2018", "dated"),
        (0, "source_url", "javascript:alert(1)", "http"),
        (0, "access", "everybody", "access"),
        (0, "dated", "2018-06-30", "how the date is known"),
        (1, "layer", "imagined", "layer"),
        (2, "quote", "Nobody!", "a-letter 1 0 7"),
        (2, "end", 0, "Passage"),
        (2, "end", 900, "Passage"),
    ],
)
def test_r13_a_broken_row_is_named_and_nothing_of_the_file_stays(tmp_path, row, field, value, said):
    with pytest.raises(BrokenRow, match=said):
        call_command("loaddata", fixture(tmp_path, (row, field, value)), verbosity=0)
    assert not Document.objects.exists()
