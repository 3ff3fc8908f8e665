"""What an action on the workbench keeps the server busy: `workbench [--json FILE]`.

On one document of 100 kB with 500 annotations (300 mentions, 80 claims with their claimants, 40
dates, 80 suggestions) in an archive of 2,000 entities, signed in as a reviewer, through the WSGI
application. Of twenty requests of each action: the least and the median of the processor's time
(user and system), the median of the clock until the answer, the worst, the number of queries, and
the processor's time after the answer, when search takes it up. On a machine that others use, the
least is what the work costs: a processor that is shared takes longer for the same.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from tests.benchmarks.pages import _set_up

TIMES = 19
TOKEN = "t" * 32
SENTENCE = "The ferry to Harbour {n} carried the mail of Elena Marsh, who said that it was late. "
NAME, CLAIMED, DATED = "Elena Marsh", "it was late", "The ferry"


def main(argv: list[str]) -> None:
    """Make the document, do each action, print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks workbench")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="verbatim-workbench-") as folder:
        _set_up(Path(folder).resolve())
        measured = _measured()
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


def _measured() -> dict[str, Any]:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    user = User.objects.create_superuser("reviewer", password="reviewer")
    document = _document()
    call_command("index_sync", verbosity=0)
    client = Client()
    client.force_login(user)
    address = f"/admin/archive/document/{document.uid}/workbench/"
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    here = _Page(cookie, address, document.versions.get().text)
    return {name: _timed(name, step) for name, step in here.steps().items()}


class _Page:
    """The workbench of one person: sends what its script sends, and asks what that asks."""

    def __init__(self, cookie: str, address: str, text: str) -> None:
        from django.core.wsgi import get_wsgi_application
        from django.test import RequestFactory

        self.application, self.requests = get_wsgi_application(), RequestFactory()
        self.cookie, self.address, self.text = cookie, address, text
        self.names = count(1)
        # from the middle on nothing is marked
        self.free = _places(text, "it was late", text.index("Harbour 1100"))
        self.named = _places(text, NAME, text.index("Harbour 1100"))

    def steps(self) -> dict[str, Callable[[], Callable[[], Any]]]:
        """Each action by its name."""
        return {
            "new mention": lambda: self.act("entity", self.mention()),
            "new claim": lambda: self.act("claim", self.claim()),
            "new note": lambda: self.act(
                "note", {"span": next(self.free), "text": "A note.", "kind": "explanation"}
            ),
            "accept a suggestion": lambda: self.act(
                "answer", {"keys": [self.suggested("Entity")], "to": "accept"}
            ),
            "accept a claim": lambda: self.act(
                "answer", {"keys": [self.suggested("Claim")], "to": "accept"}
            ),
            "undo": lambda: self.act("undo", {}),
            "page": lambda: self.get({}, self.address),
            "state": lambda: self.ask({"for": "state"}),
            "guess a claim": lambda: self.ask({"for": "claim"} | self.span()),
            "find an entity": lambda: self.ask({"for": "entities", "q": "Marsh"} | self.span()),
        }

    def mention(self) -> dict[str, Any]:
        """A name that nobody has marked yet."""
        return {"row": [next(self.named)], "entity": {"uid": "marsh"}}

    def claim(self) -> dict[str, Any]:
        """A claim with its claimant."""
        said = {"as_worded": NAME, "capacity": "", "entity": {"uid": "marsh"}, "via": None}
        given = {"statement": "It was late.", "mode": "indirect", "said": "", "said_language": ""}
        return {"span": next(self.free), **given, "attributions": [said]}

    def span(self) -> dict[str, Any]:
        """A place to ask about."""
        return next(self.free)

    def suggested(self, what: str) -> str:
        """The next suggestion of this kind, as the page names it."""
        state = json.loads(self.ask({"for": "state"})().content)
        return next(one["decided_as"] for one in state["suggestions"] if one["what"] == what)

    def act(self, do: str, given: dict[str, Any]) -> Callable[[], Any]:
        """One action, ready to be sent."""
        body = {"id": f"measured-{next(self.names)}", "do": do, **given}
        address = f"{self.address}act/?version=1"
        return self.sending(
            self.requests.post(address, body, "application/json", HTTP_PREFER="respond-async")
        )

    def ask(self, question: dict[str, Any]) -> Callable[[], Any]:
        """One question, ready to be asked."""
        return self.get({"version": 1, **question}, f"{self.address}ask/")

    def get(self, query: dict[str, Any], address: str) -> Callable[[], Any]:
        """One page, ready to be asked for."""
        return self.sending(self.requests.get(address, query))

    def sending(self, request: Any) -> Callable[[], Any]:
        """The request, ready for the application: signed in, and with a token against forgery."""
        cookie = f"{self.cookie}; csrftoken={TOKEN}"
        environ = request.environ | {"HTTP_COOKIE": cookie, "HTTP_X_CSRFTOKEN": TOKEN}

        def send() -> Any:
            return self.application(environ, lambda status, headers: None)

        return send


def _places(text: str, quote: str, start: int = 0) -> Iterator[dict[str, Any]]:
    at = text.find(quote, start)
    while at >= 0:
        yield {"start": at, "end": at + len(quote), "quote": quote}
        at = text.find(quote, at + 1)


def _timed(name: str, step: Callable[[], Callable[[], Any]]) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took, worked, after, queries = [], [], [], 0
    for n in range(TIMES + 1):
        send = step()
        begun, busy = time.perf_counter(), time.process_time()
        if n:
            response = send()
            worked.append((time.process_time() - busy) * 1000)
            took.append((time.perf_counter() - begun) * 1000)
            busy = time.process_time()
            response.close()
            after.append((time.process_time() - busy) * 1000)
        else:  # the first reads what is kept between requests
            with CaptureQueriesContext(connection) as captured:
                response = send()
            queries = len(captured)
            response.close()
        if response.status_code != 200:
            raise SystemExit(f"{name}: {response.status_code} {response.content[:300]!r}")
    found = {
        "least_ms": round(min(worked), 1),
        "processor_ms": round(statistics.median(worked), 1),
        "median_ms": round(statistics.median(took), 1),
        "worst_ms": round(max(took), 1),
        "queries": queries,
        "after_ms": round(statistics.median(after), 1),
    }
    print(
        f"{name:20} processor {found['least_ms']:6} to {found['processor_ms']:6} ms, clock"
        f" {found['median_ms']:6}, worst {found['worst_ms']:7}, {queries:3} queries,"
        f" afterwards {found['after_ms']:6}",
        flush=True,
    )
    return found


def _document() -> Any:
    from archive.models import Alias, Document, Entity, Publisher, Version

    publisher = Publisher.objects.create(uid="harbour-post", name="The Harbour Post")
    document = Document.objects.create(
        uid="long-one",
        title="A long one",
        publisher=publisher,
        dated="2016-05-03",
        dated_basis="stated",
    )
    text = "\n\n".join(
        "".join(SENTENCE.format(n=n * 10 + k) for k in range(10)).strip() for n in range(125)
    )
    version = Version.objects.create(document=document, number=1, language="en", text=text)
    Entity.objects.bulk_create(
        Entity(uid=f"person-{n}", kind="person", name=f"Person Number{n}") for n in range(2000)
    )
    marsh = Entity.objects.create(uid="marsh", kind="person", name=NAME)
    Alias.objects.create(entity=marsh, text="Marsh")
    _annotate(version, marsh)
    return document


def _annotate(version: Any, marsh: Any) -> None:
    """500 annotations in the first 90 kB, accepted but for 80 suggestions."""
    from archive.models import Attribution, Claim, Dating, Mention, Passage, Review

    def passages(quote: str, n: int) -> list[Any]:
        found = [place for place, _n in zip(_places(version.text, quote), range(n), strict=False)]
        return Passage.objects.bulk_create(Passage(version=version, **place) for place in found)

    states = [Review.ACCEPTED] * 300 + [Review.SUGGESTED] * 50
    Mention.objects.bulk_create(
        Mention(passage=passage, entity=marsh, review=state, rule="entities: known name")
        for passage, state in zip(passages(NAME, 350), states, strict=True)
    )
    states = [Review.ACCEPTED] * 80 + [Review.SUGGESTED] * 30
    claims = Claim.objects.bulk_create(
        Claim(passage=passage, statement="It was late.", mode="indirect", review=state)
        for passage, state in zip(passages(CLAIMED, 110), states, strict=True)
    )
    Attribution.objects.bulk_create(
        Attribution(claim=claim, position=1, entity=marsh, as_worded=NAME) for claim in claims
    )
    Dating.objects.bulk_create(
        Dating(passage=passage, edtf="2016", type="date", review=Review.ACCEPTED)
        for passage in passages(DATED, 40)
    )
