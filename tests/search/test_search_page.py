"""`/search/`: what people see of a search."""

import re
from datetime import date, timedelta

from django.core.management import call_command
from django.utils import timezone

from tests.makers import make_claim, make_dating, make_document, make_user


def page(client, **parameters):
    return client.get("/search/", parameters)


def text(response):
    """The page's words without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_search_finds_documents_and_marks_the_words(client, talks):
    found = page(client, q="mail")
    assert found.status_code == 200
    content = found.content.decode()
    assert "3 documents for mail" in text(found)
    assert "<mark>mail</mark>" in content
    assert f'href="{talks.first.get_absolute_url()}?q=mail"' in content


def test_only_get_is_answered(client, talks):
    assert client.post("/search/").status_code == 405


def test_a_snippet_is_escaped_and_its_only_tag_is_mark(client, talks):
    content = page(client, q="parcels").content.decode()
    snippet = re.search(r'<p class="snip"[^>]*>(.*?)</p>', content).group(1)
    assert "&lt;b&gt;" in snippet
    assert set(re.findall(r"<[^>]+>", snippet)) == {"<mark>", "</mark>"}


def test_a_facet_narrows_and_can_be_taken_away(client, talks):
    content = page(client, q="mail", publisher="gulf-wire").content.decode()
    assert content.count('<li class="pair">') == 1
    assert 'value="gulf-wire" checked' in content
    assert '<a href="?q=mail"><span class="vh">Remove: </span>Gulf Wire, Ltd</a>' in content


def test_two_values_of_one_facet_are_either(client, talks):
    found = page(client, q="mail", publisher=["gulf-wire", "harbour-post"])
    assert "3 documents" in text(found)


def test_each_facet_is_counted_without_its_own_choice(client, talks):
    content = page(client, q="mail", publisher="gulf-wire").content.decode()
    assert re.search(
        r'value="harbour-post">\s*<span>The Harbour Post</span> <span class="n">2<', content
    )


def test_a_range_of_dates_narrows_by_what_may_lie_in_it(client, talks):
    assert "1 document for" in text(page(client, q="mail", published_after="2016-03-15"))
    assert "1 document for" in text(page(client, q="mail", mentioned_before="2015"))


def test_a_date_that_cannot_be_read_keeps_the_facets_and_shows_no_hits(client, talks):
    found = page(client, q="mail", published_after="31 June 2018")
    content = found.content.decode()
    assert found.status_code == 200
    assert '<li class="pair">' not in content
    assert 'aria-describedby="published_after-error"' in content
    assert "The Harbour Post" in content


def test_the_bars_of_the_histogram_are_links(client, talks):
    content = page(client, q="mail").content.decode()
    assert 'href="?q=mail&amp;published_after=2015-01&amp;published_before=2015-01"' in content
    assert "1 without a date" in text(page(client, q="mail"))


def test_what_was_not_understood_is_said(client, talks):
    assert "colour" in text(page(client, q="colour:red mail"))
    assert "pubisher" in text(page(client, q="mail", pubisher="x"))


def test_claims_are_found_beside_their_source(client, talks):
    found = page(client, q="ready", kind="claims")
    assert "1 claim for ready" in text(found)
    assert 'href="/claims/ready-to-begin/"' in found.content.decode()
    assert "Elena Marsh" in text(found)


def test_a_search_that_finds_nothing_says_what_to_leave_out(client, talks):
    found = page(client, q="mail zeppelin")
    assert "No document has all of this." in text(found)
    assert "without “zeppelin” 3" in text(found)
    assert "without the filters" in text(page(client, q="mail", publisher="nobody"))


def test_words_that_stand_nowhere_together_lead_to_any_of_them(client, talks):
    found = page(client, q="talks parcels zeppelin")
    assert "No document has all of this." in text(found)
    any_of_them = page(client, q="talks parcels zeppelin", match="any").context["hits"]
    assert f"any of these words {len(any_of_them)}" in text(found)
    assert 'href="?q=talks+parcels+zeppelin&amp;match=any"' in found.content.decode()
    assert len(any_of_them) == 2
    assert "any of these words" not in text(page(client, q="zeppelin dirigible"))
    assert "any of these words" not in text(page(client, q="zeppelin blimp", match="any"))


def test_of_one_word_that_nothing_has_it_is_said_so(client, talks):
    found = page(client, q="zeppelin")
    assert "Nothing here has this word." in text(found)
    assert "all of this" not in text(found)
    assert "No claim has this word." in text(page(client, q="parcels", kind="claims"))
    assert "No document has all of this." in text(page(client, q="mail", publisher="nobody"))


def test_a_phrase_that_is_left_out_stands_in_one_pair_of_quotation_marks(client, talks):
    found = text(page(client, q='mail "a silver zeppelin"'))
    assert "without “a silver zeppelin” 3" in found


def test_a_filter_that_could_not_be_read_is_linked_and_all_counts_are_without_it(client, talks):
    found = page(client, q="mail", published_after="foo")
    content = found.content.decode()
    assert '<a href="#published_after">Published, From</a>' in content
    assert 'id="published_after" name="published_after" value="foo"' in content
    assert "What is counted here is without it." in text(found)
    assert [tab.count for tab in found.context["tabs"]] == [
        tab.count for tab in page(client, q="mail").context["tabs"]
    ]
    assert sum(bar.count for bar in found.context["found"].results.histogram.bars) == 2
    assert not found.context["hits"]


def test_a_page_past_the_last_is_404_with_a_sentence(client, talks):
    found = page(client, q="mail", page="2")
    assert found.status_code == 404
    assert "There is no page 2: the last one is page 1." in text(found)


def test_a_malformed_page_is_the_first_with_a_note(client, talks):
    found = page(client, q="mail", page="x")
    assert found.status_code == 200
    assert "is not a page number" in text(found)


def test_pages_turn_and_keep_the_search(client, db):
    for i in range(45):
        make_document("A letter.", title=f"Letter {i:02}", uid=f"letter-{i:02}")
    call_command("index_sync", verbosity=0)
    seen = []
    for number in (1, 2, 3):
        content = page(client, q="letter", sort="title", page=number).content.decode()
        seen += re.findall(r"/documents/(letter-\d\d)/", content)
    assert list(dict.fromkeys(seen)) == [f"letter-{i:02}" for i in range(45)]
    assert "41–45 of 45" in text(page(client, q="letter", page=3))


def test_without_an_index_the_page_says_what_to_do(client, db):
    make_document()
    found = page(client, q="mail")
    assert found.status_code == 503
    assert "index_sync" in text(found)


def test_a_value_that_no_facet_has_is_said(client, talks):
    assert "“nosuch” is no value of “publisher” here." in text(page(client, publisher="nosuch"))
    assert "is no value" not in text(page(client, publisher="gulf-wire", genre="report"))


def test_an_empty_archive_says_what_to_do_next(client, db):
    assert "manage.py ingest" in text(page(client))


def test_no_words_find_anything_in_an_empty_archive_and_the_page_says_so(client, db):
    call_command("index_sync", verbosity=0)
    for kind in ("documents", "claims"):
        found = page(client, q="mail", kind=kind)
        assert "The archive is empty." in text(found)
        assert "manage.py ingest PATH" in text(found)
        assert "has all of this" not in text(found)


def test_without_claims_a_search_for_them_leads_to_the_documents(client, db):
    make_document(access="full")
    make_claim(make_document(access="staff"))
    call_command("index_sync", verbosity=0)
    found = page(client, q="mail", kind="claims")
    assert "No claims are in the archive yet." in text(found)
    assert '<a href="?q=mail">Look among the documents</a>' in found.content.decode()


def test_an_embargo_that_ends_is_over_without_a_save(client, talks):
    opens = timezone.localdate() + timedelta(days=1)
    sealed = make_document("Sealed mail.", title="Sealed", uid="sealed", embargo_until=opens)
    call_command("index_sync", verbosity=0)
    assert "3 documents" in text(page(client, q="mail"))
    sealed.refresh_from_db()
    assert sealed.embargo_until == opens


def test_reviewers_find_what_is_not_accepted_yet_and_the_public_does_not(client, talks):
    make_claim(talks.first, "no day had been agreed", review="draft", statement="No day is set.")
    call_command("index_sync", verbosity=0)
    assert "0 claims" in text(page(client, q="agreed", kind="claims"))
    client.force_login(make_user("reviewer"))
    assert "No day is set." in text(page(client, q="agreed", kind="claims"))


def test_a_withdrawn_document_is_searched_by_editors_alone(client, talks):
    talks.second.withdrawn_on, talks.second.withdrawn_reason = date(2024, 3, 4), "A court order."
    talks.second.save()
    call_command("index_sync", verbosity=0)
    assert "2 documents" in text(page(client, q="mail"))
    client.force_login(make_user("editor"))
    assert "3 documents" in text(page(client, q="mail"))
    assert "withdrawn" in text(page(client, q="mail"))


def test_what_only_possibly_lies_in_the_range_is_counted_apart(client, talks):
    assert "only possibly" not in text(page(client, q="mail", mentioned_before="2015"))
    make_dating(talks.first, "half a century", "1962~")
    call_command("index_sync", verbosity=0)
    found = text(page(client, q="mail", mentioned_before="1970"))
    assert "1 document for" in found
    assert "Of these, 1 only possibly: its dates reach beyond the range" in found
    asked = {"q": "mail", "mentioned_before": "1970"}
    found = client.get("/search.json", asked).json()
    assert (found["total"], found["possibly"]) == (1, 1)
    assert client.get("/search.json", {"q": "mail"}).json()["possibly"] == 0
