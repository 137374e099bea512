import threading
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from store.db import SQL_DIR, Database, questions
from store.errors import StoreError, UnknownNameError
from store.layout import Store
from store.schema import TABLES
from store.write import write_rows

CLIP = {
    "gloss": "BOOK",
    "handshape": None,
    "signer": "s1",
    "split": None,
    "media": "video",
    "source": "/videos/one.mp4",
    "source_sha256": "0" * 64,
    "source_start_ms": 0,
    "source_end_ms": None,
    "playable": "/videos/one.mp4",
    "playable_in_store": False,
    "width_px": 320,
    "height_px": 240,
    "rotation_deg": 0,
    "fps": 25.0,
    "duration_ms": 80,
    "frames": 2,
    "pose_frames": 2,
    "left_frames": 0,
    "right_frames": 1,
    "holds": 0,
    "dominant_hand": "right",
    "two_handed": False,
    "fingerprint": "f",
    "run_id": "r",
}


def add_clip(store: Store, clip: str, corpus: str = "a") -> None:
    row = CLIP | {"clip_id": f"{corpus}/{clip}", "corpus": corpus}
    write_rows(store, "clips", [row], part=clip, partition={"corpus": corpus})


def test_database__empty_store_has_every_table_empty(store: Store) -> None:
    counts = Database(store).row_counts()

    assert counts == dict.fromkeys(TABLES, 0)


def test_database__rows_appear_as_parts_land(store: Store) -> None:
    database = Database(store)

    assert database.rows("clips_done", corpus="a") == []
    add_clip(store, "one")
    assert [r["clip_id"] for r in database.rows("clips_done", corpus="a")] == ["a/one"]
    add_clip(store, "two")
    assert database.row_counts()["clips"] == 2


def test_database__rows_vanish_with_their_last_part(store: Store) -> None:
    database = Database(store)
    add_clip(store, "one")
    assert database.row_counts()["clips"] == 1

    write_rows(store, "clips", [], part="one", partition={"corpus": "a"})

    assert database.row_counts()["clips"] == 0


def test_database__corpus_of_digits_stays_text(store: Store) -> None:
    add_clip(store, "one", corpus="2024")

    rows = Database(store).rows("clips_done", corpus="2024")

    assert [row["clip_id"] for row in rows] == ["2024/one"]


def test_database__question_that_is_not_there(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'clips_done'"):
        Database(store).query("clip_done")


def test_database__damaged_part_is_one_sentence(store: Store) -> None:
    add_clip(store, "one")
    (store.table_dir("clips") / "corpus=a" / "part-bad.parquet").write_bytes(b"no")

    with pytest.raises(StoreError, match=r"part-bad.*cannot be read.*signatlas verify"):
        Database(store).query("clips_done", corpus="a")


def test_database__many_threads_ask_while_parts_land(store: Store) -> None:
    database = Database(store)
    done = threading.Event()
    counts: list[int] = []

    def ask() -> None:
        while not done.is_set():
            counts.append(len(database.rows("clips_done", corpus="a")))

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask) for _ in range(4)]
        for number in range(30):
            add_clip(store, f"clip{number}")
        done.set()
        for future in asked:
            future.result()

    assert database.row_counts()["clips"] == 30
    assert all(0 <= count <= 30 for count in counts)


@pytest.mark.parametrize("question", questions())
def test_question__runs_on_an_empty_store(store: Store, question: str) -> None:
    statement = (SQL_DIR / f"{question}.sql").read_text("utf-8")
    names = duckdb.extract_statements(statement)[0].named_parameters

    answer = Database(store).query(question, **dict.fromkeys(names))

    assert answer.num_rows <= 1
