"""What packs are good for: the same questions of the same store with and without them.

The store has made clips and hands, a part each, as videos are ingested. The ratio is the
time a question takes of parts alone over the time it takes of packs. Pictures of hands
are read from the parts named after their clips in both: that must not become slower.
"""

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from store.compact import compact
from store.db import Database
from store.layout import Store, create_store, open_store
from store.pictures import read_pictures
from store.write import write_rows
from tests.bench.ratios import Ratio, compare
from tests.store.test_db import add_clip
from tests.store.village_maker import write_crop

CLIPS: Final = 1_000
RUN_ID: Final = "project-made-1"
CROPS: Final = [f"a/c{clip:04}/f0003/right/p00" for clip in range(CLIPS)]
SHOWN: Final = CROPS[::42]
_ALL: Final = dict.fromkeys(("corpus", "gloss", "signer", "media", "having"))
_PAGE: Final[dict[str, Any]] = {**_ALL, "sort": "name", "at_most": 24, "skipped": 0}
_QUESTIONS: Final[dict[str, Callable[[Database], object]]] = {
    "clips-matching": lambda database: database.query("clips_matching", **_PAGE),
    "map-points": lambda database: database.query("map_points", run_id=RUN_ID),
    "pictures-by-sql": lambda database: database.query(
        "pictures_of_hands", corpora=["a"], crops=SHOWN
    ),
    "pictures": lambda database: read_pictures(database, SHOWN),
}


def run() -> list[Ratio]:
    """Return the ratios of questions without packs to those with them."""
    with tempfile.TemporaryDirectory() as folder:
        parts = _made(create_store(Path(folder) / "parts"))
        packed = open_store(shutil.copytree(parts.root, Path(folder) / "packed"))
        states = {each.state for each in compact(packed)}
        assert states == {"packed"}
        return [
            compare(
                f"bench/compact/{name}/ratio",
                partial(ask, Database(packed)),
                partial(ask, Database(parts)),
                meaning="time of the question without packs over its time with them",
                data=f"{CLIPS:,} made clips and hands, a part each",
                gain=True,
            )
            for name, ask in _QUESTIONS.items()
        ]


def _made(store: Store) -> Store:
    for crop in CROPS:
        clip = crop.split("/")[1]
        add_clip(store, clip)
        write_crop(store, crop, clip, image=crop.encode() * 50)
    points = [
        {"run_id": RUN_ID, "item_id": crop, "x": 0.0, "y": float(place), "trust": None}
        for place, crop in enumerate(CROPS)
    ]
    where = {"run_id": RUN_ID}
    write_rows(store, "projections", points, part="all", partition=where)
    return store
