"""Entities: the list, and the page of one."""

from datetime import date

import pytest

from archive.models import Alias, ClaimAbout, EntityIdentifier, Subject
from tests.makers import (
    make_claim,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_user,
)

pytestmark = pytest.mark.django_db


def read(client, entity, query="", status=200):
    response = client.get(entity.get_absolute_url() + query)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def marsh():
    return make_entity(uid="marsh")


def test_an_entity_shows_names_claims_and_mentions(client, marsh):
    document = make_document(dated="2015-09-30")
    make_mention(document, "Elena Marsh", marsh)
    make_mention(document, "Postal Union", make_entity("Postal Union", "organisation"))
    make_claim(document, claimant=marsh)
    about = make_claim(document, "half a century", statement="It was long.", mode="narrator")
    ClaimAbout.objects.create(claim=about, entity=marsh)
    Alias.objects.create(entity=marsh, text="E. Marsh")
    EntityIdentifier.objects.create(entity=marsh, scheme="wikidata", value="Q42")
    html = read(client, marsh)
    assert "E. Marsh" in html
    assert "https://www.wikidata.org/wiki/Q42" in html
    assert "The Postal Union says that it is ready to begin." in html
    assert "It was long." in html
    assert "<bdi>" in html
    assert "30 September 2015" in html
    assert "Postal Union</a>" in html
    assert "1 document, of 2015" in html


def test_an_outside_id_of_an_unknown_shape_is_no_link(client, marsh):
    make_claim(make_document(), claimant=marsh)
    EntityIdentifier.objects.create(entity=marsh, scheme="wikidata", value="javascript:alert(1)")
    assert 'href="javascript' not in read(client, marsh)


def test_a_concordance_line_leads_to_its_passage(client, marsh):
    document = make_document()
    mention = make_mention(document, "Elena Marsh", marsh)
    html = read(client, marsh)
    anchor = f"?version=1#t-{mention.passage.start}"
    assert document.get_absolute_url() + anchor in html
    page = client.get(document.get_absolute_url()).content.decode()
    assert f'id="t-{mention.passage.start}"' in page


def test_an_extract_gives_no_context(client, marsh):
    document = make_document(access="extract")
    make_mention(document, "Elena Marsh", marsh)
    html = read(client, marsh)
    assert "who led the delegation" not in html
    client.force_login(make_user("reader"))
    assert "who led the" in read(client, marsh)


def test_a_merged_entity_leads_on_for_good(client, marsh):
    old = make_entity("E. Marsh", uid="old", merged_into=marsh)
    older = make_entity("Mrs Marsh", uid="older", merged_into=old)
    make_claim(make_document(), claimant=marsh)
    response = client.get(older.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, marsh.get_absolute_url())
    assert "E. Marsh" in read(client, marsh)


def test_an_entity_of_hidden_documents_alone_is_not_there(client, marsh):
    hidden = make_document(access="staff")
    make_mention(hidden, "Elena Marsh", marsh)
    make_claim(hidden, claimant=marsh)
    read(client, marsh, status=404)
    merged = make_entity("E. Marsh", merged_into=marsh)
    read(client, merged, status=404)
    assert "Elena Marsh" not in client.get("/entities/").content.decode()
    client.force_login(make_user("annotator"))
    assert "who led" in read(client, marsh)


def test_counts_tell_nothing_of_what_is_hidden_withdrawn_or_not_accepted(client, marsh):
    make_claim(make_document(), claimant=marsh)
    make_claim(make_document(access="staff"), claimant=marsh, statement="Hidden.")
    make_claim(make_document(), claimant=marsh, review="draft", statement="A draft.")
    gone = make_document(withdrawn_on=date(2024, 3, 4), withdrawn_reason="A mistake.")
    make_claim(gone, claimant=marsh, statement="Withdrawn.")
    html = read(client, marsh)
    assert 'Claims by <span class="n">1</span>' in html
    for statement in ("Hidden.", "A draft.", "Withdrawn."):
        assert statement not in html


def test_a_subject_is_there_though_nothing_names_it(client, marsh):
    Subject.objects.create(document=make_document(), entity=marsh, review="accepted")
    assert "No accepted claim or mention names it yet." in read(client, marsh)


def test_a_wrong_slug_leads_to_the_right_one(client, marsh):
    make_claim(make_document(), claimant=marsh)
    response = client.get("/entities/marsh/somebody-else/")
    assert (response.status_code, response["Location"]) == (301, marsh.get_absolute_url())


@pytest.mark.parametrize("query", ["?mentions=0", "?mentions=x", "?mentions=1e99"])
def test_what_is_no_page_of_mentions_is_the_first_with_a_note(client, marsh, query):
    make_mention(make_document(), "Elena Marsh", marsh)
    html = read(client, marsh, query)
    assert "Elena Marsh" in html
    assert "is not a page number, so this is page 1." in html


def test_a_page_past_the_last_mentions_is_not_there(client, marsh):
    make_mention(make_document(), "Elena Marsh", marsh)
    assert "the last one is page 1." in read(client, marsh, "?mentions=99", status=404)


@pytest.mark.parametrize("address", ["/entities/", "/entities/marsh/elena-marsh/"])
def test_entities_are_only_read(client, marsh, address):
    make_claim(make_document(), claimant=marsh)
    assert client.post(address).status_code == 405


def test_an_unknown_entity_is_not_there(client):
    assert client.get("/entities/nobody/").status_code == 404


def test_the_list_is_narrowed_by_kind_and_letter(client, marsh):
    document = make_document()
    make_mention(document, "Elena Marsh", marsh)
    make_mention(document, "Havana", make_entity("Havana", "place"))
    make_mention(document, "Postal Union", make_entity("Postal Union", "organisation"))
    make_entity("Nobody Names", "person")
    everything = client.get("/entities/").content.decode()
    assert "Havana" in everything
    assert "Nobody Names" not in everything
    places = client.get("/entities/?kind=place").content.decode()
    assert "Havana</a>" in places
    assert "Elena Marsh" not in places
    p = client.get("/entities/?letter=p").content.decode()
    assert "Postal Union</a>" in p
    assert "Havana</a>" not in p


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("?kind=planet", "Nothing here has “planet” as its kind."),
        ("?letter=%00", ""),
        ("?letter=%F0%9F%98%80", "No name here begins with “😀”."),
        ("?letter=q", "No name here begins with “q”."),
        ("?page=-1", "“-1” is not a page number, so this is page 1."),
        ("?page=1e9999", "“1e9999” is not a page number, so this is page 1."),
        ("?colour=red", "“colour” is not something that this page can be narrowed by"),
    ],
)
def test_an_odd_address_of_the_list_shows_the_list_and_says_so(client, marsh, query, note):
    make_claim(make_document(), claimant=marsh)
    response = client.get("/entities/" + query)
    assert response.status_code == 200
    assert "Elena Marsh" in response.content.decode()
    assert note in response.content.decode()


def test_a_page_past_the_last_of_the_list_is_not_there(client, marsh):
    make_claim(make_document(), claimant=marsh)
    response = client.get("/entities/?page=7")
    assert response.status_code == 404
    assert "There is no such page: the last one is page 1." in response.content.decode()


@pytest.mark.parametrize("q", ["mar", "elena MARSH", "marsh, elena", "Éléna", "brigadier"])
def test_the_list_is_narrowed_by_words_of_a_name_or_another_name(client, marsh, q):
    document = make_document()
    make_claim(document, claimant=marsh)
    make_mention(document, "Havana", make_entity("Havana", "place"))
    Alias.objects.create(entity=marsh, text="the Brigadier")
    html = client.get("/entities/", {"q": q}).content.decode()
    assert "Elena Marsh</a>" in html
    assert "Havana</a>" not in html


def test_a_name_is_narrowed_by_the_beginnings_of_its_words_alone(client, marsh):
    make_claim(make_document(), claimant=marsh)
    html = client.get("/entities/", {"q": "arsh"}).content.decode()
    assert "Elena Marsh</a>" not in html
    assert "No name here has words that begin with “arsh”." in html


def test_a_hidden_name_is_not_found_by_its_other_name(client, marsh):
    make_claim(make_document(access="staff"), claimant=marsh)
    make_claim(make_document(), claimant=make_entity("Somebody Else"))
    Alias.objects.create(entity=marsh, text="the Brigadier")
    assert "Elena Marsh" not in client.get("/entities/", {"q": "brigadier"}).content.decode()


def test_a_name_looked_for_keeps_its_kind(client, marsh):
    make_claim(make_document(), claimant=marsh)
    html = client.get("/entities/?kind=person&q=mar").content.decode()
    assert '<input type="hidden" name="kind" value="person">' in html
    assert "?kind=person&amp;q=mar&amp;letter=E" in html


def test_pages_take_at_most_twelve_queries(client, marsh, django_assert_max_num_queries):
    for n in range(6):
        document = make_document(dated=f"201{n}")
        make_mention(document, "Elena Marsh", marsh)
        make_mention(document, "Postal Union", make_entity(f"Union {n}", "organisation"))
        claim = make_claim(document, claimant=marsh)
        ClaimAbout.objects.create(claim=claim, entity=marsh)
        other = make_claim(make_document(), claimant=make_entity(f"Speaker {n}"))
        make_link(other, "denies", claim)
    with django_assert_max_num_queries(12):
        client.get(marsh.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get("/entities/")


def test_the_slug_is_added_and_what_was_asked_is_kept(client):
    document = make_document()
    entity = make_entity(uid="marsh")
    make_mention(document, "Officials", entity)
    response = client.get("/entities/marsh/?mentions=1&x=y")
    assert response.status_code == 301
    assert response["Location"] == f"{entity.get_absolute_url()}?mentions=1&x=y"


def test_the_index_files_names_by_their_sort_names_and_letters_without_accents(client):
    document = make_document()
    for name, sort_name in (
        ("Barack Ortiz", "Ortiz, Barack"), ("Óscar Ada", ""), ("The Ocean", "Ocean, The"),
        ("Bea", ""), ("iodine", ""), ("ómnibus", ""),
    ):  # fmt: skip
        make_mention(
            document,
            "Officials",
            make_entity(name, sort_name=sort_name),
        )
    html = client.get("/entities/?letter=o").content.decode()
    at = [html.find(f">{name}</a>") for name in ("Ocean, The", "Ortiz, Barack", "Óscar Ada")]
    assert -1 < at[0] < at[1] < at[2]
    assert ">Bea</a>" not in html
    accented = client.get("/entities/?letter=ó").content.decode()
    assert "Óscar Ada" in accented
    assert ">ómnibus</a>" in accented
