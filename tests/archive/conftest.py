"""Who the tests of the archive are about, where a test says nothing nearer."""

from __future__ import annotations

from typing import Any

import pytest

from archive.models import Document
from tests.makers import make_document, make_user


@pytest.fixture
def document(db: None) -> Document:
    """A document of a few sentences."""
    return make_document()


@pytest.fixture
def annotator(db: None) -> Any:
    """Somebody who makes drafts."""
    return make_user("annotator")


@pytest.fixture
def reviewer(db: None) -> Any:
    """Somebody who may accept them too."""
    return make_user("reviewer")
