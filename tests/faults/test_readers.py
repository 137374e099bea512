"""Twenty readers ask while clips are written: each is there whole, or not at all.

`SIGNATLAS_READERS_S=180` lets them ask for so long; without it for some seconds.
"""

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import pytest

from store.db import Database
from store.layout import Store, create_store
from tests.faults.amount import READERS_S
from tests.faults.commands import CHECKOUT
from tests.faults.many_clips import CORPUS, crops_of
from tests.store.village_maker import write_corpus

READERS: Final = 20
CLIPS: Final = 60 if READERS_S else 8
PAUSE_S: Final = 0.5
"""A visitor looks at what is shown before the next click."""
FRAMES, LATER_FRAMES = 6, 8
WHOLE: Final = """
WITH seen AS (SELECT clip_id, count(*) AS crops FROM crops WHERE padding_px = 0 GROUP BY 1),
looked AS (SELECT clip_id, count(*) AS frames FROM landmarks GROUP BY 1)
SELECT clips.clip_id, clips.frames, looked.frames AS looked, seen.crops
FROM clips LEFT JOIN seen USING (clip_id) LEFT JOIN looked USING (clip_id)
"""
"""Each clip with what belongs to it, in one question."""


@dataclass(slots=True)
class Seen:
    """What the readers met."""

    asked: Counter[str] = field(default_factory=Counter)
    half_shown: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Reader(threading.Thread):
    """Asks one question after the other until it is told to stop."""

    def __init__(
        self, database: Database, seed: int, seen: Seen, over: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self._database, self._drawn = database, random.Random(seed)
        self._seen, self._over = seen, over
        self._known: set[str] = set()

    def run(self) -> None:
        asks = (self._ask_one, self._ask_all, self._ask_counts)
        while not self._over.is_set():
            ask = self._drawn.choice(asks)
            try:
                ask()
            except Exception as error:
                self._seen.errors.append(f"{ask.__name__}: {error!r}"[:400])
            self._seen.asked[ask.__name__] += 1
            self._over.wait(self._drawn.uniform(0, PAUSE_S))

    def _ask_one(self) -> None:
        """As page Clips does: the list, then all of one clip."""
        rows = self._database.rows("clips_known", corpus=CORPUS)
        listed = {row["clip_id"]: row["frames"] for row in rows}
        self._seen.lost.extend(self._known - listed.keys())
        self._known |= listed.keys()
        if not listed:
            return
        clip_id = self._drawn.choice(sorted(listed))
        one = {"corpus": CORPUS, "clip_id": clip_id}
        counts = {
            "frames": len(self._database.rows("clip_frames", **one)),
            "landmarks": len(self._database.rows("clip_landmarks", **one)),
            "crops": len(self._database.rows("clip_crops", padding_px=0, **one)),
        }
        self._compare(clip_id, listed[clip_id], counts)

    def _ask_all(self) -> None:
        for row in self._database._answer(WHOLE, {}).to_pylist():
            counts = {"landmarks": row["looked"] or 0, "crops": row["crops"] or 0}
            self._compare(row["clip_id"], row["frames"], counts)

    def _ask_counts(self) -> None:
        (row,) = self._database.rows("corpus_overview")
        if row["frames"] != row["clips"] * FRAMES:
            self._seen.half_shown.append(f"overview: {row}")

    def _compare(self, clip_id: str, frames: int, counts: dict[str, int]) -> None:
        due = {"crops": crops_of(frames)}
        for table, count in counts.items():
            if count != due.get(table, frames):
                self._seen.half_shown.append(f"{clip_id} {frames}: {count} of {table}")


@pytest.fixture
def many(store: Store) -> Store:
    write_corpus(store, CORPUS, exportable=True)
    return store


def test_readers__every_clip_is_whole_while_clips_come(many: Store) -> None:
    rounds = 0
    until_s = time.monotonic() + READERS_S
    total: Counter[str] = Counter()
    while not rounds or time.monotonic() < until_s:
        fresh = create_store(many.root.with_name(f"round-{rounds}"))
        write_corpus(fresh, CORPUS, exportable=True)
        seen = read_while_written(fresh, FRAMES)
        total.update(seen.asked)
        rounds += 1

        assert seen.errors == []
        assert seen.half_shown == []
        assert seen.lost == []
        assert Database(fresh).row_counts()["clips"] == CLIPS
    print(f"readers: {dict(total)} questions in {rounds} rounds")  # noqa: T201


def test_readers__no_error_while_clips_are_replaced(many: Store) -> None:
    """A clip that is read anew is away for a moment; nobody meets an error."""
    written(many, FRAMES).wait()

    seen = read_while_written(many, LATER_FRAMES)

    assert seen.errors == []
    counts = Database(many).row_counts()
    assert counts["clips"] == CLIPS
    assert counts["landmarks"] == CLIPS * LATER_FRAMES


def written(store: Store, frames: int) -> "subprocess.Popen[bytes]":
    """Start to write clips in a process of their own."""
    command = (
        "-m",
        "tests.faults.many_clips",
        str(store.root),
        str(CLIPS),
        str(frames),
    )
    return subprocess.Popen([sys.executable, *command], cwd=CHECKOUT)


def read_while_written(store: Store, frames: int) -> Seen:
    """Let twenty threads read by two databases, as two dashboards do, meanwhile."""
    seen, over = Seen(), threading.Event()
    databases = [Database(store), Database(store)]
    readers = [Reader(databases[i % 2], i, seen, over) for i in range(READERS)]
    writer = written(store, frames)
    for reader in readers:
        reader.start()
    assert writer.wait() == 0
    over.set()
    for reader in readers:
        reader.join(120)
        assert not reader.is_alive(), "a reader hangs"
    return seen
