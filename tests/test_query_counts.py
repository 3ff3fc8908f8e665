"""No page asks more than twelve queries, whatever its size: every address, over the demo.

To know who is asking takes four more: the session, the user, and what the user and their groups
may do.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.addresses import addresses, names
from tests.makers import make_user

MOST = 12
SIGNED_IN = 4
EXPORTS = 4  # a whole result set: batches of 200, each in a few queries of its own


def asked_by(client, address):
    """How many queries an address asks, once what it keeps between requests is warm."""
    _read(client, address)
    with CaptureQueriesContext(connection) as queries:
        response = _read(client, address)
    # the demo's articles were written here, so most have no original to download
    assert response.status_code in (200, 302) or address.endswith("/original"), address
    return len(queries)


def _read(client, address):
    response = client.get(address, follow=False)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.mark.parametrize("role", [None, "reader", "editor"])
def test_no_page_asks_more_than_twelve_queries(client, demo, role):
    most = MOST
    if role:
        client.force_login(make_user(role))
        most += SIGNED_IN
    asked = {a: asked_by(client, a) for named in addresses().values() for a in named}
    too_many = {
        address: n
        for address, n in asked.items()
        if n > most + (EXPORTS if address.startswith("/search.jsonl") else 0)
    }
    assert not too_many


def test_every_page_of_the_site_is_counted(demo):
    assert names() == set(addresses())
