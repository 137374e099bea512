"""A store whose every word is hostile: what people may type, each text an attempt."""

import shutil
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from store.labels import LabelEvent, add_event
from store.layout import Store, create_store
from store.saved_queries import save_query
from tests.dashboard import (
    cluster_maker,
    compare_maker,
    description_maker,
    letter_maker,
    prediction_maker,
)

ATTEMPTS: Final = (
    "<script>alert('evil')</script>",
    "<img src=evil onerror=alert(1)>",
    "[evil](javascript:alert(1))",
    "</style><b>evil</b>",
    "`evil`",
    "$evil$",
    ":material/evil:",
    "**evil**",
    ":red[evil]",
    "\u202eevil\u202c \x07\x1b[31m\u0627\u0644",
    "evil" * 60,
    "\"' onmouseover='evil",
)
RAW: Final = (*ATTEMPTS[:4], "`evil", "$evil", ":material/evil", "**evil", ":red[evil")
"""How an attempt begins where nothing was done about it."""
WORDS: Final = {
    "corpora": ("title", "language", "licence", "citation", "source"),
    "clips": ("gloss", "handshape", "signer"),
    "truth_signs": (
        *("gloss", "signer", "handshape", "end_handshape", "orientation"),
        *("place", "movement", "description"),
    ),
    "truth_frames": ("right_handshape", "right_orientation"),
    "predictions": ("true_class", "predicted_class", "top_classes"),
    "descriptions": ("gloss", "text"),
    "lexicon": ("gloss", "lemma", "handshape", "movement", "major_location"),
    "letters": ("letter", "signer"),
    "label_events": ("annotator", "handshape", "note"),
    "saved_queries": ("name",),
    "problems": ("place", "what", "remedy"),
    "runs": ("note",),
}
"""Columns with words of people, or of files that they bring."""


def hostile(word: str) -> str:
    """Return a word as an attempt; the same word always as the same."""
    return f"{ATTEMPTS[zlib.crc32(word.encode()) % len(ATTEMPTS)]} {word}"


def make_store_of_all_pages(root: Path, full: Store) -> Store:
    """Make a store in which every page finds something to show.

    Args:
        root: where to.
        full: from `store_maker.make_full_store`; it is copied.
    """
    store = create_store(Path(shutil.copytree(full.root, root)))
    cluster_maker.add_clusterings(store)
    prediction_maker.add_map(prediction_maker.add_predictions(store))
    description_maker.add_descriptions(store)
    shutil.rmtree(store.table_dir("features") / f"corpus={description_maker.WORDS}")
    compare_maker.add_lexicon(compare_maker.add_languages(store))
    letter_maker.add_letter_runs(letter_maker.add_letters(store))
    return store


def make_hostile_store(root: Path, full: Store) -> Store:
    """Make a store for all pages and turn every word in it into an attempt.

    Args:
        root: where to.
        full: from `store_maker.make_full_store`; it is copied.
    """
    store = make_store_of_all_pages(root, full)
    _add_acts(store)
    for table, columns in WORDS.items():
        for part in store.parts(table):
            _rewrite(part, columns)
    return store


def _add_acts(store: Store) -> None:
    """Two annotators name, disagree and remark."""
    good = cluster_maker.GOOD
    for who, name in (("ann", "A"), ("bob", "5")):
        for cluster in range(4):
            add_event(store, LabelEvent(who, "name", good, cluster, handshape=name))
        add_event(store, LabelEvent(who, "note", good, 0, note="look"))
    for attempt in ATTEMPTS:
        save_query(store, attempt[:60], "SELECT 1")


def _rewrite(part: Path, columns: tuple[str, ...]) -> None:
    rows = pq.ParquetFile(part).read()
    turn: Callable[[str], str] = cache(hostile)
    for name in columns:
        place = rows.schema.get_field_index(name)
        values = [_turned(value, turn) for value in rows.column(name).to_pylist()]
        field = rows.schema.field(place)
        rows = rows.set_column(place, field, pa.array(values, field.type))
    pq.write_table(rows, part)


def _turned(value: object, turn: Callable[[str], str]) -> object:
    if isinstance(value, list):
        return [turn(word) for word in value]
    return turn(value) if isinstance(value, str) else value
