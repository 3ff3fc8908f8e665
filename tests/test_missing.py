"""What is not here is said on the archive's own page, whatever DEBUG is."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("address", ["/nowhere/", "/documents/nobody/", "/claims/nothing/"])
def test_an_address_that_leads_nowhere_gets_the_archives_own_page(client, settings, debug, address):
    settings.DEBUG = debug
    found = client.get(address)
    assert found.status_code == 404
    assert 'class="mast"' in found.content.decode()
    assert "URLconf" not in found.content.decode()


@pytest.mark.parametrize("debug", [True, False])
def test_a_missing_slash_is_still_added(client, settings, debug):
    settings.DEBUG = debug
    assert client.get("/search?q=mail").headers["Location"] == "/search/?q=mail"
