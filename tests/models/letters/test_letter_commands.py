"""`signatlas bench sign-mnist` as a user calls it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models import results
from models.letters.commands import bench_app
from store.errors import CallError, UnknownNameError
from store.layout import create_store
from tests.models.letters.letter_maker import letters_store


def call(*arguments: str) -> str:
    result = CliRunner().invoke(
        bench_app, ["sign-mnist", *arguments], catch_exceptions=False
    )
    return result.output


def test_sign_mnist__prints_and_writes_the_table(tmp_path: Path) -> None:
    store = letters_store(tmp_path / "store")
    table = tmp_path / "table.md"

    said = call("--store", str(store.root), "--rows", "kNN", "--table", str(table))

    assert "bars kNN seed 0: accuracy 1.0000" in said
    assert "| kNN | 5 nearest neighbours" in said
    assert table.read_text("utf-8") in said


def test_sign_mnist__only_shows(tmp_path: Path) -> None:
    store = letters_store(tmp_path / "store")
    call("--store", str(store.root), "--rows", "kNN")

    said = call("--store", str(store.root), "--only-show")

    assert [line[:6] for line in said.splitlines() if line.startswith("| ")][2:] == [
        "| kNN "
    ]


def test_sign_mnist__saves_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = letters_store(tmp_path / "store")
    kept = tmp_path / "results.json"
    kept.write_text("[]", "utf-8")
    monkeypatch.setattr(results.save_results, "__defaults__", (kept,))

    call("--store", str(store.root), "--rows", "kNN", "--save")

    names = {record["name"] for record in json.loads(kept.read_text("utf-8"))}
    assert {"bars/letters/knn/accuracy", "bars/letters/knn/macro_f1"} <= names


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--rows", "CNN3agu"), "Did you mean 'CNN3aug'"),
        (("--corpus", "digits-28"), "signatlas ingest letters-28"),
        (("--seeds", "0"), "--seeds"),
    ],
)
def test_sign_mnist__what_cannot_be(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    store = create_store(tmp_path)

    with pytest.raises((CallError, UnknownNameError), match=message):
        call("--store", str(store.root), *arguments)
