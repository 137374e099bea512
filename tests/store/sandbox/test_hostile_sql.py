"""Statements of users that want more than to read: none gets out, none changes anything."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from store.errors import AtlasError, SqlError
from store.layout import Store
from store.sandbox import child as sandbox_child
from store.sandbox.asking import ask_sql
from store.sandbox.limits import SandboxLimits
from tests.store.sandbox.asking_maker import PATIENT, answered, make_asked_store
from tests.store.sandbox.hostile_sql import CHANGES, GREEDY, ODD, READS

SMALL = SandboxLimits(
    seconds=1, memory_mb=200, threads=1, rows=1000, megabytes=2, at_once=99
)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_asked_store(tmp_path_factory.mktemp("sql"))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with sandbox_child.connect(PATIENT) as opened:
        yield opened


@pytest.fixture(scope="module")
def locked(village: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """What a statement would find that was not refused."""
    with sandbox_child.connect(PATIENT) as opened:
        sandbox_child.open_tables(opened, village, ["corpora"])
        yield opened


@pytest.fixture(autouse=True)
def _store_stays_as_it_is(village: Store) -> Iterator[None]:
    before = _digest(village.root.parent)
    yield
    assert _digest(village.root.parent) == before


def _digest(root: Path) -> dict[str, str]:
    """Return a digest of every file, what was written beside the store included."""
    return {
        str(path): sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(root.rglob("*"))
    }


def test_hostile__they_are_many() -> None:
    hostile = [*CHANGES, *READS, *ODD, *GREEDY]

    assert len(set(hostile)) == len(hostile) >= 170


@pytest.mark.parametrize("statement", [*CHANGES, *READS])
def test_hostile__is_refused_before_it_runs(
    connection: duckdb.DuckDBPyConnection, village: Store, statement: str
) -> None:
    with pytest.raises((AtlasError, duckdb.ParserException)):
        sandbox_child.tables_named(connection, statement.format(store=village.root))


@pytest.mark.parametrize("statement", ODD, ids=range(len(ODD)))
def test_odd__is_a_sentence(village: Store, statement: str) -> None:
    with pytest.raises((AtlasError, duckdb.Error, MemoryError)):
        answered(village.root, statement)


@pytest.mark.parametrize(
    "statement", [s for s in (*CHANGES, *READS) if "/" in s or "http" in s]
)
def test_engine__opens_no_file_even_if_the_statement_passes(
    locked: duckdb.DuckDBPyConnection, village: Store, statement: str
) -> None:
    try:
        told = locked.sql(statement.format(store=village.root))
        seen = str(told.to_arrow_table().to_pylist()) if told else ""
    except duckdb.Error:
        return

    assert "root:" not in seen
    assert "a/one" not in seen


def test_greedy__ends_by_the_limits(village: Store) -> None:
    def told(statement: str) -> str:
        try:
            with ask_sql(village, statement, SMALL) as asked:
                answer = asked.answer()
        except SqlError as error:
            return str(error)
        assert answer.rows.num_rows <= SMALL.rows
        assert answer.rows.nbytes <= SMALL.megabytes << 20
        return answer.told_cut

    with ThreadPoolExecutor(6) as pool:
        sentences = list(pool.map(told, GREEDY))

    assert all(sentences), sentences
    assert any("took more than 1 s" in sentence for sentence in sentences)
    assert any("200 MB of memory" in sentence for sentence in sentences)
    assert not any(str(village.root) in sentence for sentence in sentences)
