"""How the pages say languages and labels, in the reader's language; where a topic leads."""

import pytest
from django.utils import translation

from archive.models import DocumentTopic, Identifier, Publisher, Topic, Version
from archive.templatetags.archive import language_name, layer_sentence, scheme
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


@pytest.mark.parametrize(
    ("page", "name", "label"),
    [("en", "issue", "Issue"), ("es", "issue", "Número"), ("es", "doi", "DOI"),
     ("es", "call number", "Signatura"), ("es", "film reel", "Film reel"), ("en", "", "")],
)  # fmt: skip
def test_an_identifier_is_labelled_in_the_language_of_the_page(page, name, label):
    with translation.override(page):
        assert scheme(name) == label


def test_a_topic_leads_to_the_documents_on_it(client, db):
    document = make_document(uid="mail")
    topic = Topic.objects.create(uid="post", name="Post")
    DocumentTopic.objects.create(document=document, topic=topic)
    Identifier.objects.create(document=document, scheme="issue", value="70")
    html = client.get(document.get_absolute_url()).content.decode()
    assert '<a href="/search/?topic=post">Post</a>' in html
    assert "<dt>Issue</dt><dd>70</dd>" in html
