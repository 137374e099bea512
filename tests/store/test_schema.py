import re

import pytest

from store.columns import Table
from store.schema import TABLES

DESIGNED = [
    "corpora",
    "clips",
    "frames",
    "landmarks",
    "crops",
    "features",
    "clusterings",
    "confounds",
    "cluster_assignments",
    "cluster_iterations",
    "label_events",
    "letters",
    "lexicon",
    "splits",
    "runs",
    "run_history",
    "predictions",
    "embeddings",
    "projections",
    "descriptions",
    "description_pairs",
    "description_tree",
    "problems",
    "saved_queries",
    "truth_signs",
    "truth_frames",
    "truth_hands",
]


def test_tables__all_that_were_designed() -> None:
    assert sorted(TABLES) == sorted(DESIGNED)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_table__says_what_it_is(table: Table) -> None:
    names = [column.name for column in table.columns]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert table.row.endswith(".")
    assert all(column.doc.endswith(".") for column in table.columns)
    assert set(table.key) | set(table.partition) | set(table.sort) <= set(names)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_table__keys_are_never_missing(table: Table) -> None:
    nullable = {column.name for column in table.columns if column.nullable}

    assert not nullable & {*table.key, *table.partition}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_table__times_and_lengths_carry_their_unit(table: Table) -> None:
    for column in table.columns:
        if column.name.endswith("_ms"):
            assert column.unit.startswith("ms")
        if column.name.endswith("_px"):
            assert column.unit == "px"
