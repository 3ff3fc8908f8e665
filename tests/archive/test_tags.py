"""How the pages say languages: as a word within a sentence, in the reader's language."""

import pytest
from django.utils import translation

from archive.models import Publisher, Version
from archive.templatetags.archive import language_name, layer_sentence
from tests.makers import make_document


@pytest.mark.parametrize(
    ("page", "tag", "name"),
    [
        ("en", "es", "Spanish"),
        ("es", "es", "español"),
        ("es", "en-GB", "inglés"),
        ("es", "fr", "francés"),
        ("es", "tlh", "tlh"),
    ],
)
def test_a_language_is_written_small_in_spanish(page, tag, name):
    with translation.override(page):
        assert language_name(tag) == name


def test_the_line_above_a_text_names_its_language_within_the_sentence():
    with translation.override("es"):
        assert layer_sentence(Version(layer="published", language="es"), 0).endswith("en español.")


def test_a_language_that_stands_alone_begins_with_a_capital(client, db):
    publisher = make_document().publisher
    Publisher.objects.filter(pk=publisher.pk).update(language="es")
    address = f"/publishers/{publisher.uid}/"
    with translation.override("en"):  # which the request leaves in Spanish
        page = client.get(address, headers={"accept-language": "es"}).content.decode()
    assert "<dd>Español</dd>" in page
