"""What is counted once, and how the commonest handshapes compare with the literature."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.prevalence import Reals
from store.errors import UnknownNameError
from store.handshapes import UNMARKED

Unit = Literal["crop", "token", "sign", "signer"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
PUBLISHED_TOP_FOUR: Final = {"RSL": 0.48, "ASL-LEX": 0.49, "BSL": 0.50, "TID": 0.57}
"""Share of the four commonest handshapes (Klezovich 2019, and what she cites)."""


@dataclass(frozen=True, slots=True)
class Origins:
    """Where N predicted hands come from; None where it is not known.

    Attributes:
        clips: clip ids.
        signers: ids of signers, told apart by corpus.
        signs: glosses, told apart by corpus.
        second_hands: True for the hand that is not dominant in a two-handed sign.
    """

    clips: Sequence[str]
    signers: Sequence[str | None]
    signs: Sequence[str | None]
    second_hands: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Markedness:
    """How common the unmarked handshapes and the four commonest are.

    Attributes:
        ranks: rank of each unmarked handshape that occurs as a class, from 1.
        unmarked: their share together.
        top_four: the four commonest classes, commonest first.
        top_four_share: their share together.
        published: the same share in published inventories.
    """

    ranks: dict[str, int]
    unmarked: float
    top_four: tuple[str, ...]
    top_four_share: float
    published: dict[str, float]


def groups(names: Sequence[str | None]) -> NDArray[np.int64]:
    """Return names as numbers from 0; each unknown one is a group of its own."""
    found, known = pd.factorize(np.asarray(names, object))
    codes = np.array(found, np.int64)
    unknown = codes < 0
    codes[unknown] = len(known) + np.arange(int(unknown.sum()))
    return codes


def item_weights(origins: Origins, unit: Unit) -> Reals:
    """Return what each hand counts, shape (N,).

    The second hand of a two-handed sign counts nothing, so that the sign counts once.
    Per crop every other hand counts 1; per token (clip), sign or signer all hands of
    one together count 1.

    Raises:
        UnknownNameError: there is no such unit.
    """
    if unit not in UNITS:
        raise UnknownNameError("unit", unit, UNITS)
    named: dict[Unit, Sequence[str | None]] = {
        "token": origins.clips,
        "sign": origins.signs,
        "signer": origins.signers,
    }
    return shared_weights(
        origins.second_hands, None if unit == "crop" else groups(named[unit])
    )


def shared_weights(
    second_hands: NDArray[np.bool_], together: NDArray[np.int64] | None
) -> Reals:
    """Return what each hand counts where all hands of a group together count 1.

    Args:
        second_hands: of N hands those that count nothing, shape (N,).
        together: group of each hand; None: every hand counts 1.
    """
    counted = (~second_hands).astype(np.float64)
    if together is None:
        return counted
    sizes = np.bincount(together, weights=counted)
    weights: Reals = counted / np.maximum(sizes, 1.0)[together]
    return weights


def markedness(
    classes: Sequence[str], shares: Reals, *, left_out: Sequence[str] = ()
) -> Markedness:
    """Return how common A, 5, 1, B and the four commonest are.

    Args:
        classes: names of C classes.
        shares: their shares, shape (C,).
        left_out: classes that are no handshape, e.g. two hands in one crop.
    """
    kept = [i for i, name in enumerate(classes) if name not in left_out]
    within = shares[kept] / max(float(shares[kept].sum()), 1e-12)
    order = np.argsort(-within, kind="stable")
    names = [classes[kept[i]] for i in order]
    sorted_shares = within[order]
    ranks = {name: names.index(name) + 1 for name in UNMARKED if name in names}
    return Markedness(
        ranks=ranks,
        unmarked=float(sum(sorted_shares[rank - 1] for rank in ranks.values())),
        top_four=tuple(names[:4]),
        top_four_share=float(sorted_shares[:4].sum()),
        published=dict(PUBLISHED_TOP_FOUR),
    )
