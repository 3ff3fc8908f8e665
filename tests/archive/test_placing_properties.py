"""A new version never moves an annotation without a word: whatever the edit."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Document, Passage, Placement, Version
from archive.passages.anchors import similarity, squeezed
from archive.repair import to_repair
from tests.makers import make_document, make_entity

pytestmark = pytest.mark.django_db

SENTENCES = (
    "The first delegation came to the harbour on Monday.",
    "Its leader said that 12 ships would sail in May.",
    "The second delegation came to the harbour on Friday.",
    "Nobody else was heard, and the doors were shut.",
    "“We shall see,” said the consul of the port.",
    "Its leader said that 40 ships would sail in June.",
    "A boy sold papers at the gate, as he had all week.",
)
WORDS = ("harbour", "ships", "leader", "12", "the consul", "Monday", "gate")


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Some sentences, and what an editor made of them: moved, cut, doubled, words changed."""
    old = draw(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=8))
    new = list(old)
    for kind in draw(
        st.lists(st.sampled_from(["move", "cut", "double", "word", "number"]), max_size=4)
    ):
        if not new:
            break
        at = draw(st.integers(0, len(new) - 1))
        match kind:
            case "move":
                new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
            case "cut":
                new.pop(at)
            case "double":
                new.insert(draw(st.integers(0, len(new))), new[at])
            case "word":
                new[at] = new[at].replace(draw(st.sampled_from(WORDS)), "another")
            case _:
                new[at] = new[at].replace("12", "13").replace("40", "41")
    return old, new


def placed(old: str, new: str, spans: list[tuple[int, int]]) -> tuple[Version, list[Placement]]:
    """What became of mentions of these spans."""
    Document.objects.all().delete()
    document = make_document(old, title="Ships")
    entity = make_entity("A thing", "other")
    for start, end in spans:
        passage = document.versions.get().passage(start, end)
        passage.mentions.create(entity=entity, review="accepted")
    version = document.versions.create(number=2, layer="corrected", text=new)
    return version, list(Placement.objects.filter(version=version).select_related("passage"))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits(), st.data())
def test_a_new_version_never_moves_an_annotation_silently(texts, data):
    old, new = (" ".join(sentences) for sentences in texts)
    if not new.strip() or old == new:
        new = f"{new} A line was added."
    starts = data.draw(st.lists(st.integers(0, len(old) - 1), min_size=1, max_size=5))
    spans = {(at, min(len(old), at + 1 + data.draw(st.integers(0, 60)))) for at in starts}
    spans = {span for span in spans if old[slice(*span)].strip()}
    version, rows = placed(old, new, sorted(spans))
    asked = set(to_repair(Document.objects.all()).values_list("pk", flat=True))
    assert len(rows) == len(spans) == Passage.objects.filter(version__number=1).count()
    for row in rows:
        found = "" if row.start is None else version.text[row.start : row.end]
        if row.state in ("exact", "moved"):
            assert found == row.passage.quote
        if row.state in ("ambiguous", "lost"):
            assert (row.start, row.end) == (None, None)
        if row.state == "changed":
            assert similarity(squeezed(found), squeezed(row.passage.quote)) >= 0.8
            assert found != row.passage.quote
        # whoever finds other words, or none, finds the question in the queue; nobody else does
        same = bool(found) and squeezed(found) == squeezed(row.passage.quote)
        assert (row.pk in asked) == (not same)
