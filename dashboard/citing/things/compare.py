"""Corpora side by side by how often they use which handshape, as page Compare shows them."""

from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dashboard.charts.compare import share_bars
from dashboard.citing.sides import side_of, side_reads, sources_of
from dashboard.citing.thing import Computed, Reads, Thing
from dashboard.reading.compare_reading import compared
from dashboard.records.compare_records import Comparison, Counting, Scope, side_names
from store.db import Database
from store.errors import CallError

SETTLED: Final = 1e-3
"""What dealing signs anew and iterating leave to the rounding of another processor."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which corpora, from what they are counted, what counts once, which handshapes.

    Attributes:
        sides: e.g. `wlasl=corrected:train-1,dgs=truth`.
        counting: signs, or each of their clips (tokens).
        scope: handshapes that every source can tell, or all of any.
    """

    sides: str
    counting: Counting = "sign"
    scope: Scope = "common"


def compute(database: Database, asked: Asked) -> Computed:
    """Return shares and differences by handshape, and the tests of all pairs of corpora.

    Raises:
        CallError: they have no handshape in common.
        UnknownNameError: there is no such run or way of counting.
    """
    sources = sources_of(database, asked.sides)
    named = zip(sources, side_names(sources), strict=True)
    sides = [side_of(database, own, asked.counting, name) for own, name in named]
    found = compared(sides, asked.scope)
    if found is None:
        raise CallError(
            f"{asked.sides} cannot be compared: their sources call no handshape by the "
            "same name, or one of them counts none."
        )
    corpora = sorted({own.corpus for own in sources})
    return Computed(
        {"handshapes": _handshapes(found), "pairs": _pairs(found)},
        lambda: share_bars(found, corpora),
    )


def reads(database: Database, asked: Asked) -> Reads:
    """Return the rows that all sides are counted from."""
    told = [side_reads(database, own) for own in sources_of(database, asked.sides)]
    return Reads(
        tuple(excerpt for own in told for excerpt in own.excerpts),
        tuple(sorted({run for own in told for run in own.runs})),
        tuple(sorted({corpus for own in told for corpus in own.corpora})),
    )


def _handshapes(found: Comparison) -> pa.Table:
    first, *others = [side.name for side in found.sides]
    columns: dict[str, NDArray[np.float64]] = {}
    for name, of in zip((first, *others), found.shares, strict=True):
        ends = {"": of.share, " low": of.low, " high": of.high}
        columns |= {f"{name}{end}": values for end, values in ends.items()}
    for name, told in zip(others, found.against_first, strict=True):
        ends = {
            "": told.difference,
            " low": told.low,
            " high": told.high,
            " p": told.p,
            " p Holm": told.adjusted,
        }
        apart = f"{first} minus {name}"
        columns |= {f"{apart}{end}": values for end, values in ends.items()}
    numbers = {name: pa.array(told, pa.float64()) for name, told in columns.items()}
    return pa.table({"handshape": pa.array(found.classes, pa.string()), **numbers})


def _pairs(found: Comparison) -> pa.Table:
    rows = [
        {
            "first": found.sides[pair.first].name,
            "second": found.sides[pair.second].name,
            **asdict(pair.test),
            "p Holm": pair.adjusted,
            **asdict(pair.ranks),
            "moved": pair.moved,
        }
        for pair in found.pairs
    ]
    return pa.Table.from_pylist(rows)


THING: Final = Thing(
    "compare",
    "How often corpora use which handshape",
    Asked,
    compute,
    reads,
    tolerance=SETTLED,
)
