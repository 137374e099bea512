"""Statements of users: what they may read, and how they end."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from store.errors import SqlError
from store.layout import Store, create_store
from store.sandbox import child as sandbox_child
from store.sandbox.answer import unique_names
from store.sandbox.asking import SandboxProcess, SqlAnswer, ask_sql
from store.sandbox.job import SandboxJob
from store.sandbox.limits import SandboxLimits, gather_sandbox_limits
from store.schema import TABLES
from store.write import write_rows
from tests.store.sandbox.asking_maker import PATIENT, answered, make_asked_store
from tests.store.sandbox.hostile_sql import GREEDY
from tests.store.test_db import add_clip
from tests.store.village_maker import CROPS

COUNTING = """
WITH RECURSIVE r(n) AS (SELECT 1 UNION SELECT n + 1 FROM r WHERE n < 9)
SELECT max(n) FROM r"""


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_asked_store(tmp_path_factory.mktemp("sql"))


def _asked(store: Store, statement: str, limits: SandboxLimits = PATIENT) -> SqlAnswer:
    with ask_sql(store, statement, limits) as asked:
        return asked.answer()


def test_process__knows_nothing_of_the_environment(
    village: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_A_TEST", "x")
    process = SandboxProcess()

    told = Path(f"/proc/{process.process.pid}/environ").read_bytes()
    process.end()

    assert b"SECRET_OF_A_TEST" not in told
    assert b"HOME=" not in told


def test_ask__joins_windows_and_lists(village: Store) -> None:
    answer = _asked(
        village,
        """
        WITH counted AS (SELECT corpus, count(*) AS clips FROM clips GROUP BY corpus)
        SELECT c.clip_id, counted.clips, row_number() OVER (ORDER BY c.clip_id) AS place,
               [c.width_px, c.height_px] AS size, c.clip_id AS clip_id
        FROM clips c JOIN counted USING (corpus) ORDER BY c.clip_id DESC
        """,
    )

    assert answer.rows.to_pylist() == [
        {"clip_id": f"a/{clip}", "clips": 2, "place": place, "clip_id_2": f"a/{clip}"}
        | {"size": [320, 240]}
        for clip, place in (("two", 2), ("one", 1))
    ]
    assert (answer.cut, answer.told_cut) == ("", "")


def test_ask__tables_and_columns_can_be_listed(village: Store) -> None:
    tables = answered(village.root, "SHOW TABLES")["name"].to_pylist()
    columns = answered(village.root, "DESCRIBE clips")["column_name"].to_pylist()

    assert tables == sorted(TABLES)
    assert columns == [column.name for column in TABLES["clips"].columns]


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("VALUES (1)", 1),
        ("FROM range(1)", 0),
        ("SELECT count(*) FROM main.clips", 2),
        ("SELECT count(*) FROM Clips WHERE clip_id.starts_with('a/')", 2),
        ("SELECT count(*) FROM label_events", 0),
        ("SELECT min(image) > 0 FROM crops", True),
        ("SELECT '/etc/passwd'", "/etc/passwd"),
        ("SELECT 'SELECT 1; DROP TABLE clips; --'", "SELECT 1; DROP TABLE clips; --"),
        ("SELECT year(current_date) > 2000", True),
        ("SELECT sum(n) FROM (PIVOT clips ON gloss IN ('BOOK' AS n) USING count(*))", 2),
        ("SELECT [x * 2 for x in [1, 2]][2]", 4),
        ("SELECT INTERVAL 1 DAY", "1 day"),
        ("SELECT 'x'::BLOB", "x"),
        ("SELECT [INTERVAL 1 DAY]", "[1 day]"),
        (COUNTING, 9),
    ],
)  # fmt: skip
def test_ask__honest_statement(village: Store, statement: str, value: object) -> None:
    assert answered(village.root, statement).column(0)[0].as_py() == value


def test_ask__pictures_are_their_size(village: Store) -> None:
    images = answered(village.root, "SELECT crop_id, image FROM crops ORDER BY crop_id")

    assert images["crop_id"].to_pylist() == CROPS
    assert images.schema.field("image").type == pa.int64()


def test_ask__empty_store_has_every_table_empty(tmp_path: Path) -> None:
    job = SandboxJob(str(tmp_path / "none"), "SELECT clip_id FROM clips", PATIENT)

    answer = sandbox_child.answer(job)

    assert (answer.schema.names, answer.batches) == (["clip_id"], [])


@pytest.mark.parametrize(
    ("rows", "limit", "cut"), [(999, 1000, ""), (1000, 1000, ""), (1001, 1000, "rows")]
)
def test_ask__cuts_after_so_many_rows(
    village: Store, rows: int, limit: int, cut: str
) -> None:
    limits = replace(PATIENT, rows=limit)
    job = SandboxJob(str(village.root), f"FROM range({rows})", limits)

    answer = sandbox_child.answer(job)

    assert sum(batch.num_rows for batch in answer.batches) == min(rows, limit)
    assert answer.cut == cut


def test_ask__cuts_before_it_is_too_large(village: Store) -> None:
    limits = replace(PATIENT, megabytes=1)
    large = "SELECT i, repeat('x', 10000) FROM range(5000) t(i)"

    answer = sandbox_child.answer(SandboxJob(str(village.root), large, limits))

    held = sum(batch.nbytes for batch in answer.batches)
    assert answer.cut == "megabytes"
    assert 500_000 < held <= 1 << 20


@pytest.mark.parametrize(
    ("statement", "what", "line"),
    [
        ("SELECT gloss FROM\nclips WHERE", "syntax error", "LINE 2: clips WHERE"),
        ("SELECT 1,\n nope FROM clips", '"nope" not found', "LINE 2:  nope FROM clips"),
    ],
)
def test_ask__error_says_where(
    village: Store, statement: str, what: str, line: str
) -> None:
    with pytest.raises(SqlError) as caught:
        _asked(village, statement)

    assert what in caught.value.what
    assert caught.value.where.startswith(line)
    assert caught.value.where.splitlines()[1].strip("~ ").startswith("^")


def test_ask__damaged_part_is_told_without_its_place(tmp_path: Path) -> None:
    store = create_store(tmp_path / "damaged")
    add_clip(store, "one")
    next(store.parts("clips")).write_bytes(b"no Parquet")

    with pytest.raises(SqlError, match=r"the store/tables/clips") as caught:
        _asked(store, "SELECT * FROM clips")

    assert str(tmp_path) not in str(caught.value)


def test_ask__can_be_cancelled(village: Store) -> None:
    asked = ask_sql(village, GREEDY[0], PATIENT)

    asked.forget()

    assert asked.has_ended()
    with pytest.raises(SqlError, match="cancelled"):
        asked.answer()


def test_ask__killed_process_is_a_sentence(village: Store) -> None:
    process = SandboxProcess()
    asked = ask_sql(village, GREEDY[0], PATIENT, process=process)

    os.kill(process.process.pid, signal.SIGKILL)

    with pytest.raises(SqlError, match="was ended"):
        asked.answer()


def test_ask__too_many_at_once(village: Store) -> None:
    limits = replace(PATIENT, at_once=1)

    with ask_sql(village, GREEDY[0], limits), pytest.raises(SqlError, match="already"):
        ask_sql(village, "SELECT 1", limits)


def test_ask__too_long_is_not_even_sent(village: Store) -> None:
    with pytest.raises(SqlError, match="10,000,009 characters"):
        ask_sql(village, "SELECT 1 " + " " * 10_000_000, PATIENT)


def test_ask__reads_while_rows_land(village: Store, tmp_path: Path) -> None:
    store = create_store(tmp_path / "growing")
    add_clip(store, "one")
    count = SandboxJob(str(store.root), "SELECT count(*) FROM clips", PATIENT)

    first = sandbox_child.answer(count).batches[0].column(0)[0].as_py()
    write_rows(store, "clips", [], part="one", partition={"corpus": "a"})
    second = sandbox_child.answer(count).batches[0].column(0)[0].as_py()

    assert (first, second) == (1, 0)


def test_limits__come_from_the_environment() -> None:
    assert gather_sandbox_limits({"SIGNATLAS_SQL_SECONDS": "7"}).seconds == 7
    assert gather_sandbox_limits({}) == SandboxLimits()


def test_unique_names__of_any_case() -> None:
    assert unique_names(["a", "A", "a_2", "b"]) == ["a", "A_2", "a_2_2", "b"]
