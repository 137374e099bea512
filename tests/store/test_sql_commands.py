"""The command `signatlas sql`, and answers as files."""

import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from store.errors import CallError
from store.layout import Store
from store.sql_commands import sql
from store.sql_files import answer_csv, answer_json, answer_parquet, short_text
from tests.store.sandbox.asking_maker import answered
from tests.store.test_db import add_clip

app = typer.Typer()
app.command()(sql)

NESTED = """
SELECT [0.1::FLOAT, NULL, 'nan'::FLOAT] AS reals, ['a,"b', NULL] AS texts, {'k': 1} AS s,
       0.1::FLOAT AS f, 'nan'::DOUBLE AS n, NULL AS nothing, DATE '2020-01-02' AS d,
       'x' AS x, 'é' AS x
"""


def test_sql__csv_and_what_was_left_out(store: Store) -> None:
    add_clip(store, "one")
    add_clip(store, "two")
    wanted = "SELECT clip_id FROM clips ORDER BY clip_id"

    done = CliRunner().invoke(
        app, ["--csv", "--rows", "1", "--store", str(store.root), "-"], input=wanted
    )

    assert done.exit_code == 0
    assert done.stdout == '"clip_id"\n"a/one"\n'
    assert "an answer may have 1 row," in done.stderr


def test_sql__one_form_at_a_time(store: Store) -> None:
    call = ["--csv", "--json", "--store", str(store.root), "SELECT 1"]

    with pytest.raises(CallError, match="one of --csv, --json and --parquet"):
        CliRunner().invoke(app, call, catch_exceptions=False)


def test_answer_csv__lists_are_json(tmp_path: Path) -> None:
    heading, line = answer_csv(answered(tmp_path, NESTED)).decode().splitlines()

    assert heading == '"reals","texts","s","f","n","nothing","d","x","x_2"'
    assert line == (
        '"[0.1, null, null]","[""a,\\""b"",null]","{""k"":1}",0.1,nan,,2020-01-02,"x","é"'
    )


def test_answer_json__is_json(tmp_path: Path) -> None:
    (row,) = json.loads(answer_json(answered(tmp_path, NESTED)))

    assert row["texts"] == ['a,"b', None]
    assert (row["n"], row["reals"][2], row["d"]) == (None, None, "2020-01-02")


def test_answer_parquet__as_it_was(tmp_path: Path) -> None:
    rows = answered(tmp_path, NESTED)

    assert pq.read_table(io.BytesIO(answer_parquet(rows))).schema == rows.schema


def test_answers__empty(tmp_path: Path) -> None:
    rows = answered(tmp_path, "SELECT clip_id FROM clips")

    assert answer_csv(rows) == b'"clip_id"\n'
    assert json.loads(answer_json(rows)) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ([0.123456789, None], "[0.123457, ]"),
        ([1, 2, 3, 4, 5], "[1, 2, 3, 4, \u2026 5 values]"),
        ({"a": float("nan")}, '{"a": null}'),
        ("x" * 300, "x" * 199 + "\u2026"),
        (True, "True"),
    ],
)
def test_short_text(value: object, text: str) -> None:
    assert short_text(value) == text
