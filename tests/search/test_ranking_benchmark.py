"""What `python -m tests.benchmarks ranking` asks, and how it counts."""

import random

import numpy as np
import pytest

from search.backends.base import Entry, Text
from tests.benchmarks._rankers import RANKERS
from tests.benchmarks.ranking import figures, forms_in, interval, of_sentence, of_title, read

BODY = "The ferry carried mail, parcels, cattle and passengers to Matanzas by night. It fell."
OTHER = "A parcel waited in the port, and a passenger with it."


def entry(uid: str, body: str, title: str = "1. A ferry sails") -> Entry:
    return Entry(uid, "document", uid, title, Text("published", "en", (body,)))


def test_a_question_is_of_one_sentence_with_one_word_in_another_form():
    one, other = entry("one", BODY), entry("other", OTHER)
    forms = forms_in([one, other])
    assert forms("parcels") == ["parcel"]
    asked = of_sentence(one, forms, random.Random(1))
    assert len(asked) == len(set(asked)) == 6
    bent = set(asked) - set(BODY.lower().replace(",", "").replace(".", "").split())
    assert len(bent) == 1 and bent <= {"parcel", "passenger"}
    assert of_sentence(other, forms, random.Random(1)) == ()


def test_the_number_before_a_title_is_no_word_of_it():
    assert of_title(entry("one", BODY)) == ("a", "ferry", "sails")


def test_files_that_are_not_there_are_named(tmp_path):
    with pytest.raises(SystemExit, match=r"nowhere\.jsonl is not here"):
        read([tmp_path / "nowhere.jsonl"])


def test_places_become_figures():
    counted = figures(np.array([1, 2, 0, 4]))
    assert counted == {
        "mrr@10": 0.4375,
        "success@1": 0.25,
        "success@10": 0.75,
        "ndcg@10": round((1 + 1 / np.log2(3) + 1 / np.log2(5)) / 4, 4),
    }


def test_the_interval_is_of_the_difference():
    ours, theirs = np.array([1] * 50), np.array([2] * 50)
    assert interval(ours, theirs, 1) == (0.5, 0.5)
    low, high = interval(np.array([1, 2] * 50), np.array([2, 1] * 50), 1)
    assert low < 0 < high


@pytest.mark.parametrize("name", RANKERS)
def test_each_engine_finds_the_document_that_is_meant(tmp_path, name):
    ranker = RANKERS[name](tmp_path / name)
    ranker.build([("one", "A ferry sails", BODY), ("other", "A port", OTHER)])
    assert ranker.first(("passengers", "cattle"))[0] == "one"
    assert ranker.first(("parcel", "waiting", "port"))[0] == "other"
    assert ranker.first(("zeppelin",)) == []
