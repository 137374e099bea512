"""Who is trained on, who is validated on and who is tested, so that no signer is twice."""

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from models.classification.hands import Hands
from models.classification.recipe import LEAST_FOLDS, SplitSettings
from models.mutual_information import codes_of
from store.errors import CallError

Part = Literal["train", "validation", "test"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of one fold: rows of labelled hands, or clips."""

    fold: int
    train: NDArray[np.intp]
    validation: NDArray[np.intp]
    test: NDArray[np.intp]


def make_splits(hands: Hands, settings: SplitSettings, *, seed: int) -> list[Split]:
    """Return the folds of labelled hands.

    Groups of about equal size are made of whole signers, or of whole clips. In fold f
    group f is tested, the next one is validated on, and the others are trained on.

    Args:
        hands: all labelled.
        settings: how.
        seed: of the dealing out.

    Raises:
        CallError: there are too few signers, or some are unknown.
    """
    owners = hands.signers if settings.by == "signer" else hands.clip_ids
    if settings.by == "signer":
        _check_signers(hands.signers)
    group, count = dealt_to_groups(owners, settings.folds, seed)
    if count < LEAST_FOLDS:
        raise CallError(
            f"{count} labelled clips are too few to train, validate and test on: label "
            "more hands."
        )
    return splits_of(group, count, all_folds=settings.all_folds)


def dealt_to_groups(
    owners: NDArray[np.str_], most: int, seed: int
) -> tuple[NDArray[np.int64], int]:
    """Return the number of each item's group, and how many groups there are.

    Args:
        owners: whose each item is; what is of one owner stays together.
        most: groups, of about equal size; there are no more than owners.
        seed: of the dealing out.
    """
    codes = codes_of(owners)
    count = min(most, int(codes.max(initial=-1)) + 1)
    return _dealt(codes, count, seed)[codes], count


def splits_of(
    group: NDArray[np.integer[Any]], count: int, *, all_folds: bool
) -> list[Split]:
    """Return the folds of groups: group f is tested, the next one is validated on.

    Args:
        group: number of each item's group.
        count: groups there are.
        all_folds: test every group once; else only the first.
    """
    folds = range(count if all_folds else 1)
    return [_split(group, fold, count) for fold in folds]


def _check_signers(signers: NDArray[np.str_]) -> None:
    remedy = 'Say by = "random" in [split] of the recipe, or name the signers.'
    if unknown := int((signers == "").sum()):
        raise CallError(
            f"A signer-disjoint split is impossible: the signer of {unknown:,} labelled "
            f"hands is unknown. {remedy}"
        )
    found = np.unique(signers)
    if len(found) < LEAST_FOLDS:
        raise CallError(
            f"A signer-disjoint split is impossible: the labelled hands are of "
            f"{len(found)} signer{'s' if len(found) != 1 else ''}, and it needs three, "
            f"to train, to validate and to test on. {remedy}"
        )


def _dealt(codes: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """Return the group of each owner: the largest first, to the smallest group."""
    sizes = np.bincount(codes)
    order = default_rng(seed).permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    filled = np.zeros(count)
    group = np.zeros(len(sizes), dtype=np.int64)
    for owner in order:
        smallest = int(filled.argmin())
        group[owner] = smallest
        filled[smallest] += sizes[owner]
    return group


def _split(group: NDArray[np.integer[Any]], fold: int, count: int) -> Split:
    tested, validated = fold, (fold + 1) % count
    return Split(
        fold,
        train=np.flatnonzero((group != tested) & (group != validated)),
        validation=np.flatnonzero(group == validated),
        test=np.flatnonzero(group == tested),
    )
