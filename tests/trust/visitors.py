"""People with a browser, without one: they keep cookies, read forms and send them back."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any

Fields = list[tuple[str, str]]


class Visitor:
    """One visitor of a server; `session` is the cookie of somebody who is signed in."""

    def __init__(self, address: str, session: str = "") -> None:
        self.address = address
        self.cookies = {"sessionid": session} if session else {}
        self.opener = urllib.request.build_opener(_NoRedirects())

    def get(self, path: str) -> tuple[int, str]:
        """The status and the text of a page."""
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: Fields) -> tuple[int, str]:
        """The status and the text of the answer to a form."""
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.address + path, data)
        request.add_header("Referer", self.address + path)
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        request.add_header("Cookie", "; ".join("=".join(each) for each in self.cookies.items()))
        try:
            response = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            for said in response.headers.get_all("Set-Cookie", []):
                given = SimpleCookie(said)
                self.cookies |= {name: cookie.value for name, cookie in given.items()}
            return response.status, response.read().decode(errors="replace")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: it says that a form was taken."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class _Form(HTMLParser):
    """Reads the fields of the form with an id, as a browser would send them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.inside = False
        self.fields: Fields = []
        self._select = ""
        self._area: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.name
        if not self.inside or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.fields.append((name, given.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given and self._select:
            self.fields.append((self._select, given.get("value", "")))
        elif tag == "textarea" and name:
            self._area = []
            self.fields.append((name, ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.fields[-1] = self.fields[-1][0], "".join(self._area).removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self.inside = False


def form(page: str, name: str) -> Fields:
    """The fields of a form, by its id, with the values that they have on a page."""
    read = _Form(name)
    read.feed(page)
    return read.fields


def changed(fields: Fields, **values: str) -> Fields:
    """The fields with other values for some."""
    return [(name, values.get(name, value)) for name, value in fields]
