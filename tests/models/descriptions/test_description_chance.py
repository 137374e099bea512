from collections import Counter

import numpy as np
import pytest

from models.descriptions.null_model import THRESHOLDS, dealt, null_model
from models.descriptions.pictures import agreement, picture_similarity
from models.descriptions.search import SearchIndex
from models.descriptions.weighting import compare_weighted, token_weights
from store.errors import CallError

SHAPES = ("a fist", "a flat hand", "a claw", "the index finger")
PLACES = ("at the cheek", "below the chin", "at the chest", "out to the side")
PATHS = ("it moves up", "it moves down", "it twists", "it stays")


def unrelated(count: int, seed: int) -> list[str]:
    draw = np.random.default_rng(seed)
    return [
        ", ".join(
            f"{draw.choice(part)} {draw.integers(999)}"
            for part in (SHAPES, PLACES, PATHS)
        )
        for _ in range(count)
    ]


def test_dealt__same_phrases_in_the_same_parts() -> None:
    told = [["a", "b"], ["c", "d"], ["e", "f"]]

    made = list(dealt(told, np.random.default_rng(0), parts=2))

    assert [len(listed) for listed in made] == [2, 2, 2]
    assert {listed[0] for listed in made} == {"a", "c", "e"}
    assert {listed[1] for listed in made} == {"b", "d", "f"}


def test_dealt__anywhere_keeps_counts() -> None:
    told = [["a"], [], ["b", "b"]]

    made = list(dealt(told, np.random.default_rng(3), parts=1))

    assert [len(listed) for listed in made] == [1, 0, 2]
    assert Counter(word for listed in made for word in listed) == Counter("abb")


def test_null_model__unrelated_descriptions_have_no_threshold_but_chance() -> None:
    model = null_model(unrelated(80, 0), "word", permutations=5)

    half = int(np.abs(THRESHOLDS - 0.4).argmin())
    assert model.found[half] > 0
    assert model.false_rate[half] > 0.5


def test_null_model__planted_families_stand_out() -> None:
    texts = unrelated(60, 1)
    texts += [f"{text} slowly" for text in texts[:20]]

    model = null_model(texts, "word", permutations=5)

    threshold = model.threshold()
    assert threshold is not None
    assert model.rate_at(threshold) <= 0.05
    falling = model.false_rate[~np.isnan(model.false_rate)]
    assert (np.diff(falling) <= 1e-12).all()
    assert null_model(texts, "word", permutations=5).by_chance.tolist() == (
        model.by_chance.tolist()
    )


def test_null_model__two_descriptions() -> None:
    model = null_model(["abc", "xyz"], "character", permutations=2)

    assert model.threshold() is None
    assert model.found.sum() == 0


def slow_weight(first: list[str], second: list[str], weight: dict[str, float]) -> float:
    table = np.zeros((len(first) + 1, len(second) + 1))
    for i, one in enumerate(first, 1):
        for j, other in enumerate(second, 1):
            both = table[i - 1, j - 1] + weight[one] if one == other else 0.0
            table[i, j] = max(table[i - 1, j], table[i, j - 1], both)
    return float(table[-1, -1])


def test_compare_weighted__equals_the_slow_one() -> None:
    draw = np.random.default_rng(5)
    listed = [list(draw.choice(list("abcdef"), draw.integers(1, 9))) for _ in range(12)]
    weight = token_weights(listed)

    compared = compare_weighted(listed, floor=0.0)

    place = 0
    for row, first in enumerate(listed):
        for second in listed[row + 1 :]:
            total = sum(weight[t] for t in first) * sum(weight[t] for t in second)
            common = slow_weight(first, second, weight)
            expected = common**2 / total if total else 0.0
            assert compared.condensed[place] == pytest.approx(expected)
            place += 1
    assert len(compared.pairs) == place


def test_token_weights__what_all_say_weighs_nothing() -> None:
    weights = token_weights([["hand", "fist"], ["hand"], ["hand", "claw"]])

    assert weights["hand"] == 0
    assert weights["fist"] == weights["claw"] > 0


def test_search__in_order_as_the_paper() -> None:
    index = SearchIndex(["a fist moves up", "a flat hand moves up"], "word")

    ranking = index.ranked("fist up")

    assert ranking.places.tolist() == [0, 1]
    assert ranking.similarity[0] == pytest.approx(2**2 / (2 * 4))


def test_search__forgives_order_and_endings() -> None:
    texts = ["the fist moves upward", "up moves the flat hand", "both hands circle"]
    index = SearchIndex(texts, "word")

    assert index.ranked("moving up, fists", any_order=True).places[0] == 0
    assert index.ranked("circles with both hands", any_order=True).places[0] == 2
    assert index.ranked("fist", any_order=True).similarity[2] < 0.2


def test_search__hamnosys_by_names() -> None:
    index = SearchIndex(["\ue000\ue020\ue038", "\ue001\ue020\ue038"], "symbol")

    for any_order in (False, True):
        ranking = index.ranked("hamflathand hamextfingeru", any_order=any_order)
        assert ranking.places[0] == 1


def test_search__query_of_nothing_and_store_of_nothing() -> None:
    with pytest.raises(CallError, match="no word to compare"):
        SearchIndex(["a"], "word").ranked("...")
    for any_order in (False, True):
        ranking = SearchIndex([], "word").ranked("a", any_order=any_order)
        assert ranking.places.tolist() == []


def test_search__strange_words_only() -> None:
    ranking = SearchIndex(["fist"], "word").ranked("qqq", any_order=True)

    assert ranking.similarity.tolist() == [0.0]


def test_agreement__same_similarities_agree_wholly() -> None:
    draw = np.random.default_rng(0)
    alike = picture_similarity(draw.normal(size=(12, 5)).tolist(), standardised=True)

    found = agreement(alike, alike)

    assert found is not None
    assert found.correlation == pytest.approx(1)
    assert found.p_value == pytest.approx(1 / 200)
    assert found.chance < 0.9


def test_agreement__names_the_pair_on_which_both_differ() -> None:
    words, pictures = np.eye(6), np.eye(6)
    draw = np.random.default_rng(1)
    noise = draw.uniform(0.4, 0.6, (6, 6))
    words += np.triu(noise, 1) + np.triu(noise, 1).T
    pictures += np.triu(noise, 1) + np.triu(noise, 1).T
    words[1, 4] = words[4, 1] = 0.99
    pictures[1, 4] = pictures[4, 1] = 0.01

    found = agreement(words, pictures, listed=1)

    assert found is not None
    (pair,) = found.words_only
    assert (pair.first, pair.second) == (1, 4)
    assert (pair.by_words, pair.by_pictures) == (1, 0)


def test_agreement__too_few_signs() -> None:
    assert agreement(np.eye(3), np.eye(3)) is None


def test_picture_similarity__units_do_not_matter_when_standardised() -> None:
    vectors = [[1.0, 100.0, 5.0], [2.0, 300.0, 5.0], [4.0, 200.0, 5.0]]
    scaled = [[a * 1000, b, c] for a, b, c in vectors]

    assert picture_similarity(vectors, standardised=True) == pytest.approx(
        picture_similarity(scaled, standardised=True)
    )
