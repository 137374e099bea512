"""Who teaches, who validates and who is tested among clips of signs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.classification.items import Items
from models.classification.recipe import LEAST_FOLDS, SplitSettings
from models.classification.splits import Split, dealt_to_groups, splits_of
from models.retrieval.protocols import fold_of
from store.errors import CallError


def by_signer(items: Items, settings: SplitSettings) -> bool:
    """Return whether whole signers can be, and are to be, held out.

    They can be where the signer of every clip is known and there are three or more.
    """
    known = bool((items.signers != "").all())
    enough = len(np.unique(items.signers)) >= LEAST_FOLDS
    return settings.by == "signer" and known and enough


def sign_splits(items: Items, settings: SplitSettings, *, seed: int) -> list[Split]:
    """Return the folds of clips with a gloss; rows of them.

    By clip, the clips of each gloss are dealt out evenly.

    Args:
        items: clips, each with a gloss.
        settings: how.
        seed: of the dealing out.

    Raises:
        CallError: there are too few clips.
    """
    if by_signer(items, settings):
        group, count = dealt_to_groups(items.signers, settings.folds, seed)
    else:
        group, count = fold_of(items.true, settings.folds, seed), settings.folds
    splits = splits_of(group, count, all_folds=settings.all_folds)
    for split in splits:
        if not all(len(part) for part in (split.train, split.validation, split.test)):
            raise CallError(
                f"{len(items)} clips are too few for {settings.folds} folds: ingest "
                "more clips with glosses, or set fewer [split] folds."
            )
    return splits


def rows_within(splits: Sequence[Split], rows: NDArray[np.intp]) -> list[Split]:
    """Return splits whose rows count among more items.

    Args:
        splits: of some items.
        rows: where these lie among all.
    """
    return [
        Split(s.fold, rows[s.train], rows[s.validation], rows[s.test]) for s in splits
    ]
