"""What a reader should know before a classifier is trained, in sentences."""

from collections.abc import Sequence, Set
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.classification.duplicates import duplicates_across, picture_hashes
from models.classification.hands import Hands
from models.classification.splits import Split
from store.db import Database
from store.errors import CallError
from store.pictures import read_pictures

LEAST_CLASSES: Final = 2


def checked_classes(hands: Hands) -> tuple[str, ...]:
    """Return the handshapes that labelled hands have, in order.

    Raises:
        CallError: there are no two of them.
    """
    classes = np.unique(hands.handshapes[hands.labelled]).tolist()
    if len(classes) < LEAST_CLASSES:
        raise CallError(
            f"A classifier needs hands of two handshapes; {len(classes)} "
            f"{'is' if len(classes) == 1 else 'are'} labelled in "
            f"{', '.join(np.unique(hands.corpora))}: label hands on the pages Clusters "
            "and Inventory first."
        )
    return tuple(str(name) for name in classes)


def cautions(
    hands: Hands, splits: Sequence[Split], missed: int, duplicates: int
) -> list[str]:
    """Return what should be known of labelled hands and their split.

    Args:
        hands: labelled or not.
        splits: rows of them.
        missed: labelled photographs without a usable hand.
        duplicates: test hands with an almost equal picture that is trained on.
    """
    found = []
    names, sizes = np.unique(hands.handshapes[hands.labelled], return_counts=True)
    if alone := names[sizes == 1].tolist():
        found.append(
            f"One example each have {', '.join(alone)}: they cannot be trained and "
            "tested on, so they count as mistakes."
        )
    if absent := absent_from_training(hands.handshapes, splits, set(alone)):
        found.append(
            f"Absent from training in a fold, so never recognised there: "
            f"{', '.join(absent)}."
        )
    if missed:
        found.append(
            f"{missed:,} labelled photographs have no usable hand: they count as "
            "mistakes."
        )
    if duplicates:
        found.append(
            f"{duplicates:,} test hands have an almost equal picture in training: the "
            "figures flatter the model."
        )
    return found


def crossing_duplicates(
    database: Database, hands: Hands, splits: Sequence[Split]
) -> int:
    """Return how many test hands have an almost equal picture that is trained on."""
    images = read_pictures(database, hands.crop_ids.tolist())
    hashes = picture_hashes([images.get(crop, b"") for crop in hands.crop_ids.tolist()])
    return sum(
        duplicates_across(hashes, split.train, split.test).crossing for split in splits
    )


def absent_from_training(
    true: NDArray[np.str_], splits: Sequence[Split], known: Set[str] = frozenset()
) -> list[str]:
    """Return the classes that are tested, but not trained on, in some fold.

    Args:
        true: class of each item.
        splits: rows of them.
        known: classes of which that need not be said.
    """
    absent = set()
    for split in splits:
        trained = set(true[split.train].tolist())
        absent |= set(true[split.test].tolist()) - trained
    return sorted(absent - known)
