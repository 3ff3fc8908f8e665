"""Readers who are not staff sign in on the public site, and out again."""

import pytest
from django.urls import reverse

from tests.makers import make_document, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"


def sign_in(client, name="reader", password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"username": name, "password": password, **more})


def test_a_reader_signs_in_and_reads_an_extract_whole(client):
    make_user("reader")
    document = make_document("Mail was sent.\n\n" * 9 + "Since 1963 it was not.", access="extract")
    assert "Since 1963" not in client.get(document.get_absolute_url()).content.decode()
    assert sign_in(client, next=document.get_absolute_url()).url == document.get_absolute_url()
    response = client.get(document.get_absolute_url())
    assert "Since 1963" in response.content.decode()


def test_without_a_next_page_one_comes_to_the_first(client):
    make_user("reader")
    assert sign_in(client).url == reverse("home")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere"],
)
def test_signing_in_never_leads_to_another_site(client, elsewhere):
    make_user("reader")
    assert sign_in(client, next=elsewhere).url == reverse("home")
    client.logout()
    page = client.get(reverse("sign_in"), {"next": elsewhere})
    assert f'value="{elsewhere}"' not in page.content.decode()


def test_a_wrong_password_is_said_and_the_name_kept(client):
    make_user("reader")
    response = sign_in(client, password="wrong")
    html = response.content.decode()
    assert response.status_code == 200
    assert 'value="reader"' in html
    assert 'role="alert"' in html


def test_a_name_that_is_not_there_says_no_more_than_a_wrong_password(client):
    make_user("reader")
    known, unknown = sign_in(client, password="no"), sign_in(client, name="nobody", password="no")
    assert known.content.decode().count("<b>") == unknown.content.decode().count("<b>")
    alert = [
        r.content.decode().split('role="alert"')[1].split("</div>")[0] for r in (known, unknown)
    ]
    assert alert[0] == alert[1]


def test_ten_wrong_passwords_lock_with_a_page_of_ours(client):
    make_user("reader")
    answers = [sign_in(client, password=f"wrong {n}") for n in range(10)]
    assert answers[9].status_code == 429
    assert "Locked for a while" in answers[9].content.decode()
    assert sign_in(client).status_code == 429


def test_saved_searches_lead_to_the_sign_in_and_back(client):
    make_user("reader")
    response = client.get(reverse("saved_searches"))
    assert response.url == f"{reverse('sign_in')}?next={reverse('saved_searches')}"
    assert sign_in(client, next=reverse("saved_searches")).url == reverse("saved_searches")
    assert "Searches that you keep" in client.get(reverse("saved_searches")).content.decode()


def test_every_page_offers_the_way_in_and_the_way_out(client):
    make_document()
    make_user("reader")
    address = reverse("timeline") + "?over=mentioned"
    assert f"{reverse('sign_in')}?next=%2Ftimeline%2F%3Fover%3Dmentioned" in (
        client.get(address).content.decode()
    )
    sign_in(client)
    html = client.get(address).content.decode()
    assert "Sign out reader" in html
    assert f'action="{reverse("sign_out")}" method="post"' in html


def test_signing_out_takes_a_post(client):
    make_user("reader")
    sign_in(client)
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out")).url == reverse("home")
    assert client.get(reverse("saved_searches")).status_code == 302


def test_who_is_signed_in_already_is_led_on(client):
    client.force_login(make_user("reader"))
    assert client.get(reverse("sign_in")).url == reverse("home")


def test_the_page_speaks_spanish(client):
    html = client.get(reverse("sign_in"), headers={"accept-language": "es"}).content.decode()
    assert "Iniciar sesión" in html
    assert "Contraseña" in html
