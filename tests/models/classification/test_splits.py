"""Splits: no signer on two sides, and a sentence where that cannot be."""

from collections.abc import Sequence

import numpy as np
import pytest

from models.classification.hands import Hands
from models.classification.recipe import SplitSettings
from models.classification.splits import make_splits
from store.errors import CallError


def hands_of(signers: Sequence[str]) -> Hands:
    count = len(signers)
    ids = np.array([f"c/clip{i:03d}/f0000/right/p00" for i in range(count)])
    texts = np.array(["c"] * count)
    return Hands(
        crop_ids=ids,
        clip_ids=np.array([f"c/clip{i:03d}" for i in range(count)]),
        corpora=texts,
        signers=np.array(signers),
        glosses=texts,
        handshapes=np.array(["A", "B"] * count)[:count],
        second_hands=np.zeros(count, bool),
    )


TEN = hands_of([f"s{i % 10}" for i in range(60)])


def test_make_splits__no_signer_is_in_two_parts() -> None:
    splits = make_splits(TEN, SplitSettings(folds=5), seed=0)

    for split in splits:
        parts = [
            set(TEN.signers[rows])
            for rows in (split.train, split.validation, split.test)
        ]
        assert not parts[0] & parts[1]
        assert not parts[0] & parts[2]
        assert not parts[1] & parts[2]
        assert sum(len(part) for part in parts) == 10


def test_make_splits__every_hand_is_tested_once() -> None:
    splits = make_splits(TEN, SplitSettings(folds=5), seed=0)

    tested = np.concatenate([split.test for split in splits])
    assert sorted(tested.tolist()) == list(range(60))


def test_make_splits__one_fold_only() -> None:
    splits = make_splits(TEN, SplitSettings(folds=5, all_folds=False), seed=0)

    assert len(splits) == 1
    assert (len(splits[0].train), len(splits[0].test)) == (36, 12)


def test_make_splits__large_signers_are_dealt_out_evenly() -> None:
    hands = hands_of(["big"] * 30 + ["other"] * 30 + [f"s{i}" for i in range(30)])

    splits = make_splits(hands, SplitSettings(folds=3), seed=0)

    assert [len(split.test) for split in splits] == [30, 30, 30]


def test_make_splits__another_seed_another_split() -> None:
    one, other = (make_splits(TEN, SplitSettings(), seed=seed)[0] for seed in (0, 1))

    assert set(TEN.signers[one.test]) != set(TEN.signers[other.test])


def test_make_splits__fewer_signers_than_folds() -> None:
    splits = make_splits(hands_of(["a", "b", "c", "d"] * 5), SplitSettings(), seed=0)

    assert len(splits) == 4


def test_make_splits__random_keeps_clips_whole() -> None:
    twice = TEN.where(np.repeat(np.arange(60), 2))

    splits = make_splits(twice, SplitSettings(by="random"), seed=0)

    for split in splits:
        trained = set(twice.clip_ids[split.train])
        assert not trained & set(twice.clip_ids[split.test])


def test_make_splits__one_signer() -> None:
    with pytest.raises(
        CallError, match="impossible: the labelled hands are of 1 signer,"
    ):
        make_splits(hands_of(["s"] * 9), SplitSettings(), seed=0)


def test_make_splits__unknown_signers() -> None:
    with pytest.raises(CallError, match="signer of 2 labelled hands is unknown"):
        make_splits(hands_of(["a", "b", "c", "", ""]), SplitSettings(), seed=0)


def test_make_splits__too_few_clips() -> None:
    with pytest.raises(CallError, match="2 labelled clips are too few"):
        make_splits(hands_of(["a", "a"]), SplitSettings(by="random"), seed=0)
