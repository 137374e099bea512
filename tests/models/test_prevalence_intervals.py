"""Intervals of frequencies: what they cover, and what makes them wider."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray

from models.prevalence import METHODS, Method
from models.prevalence_alike import posterior
from models.prevalence_intervals import (
    ESTIMATES,
    Frequencies,
    Judged,
    frequencies,
)
from models.prevalence_known import Known
from models.prevalence_labelled import (
    NOT_LABELLED,
    Given,
    doubts,
    label_chances,
    label_order,
)
from store.errors import CallError

CORRECTIONS: Final[tuple[Method, ...]] = ("adjusted", "saerens", "calibrated")
PINNED: Final[dict[Method, list[float]]] = {
    "raw": [0.5275, 0.45338, 0.59706],
    "adjusted": [0.50556, 0.33857, 0.65711],
    "saerens": [0.51125, 0.34088, 0.65382],
    "calibrated": [0.50414, 0.35265, 0.62805],
    "labelled": [0.52201, 0.25932, 0.87525],
}
"""Share, low and high end of the first class."""
SAID_OF = np.array([[0.8, 0.1, 0.1], [0.3, 0.6, 0.1], [0.05, 0.05, 0.9]])


def judged(true: NDArray[Any], *, per_signer: int, seed: int = 0) -> Judged:
    """Return hands of which a classifier says what it says of their class."""
    draw = np.random.default_rng(seed)
    said = np.array([draw.choice(3, p=SAID_OF[c]) for c in true])
    # What is known of a hand of which class `said` is said, all classes alike common.
    shares = SAID_OF[:, said].T / SAID_OF[:, said].T.sum(axis=1, keepdims=True)
    count = len(true)
    return Judged(
        shares, np.ones(count), np.arange(count) // per_signer, np.arange(count)
    )


def with_labels(
    hands: Judged, true: NDArray[Any], mistakes: Known | None, *, count: int
) -> Judged:
    """Return hands of which so many are labelled, in the order that is drawn."""
    expected = hands.probabilities
    if mistakes is not None:
        rows = hands.calibrated_by(mistakes).probabilities
        expected = posterior(rows, hands.factors_by(mistakes))
    doubt, lots = doubts(expected), 1 - np.random.default_rng(5).random(len(true))
    chosen = np.isin(np.arange(len(true)), label_order(doubt, lots)[:count])
    labels = np.where(chosen, true, NOT_LABELLED)
    return replace(hands, given=Given(labels, label_chances(doubt, lots, chosen)))


def known(per_class: int, *, seed: int = 1) -> Known:
    true = np.repeat(np.arange(3), per_class)
    hands = judged(true, per_signer=5, seed=seed)
    signers = np.arange(len(true)) % 10
    return Known(hands.probabilities, true, signers)


def covers(found: Frequencies, true: NDArray[Any]) -> float:
    return float(((found.low <= true) & (true <= found.high)).mean())


@pytest.mark.parametrize("method", METHODS)
def test_frequencies__sum_to_one_and_lie_within_their_interval(method: Method) -> None:
    true = np.repeat([0, 1, 2], 20)
    hands = with_labels(judged(true, per_signer=6), true, known(20), count=15)

    found = frequencies(hands, known(20), method, draws=20, threshold=0)

    assert found.shares.sum() == pytest.approx(1)
    assert (found.low <= found.shares).all()
    assert (found.shares <= found.high).all()


@pytest.mark.parametrize("method", CORRECTIONS)
def test_frequencies__corrected_ones_cover_the_truth_where_raw_ones_do_not(
    method: Method,
) -> None:
    true_shares = np.array([0.8, 0.15, 0.05])
    raw, corrected = [], []
    for seed in range(12):
        true = np.random.default_rng(1000 + seed).choice(3, size=600, p=true_shares)
        hands = judged(true, per_signer=20, seed=seed)
        of_raw = frequencies(hands, None, "raw", draws=60, threshold=0)
        raw.append(covers(of_raw, true_shares))
        found = frequencies(hands, known(100, seed=99 + seed), method, draws=60)
        corrected.append(covers(found, true_shares))

    assert np.mean(corrected) >= 0.9
    assert np.mean(raw) < 0.7


@pytest.mark.parametrize("method", CORRECTIONS)
def test_frequencies__wider_where_fewer_mistakes_are_known(method: Method) -> None:
    true = np.random.default_rng(3).choice(3, size=600, p=[0.6, 0.3, 0.1])
    hands = judged(true, per_signer=20)

    few = frequencies(hands, known(10), method, draws=100)
    many = frequencies(hands, known(400), method, draws=100)

    assert (few.high - few.low).mean() > 1.3 * (many.high - many.low).mean()


def test_frequencies__wider_where_few_signers_made_all() -> None:
    true = np.repeat([0, 0, 1, 2], 100)
    few = judged(true, per_signer=100)
    many = judged(true, per_signer=2)

    of_few = frequencies(few, None, "raw", draws=100, threshold=0)
    of_many = frequencies(many, None, "raw", draws=100, threshold=0)

    assert (of_few.high - of_few.low).mean() > 2 * (of_many.high - of_many.low).mean()


def test_frequencies__one_signer_and_one_sign() -> None:
    hands = Judged(SAID_OF, np.ones(3), np.zeros(3, np.intp), np.zeros(3, np.intp))

    found = frequencies(hands, None, "raw", draws=10, threshold=0)

    assert found.shares.tolist() == pytest.approx([1 / 3] * 3)


def test_frequencies__same_seed_same_interval() -> None:
    hands = judged(np.repeat([0, 1, 2], 20), per_signer=6)

    one, other = (frequencies(hands, known(9), "saerens", draws=9) for _ in range(2))

    assert one.low.tolist() == other.low.tolist()


def test_frequencies__sure_items_taken_together_move_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw = np.random.default_rng(4)
    rows = draw.dirichlet([0.02, 0.02, 0.02], size=300)
    hands = Judged(rows, np.ones(300), np.arange(300) // 10, np.arange(300))
    merged = frequencies(hands, known(30), "saerens", draws=40)
    monkeypatch.setattr("models.prevalence_alike.SURE", 2.0)

    apart = frequencies(hands, known(30), "saerens", draws=40)

    assert (rows.max(axis=1) >= 0.995).mean() > 0.5
    assert merged.low == pytest.approx(apart.low, abs=2e-3)
    assert merged.high == pytest.approx(apart.high, abs=2e-3)


def test_frequencies__correction_without_known_mistakes() -> None:
    hands = judged(np.array([0, 1]), per_signer=1)

    with pytest.raises(CallError, match="need predictions of known classes"):
        frequencies(hands, None, "adjusted")


def test_frequencies__labels_bring_them_nearer_and_cover_the_truth() -> None:
    true_shares = np.array([0.8, 0.15, 0.05])
    distances, covered = [], []
    for seed in range(12):
        true = np.random.default_rng(1000 + seed).choice(3, size=600, p=true_shares)
        there = np.bincount(true, minlength=3) / 600
        hands, mistakes = judged(true, per_signer=20, seed=seed), known(20, seed=seed)
        asked = with_labels(hands, true, mistakes, count=150)
        without = frequencies(hands, mistakes, "calibrated", draws=0)
        found = frequencies(asked, mistakes, "labelled", draws=60)
        distances.append([np.abs(f.shares - there).sum() for f in (without, found)])
        covered.append(covers(found, true_shares))

    before, after = np.mean(distances, axis=0)
    assert after < 0.6 * before
    assert np.mean(covered) >= 0.9


def test_frequencies__labels_without_known_mistakes() -> None:
    true = np.array([0, 1, 2, 2])
    hands = with_labels(judged(true, per_signer=1), true, None, count=4)

    found = frequencies(hands, None, "labelled", draws=5)

    assert found.shares.tolist() == pytest.approx([0.25, 0.25, 0.5])


def test_frequencies__by_labels_without_a_label() -> None:
    hands = judged(np.array([0, 1]), per_signer=1)

    with pytest.raises(CallError, match="need a label"):
        frequencies(hands, known(5), "labelled")


def test_judged__nothing_to_count() -> None:
    nothing = np.empty(0, np.intp)

    with pytest.raises(CallError, match="no prediction to count"):
        Judged(np.empty((0, 3)), np.empty(0), nothing, nothing)


def test_known__nothing_known() -> None:
    nothing = np.empty(0, np.intp)

    with pytest.raises(CallError, match="cannot be corrected"):
        Known(np.empty((0, 3)), nothing, nothing)


def test_frequencies__stay_the_same_until_estimates_are_raised() -> None:
    true = np.random.default_rng(3).choice(3, 400, p=[0.6, 0.3, 0.1])
    mistakes = known(40)
    hands = with_labels(judged(true, per_signer=20), true, mistakes, count=30)

    found = {
        method: np.stack([told.shares, told.low, told.high])[:, 0].tolist()
        for method in METHODS
        for told in (frequencies(hands, mistakes, method, threshold=0.5),)
    }

    told = "estimates are others: raise ESTIMATES, then these figures"
    assert ESTIMATES == 1, told
    for method, shares in PINNED.items():
        assert found[method] == pytest.approx(shares, abs=1e-4), told
