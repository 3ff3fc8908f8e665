"""TRUST 16: 60 script payloads in every stored field and parameter; none runs, none is markup."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from archive.models import (
    Alias,
    Assessment,
    ClaimAbout,
    Collection,
    DocumentCollection,
    DocumentTopic,
    EntityIdentifier,
    Evidence,
    Identifier,
    Question,
    QuestionClaim,
    Topic,
    Version,
)
from tests.makers import (
    make_claim,
    make_dating,
    make_document,
    make_entity,
    make_link,
    make_mention,
    make_note,
    make_publisher,
    make_user,
)

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(2)</sCrIpT>",
    "</script><script>alert(3)</script>",
    "<script src=//x.example/4></script>",
    "<img src=x onerror=alert(5)>",
    "<img/src/onerror=alert(6)>",
    "<svg onload=alert(7)>",
    "<svg><script>alert(8)</script></svg>",
    "<body onload=alert(9)>",
    "<iframe src=javascript:alert(10)>",
    "<iframe srcdoc='<script>alert(11)</script>'>",
    "<object data=javascript:alert(12)>",
    "<embed src=javascript:alert(13)>",
    "<a href=javascript:alert(14)>x",
    "javascript:alert(15)",
    "JaVaScRiPt:alert(16)",
    "java\tscript:alert(17)",
    "data:text/html,<script>alert(18)</script>",
    "vbscript:alert(19)",
    '" onmouseover="alert(20)',
    "' onfocus='alert(21)' autofocus='",
    '"><script>alert(22)</script>',
    "'><script>alert(23)</script>",
    '"><img src=x onerror=alert(24)>',
    "--><script>alert(25)</script>",
    "]]><script>alert(26)</script>",
    "</title><script>alert(27)</script>",
    "</textarea><script>alert(28)</script>",
    "</style><script>alert(29)</script>",
    "<style>@import 'javascript:alert(30)'</style>",
    "<div style=background:url(javascript:alert(31))>",
    "<link rel=stylesheet href=javascript:alert(32)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(33)'>",
    "<base href=//x.example/34/>",
    "<form action=javascript:alert(35)><button>x",
    "<button formaction=javascript:alert(36)>x",
    "<input onfocus=alert(37) autofocus>",
    "<select onfocus=alert(38) autofocus>",
    "<details open ontoggle=alert(39)>",
    "<video><source onerror=alert(40)>",
    "<audio src=x onerror=alert(41)>",
    "<marquee onstart=alert(42)>",
    "<math><mi xlink:href=javascript:alert(43)>x",
    "<svg><a xlink:href=javascript:alert(44)>x",
    "<svg><animate onbegin=alert(45)>",
    "<template><script>alert(46)</script></template>",
    "<noscript><script>alert(47)</script></noscript>",
    "{{ 7|add:41 }}",
    "{% debug %}",
    "${alert(50)}",
    "#{alert(51)}",
    "&lt;script&gt;alert(52)&lt;/script&gt;",
    "&#60;script&#62;alert(53)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(54)",
    "%3Cscript%3Ealert(55)%3C/script%3E",
    "<mark onclick=alert(56)>x</mark>",
    "<mark><script>alert(57)</script></mark>",
    "<b>bold 58</b>",
    "<xss id=x tabindex=1 onfocus=alert(59)></xss>",
    "<script\x0c>alert(60)</script>",
]
GROUP = 5
GROUPS = [PAYLOADS[i : i + GROUP] for i in range(0, len(PAYLOADS), GROUP)]
ALLOWED = {"", "http", "https", "mailto"}


class Markup(HTMLParser):
    """What on a page could run: handlers, scripts of its own, addresses that are programs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            self.found.append(f"<script {given}>")
        if tag in ("iframe", "object", "embed", "base", "style", "xss", "marquee"):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"<{tag} {name}={value}>")
            program = name in ("href", "src", "action", "formaction", "xlink:href")
            if program and urlsplit(value.strip()).scheme.lower() not in ALLOWED:
                self.found.append(f"<{tag} {name}={value}>")


def poison(number: int, payloads: list[str]) -> list[str]:
    """A document with these in every field that takes words; the addresses that show it."""
    words = " ".join(payloads)
    short = words[:290]
    publisher = make_publisher(f"house-{number}", short)
    publisher.note = words
    publisher.save()
    text = f"Before it. {words} After it.\n\nA second paragraph: {payloads[0]} and an end."
    document = make_document(
        text, uid=f"poison-{number}", title=words, byline=words[:490], publisher=publisher,
        dated="2015-01", dated_basis="inferred", dated_reason=words[:490], rights=words[:490],
        rights_holder=short, dateline_place=short[:190],
    )  # fmt: skip
    Version.objects.create(
        document=document, number=2, layer="emended", text=text + " More.", reason=words[:490]
    )
    entity = make_entity(short, uid=f"named-{number}", qualifier=short[:190], note=words)
    Alias.objects.create(entity=entity, text=short)
    EntityIdentifier.objects.create(entity=entity, scheme=short[:90], value=words[:900])
    make_mention(document, payloads[1], entity)
    claim = make_claim(document, "After it.", entity, uid=f"said-{number}", statement=words[:990])
    claim.attributions.update(as_worded=short, capacity=short)
    other = make_claim(
        make_document(text, uid=f"other-{number}"), "Before it.", uid=f"against-{number}"
    )
    make_link(other, "denies", claim, note=words)
    ClaimAbout.objects.create(claim=claim, entity=entity)
    Assessment.objects.create(claim=claim, status="disputed", reason=words, name=short)
    Evidence.objects.create(
        claim=claim, url="https://e.example/", quote=words, captured_on=date(2016, 1, 1), note=words
    )
    make_dating(document, "Before it", "2015", reading=short[:190], reference=short[:190])
    make_note(document, "an end", words)
    question = Question.objects.create(
        uid=f"asked-{number}", title=words[:490], note=words, review="accepted"
    )
    QuestionClaim.objects.create(question=question, claim=claim)
    collection = Collection.objects.create(
        uid=f"kept-{number}", name=short, scope=words, custodian=short
    )
    DocumentCollection.objects.create(document=document, collection=collection)
    topic = Topic.objects.create(uid=f"topic-{number}", name=short[:190])
    DocumentTopic.objects.create(document=document, topic=topic)
    Identifier.objects.create(document=document, scheme=short[:90], value=words[:990])
    return [
        f"{document.get_absolute_url()}?version=1&q=script",
        f"{document.get_absolute_url()}?version=2&passage=3-60",
        claim.get_absolute_url(),
        entity.get_absolute_url(),
        f"/questions/asked-{number}/",
        f"/claims/compare/?claim=said-{number}&claim=against-{number}",
        f"/publishers/house-{number}/",
        f"/collections/kept-{number}/",
        reverse("versions", args=[document.uid]),
    ]


LISTS = [
    "/",
    "/entities/",
    "/questions/",
    "/contradictions/",
    "/timeline/",
    "/timeline/?over=mentioned",
    "/publishers/",
    "/collections/",
    "/search/?q=script",
    "/search/?q=alert&kind=claims",
    "/search/",
]
PARAMETERS = [
    "/search/?q={}",
    "/search/?publisher={}",
    "/search/?published_after={}",
    "/search/?sort={}",
    "/search/?page={}",
    "/search/?{}=1",
    "/documents/other-0/?q={}",
    "/documents/other-0/?version={}",
    "/documents/other-0/?passage={}",
    "/timeline/?in={}",
    "/timeline/?claimant={}",
    "/contradictions/?from={}",
    "/contradictions/?entity={}",
    "/claims/compare/?claim={}",
    "/entities/?letter={}",
    "/entities/?kind={}",
    "/entities/?q={}",
    "/entities/?{}=1",
    "/entities/?page={}",
    "/timeline/?over={}&collection={}",
    "/contradictions/?page={}",
    "/sign-in/?next={}",
    "/verify/?address={}&quote={}",
    "/{}",
]


@pytest.fixture
def poisoned(transactional_db: Any) -> list[list[str]]:
    with transaction.atomic():
        pages = [poison(number, group) for number, group in enumerate(GROUPS)]
    call_command("index_sync", rebuild=True, verbosity=0)
    return pages


def test_r16_there_are_sixty_payloads():
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 60


def test_r16_no_payload_is_markup_on_any_page(client, poisoned):
    found = {}
    for address in [*LISTS, *(page for pages in poisoned for page in pages)]:
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        if run := Markup(response.content.decode()).found:
            found[address] = run[:3]
    assert found == {}


@pytest.mark.parametrize("pattern", PARAMETERS)
def test_r16_no_payload_in_a_parameter_is_markup(client, db, pattern):
    make_document(uid="other-0")
    call_command("index_sync", rebuild=True, verbosity=0)
    for payload in PAYLOADS:
        response = client.get(pattern.replace("{}", quote(payload, safe="")), follow=True)
        assert response.status_code < 500, payload
        assert Markup(response.content.decode()).found == [], payload


@pytest.mark.browser
def test_r16_no_payload_runs_in_chromium(signed_in, poisoned):
    user = make_user("editor")
    user.is_superuser = True
    user.save()
    page = signed_in(user)
    page.on("dialog", lambda dialog: (page.refused.append(dialog.message), dialog.dismiss()))
    addresses = [*LISTS, *poisoned[0], *poisoned[4], *(pages[0] for pages in poisoned)]
    addresses += [
        reverse(f"admin:archive_{name}_changelist")
        for name in ("document", "claim", "entity", "publisher", "question", "note", "dating")
    ]
    for address in addresses:
        page.goto(page.address + address)
    page.hover("body")
    assert page.refused == []
