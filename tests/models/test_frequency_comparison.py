import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2_contingency, spearmanr

from models import dealt_signs
from models.frequency_comparison import (
    Shares,
    coverage,
    cramers_v,
    differences,
    drawn_shares,
    holm,
    moved,
    overall_test,
    rank_correlation,
    wilson_shares,
)
from store.errors import CallError


def signs(*handshapes: int, classes: int = 3) -> NDArray[np.float64]:
    """One row per sign, 1 at its handshape."""
    rows: NDArray[np.float64] = np.eye(classes)[list(handshapes)]
    return rows


def test_wilson__against_a_table() -> None:
    # 0 of 10: [0, .2775]; 5 of 10: [.2366, .7634] (Newcombe 1998 gives the method).
    found = wilson_shares(signs(*[0] * 5, *[1] * 5))

    np.testing.assert_allclose(found.share, [0.5, 0.5, 0])
    np.testing.assert_allclose(found.low, [0.2366, 0.2366, 0], atol=1e-4)
    np.testing.assert_allclose(found.high, [0.7634, 0.7634, 0.2775], atol=1e-4)


def test_wilson__unequal_signs_leave_fewer_cases() -> None:
    even = wilson_shares(signs(0, 1, 0, 1))
    uneven = wilson_shares(np.array([[3.0, 0, 0], [0, 3, 0], [1, 0, 0], [0, 1, 0]]))

    np.testing.assert_allclose(uneven.share, even.share)
    assert uneven.low[0] < even.low[0]


def test_wilson__nothing_to_count() -> None:
    with pytest.raises(CallError, match="no handshape"):
        wilson_shares(np.zeros((0, 3)))


def test_drawn_shares__percentiles_hold_the_estimate() -> None:
    drawn = np.array([[0.5, 0.5], [0.6, 0.4], [0.7, 0.3], [np.nan, np.nan]])

    found = drawn_shares(drawn)

    assert found.low[0] == 0.5
    assert found.high[0] == pytest.approx(0.6975)
    assert found.high[1] == 0.5


def test_cramers_v__equals_that_of_the_contingency_table() -> None:
    table = np.array([[10, 20, 30], [30, 20, 10]])
    chi2 = chi2_contingency(table, correction=False).statistic

    found = cramers_v(table / table.sum(axis=1, keepdims=True))

    assert found == pytest.approx(math.sqrt(chi2 / table.sum()))


def test_cramers_v__alike_and_without_anything_in_common() -> None:
    assert cramers_v(np.array([[0.5, 0.5, 0], [0.5, 0.5, 0]])) == 0
    assert cramers_v(np.eye(3)) == pytest.approx(1)
    assert cramers_v(np.array([[1.0, 0], [0, 1]])) == pytest.approx(1)


def test_overall_test__p_is_the_share_of_all_ways_to_deal() -> None:
    # 6 signs, 3 of each handshape: of 20 ways to deal 3 and 3 two are as far apart.
    groups = (signs(0, 0, 0), signs(1, 1, 1))

    found = overall_test(groups, permutations=4000, seed=1)

    every = np.concatenate(groups)
    ways = [
        cramers_v(np.stack([every[list(of)].mean(0), np.delete(every, of, 0).mean(0)]))
        for of in itertools.combinations(range(6), 3)
    ]
    assert found.v == pytest.approx(1)
    assert found.p == pytest.approx(2 / 20, abs=0.02)
    assert found.by_chance == pytest.approx(np.mean(ways), abs=0.02)


def test_overall_test__three_corpora_and_never_zero() -> None:
    groups = [signs(*[place] * 30) for place in range(3)]

    found = overall_test(groups, permutations=199)

    assert found.p == 1 / 200
    assert overall_test(groups[:1] * 3, permutations=199).p == 1


def test_overall_test__signs_dealt_one_by_one_give_what_kinds_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    groups = [signs(0, 0, 1, 2), signs(0, 1, 1), signs(2, 2, 1, 0, 1)]
    by_kind = overall_test(groups, permutations=4000)

    monkeypatch.setattr(dealt_signs, "KINDS_AT_MOST", 0)
    one_by_one = overall_test(groups, permutations=4000)

    assert by_kind.p == pytest.approx(one_by_one.p, abs=0.03)
    assert by_kind.by_chance == pytest.approx(one_by_one.by_chance, abs=0.01)


def test_differences__intervals_by_hand_and_holm_over_what_occurs() -> None:
    first, second = signs(0, 0, 0, 1), signs(1, 1, 1, 1)
    shares = (
        Shares(np.array([0.75, 0.25, 0]), np.array([0.45, 0, 0]), np.ones(3)),
        Shares(np.array([0.0, 1, 0]), np.zeros(3), np.array([0.4, 1, 0.1])),
    )

    found = differences((first, second), shares, permutations=3999)

    np.testing.assert_allclose(found.difference, [0.75, -0.75, 0])
    assert found.low[0] == pytest.approx(0.75 - math.hypot(0.3, 0.4))
    assert found.high[0] == pytest.approx(0.75 + math.hypot(0.25, 0))
    # 3 of handshape 0 among 8: all in one of the corpora 8 of 56 times.
    assert found.p[0] == pytest.approx(8 / 56, abs=0.02)
    assert found.adjusted[0] == pytest.approx(2 * found.p[0])
    assert (found.p[2], found.adjusted[2]) == (1, 1)
    assert not found.established.any()


def test_differences__a_large_one_is_established() -> None:
    first, second = signs(*[0] * 30, *[1] * 10), signs(*[0] * 5, *[1] * 35)
    shares = wilson_shares(first), wilson_shares(second)

    found = differences((first, second), shares)

    assert found.established.tolist() == [True, True, False]


def test_differences__false_alarms_are_as_rare_as_promised() -> None:
    rng = np.random.default_rng(3)
    alarms = 0
    for seed in range(100):
        pair = tuple(np.eye(4)[rng.integers(0, 4, size)] for size in (40, 15))
        shares = wilson_shares(pair[0]), wilson_shares(pair[1])
        found = differences(pair, shares, permutations=199, seed=seed)
        alarms += bool((found.adjusted < 0.05).any())

    assert alarms <= 11


def test_holm__by_hand() -> None:
    found = holm(np.array([0.01, 0.04, 0.03, 0.5]))

    np.testing.assert_allclose(found, [0.04, 0.09, 0.09, 0.5])
    assert holm(np.array([])).shape == (0,)


def test_rank_correlation__opposite_orders_few_and_flat() -> None:
    rising = np.array([0.1, 0.2, 0.3, 0.4, 0.5])

    found = rank_correlation(rising, rising[::-1])

    assert found.rho == pytest.approx(-1)
    assert math.isnan(found.low)
    assert math.isnan(rank_correlation(rising[:3], rising[:3]).rho)
    assert math.isnan(rank_correlation(rising, np.ones(5)).rho)


def test_rank_correlation__interval_by_hand() -> None:
    first = np.arange(12.0)
    second = np.array([1.0, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10])
    rho = 1 - 6 * 12 / (12 * 143)
    half = 1.96 * math.sqrt((1 + rho**2 / 2) / 9)

    found = rank_correlation(first, second)

    assert found.rho == pytest.approx(rho)
    assert found.low == pytest.approx(math.tanh(math.atanh(rho) - half), abs=1e-3)
    assert found.high == pytest.approx(math.tanh(math.atanh(rho) + half), abs=1e-3)


def test_rank_correlation__ties_as_scipy_has_them() -> None:
    first = np.array([0.0, 0, 0, 0.2, 0.3, 0.3, 0.9])
    second = np.array([0.1, 0, 0.1, 0.1, 0.5, 0.2, 0])

    found = rank_correlation(first, second)

    assert found.rho == pytest.approx(spearmanr(first, second).statistic)


def test_moved_and_coverage__by_hand() -> None:
    assert moved(np.array([0.75, 0.25, 0]), np.array([0.5, 0, 0.5])) == 0.5
    np.testing.assert_allclose(coverage(np.array([0.2, 0.5, 0.3])), [0.5, 0.8, 1])
