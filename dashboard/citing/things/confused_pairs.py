"""The most frequent mistakes of a classifier, as page Mistakes lists them."""

from typing import Final

import pyarrow as pa

from dashboard.citing.judged import Judged, confusion_of, judged_reads
from dashboard.citing.records import records_table
from dashboard.citing.thing import Computed, Thing
from dashboard.records.prediction_records import ConfusedPair
from store.db import Database

SCHEMA: Final = pa.schema(
    {
        "true": pa.string(),
        "predicted": pa.string(),
        "count": pa.int64(),
        "share": pa.float64(),
    }
)


def compute(database: Database, asked: Judged) -> Computed:
    """Return the pairs, the most frequent first; each way apart."""
    pairs: list[ConfusedPair] = confusion_of(database, asked).pairs()
    return Computed({"confused-pairs": records_table(SCHEMA, pairs)})


THING: Final = Thing(
    "confused-pairs",
    "The most frequent mistakes of a classifier",
    Judged,
    compute,
    judged_reads,
)
