"""What a clustering of hands is really made of: handshape, or orientation, or who signs?

Adjusted mutual information with each factor that is known, beside what it would be if
the factor had nothing to do with the hands.

Reference: Vinh, Epps and Bailey, Information theoretic measures for clusterings
comparison, JMLR 2010.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics.cluster import expected_mutual_information

from models.mutual_information import (
    codes_of,
    counts_together,
    entropy,
    mutual_information,
)
from store.db import Database
from store.errors import UnknownNameError
from store.layout import Store
from store.write import write_rows

Factor = Literal["handshape", "orientation", "place", "signer", "corpus"]
FACTORS: Final[tuple[Factor, ...]] = (
    "handshape",
    "orientation",
    "place",
    "signer",
    "corpus",
)
PERMUTATIONS: Final = 200
LOW_HIGH: Final = (2.5, 97.5)
_UNSEEN: Final = -1
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Confound:
    """How much one clustering and one factor say about each other.

    Attributes:
        run_id: the clustering.
        factor: what the crops were grouped by.
        ami: adjusted mutual information; 0 by chance, 1 where they are the same.
        null_low, null_high: 95 % interval of it when the factor is shuffled.
        crops: crops whose group is known, and the photographs of `unseen`.
        unseen: photographs whose group is known but in which no hand was clustered:
            they count as one more cluster, so that nothing hard is left out.
        groups: groups among them.
        shuffled: `clips` where all crops of a clip have one group, so that clips are
            shuffled whole: crops of one clip look alike whatever the factor is.
        permutations: how often it was shuffled.
    """

    run_id: str
    factor: Factor
    ami: float
    null_low: float
    null_high: float
    crops: int
    unseen: int
    groups: int
    shuffled: Literal["clips", "crops"]
    permutations: int


def confounds_of(
    database: Database, run_id: str, *, permutations: int = PERMUTATIONS, seed: int = 0
) -> list[Confound]:
    """Return what is known of one clustering, in the order of `FACTORS`.

    Factors that are unknown, or the same for all crops, are left out.

    Raises:
        UnknownNameError: there is no such clustering.
    """
    known = database.frame("cluster_truth", run_id=run_id)
    if known.empty:
        made = clusterings(database)
        raise UnknownNameError("clustering", run_id, made)
    draw = np.random.default_rng(seed)
    judged = (
        _judged(known, run_id, factor, permutations=permutations, draw=draw)
        for factor in FACTORS
    )
    return [confound for confound in judged if confound is not None]


def clusterings(
    database: Database, *, corpus: str | None = None, features: str | None = None
) -> list[str]:
    """Return the ids of all clusterings, or of those of a corpus or feature set."""
    rows = database.rows(
        "clusterings_made", run_id=None, corpus=corpus, features=features
    )
    return [row["run_id"] for row in rows]


def write_confounds(store: Store, run_id: str, confounds: Iterable[Confound]) -> None:
    """Write the figures of one clustering, replacing earlier ones."""
    rows = [asdict(confound) for confound in confounds]
    write_rows(store, "confounds", rows, part="all", partition={"run_id": run_id})


def adjusted_information(
    clusters: Codes, groups: Codes, shuffled: Iterable[Codes] = ()
) -> tuple[float, list[float]]:
    """Return adjusted mutual information, and the same for shuffled groups.

    Args:
        clusters: numbers from 0, shape (N,).
        groups: numbers from 0, shape (N,).
        shuffled: the groups in other orders.
    """
    counts = counts_together(clusters, groups)
    chance = float(expected_mutual_information(counts, len(clusters)))
    sizes = counts.sum(axis=0), counts.sum(axis=1)
    most = (entropy(sizes[0]) + entropy(sizes[1])) / 2

    def adjusted(together: NDArray[np.int64]) -> float:
        room = most - chance
        return (mutual_information(together) - chance) / room if room > 0 else 1.0

    null = [adjusted(counts_together(clusters, groups)) for groups in shuffled]
    return adjusted(counts), null


def _judged(
    known: pd.DataFrame,
    run_id: str,
    factor: Factor,
    *,
    permutations: int,
    draw: np.random.Generator,
) -> Confound | None:
    rows = known.loc[known[factor].notna(), ["cluster", "clip_id", factor]]
    groups, clips = codes_of(rows[factor]), codes_of(rows["clip_id"])
    if groups.max(initial=0) == 0:
        return None
    by_clip = _group_of_clips(groups, clips)
    shuffled = (
        draw.permutation(groups)
        if by_clip is None
        else draw.permutation(by_clip)[clips]
        for _ in range(permutations)
    )
    clusters = codes_of(rows["cluster"].fillna(_UNSEEN))
    ami, null = adjusted_information(clusters, groups, shuffled)
    low, high = np.percentile(null, LOW_HIGH) if null else (np.nan, np.nan)
    return Confound(
        run_id=run_id,
        factor=factor,
        ami=ami,
        null_low=float(low),
        null_high=float(high),
        crops=len(rows),
        unseen=int(rows["cluster"].isna().sum()),
        groups=int(groups.max()) + 1,
        shuffled="crops" if by_clip is None else "clips",
        permutations=permutations,
    )


def _group_of_clips(groups: Codes, clips: Codes) -> Codes | None:
    """Return the one group of each clip; None where a clip has several, or all one crop."""
    of_clip = np.zeros(int(clips.max()) + 1, dtype=np.int64)
    of_clip[clips] = groups
    return of_clip if np.array_equal(of_clip[clips], groups) else None


def measure_all(
    store: Store, run_ids: Iterable[str], *, permutations: int = PERMUTATIONS
) -> Iterator[Confound]:
    """Measure clusterings, write the figures and yield them."""
    database = Database(store)
    for run_id in run_ids:
        found = confounds_of(database, run_id, permutations=permutations)
        write_confounds(store, run_id, found)
        yield from found
