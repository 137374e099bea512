"""Who searches among whom, checked by hand on vectors of four or five clips."""

import numpy as np
import pytest

from models.retrieval.protocols import (
    Search,
    gallery_and_queries,
    halves,
    leave_one_out,
    searched,
)

GLOSSES = np.array(["a", "a", "b", "b", "c"])
VECTORS = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.8, 0.3], [-1, 0]], np.float32)
"""The second b lies with a."""
ALL = np.ones(5, bool)


def test_leave_one_out__no_clip_finds_itself_and_single_ones_are_left_out() -> None:
    found = leave_one_out(VECTORS, GLOSSES)

    assert found.left_out == 1
    assert found.glosses.tolist() == ["a", "a", "b", "b"]
    assert found.first_rank.tolist() == [1, 1, 1, 3]
    assert found.average_precision.tolist() == pytest.approx([1, 1, 1, 1 / 3])


def test_searched__only_the_gallery_is_searched() -> None:
    queries = np.array([True, False, False, True, False])

    found = searched(VECTORS, GLOSSES, [Search(queries, ~queries)])

    assert found.first_rank.tolist() == [1, 2]
    assert found.left_out == 0


def test_searched__several_searches_are_taken_together() -> None:
    only = [np.arange(5) == row for row in (0, 4)]

    found = searched(VECTORS, GLOSSES, [Search(query, ALL) for query in only])

    assert found.glosses.tolist() == ["a"]
    assert found.left_out == 1


def test_gallery_and_queries__a_gloss_that_the_gallery_lacks_is_left_out() -> None:
    found = gallery_and_queries((VECTORS[:3], GLOSSES[:3]), (VECTORS[3:], GLOSSES[3:]))

    assert found.glosses.tolist() == ["b"]
    assert found.left_out == 1


def test_halves__each_clip_is_asked_once_in_the_other_half() -> None:
    glosses = np.repeat(["a", "b", "c"], 4)

    one, other = halves(glosses)

    assert (one.queries == ~other.queries).all()
    assert (one.queries == ~one.gallery).all()
    for gloss in "abc":
        assert one.queries[glosses == gloss].sum() == 2
