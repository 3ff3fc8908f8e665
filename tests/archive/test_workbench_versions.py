"""What the workbench shows on a newer text of what was annotated on an earlier one."""

from typing import Any

import pytest

from archive.repair import settle, to_repair
from archive.workbench.desk import Desk
from tests.archive.test_placing import newer
from tests.makers import TEXT, make_claim, make_document, make_entity, make_mention, make_user

pytestmark = pytest.mark.django_db


def shown(version: Any, user: Any) -> list[tuple[str, str]]:
    """Kind and words of everything marked."""
    desk = Desk(version.document, version, user)
    return [(one.kind, version.text[one.start : one.end]) for one in desk.shown]


def test_what_is_sure_is_marked_and_what_is_not_after_a_person_placed_it():
    user = make_user("annotator")
    document = make_document()
    make_claim(document)
    make_mention(document, "said Elena Marsh", make_entity())
    text = TEXT.replace("We are ready", "We are now ready").replace("said Elena", "said\nElena")
    version = newer(document, text)
    assert shown(version, user) == [("mention", "said\nElena Marsh")]
    assert Desk(document, version, user).elsewhere() == 1
    (row,) = to_repair(type(document).objects.all())
    settle(row, row.start, row.end, user)
    assert shown(version, user) == [
        ("claim", "We are now ready to begin"),
        ("mention", "said\nElena Marsh"),
    ]
