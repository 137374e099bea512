"""What a classifier said of very many hands, prepared by a process of its own.

That gives back the memory that it took, and leaves the server to its other visitors.
"""

import subprocess
import sys
from pathlib import Path
from typing import Final

from dashboard.reading.judged_run import FORM, JUDGED, TABLES, read_items
from dashboard.records.frequency_records import FrequencyItems
from store.db import Database
from store.layout import Store
from store.prepared import is_due

MANY: Final = 200_000
"""Hands from which on it takes longer, and more memory, than a process does to start."""


def read_items_apart(database: Database, run_id: str) -> FrequencyItems:
    """Return all hands that a classifier judged, prepared elsewhere where they are many.

    Raises:
        UnknownNameError: there is no such run.
    """
    due = is_due(database.store, f"{JUDGED}.{run_id}", form=FORM, tables=TABLES)
    if due and _hands(database, run_id) >= MANY:
        # Where that fails, reading them here says why.
        subprocess.run(
            [sys.executable, "-m", __name__, database.store.root.resolve(), run_id],
            check=False,
            stderr=subprocess.DEVNULL,
        )
    return read_items(database, run_id)


def _hands(database: Database, run_id: str) -> int:
    rows = database.rows("predictions_made")
    return sum(row["items"] for row in rows if row["run_id"] == run_id)


if __name__ == "__main__":
    read_items(Database(Store(Path(sys.argv[1]))), sys.argv[2])
