import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import copytree, rmtree

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from store import compact as compacting
from store.compact import PARTS_AT_LEAST, compact
from store.db import Database
from store.errors import StoreError
from store.layout import Store, create_store, open_store
from store.packs import sources
from store.schema import TABLES
from store.write import ROWS_PER_GROUP, write_rows
from tests.store.settling import settled
from tests.store.test_db import CLIP, add_clip
from tests.store.village_maker import write_crop

CLIPS = [f"c{number:02}" for number in range(PARTS_AT_LEAST + 4)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A dozen clips of corpus a, and as many crops, a part each."""
    store = create_store(tmp_path_factory.mktemp("many") / "store")
    for clip in CLIPS:
        add_clip(store, clip)
        write_crop(store, f"a/{clip}/f0003/right/p00", clip, image=clip.encode())
    return settled(store)


@pytest.fixture
def many(made: Store, tmp_path: Path) -> Store:
    """A copy of these to write into."""
    return open_store(copytree(made.root, tmp_path / "many"))


def rewrite(store: Store, clip: str, gloss: str) -> None:
    row = CLIP | {"clip_id": f"a/{clip}", "corpus": "a", "gloss": gloss}
    write_rows(store, "clips", [row], part=clip, partition={"corpus": "a"})


def clip_ids(database: Database) -> list[str]:
    return [row["clip_id"] for row in database.rows("clips_known", corpus="a")]


def packs(store: Store) -> list[str]:
    below = store.root / "packs"
    return sorted(str(path.parent.relative_to(below)) for path in below.rglob("pack-*"))


def is_packed(store: Store, table: str) -> bool:
    return sources(store, TABLES[table]) is not None


def part_bytes(store: Store) -> dict[Path, bytes]:
    return {path: path.read_bytes() for name in TABLES for path in store.parts(name)}


def test_compact__empty_store(store: Store) -> None:
    assert list(compact(store)) == []
    assert not (store.root / "packs").exists()


def test_compact__questions_give_the_same_and_parts_stay(many: Store) -> None:
    database, before = Database(many), part_bytes(many)
    answer = database.rows("clips_known", corpus="a")

    found = list(compact(many))

    assert [(each.table, each.state, each.parts) for each in found] == [
        ("clips", "packed", len(CLIPS)),
        ("crops", "packed", len(CLIPS)),
    ]
    assert packs(many) == ["clips/corpus=a", "crops/corpus=a"]
    assert part_bytes(many) == before
    assert database.rows("clips_known", corpus="a") == answer
    assert Database(many).row_counts()["crops"] == len(CLIPS)


def test_compact__a_pack_is_read_instead_of_the_parts(many: Store) -> None:
    list(compact(many))

    files = sources(many, TABLES["clips"]) or []
    folders = [Path(file).parent.relative_to(many.root) for file in files]
    assert folders == [Path("packs/clips/corpus=a")]


def test_compact__few_parts_are_left(store: Store) -> None:
    add_clip(store, "one")

    assert list(compact(settled(store))) == []


def test_compact__dry_run_writes_nothing(many: Store) -> None:
    found = list(compact(many, dry_run=True))

    assert {each.state for each in found} == {"to pack"}
    assert not (many.root / "packs").exists()


def test_compact__only_one_corpus(many: Store) -> None:
    for clip in CLIPS:
        add_clip(many, clip, corpus="b")
    list(compact(settled(many), corpus="b"))

    assert packs(many) == ["clips/corpus=b"]
    assert Database(many).row_counts()["clips"] == 2 * len(CLIPS)


def test_compact__rows_in_the_order_of_the_table_in_whole_groups(store: Store) -> None:
    # Parts whose rows lie between each other's.
    rows = 120
    where = {"corpus": "a", "features": "hog"}
    for part in range(PARTS_AT_LEAST):
        listed = [
            {
                "crop_id": f"a/c/f{PARTS_AT_LEAST * row + part:04}",
                "vector": [0.0],
                "run_id": "r",
            }
            | where
            for row in range(rows)
        ]
        write_rows(store, "features", listed, part=str(part), partition=where)

    list(compact(settled(store)))

    pack = pq.ParquetFile(next((store.root / "packs").rglob("pack-*.parquet")))
    ids = pack.read(columns=["crop_id"])["crop_id"].to_pylist()
    assert ids == [f"a/c/f{row:04}" for row in range(PARTS_AT_LEAST * rows)]
    assert pack.metadata.row_group(0).num_rows == ROWS_PER_GROUP
    assert pack.schema_arrow.equals(TABLES["features"].arrow)


def test_compact__again_keeps_what_holds(many: Store) -> None:
    list(compact(many))

    assert {each.state for each in compact(many)} == {"holds"}


@pytest.mark.parametrize(
    ("change", "then"),
    [
        (lambda store: add_clip(store, "new"), [*CLIPS, "new"]),
        (lambda store: rewrite(store, CLIPS[0], "TREE"), CLIPS),
        (
            lambda store: write_rows(
                store, "clips", [], part=CLIPS[0], partition={"corpus": "a"}
            ),
            CLIPS[1:],
        ),
    ],
    ids=["added", "replaced", "removed"],
)
def test_compact__a_changed_folder_is_read_from_its_parts(
    many: Store, change: Callable[[Store], None], then: list[str]
) -> None:
    list(compact(many))
    database = Database(many)
    assert len(clip_ids(database)) == len(CLIPS)

    change(many)

    assert sorted(clip_ids(database)) == [f"a/{clip}" for clip in then]
    assert not is_packed(many, "clips")
    assert is_packed(many, "crops")
    of_parts = database.rows("clips_known", corpus="a")
    list(compact(settled(many)))
    assert database.rows("clips_known", corpus="a") == of_parts
    assert packs(many) == ["clips/corpus=a", "crops/corpus=a"]


def test_compact__written_meanwhile(
    many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = compacting._write

    def write_late(path, table, parts):
        write(path, table, parts)
        if table.name == "clips":
            add_clip(many, "new")

    monkeypatch.setattr(compacting, "_write", write_late)
    found = {each.table: each.state for each in compact(many)}

    assert found == {"clips": "being written", "crops": "packed"}
    assert "a/new" in clip_ids(Database(many))
    assert packs(many) == ["crops/corpus=a"]


def test_compact__changed_in_the_future_by_another_clock(many: Store) -> None:
    folder = many.table_dir("clips") / "corpus=a"
    tomorrow_ns = time.time_ns() + 86_400_000_000_000
    os.utime(folder, ns=(tomorrow_ns, tomorrow_ns))

    found = {each.table: each.state for each in compact(many)}

    assert found == {"clips": "being written", "crops": "packed"}


def test_compact__waits_until_a_fresh_folder_has_settled(
    many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compacting, "SETTLED_S", 0.2)
    add_clip(many, "new")

    assert {each.state for each in compact(many)} == {"packed"}
    assert "a/new" in clip_ids(Database(many))


def test_compact__packs_taken_away_under_an_open_database(many: Store) -> None:
    list(compact(many))
    database = Database(many)
    before = clip_ids(database)

    rmtree(many.root / "packs")

    assert clip_ids(database) == before


def test_compact__a_broken_part_is_named_and_nothing_packed(many: Store) -> None:
    next(many.parts("clips")).write_bytes(b"PAR1")

    with pytest.raises(StoreError, match=r"clips/corpus=a.*The parts are as they were"):
        list(compact(many))
    assert packs(many) == []


def test_compact__the_label_log_is_left_alone(store: Store) -> None:
    folder = store.table_dir("label_events")
    folder.mkdir()
    for number in range(PARTS_AT_LEAST):
        (folder / f"part-{number}.parquet").write_bytes(b"never read")

    assert list(compact(settled(store))) == []


def test_compact__killed_at_ten_moments(many: Store) -> None:
    """A process that packs without end is killed; rows are there once at all times."""
    drawn = random.Random(0)
    database, everything = Database(many), sorted(f"a/{clip}" for clip in CLIPS)
    left_over = 0
    for _ in range(10):
        child = os.fork()
        if child == 0:
            _pack_for_ever(many)
        killed_s = time.monotonic() + drawn.uniform(0.02, 0.15)
        while time.monotonic() < killed_s:
            assert sorted(clip_ids(database)) == everything
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert sorted(clip_ids(database)) == everything
        left_over += len(list((many.root / "packs").rglob(".*.tmp*")))
    list(compact(many))

    assert left_over > 0
    assert not list((many.root / "packs").rglob(".*.tmp*"))
    assert packs(many) == ["clips/corpus=a", "crops/corpus=a"]
    assert sorted(clip_ids(database)) == everything


def _pack_for_ever(store: Store) -> None:
    with suppress(BaseException):
        while True:
            list(compact(store))
            settled(store)
    os._exit(1)


def test_compact_command__tells_files_before_and_after(many: Store) -> None:
    done = CliRunner().invoke(app, ["compact", "--store", str(many.root)])

    told = " ".join(done.output.split())
    assert done.exit_code == 0
    assert "clips corpus=a: packed (12 parts," in told
    assert "reads 2 files instead of 24." in told


def test_compact_command__nothing_to_pack(store: Store) -> None:
    done = CliRunner().invoke(app, ["compact", "--store", str(store.root)])

    assert "No folder of the store has so many parts" in done.output
