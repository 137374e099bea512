"""How the list of clips, its counts and the overview of corpora grow with the clips."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from store.db import Database
from store.layout import create_store
from tests.bench.growth import Growth, Works, grown, up_to_most
from tests.bench.growth_rows import CORPUS, add_clips

SIZES: Final = up_to_most((1_000, 10_000, 100_000, 1_000_000))
SHOWN: Final = 24
_ALL: Final = dict.fromkeys(("corpus", "gloss", "signer", "media", "having"))
_PAGE: Final[dict[str, Any]] = {"sort": "name", "at_most": SHOWN, "skipped": 0}


def run() -> list[Growth]:
    """Return how the questions of page Clips grow."""
    return grown(_clips, sizes=SIZES, data="made clips, 50,000 to a part")


@contextmanager
def _clips(rows: int) -> Iterator[Works]:
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder))
        add_clips(store, rows)
        database = Database(store)
        ask = partial(partial, database.query)
        yield {
            "clips-listed": ask("clips_matching", **_ALL | _PAGE),
            "clips-of-a-signer": ask(
                "clips_matching", **_ALL | _PAGE | {"signer": "s01"}
            ),
            "clips-counted": ask("clips_matching_count", **_ALL),
            "clips-facets": ask("clip_facets", corpus=CORPUS),
            "corpora-overview": ask("corpus_overview"),
        }
