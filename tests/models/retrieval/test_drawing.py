"""Which clips a batch has."""

import numpy as np
from numpy.random import default_rng

from models.retrieval.drawing import Drawing

LABELS = np.array([0, 0, 0, 0, 1, 1, 2, 2, 2, 3], np.intp)


def test_drawing__p_glosses_and_k_of_each() -> None:
    drawing = Drawing(LABELS, batch=9, per_gloss=3)

    rows = drawing.rows(default_rng(0))

    glosses, counts = np.unique(LABELS[rows], return_counts=True)
    assert len(glosses) == 3
    assert counts.tolist() == [3, 3, 3]
    assert drawing.steps == 1


def test_drawing__clips_repeat_only_where_a_gloss_has_too_few() -> None:
    rows = Drawing(LABELS, batch=12, per_gloss=3).rows(default_rng(0))

    assert sorted(LABELS[rows]) == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
    assert len(set(rows[LABELS[rows] == 0])) == 3
    assert len(set(rows[LABELS[rows] == 2])) == 3
    assert set(rows[LABELS[rows] == 3]) == {9}


def test_drawing__at_random_without_repeating() -> None:
    drawing = Drawing(LABELS, batch=6, per_gloss=0)

    rows = drawing.rows(default_rng(0))

    assert len(set(rows)) == 6
    assert Drawing(LABELS, batch=99, per_gloss=0).size == len(LABELS)


def test_drawing__glosses_side_by_side_in_runs_of_five() -> None:
    labels = np.repeat(np.arange(23), 2).astype(np.intp)
    drawing = Drawing(labels, batch=20, per_gloss=2, side_by_side=1.0)

    glosses = labels[drawing.rows(default_rng(1))][::2]

    assert len(glosses) == 10
    assert len(set(glosses)) == 10
    starts = {gloss // 5 * 5 for gloss in glosses}
    for start in sorted(starts - {glosses[-1] // 5 * 5}):
        assert set(range(start, min(start + 5, 23))) <= set(glosses)
