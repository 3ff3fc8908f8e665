"""TRUST.md 18, of the admin: every kind of page in Chromium without one violation."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from archive.models import Claim, Document, Entity, Mention, Operation, Proposal
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_mention,
    make_note,
    make_user,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODELS = (
    "document",
    "version",
    "publisher",
    "collection",
    "topic",
    "entity",
    "mention",
    "subject",
    "boilerplate",
    "claim",
    "claimlink",
    "documentlink",
    "dating",
    "note",
    "evidence",
    "question",
    "assessment",
)


@pytest.fixture
def admin_page(signed_in: Any) -> Any:
    document = make_document()
    entity = make_entity()
    make_mention(document, "Elena Marsh", entity)
    make_claim(document, claimant=entity)
    make_dating(document, "on Tuesday", "2015-09-29")
    make_note(document, "half a century", "Since <b>1963</b>.", review="in_review")
    user = make_user("editor")
    user.is_superuser = True
    user.save()
    return signed_in(user)


def visit(page: Any, address: str) -> None:
    response = page.goto(page.address + address, wait_until="load")
    assert response.status == 200, f"{address}: {response.status}"


def test_r18_lists_and_forms_of_every_model(admin_page):
    visit(admin_page, reverse("admin:index"))
    for name in MODELS:
        visit(admin_page, reverse(f"admin:archive_{name}_changelist"))
        visit(admin_page, reverse(f"admin:archive_{name}_add"))
    assert admin_page.refused == []


def test_r18_change_history_deletion_and_password_pages(admin_page):
    document, claim = Document.objects.get(), Claim.objects.get()
    claim.statement = "It is ready."
    claim.save()
    for name, row in (("document", document), ("claim", claim), ("mention", Mention.objects.get())):
        for page in ("change", "history", "delete"):
            visit(admin_page, reverse(f"admin:archive_{name}_{page}", args=[row.pk]))
    old = claim.history.last()
    visit(admin_page, reverse("admin:archive_claim_simple_history", args=[claim.pk, old.pk]))
    visit(admin_page, reverse("admin:archive_version_change", args=[document.versions.get().pk]))
    user = User.objects.get()
    visit(admin_page, reverse("admin:queue"))
    visit(admin_page, reverse("admin:duplicates"))
    for page in ("merge", "split"):
        entity = Entity.objects.get()
        visit(admin_page, reverse(f"admin:archive_entity_{page}", args=[entity.pk]))
    operation = Operation.objects.create(kind="review", said="1 set")
    visit(admin_page, reverse("admin:operation", args=[operation.uid]))
    proposal = Proposal(row=claim, user=user, summary=[["Mode", "one", "other"]])
    proposal.save()
    decided = reverse("admin:archive_claim_proposal", args=[claim.pk, proposal.uid])
    visit(admin_page, decided)
    visit(admin_page, reverse("admin:password_change"))
    visit(admin_page, reverse("admin:auth_user_changelist"))
    visit(admin_page, reverse("admin:auth_user_change", args=[user.pk]))
    visit(admin_page, reverse("admin:auth_user_password_change", args=[user.pk]))
    visit(admin_page, reverse("admin:auth_group_changelist"))
    assert admin_page.refused == []


def test_r18_signing_in_and_out(watched):
    make_user("annotator")
    visit(watched, reverse("admin:login"))
    watched.fill("#id_username", "annotator")
    watched.fill("#id_password", "a long pass phrase")
    watched.click("input[type=submit]")
    watched.click("#logout-form button")
    watched.wait_for_url(watched.address + reverse("home"))
    visit(watched, reverse("admin:index"))
    assert reverse("admin:login") in watched.url
    assert watched.refused == []


def test_r18_what_scripts_do_on_the_forms(admin_page):
    visit(admin_page, reverse("admin:archive_mention_add"))
    admin_page.click(".field-version .select2-selection")
    admin_page.fill(".select2-search__field", "direct mail")
    admin_page.click(".select2-results__option:has-text('Talks on direct mail')")
    admin_page.click(".field-entity .select2-selection")
    admin_page.fill(".select2-search__field", "Marsh")
    admin_page.click(".select2-results__option:has-text('Elena Marsh')")
    visit(admin_page, reverse("admin:archive_claim_add"))
    admin_page.click("text=Add another Attribution")
    visit(admin_page, reverse("admin:archive_document_changelist"))
    admin_page.click("#action-toggle")
    admin_page.select_option("select[name=action]", "change_in_bulk")
    admin_page.click("button[name=index]")
    admin_page.check("input[name=what][value=rights]")
    admin_page.fill("#id_rights", "Public domain")
    admin_page.click("button[value=preview]")
    admin_page.click("button[value=apply]")
    admin_page.wait_for_selector(".messagelist :text('1 document was changed')")
    assert admin_page.refused == []
