import json
from pathlib import Path

import pytest

from models.results import Result, load_results, matching, save_results
from store.errors import CallError, StoreError

README = Path(__file__).resolve().parents[2] / "README.md"


def result(name: str = "data/all/model/accuracy", value: float = 0.5) -> Result:
    return Result(
        name=name,
        value=value,
        low=0.4,
        high=0.6,
        unit="share",
        data="made-up data",
        split="by signer",
        seeds=(1, 2),
        recipe="",
        command="signatlas status",
        machine="2 cores",
        date="2026-01-01",
        paper="0.45",
    )


def test_load_results__none(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text("[]")

    assert load_results(tmp_path / "r.json") == []


def test_save_results__adds_replaces_and_sorts(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("[]")

    save_results([result("b/b/b"), result("a/a/a")], path)
    save_results([result("b/b/b", value=0.9)], path)

    assert [(r.name, r.value) for r in load_results(path)] == [
        ("a/a/a", 0.5),
        ("b/b/b", 0.9),
    ]


@pytest.mark.parametrize(
    "text", ["", "{", '{"a": 1}', '[{"name": "a/b/c"}]', '[{"surprise": 1}]']
)
def test_load_results__broken_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.json").write_text(text)

    with pytest.raises(StoreError, match="no results file"):
        load_results(tmp_path / "r.json")


@pytest.mark.parametrize("name", ["", "alone", "A/B/C", "a/b c/d"])
def test_result__name_that_is_none(name: str) -> None:
    with pytest.raises(CallError, match="cannot name a result"):
        result(name)


def test_matching__beginning_or_pattern() -> None:
    records = [result("a/x/y"), result("b/x/y"), result("a/x/z")]

    assert [r.name for r in matching(records, "a/")] == ["a/x/y", "a/x/z"]
    assert [r.name for r in matching(records, "*/y")] == ["a/x/y", "b/x/y"]
    assert matching(records, "c") == []


def test_results_file__is_sorted_and_complete() -> None:
    entries = json.loads((README.parent / "models" / "results.json").read_text("utf-8"))
    names = [entry["name"] for entry in entries]

    assert names == sorted(names)
    assert len(load_results()) == len(entries)
