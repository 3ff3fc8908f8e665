"""Chromium as Debian has it, and pages that remember what a strict policy refused."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Playwright's synchronous pages run an event loop, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def chromium() -> None:
    """Skips where there is no Chromium; under CI that is a failure."""
    if not CHROMIUM.exists():
        sentence = f"these tests drive Chromium, and there is none at {CHROMIUM}"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium: None
) -> dict[str, Any]:
    return browser_type_launch_args | {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu"],
    }


@pytest.fixture(scope="session")
def base_url() -> str:
    """None: the plugin's own fixture is one that pytest warns of, and each test asks its server."""
    return ""


@pytest.fixture
def watched(page: Any, live_server: Any) -> Iterator[Any]:
    """A page of the live server; `refused` lists violations, errors and foreign requests."""
    refused: list[str] = []
    page.add_init_script(WATCH)

    def note(message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            refused.append(f"{page.url}: {message.text}")

    def foreign(request: Any) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            refused.append(f"{page.url} asked for {request.url}")

    page.on("console", note)
    page.on("pageerror", lambda error: refused.append(f"{page.url}: {error}"))
    page.on("request", foreign)
    page.refused = refused
    page.address = live_server.url
    yield page


@pytest.fixture
def signed_in(watched: Any, client: Any) -> Any:
    """Signs a user in on the watched page without the login form."""

    def sign_in(user: Any) -> Any:
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        watched.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": watched.address}]
        )
        return watched

    return sign_in
