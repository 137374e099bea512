import dataclasses
from pathlib import Path

import pytest

from models.results import Result, load_results
from models.results_table import (
    TABLE_BEGIN,
    TABLE_END,
    markdown_table,
    with_table,
)
from store.errors import StoreError

README = Path(__file__).resolve().parents[2] / "README.md"


def result(name: str, value: float = 0.5, paper: str = "0.45") -> Result:
    return Result(
        name=name,
        value=value,
        low=0.4,
        high=0.6,
        unit="share",
        data="made-up data; 10 clips",
        split="by signer",
        seeds=(1, 2),
        recipe="",
        command="signatlas status",
        machine="2 cores",
        date="2026-01-01",
        paper=paper,
    )


def rows_of(*records: Result) -> list[str]:
    return [
        line
        for line in markdown_table(records).splitlines()
        if line.startswith("| ") and "---" not in line and " ours " not in line
    ]


def test_markdown_table__nothing_measured() -> None:
    assert markdown_table([]) == ""


def test_markdown_table__names_value_interval_paper_and_data() -> None:
    (row,) = rows_of(result("data/all/model/accuracy"))

    data = "made-up data; 10 clips; by signer"
    assert row == f"| data/all/accuracy | model 0.5 [0.4, 0.6] share | 0.45 | {data} |"


def test_markdown_table__models_measured_alike_share_a_line_best_first() -> None:
    worse, better = result("d/k9/hog/ami", 0.3), result("d/k9/angles/ami", 0.9)

    rows = rows_of(worse, better, result("d/k10/hog/ami"))

    assert len(rows) == 2
    assert rows[0].startswith("| d/k9/ami | angles 0.9 [0.4, 0.6]; hog 0.3 [")


def test_markdown_table__each_model_has_its_own_published_figure() -> None:
    one = result("d/k9/cnn/accuracy", 0.9, paper=".95 (on MNIST)")
    other = result("d/k9/nn/accuracy", 0.8, paper=".78 (on MNIST)")

    (row,) = rows_of(one, other)

    assert "| cnn .95; nn .78 (on MNIST) |" in row


def test_markdown_table__data_that_differs_is_cut_at_a_clause() -> None:
    one = result("d/k9/cnn/accuracy")
    other = dataclasses.replace(
        result("d/k9/nn/accuracy"), data="made-up data; 20 clips"
    )

    (row,) = rows_of(one, other)

    assert row.endswith("| made-up data ... |")


def test_markdown_table__speed_stands_apart_each_ratio_by_itself() -> None:
    made = markdown_table([result("d/k9/nn/ami"), result("bench/area/one/ratio")])

    assert made.index("**Models**") < made.index("**Speed**")
    assert made.index("**Speed**") < made.index("| bench/area/ratio | one 0.5")


def test_markdown_table__only_what_can_be_compared() -> None:
    assert markdown_table([result("a/b/c", paper="")]) == ""


def test_with_table__text_without_marks() -> None:
    with pytest.raises(StoreError, match="lacks"):
        with_table("nothing", [])


def test_with_table__only_the_table_changes() -> None:
    text = f"before\n{TABLE_BEGIN}\nold\n{TABLE_END}\nafter"

    made = with_table(text, [result("a/b/c")])

    assert made.startswith(f"before\n{TABLE_BEGIN}\n**Models**")
    assert made.endswith(f"{TABLE_END}\nafter")
    assert "old" not in made


def test_readme__shows_exactly_the_recorded_results() -> None:
    text = README.read_text("utf-8")

    assert with_table(text, load_results()) == text
