"""Samples summed by cells count what samples of items would."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.prevalence_draws import Drawn, drawn_weights

ITEMS, DRAWS = 300, 25
DRAW = np.random.default_rng(3)
SIGNERS, SIGNS = DRAW.integers(0, 9, ITEMS), DRAW.integers(0, 40, ITEMS)
WEIGHTS = DRAW.random(ITEMS) * (DRAW.random(ITEMS) < 0.8)
CLASSES = DRAW.integers(0, 5, ITEMS)


def made() -> Drawn:
    return drawn_weights(WEIGHTS, (SIGNERS, SIGNS), DRAWS, np.random.default_rng(0))


def item_by_item(drawn: Drawn) -> NDArray[np.float64]:
    """Return what each item counts in each sample, by the groups that were drawn."""
    signers, signs = drawn.times
    whole = np.unique(SIGNERS, return_inverse=True)[1]
    parts = np.unique(SIGNS, return_inverse=True)[1]
    rows = [WEIGHTS * a[whole] * b[parts] for a, b in zip(signers, signs, strict=True)]
    return np.stack([WEIGHTS, *rows])


def test_drawn__counts_of_classes() -> None:
    drawn = made()
    expected = [np.bincount(CLASSES, w, 5) for w in item_by_item(drawn)]

    np.testing.assert_allclose(drawn.counted(CLASSES, 5), expected, rtol=1e-12)
    np.testing.assert_allclose(
        drawn.totals()[:, 0], np.sum(expected, axis=1), rtol=1e-12
    )


@pytest.mark.parametrize("some", [False, True])
def test_drawn__sums_of_values(some: bool) -> None:
    drawn = made()
    places = np.flatnonzero(CLASSES == 2) if some else np.arange(ITEMS)
    values = np.random.default_rng(1).normal(size=(len(places), 3))

    found = drawn.summed(values, places if some else None)

    expected = item_by_item(drawn)[:, places] @ values
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_drawn__a_sample_in_which_nothing_was_drawn_counts_all() -> None:
    # Each signer made one sign of its own: most samples of both miss each other.
    groups = np.arange(3)
    drawn = drawn_weights(np.ones(3), (groups, groups), 200, np.random.default_rng(0))
    together = np.array([a * b for a, b in zip(*drawn.times, strict=True)])
    nothing = ~together.any(axis=1)

    assert nothing.any()
    assert (drawn.totals()[1:, 0][nothing] == 3).all()


def test_drawn__groups_of_items_that_do_not_count_change_nothing() -> None:
    """Hands of one corpus among all are drawn as they would be alone."""
    own = SIGNERS < 4
    among = drawn_weights(
        np.where(own, WEIGHTS, 0.0), (SIGNERS, SIGNS), DRAWS, np.random.default_rng(0)
    )
    alone = drawn_weights(
        WEIGHTS[own], (SIGNERS[own], SIGNS[own]), DRAWS, np.random.default_rng(0)
    )

    np.testing.assert_allclose(
        among.counted(CLASSES, 5), alone.counted(CLASSES[own], 5), rtol=1e-12
    )


def test_drawn__as_they_are() -> None:
    drawn = made().as_they_are()

    assert len(drawn) == 1 + DRAWS
    assert drawn.totals()[:, 0] == pytest.approx([WEIGHTS.sum()] * (1 + DRAWS))
