"""The confusion matrix of a classifier, as page Mistakes shows it."""

from typing import Final

import pyarrow as pa

from dashboard.charts.confusion import confusion_figure
from dashboard.citing.judged import Judged, confusion_of, judged_reads
from dashboard.citing.thing import Computed, Thing
from dashboard.records.prediction_records import Confusion
from store.db import Database

TRUE: Final = "true \\ predicted"


def compute(database: Database, asked: Judged) -> Computed:
    """Return counts: a row per true class, a column per predicted one."""
    told = confusion_of(database, asked)
    return Computed(
        {"confusion": _table(told)},
        lambda: confusion_figure(told, told.shares(), unit="share", items="items"),
    )


def _table(told: Confusion) -> pa.Table:
    names = pa.array(told.classes, pa.string())
    counts = [pa.array(column) for column in told.counts.T]
    return pa.Table.from_arrays([names, *counts], [TRUE, *told.classes])


THING: Final = Thing(
    "confusion", "What a classifier takes for what", Judged, compute, judged_reads
)
