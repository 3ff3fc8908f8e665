"""What every test starts from."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as property_settings

from search import backends, naming
from search.backends.base import SearchBackend
from tests.copies import Copy, searched_at
from tests.slow import IN_A_BROWSER, seconds

# How long an example takes depends on what else the machine does. `HYPOTHESIS=thorough` asks ten
# times as often as every run does.
property_settings.register_profile("quick", property_settings(deadline=None, max_examples=50))
property_settings.register_profile("thorough", property_settings(deadline=None, max_examples=500))
property_settings.load_profile(os.environ.get("HYPOTHESIS", "quick"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow; where several workers share the tests, begin with it."""
    taken: dict[pytest.Item, int] = {}
    for item in items:
        taken[item] = seconds(item.nodeid)
        if taken[item] or item.get_closest_marker("long"):
            item.add_marker("slow")
        if item.get_closest_marker("browser"):
            taken[item] += IN_A_BROWSER
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: -taken[item])


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder's name for each test's index; only those that write one make it."""
    within = tmp_path_factory.mktemp("indexes")
    return (within / str(number) for number in count())


@pytest.fixture(autouse=True)
def index(settings: Any, places: Iterator[Path]) -> Iterator[SearchBackend]:
    """An index of the test's own, empty until something is drained into it.

    In a plain test no transaction commits: `django_capture_on_commit_callbacks(execute=True)`
    around a save drains it; with `transactional_db` every save is found at once.
    """
    place = next(places)
    settings.SEARCH = searched_at(place / "index")
    backends.forget()
    naming.forget()
    yield backends.get_backend()
    backends.forget()
    translation.deactivate()  # a page read in Spanish leaves its language to the next test
    if place.exists():
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every worker of this run shares."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture
def demo(transactional_db: Any, index: SearchBackend, copies: Path) -> None:
    """The demo's rows in the database and in the index, as another thread's server sees them."""
    Copy(copies / "demo").put(lambda: call_command("loaddata", "demo", verbosity=0))


Given = Callable[[Callable[[], Any]], tuple[Any, Path]]


@pytest.fixture(scope="module")
def given_to_all(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Given]:
    """`given_to_all(make)` makes rows that each test of a module starts from, and their index.

    It returns what `make` returns, and the folder of the index for `take_index`. For modules whose
    tests use `db`: a transactional test leaves nothing behind.
    """

    def given(make: Callable[[], Any]) -> tuple[Any, Path]:
        place = tmp_path_factory.mktemp("given") / "index"
        with django_db_blocker.unblock(), override_settings(SEARCH=searched_at(place)):
            backends.forget()
            naming.forget()
            made = make()
            call_command("index_sync", verbosity=0)
            backends.forget()
        return made, place

    yield given
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)
