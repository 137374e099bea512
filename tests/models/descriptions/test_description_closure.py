from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.descriptions.closure import (
    Dendrogram,
    Join,
    dendrogram,
    dendrogram_of,
    with_merged,
)
from models.descriptions.similarity import compare_all, similarity_matrix

Matrix = NDArray[np.float64]
LETTERS = "abcde"
SIMILAR = {"ab": 0.2, "ac": 0.5, "ad": 0.3, "ae": 0.8, "bc": 0.3}
SIMILAR |= {"bd": 0.5, "be": 0.3, "cd": 0.2, "ce": 0.7, "de": 0.2}
TRANSITIVE = {"ab": 0.3, "ac": 0.7, "ad": 0.3, "ae": 0.8, "bc": 0.3}
TRANSITIVE |= {"bd": 0.5, "be": 0.3, "cd": 0.3, "ce": 0.7, "de": 0.3}


def matrix(pairs: dict[str, float]) -> Matrix:
    filled = np.eye(len(LETTERS))
    for pair, alike in pairs.items():
        row, column = (LETTERS.index(letter) for letter in pair)
        filled[row, column] = filled[column, row] = alike
    return filled


def floyd_warshall(similarity: Matrix) -> Matrix:
    """T(a,b) = max over c of min(T(a,c), T(c,b)) until nothing changes."""
    closure = similarity.copy()
    for middle in range(len(closure)):
        through = np.minimum(closure[:, [middle]], closure[middle])
        closure = np.maximum(closure, through)
    return closure


def named(families: Sequence[NDArray[np.int64]]) -> set[str]:
    return {"".join(sorted(LETTERS[place] for place in own)) for own in families}


def test_closure__worked_example_of_the_paper() -> None:
    tree = dendrogram_of(matrix(SIMILAR))

    assert tree.closure().tolist() == matrix(TRANSITIVE).tolist()


@pytest.mark.parametrize(
    ("threshold", "families"),
    [
        (0.81, {"a", "b", "c", "d", "e"}),
        (0.8, {"ae", "b", "c", "d"}),
        (0.7, {"ace", "b", "d"}),
        (0.5, {"ace", "bd"}),
        (0.3, {"abcde"}),
    ],
)
def test_families__worked_example_of_the_paper(
    threshold: float, families: set[str]
) -> None:
    tree = dendrogram_of(matrix(SIMILAR))

    found = tree.families(threshold)

    assert named(found) == families
    assert sorted(tree.sizes(threshold)) == sorted(len(own) for own in families)
    assert [len(own) for own in found] == sorted(map(len, found), reverse=True)
    for place in range(len(LETTERS)):
        own = tree.family_of(place, threshold)
        assert place in own
        assert named([own]) <= families


@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=14))
def test_closure__equals_floyd_warshall(texts: list[str]) -> None:
    codes = list(dict.fromkeys(texts))

    tree = dendrogram(compare_all(codes, floor=0.5))

    expected = floyd_warshall(similarity_matrix(codes))
    assert tree.closure() == pytest.approx(expected, abs=1e-9)
    some = np.arange(len(codes))[::2]
    assert tree.closure(some) == pytest.approx(expected[np.ix_(some, some)], abs=1e-9)


def test_dendrogram__joins_from_the_most_similar_with_their_members() -> None:
    tree = dendrogram_of(matrix(SIMILAR))

    assert [join.similarity for join in tree.joins] == [0.8, 0.7, 0.5, 0.3]
    assert [join.members for join in tree.joins] == [2, 3, 2, 5]
    assert tree.between.tolist()[:1] != []
    assert sorted(tree.order.tolist()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("count", [0, 1])
def test_dendrogram__of_nothing_and_of_one(count: int) -> None:
    tree = dendrogram(compare_all(["abc"][:count], floor=0.5))

    assert tree.sizes(0.6).tolist() == [1] * count
    assert [own.tolist() for own in tree.families(0.6) if len(own)] == [[0]] * count
    assert tree.closure().shape == (count, count)


def test_with_merged__same_descriptions_join_at_one() -> None:
    kept = dendrogram_of(np.array([[1, 0.5], [0.5, 1]]))

    tree = with_merged(kept, [0, 1, 0, 0])

    assert tree.closure()[0].tolist() == [1, 0.5, 1, 1]
    assert sorted(tree.sizes(0.9).tolist()) == [1, 3]
    assert [join.members for join in tree.joins] == [2, 3, 4]
    assert tree.joins[-1] == Join(5, 1, 0.5, 4)


def test_dendrogram__rebuilt_from_its_joins() -> None:
    tree = dendrogram_of(matrix(SIMILAR))

    again = Dendrogram(5, tree.joins)

    assert again.closure().tolist() == tree.closure().tolist()
