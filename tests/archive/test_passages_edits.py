"""The truth that the edit benchmark measures against: every character knows where it came from."""

import random

import pytest

from archive.passages.folding import fold
from tests.benchmarks._anchor_texts import article
from tests.benchmarks._edits import HEAVY, LIGHT, Tracked, elsewhere, sentences
from tests.benchmarks._pairs import pairs

STEPS = [
    *[step for steps in LIGHT.values() for step in steps],
    *[step for _share, step in HEAVY.values()],
    elsewhere,
]
# These rewrite characters that count as the same: quotation marks, dashes and white space.
TYPOGRAPHIC = {"typography", "reflow", "reingest"}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_kept_characters_are_the_old_ones(step):
    for seed in range(8):
        rng = random.Random(seed)
        tracked = Tracked(article(rng))
        span = rng.choice(sentences(tracked.text))
        step(tracked, rng, span)
        assert len(tracked.text) == len(tracked.origins)
        for now, origin in zip(tracked.text, tracked.origins, strict=True):
            if origin["kept"]:
                old = tracked.old[origin["old"]]
                same = now == old or (now.isspace() and old.isspace())
                assert same or step.__name__ in TYPOGRAPHIC


def test_moved_passage_is_found_where_it_went():
    tracked = Tracked("One two. Three four. Five six.")
    tracked.move(0, 8, 21, " ")
    assert tracked.text == " Three four. One two. Five six."
    assert "".join(tracked.text[i] for i in tracked.places_of(0, 8)) == "One two."


def test_copy_is_told_from_the_original():
    tracked = Tracked("One two. Three.")
    tracked.copy(0, 8, 9, " ")
    assert tracked.text == "One two. One two. Three."
    assert tracked.places_of(0, 8).tolist() == list(range(8))
    assert tracked.places_of(0, 8, copy=1).tolist() == list(range(9, 17))


def test_half_of_the_pairs_are_light_edits_and_nearly_all_of_those_survive():
    made = list(pairs(60, 7, real=False))
    light = [pair for pair in made if pair.light]
    assert len(light) == 30
    assert sum(pair.survives for pair in light) >= 28


def test_same_seed_makes_the_same_pairs():
    first, second = (
        [(pair.old, pair.new, pair.passage) for pair in pairs(10, 3, real=False)] for _ in range(2)
    )
    assert first == second


def test_truth_of_an_unharmed_passage_is_its_own_words():
    for pair in pairs(60, 11, real=False):
        if pair.edited == 0 and not pair.undecidable:
            now = "".join(pair.new[i] for i in pair.places[0])
            assert fold(now).replace(" ", "") == fold(pair.passage.quote).replace(" ", "")
