"""Near-duplicates of letters across a split, and groups of them."""

import tracemalloc
from pathlib import Path

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from models.letters.leakage import TWINS, groups, near_duplicates, nearest

Pixels = NDArray[np.uint8]


def pictures(count: int, *, seed: int = 0) -> Pixels:
    """Return smooth pictures of nothing, none like another, shape (N, 784)."""
    coarse = default_rng(seed).integers(40, 200, (count, 7, 7))
    return (
        coarse.repeat(4, axis=1).repeat(4, axis=2).reshape(count, 784).astype("uint8")
    )


def paler(pixels: Pixels) -> Pixels:
    return np.asarray(pixels * 0.6 + 60, np.uint8)


def noisy(pixels: Pixels, *, seed: int = 0) -> Pixels:
    noise = default_rng(seed).normal(0, 4, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


NONE = np.empty((0, 784), np.uint8)


def test_near_duplicates__nothing_on_one_side() -> None:
    some = pictures(3)

    assert near_duplicates(NONE, some).tolist() == [False, False, False]
    assert near_duplicates(some, NONE).tolist() == []


def test_near_duplicates__planted_twins_alone_are_found() -> None:
    train, test = pictures(40), pictures(30, seed=1)
    test[4], test[20] = paler(train[7]), noisy(train[39])

    found = near_duplicates(train, test)

    assert np.flatnonzero(found).tolist() == [4, 20]


def test_nearest__equals_comparing_one_by_one() -> None:
    train, test = pictures(30), pictures(20, seed=2)

    found = nearest(train, test)

    slow = np.array([[np.corrcoef(a, b)[0, 1] for b in train] for a in test])
    assert found.rows.tolist() == slow.argmax(axis=1).tolist()
    np.testing.assert_allclose(found.correlations, slow.max(axis=1), atol=1e-5)


def test_nearest__more_pictures_than_are_compared_at_once() -> None:
    train = pictures(1100)

    found = nearest(train, noisy(train))

    assert found.rows.tolist() == list(range(1100))
    assert found.twins.all()


def test_near_duplicates__pictures_of_one_grey_are_no_twins() -> None:
    grey = np.full((2, 784), 90, np.uint8)

    assert not near_duplicates(grey, grey).any()


def test_near_duplicates__a_negative_is_no_twin() -> None:
    some = pictures(1)

    assert not near_duplicates(some, np.uint8(255) - some).any()


def test_groups__none() -> None:
    assert groups(NONE).tolist() == []


def test_groups__twins_share_a_group_and_others_have_their_own() -> None:
    some = pictures(4)
    pixels = np.concatenate([some, paler(some[2:3]), noisy(some[:1])])

    codes = groups(pixels)

    assert codes.tolist() == [0, 1, 2, 3, 2, 0]


def test_groups__a_link_joins_two_that_are_no_twins() -> None:
    first, last = pictures(2).astype(np.float64)
    shares = np.linspace(0, 1, 12)[:, None]
    between = (first * (1 - shares) + last * shares).astype(np.uint8)

    codes = groups(between)

    assert nearest(between[:1], between[-1:]).correlations[0] < TWINS
    assert len(set(codes.tolist())) == 1


def test_groups__across_blocks() -> None:
    some = pictures(700)

    codes = groups(np.concatenate([some, paler(some)]))

    assert (codes[:700] == codes[700:]).all()
    assert len(np.unique(codes)) == 700


def test_groups__real_pictures_hold_variants_of_one_photograph_and_letter(
    shared_data: Path,
) -> None:
    rows = np.concatenate(
        [
            np.loadtxt(path, np.int64, delimiter=",")
            for path in sorted((shared_data / "sign_mnist_fragment").glob("*.csv"))
        ]
    )

    codes = groups(rows[:, 1:].astype(np.uint8))

    letters = [set(rows[codes == code, 0]) for code in np.unique(codes)]
    assert (len(rows), len(letters)) == (199, 186)
    assert all(len(shown) == 1 for shown in letters)


def test_near_duplicates__memory_is_bounded() -> None:
    train = pictures(6000)
    tracemalloc.start()

    near_duplicates(train, train[:3000])

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    all_with_all = 6000 * 3000 * 4
    assert peak < all_with_all
