"""How questions about pictures of hands, and the care of their parts, grow with them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from store.compact import compact
from store.db import Database
from store.layout import Store, create_store
from store.packs import packs_dir
from store.pictures import read_pictures
from store.verify import verify
from tests.bench.growth import Growth, Works, grown, up_to_most
from tests.bench.growth_rows import CORPUS, HANDS_A_CLIP, add_hands, crop_id

SIZES: Final = up_to_most((1_000, 10_000, 100_000))
"""More are tens of thousands of files, a part for each clip: nothing new, but an hour."""
SHOWN: Final = 24


def run() -> list[Growth]:
    """Return how reading, verifying and compacting hands grow."""
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        made = [0]

        @contextmanager
        def hands(rows: int) -> Iterator[Works]:
            add_hands(store, made[0], rows)
            made[0] = rows
            yield _works(store, rows)
            shutil.rmtree(packs_dir(store), ignore_errors=True)

        data = f"made hands, {HANDS_A_CLIP} to a clip, a part for each clip"
        return grown(hands, sizes=SIZES, data=data)


def _works(store: Store, rows: int) -> Works:
    database = Database(store)
    draw = np.random.default_rng(0)
    shown = [crop_id(int(number)) for number in draw.integers(0, rows, SHOWN)]

    def packed() -> None:
        shutil.rmtree(packs_dir(store), ignore_errors=True)
        for folder in compact(store):
            if folder.state != "packed":
                raise AssertionError(folder)

    return {
        "pictures-by-id": lambda: read_pictures(database, shown),
        "pictures-by-sql": lambda: database.query(
            "pictures_of_hands", corpora=[CORPUS], crops=shown
        ),
        "hands-counted": lambda: database.query("clip_crop_counts", corpus=CORPUS),
        "verify": lambda: verify(store),
        "compact": packed,
    }
