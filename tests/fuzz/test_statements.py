"""Statements built at random: what reads tables passes, what reads anything else never."""

from collections.abc import Callable, Iterator
from functools import reduce

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import AtlasError
from store.sandbox.child import connect, tables_named
from store.sandbox.limits import SandboxLimits
from store.schema import TABLES
from tests.fuzz.documents import documents_asked

bounded = settings(
    max_examples=max(documents_asked(), 200), deadline=None, derandomize=True
)
Within = Callable[[str], str]
HARMLESS = ("SELECT clip_id FROM clips", "FROM clips SELECT clip_id", "TABLE clips")
READING = (
    "read_csv('/etc/passwd')",
    "read_text('/etc/passwd')",
    "read_blob('*')",
    "read_json('a.json')",
    "parquet_scan('tables/**/*.parquet')",
    "parquet_metadata('a.parquet')",
    "glob('/*')",
    "sniff_csv('a.csv')",
    "query('SELECT 1')",
    "query_table('clips')",
    "duckdb_settings()",
    "duckdb_secrets()",
    "pragma_database_size()",
    "information_schema.tables",
    "sqlite_master",
    "pg_catalog.pg_class",
    "'/etc/passwd'",
    '"a.parquet"',
    "'https://example.org/a.csv'",
)
ASKING = (
    "getenv('HOME')",
    "current_setting('memory_limit')",
    "getvariable('a')",
    "nextval('a')",
    "version()",
    "sleep_ms(9)",
    "json_execute_serialized_sql('')",
    "txid_current()",
)
HARMFUL = (
    *(f"SELECT * FROM {source}" for source in READING),
    *(f"SELECT {asked} AS clip_id" for asked in ASKING),
)
WITHIN: tuple[Within, ...] = (
    lambda inner: f"SELECT * FROM ({inner}) AS t",
    lambda inner: f"FROM ({inner}) AS t WHERE true",
    lambda inner: f"WITH t AS ({inner}) SELECT * FROM t",
    lambda inner: f"WITH RECURSIVE t AS ({inner}) SELECT * FROM t, t AS u",
    lambda inner: f"WITH clips AS ({inner}) SELECT * FROM clips",
    lambda inner: f"WITH t AS MATERIALIZED ({inner}) FROM t",
    lambda inner: f"SELECT (SELECT count(*) FROM ({inner}) AS t) AS clip_id",
    lambda inner: f"SELECT clip_id FROM clips WHERE clip_id IN ({inner})",
    lambda inner: f"SELECT clip_id FROM clips WHERE EXISTS ({inner})",
    lambda inner: f"SELECT clip_id FROM clips, LATERAL ({inner}) AS t",
    lambda inner: f"SELECT clip_id FROM clips LEFT JOIN ({inner}) AS t ON true",
    lambda inner: f"SELECT clip_id FROM clips ORDER BY (SELECT 1 FROM ({inner}) AS t)",
    lambda inner: f"SELECT clip_id FROM clips LIMIT (SELECT count(*) FROM ({inner}) t)",
    lambda inner: f"SELECT list_transform([1], x -> (SELECT 1 FROM ({inner}) AS t))",
    lambda inner: f"SELECT CASE WHEN true THEN 1 ELSE (SELECT 2 FROM ({inner}) t) END",
    lambda inner: f"SELECT ARRAY({inner}) AS clip_id",
    lambda inner: f"SELECT clip_id FROM clips GROUP BY 1 HAVING EXISTS ({inner})",
    lambda inner: f"SELECT clip_id FROM clips QUALIFY EXISTS ({inner})",
    lambda inner: f"SELECT clip_id FROM clips UNION ALL ({inner})",
    lambda inner: f"({inner}) EXCEPT (SELECT clip_id FROM clips)",
    lambda inner: f"VALUES ((SELECT 1 FROM ({inner}) AS t))",
    lambda inner: f"SUMMARIZE {inner}",
    lambda inner: f"DESCRIBE {inner}",
    lambda inner: f"/* */ {inner} -- \n",
)
WORDS = (
    *(
        "SELECT",
        "FROM",
        "WHERE",
        "WITH",
        "AS",
        "clips",
        "crops",
        "(",
        ")",
        "*",
        ",",
        ";",
    ),
    *("'a'", '"a"', "1", "count", "COPY", "ATTACH", "PIVOT", "ON", "USING", "INSERT"),
    *(
        "INTO",
        "SET",
        "$1",
        "?",
        "::",
        "[",
        "]",
        "{",
        "}",
        "->",
        "read_csv",
        "\0",
        "\U0001f44b",
    ),
    *(
        "EXPLAIN",
        "PRAGMA",
        "CALL",
        "CREATE",
        "MACRO",
        "SUMMARIZE",
        "SHOW",
        "TABLES",
        "--",
    ),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(SandboxLimits()) as opened:
        yield opened


def nested(base: str, wraps: list[Within]) -> str:
    return reduce(lambda inner, wrap: wrap(inner), wraps, base)


def read_by(engine: duckdb.DuckDBPyConnection, text: str) -> set[str] | None:
    """Return the tables that a statement may read; None: it is refused."""
    try:
        return tables_named(engine, text)
    except (AtlasError, duckdb.Error):
        return None


@pytest.mark.parametrize("within", WITHIN, ids=range(len(WITHIN)))
def test_within__a_statement_that_passes(
    engine: duckdb.DuckDBPyConnection, within: Within
) -> None:
    assert read_by(engine, within(HARMLESS[0])) == {"clips"}


@bounded
@given(
    base=st.sampled_from(HARMFUL),
    wraps=st.lists(st.sampled_from(WITHIN), max_size=4),
)
def test_harmful__is_refused_wherever_it_stands(
    engine: duckdb.DuckDBPyConnection, base: str, wraps: list[Within]
) -> None:
    assert read_by(engine, nested(base, wraps)) is None


@bounded
@given(
    base=st.sampled_from(HARMLESS),
    wraps=st.lists(st.sampled_from(WITHIN), max_size=4),
)
def test_harmless__reads_its_tables_or_is_no_sql(
    engine: duckdb.DuckDBPyConnection, base: str, wraps: list[Within]
) -> None:
    assert read_by(engine, nested(base, wraps)) in (None, {"clips"})


@bounded
@given(
    st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
)
def test_any_text__reads_only_tables_that_there_are(
    engine: duckdb.DuckDBPyConnection, text: str
) -> None:
    read = read_by(engine, text)

    assert read is None or read <= TABLES.keys()
