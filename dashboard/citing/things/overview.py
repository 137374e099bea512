"""What is in each corpus, as page Overview shows it."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from dashboard.citing.thing import Computed, Reads, Thing
from store.db import Database
from store.errors import UnknownNameError
from store.excerpts import Excerpt

TEXTS: Final = ("corpus", "title", "language", "media", "licence", "citation")
COUNTS: Final = (
    "clips_planned",
    "clips",
    "glosses",
    "signers",
    "frames",
    "pose_frames",
    "left_frames",
    "right_frames",
    "signing_frames",
    "holds",
    "letters",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which corpus; None: all."""

    corpus: str | None = None


def compute(database: Database, asked: Asked) -> Computed:
    """Return clips, glosses, signers and frames of each corpus, by id.

    Raises:
        UnknownNameError: there is no such corpus.
    """
    rows = database.rows("corpus_overview")
    chosen = [row for row in rows if asked.corpus in (None, row["corpus"])]
    if not chosen:
        names = [row["corpus"] for row in rows]
        raise UnknownNameError("corpus", asked.corpus or "", names)
    kinds = {
        **dict.fromkeys(TEXTS, pa.string()),
        "synthetic": pa.bool_(),
        **dict.fromkeys(COUNTS, pa.int64()),
    }
    table = {n: pa.array([row[n] for row in chosen], k) for n, k in kinds.items()}
    return Computed({"overview": pa.table(table)})


def reads(database: Database, asked: Asked) -> Reads:
    """Return the clips and letters of the corpora."""
    corpora = compute(database, asked).tables["overview"]["corpus"].to_pylist()
    where = {"corpus": corpora}
    return Reads(
        (Excerpt("clips", where), Excerpt("letters", where)), (), tuple(corpora)
    )


THING: Final = Thing("overview", "What is in each corpus", Asked, compute, reads)
