"""An address of a document or a claim that was cut short leads to the search for all of them."""

import pytest


@pytest.mark.parametrize(
    ("address", "to"), [("/documents/", "/search/"), ("/claims/", "/search/?kind=claims")]
)
def test_an_address_that_is_cut_short_leads_to_all_of_them(client, talks, address, to):
    response = client.get(address, follow=True)
    assert response.redirect_chain == [(to, 302)]
    assert response.status_code == 200
    assert client.post(address).status_code == 405
