"""`/complete.json`: what the beginning of a search may become."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from archive.models import Alias, Entity
from tests.makers import make_claim, make_document, make_entity, make_mention, make_user


def completed(client, q):
    response = client.get("/complete.json", {"q": q})
    assert response.status_code == 200
    return response.json()["completions"]


def texts(client, q, kind=None):
    return [each["text"] for each in completed(client, q) if kind in (None, each["kind"])]


def test_a_completion_has_the_shape_of_the_contract(client, talks):
    found = client.get("/complete.json", {"q": "mar"}).json()
    assert found["query"] == "mar"
    assert found["completions"][0] == {
        "kind": "person", "text": "Elena Marsh", "value": "elena-marsh",
        "url": talks.marsh.get_absolute_url(), "count": 1,
    }  # fmt: skip


def test_kinds_stand_in_order_and_documents_are_found_by_any_word_of_the_title(client, talks):
    found = completed(client, "ma")
    assert [each["kind"] for each in found] == ["person", "document", "document", "word", "word"]
    assert {each["value"] for each in found if each["kind"] == "document"} == {
        "mail-talks", "mail-flies",
    }  # fmt: skip
    assert texts(client, "direct ma", "document") == [talks.first.title]
    assert texts(client, "says soo", "document") == [talks.second.title]
    assert texts(client, "says s", "document") == [talks.second.title]
    assert texts(client, "says z", "document") == []


def test_only_get_is_answered(client, talks):
    assert client.post("/complete.json", {"q": "ma"}).status_code == 405


@pytest.mark.parametrize("odd", ["", "m", " ", "*", "m" * 5000, "\0\0", "ma\0", '"ma', "-ma", "%"])
def test_odd_input_is_answered(client, talks, odd):
    found = client.get("/complete.json", {"q": odd})
    assert found.status_code == 200
    assert len(found.json()["query"]) <= 80


def test_two_letters_are_enough_and_one_is_not(client, talks):
    assert completed(client, "m") == []
    assert texts(client, "ma", "person") == ["Elena Marsh"]


def test_an_entity_is_found_by_its_other_names(client, talks):
    Alias.objects.create(entity=talks.union, text="Minpost", widens=False)
    assert texts(client, "minp") == ["Minpost → Postal Union"]
    assert texts(client, "post", "organisation") == ["Postal Union"]


def test_a_merged_entity_leads_to_what_it_was_merged_into(client, talks):
    make_entity("Madam Marsh", uid="madam-marsh", merged_into=talks.marsh)
    found = completed(client, "madam")
    assert [each["value"] for each in found if each["kind"] == "person"] == ["elena-marsh"]


def test_most_used_first(client, talks):
    rare = make_entity("Marta Ruiz", uid="marta-ruiz")
    make_mention(talks.first, "officials".capitalize(), rare)
    more = make_document("Elena Marsh spoke again.", uid="again")
    make_mention(more, "Elena Marsh", talks.marsh)
    call_command("index_sync", verbosity=0)
    found = [each for each in completed(client, "mar") if each["kind"] == "person"]
    assert [(each["text"], each["count"]) for each in found] == [
        ("Elena Marsh", 2), ("Marta Ruiz", 1),
    ]  # fmt: skip


def test_a_word_keeps_what_was_typed_before_it_and_counts_the_whole(client, talks):
    found = {each["text"]: each for each in completed(client, "mail minis")}
    assert found["mail ministry"]["count"] == 2
    assert found["mail ministry"]["url"] == "/search/?q=mail+ministry"
    assert client.get("/search.json", {"q": "mail ministry"}).json()["total"] == 2


def test_a_publisher_is_a_search_for_what_it_published(client, talks):
    found = [each for each in completed(client, "gulf") if each["kind"] == "publisher"]
    assert found == [
        {"kind": "publisher", "text": "Gulf Wire, Ltd", "value": "gulf-wire",
         "url": "/search/?publisher=gulf-wire", "count": 1}
    ]  # fmt: skip


def test_without_an_index_nothing_is_completed(client, db):
    assert client.get("/complete.json", {"q": "mail"}).status_code == 503


TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "seen_by"),
    [
        ({"access": "staff"}, "annotator"),
        ({"embargo_until": TOMORROW}, "annotator"),
        ({"withdrawn_on": date(2024, 1, 1), "withdrawn_reason": "Asked."}, "editor"),
    ],
)
def test_what_a_reader_may_not_see_completes_nothing_and_counts_nowhere(
    client, talks, state, seen_by
):
    secret = make_entity("Zaida Zorrilla", uid="zaida-zorrilla")
    hidden = make_document(
        "Elena Marsh met Zaida Zorrilla at the zarzuela.", title="Zarzuela at night", uid="hidden",
        **state,
    )  # fmt: skip
    make_mention(hidden, "Zaida Zorrilla", secret)
    make_mention(hidden, "Elena Marsh", talks.marsh)
    make_claim(hidden, "met Zaida Zorrilla", claimant=secret)
    call_command("index_sync", verbosity=0)
    for _role in ("anonymous", "reader"):
        assert completed(client, "za") == []
        assert completed(client, "marsh")[0]["count"] == 1
        client.force_login(make_user("reader")) if _role == "anonymous" else None
    client.force_login(make_user(seen_by))
    assert {each["kind"] for each in completed(client, "za")} == {"person", "document", "word"}
    assert completed(client, "marsh")[0]["count"] == 2


def test_an_index_that_is_behind_tells_nothing_of_what_was_closed(client, talks):
    from archive.models import Document

    Document.objects.update(access="staff")  # no signal: the index does not know
    found = completed(client, "mar") + completed(client, "direct ma")
    assert {each["kind"] for each in found} <= {"word"}


def test_an_entity_that_is_only_suggested_completes_nothing(client, talks):
    guess = make_entity("Zaida Zorrilla", uid="zaida-zorrilla")
    make_mention(talks.first, "The island", guess, review="suggested")
    call_command("index_sync", verbosity=0)
    assert Entity.objects.filter(uid="zaida-zorrilla").exists()
    assert completed(client, "zaida") == []
