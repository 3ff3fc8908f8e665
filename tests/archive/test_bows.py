"""Links drawn over an axis: no two bows, nor their words on a phone, run into each other."""

from itertools import combinations
from types import SimpleNamespace

import pytest

from archive.axis import LETTER, PHONE, Place
from archive.bows import bows


def side(letter, x):
    place = Place(f"{x:.2f}%", f"{x:.2f}%", "0.60%", True) if x is not None else None
    return SimpleNamespace(letter=letter, place=place, x=x or 0.0, y=18)


def tie(one, other, kind="denies"):
    sentence = f"{one.letter} {kind} {other.letter}"
    return SimpleNamespace(
        source=one, target=other, sentence=sentence, link=SimpleNamespace(kind=kind)
    )


def extent(bow):
    half = 50 * LETTER * len(bow.tie.sentence) / PHONE
    middle = (bow.left + bow.right) / 2
    return min(bow.left, middle - half), max(bow.right, middle + half)


@pytest.mark.parametrize("spots", [(4, 30, 60, 96), (4, 10, 16, 22), (4, 50, 51, 96)])
def test_bows_between_all_of_four_claims_stand_clear_of_each_other(spots):
    sides = [side(letter, x) for letter, x in zip("ABCD", spots, strict=True)]
    drawn = bows([tie(one, other) for one, other in combinations(sides, 2)])
    assert drawn
    for one, other in combinations(drawn, 2):
        if one.level == other.level:
            (a, b), (c, d) = extent(one), extent(other)
            assert b <= c or d <= a


def test_a_bow_reaches_from_the_earlier_to_the_later_whichever_way_it_points():
    early, late = side("A", 10.0), side("B", 90.0)
    for one, other in ((early, late), (late, early)):
        [bow] = bows([tie(one, other)])
        assert bow.left < bow.right
        assert bow.feet == (9, 9)


def test_claims_of_one_day_or_of_none_have_no_bow():
    assert bows([tie(side("A", 50.0), side("B", 50.0)), tie(side("A", 4.0), side("B", None))]) == []


def test_only_what_stands_against_another_is_dashed():
    far = side("A", 4.0), side("B", 96.0)
    kinds = ("denies", "contradicts", "corrects", "repeats", "supports", "retracts")
    assert [bows([tie(*far, kind)])[0].is_against for kind in kinds] == [True, True] + [False] * 4
