"""Families of signs by their descriptions, as page Descriptions shows them."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from dashboard.charts.families import counts_by_threshold, family_curves
from dashboard.citing.compared import comparison, families_of
from dashboard.citing.thing import Computed, Reads, Thing
from dashboard.records.description_records import SignFamilies
from store.db import Database
from store.errors import CallError
from store.excerpts import Excerpt


@dataclass(frozen=True, slots=True)
class Asked:
    """Which comparison, and the similarity above which signs are joined."""

    run: str
    threshold: float = 0.6


def compute(database: Database, asked: Asked) -> Computed:
    """Return every sign with the number of its family, the largest family first.

    Raises:
        UnknownNameError: there is no such comparison.
        CallError: the threshold is no similarity.
    """
    if not 0 <= asked.threshold <= 1:
        raise CallError(f"The threshold is {asked.threshold}, expected 0 to 1.")
    found = families_of(database, asked.run)
    return Computed(
        {"families": _table(found, asked.threshold)},
        lambda: family_curves(
            counts_by_threshold(found.tree), threshold=asked.threshold
        ),
    )


def reads(database: Database, asked: Asked) -> Reads:
    """Return the descriptions of the corpus, and how the run joined them."""
    corpus, _ = comparison(database, asked.run)
    return Reads(
        (
            Excerpt("descriptions", {"corpus": [corpus]}),
            Excerpt("description_tree", {"run_id": [asked.run]}),
        ),
        (asked.run,),
        (corpus,),
    )


def _table(found: SignFamilies, threshold: float) -> pa.Table:
    families = found.tree.families(threshold)
    numbered = [
        (number, len(members), found.signs[place])
        for number, members in enumerate(families, 1)
        for place in members
    ]
    signs = [sign for _, _, sign in numbered]
    texts = ("gloss", "text", "description_id")
    return pa.table(
        {
            "family": pa.array([number for number, _, _ in numbered], pa.int64()),
            "signs": pa.array([size for _, size, _ in numbered], pa.int64()),
            **{
                name: pa.array([getattr(sign, name) for sign in signs], pa.string())
                for name in texts
            },
        }
    )


THING: Final = Thing(
    "families",
    "Families of signs by their descriptions",
    Asked,
    compute,
    reads,
    one_by_one=True,
)
