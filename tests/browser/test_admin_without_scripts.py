"""Annotating without JavaScript: the forms of quote and occurrence do everything."""

from typing import Any

import pytest
from django.urls import reverse

from archive.models import Claim, Document, Entity, Mention
from tests.makers import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "The consul spoke first. Later the consul left.\n\n“We shall see,” the consul said."


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"java_script_enabled": False}


def save(page: Any, button: str = "_save") -> None:
    page.click(f"input[name={button}]")


def test_a_document_is_added_and_annotated_without_scripts(signed_in: Any) -> None:
    page = signed_in(make_user("reviewer"))
    page.goto(page.address + reverse("admin:archive_document_add"))
    page.fill("#id_title", "The consul leaves")
    page.fill("#id_text", TEXT)
    page.fill("input[name=authors-0-literal]", "A correspondent")
    save(page)
    document = Document.objects.get()
    assert document.versions.get().text == TEXT
    assert str(document.authors.get()) == "A correspondent"

    page.goto(page.address + reverse("admin:archive_entity_add"))
    page.select_option("#id_kind", "person")
    page.fill("#id_name", "Elena Marsh")
    page.fill("input[name=aliases-0-text]", "the consul")
    save(page)

    page.goto(page.address + reverse("admin:archive_document_change", args=[document.pk]))
    page.click("#mention a.addlink")
    page.fill("#id_quote", "the consul")
    page.fill("input[name=entity-typed]", "the consul")
    save(page)
    assert page.locator("input[name=occurrence]").count() == 2
    page.check("input[name=occurrence] >> nth=1")
    save(page)
    mention = Mention.objects.get()
    assert mention.passage.start == TEXT.rindex("the consul")
    assert mention.entity == Entity.objects.get()

    page.click("#claim a.addlink")
    page.fill("#id_quote", "We shall see")
    page.fill("#id_statement", "The consul leaves it open.")
    page.select_option("#id_mode", "direct")
    page.select_option("#id_review", "accepted")
    page.fill("input[name=attributions-0-entity-typed]", "Elena Marsh")
    page.fill("input[name=subjects-0-entity-typed]", "Elena Marsh")
    save(page)
    claim = Claim.objects.get()
    assert claim.review == "accepted"
    assert claim.attributions.get().entity.name == "Elena Marsh"
    assert claim.about.get().name == "Elena Marsh"
    assert page.refused == []
