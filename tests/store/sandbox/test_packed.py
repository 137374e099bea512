"""Statements of users read packs, as pages do, and nothing else beside the tables."""

from pathlib import Path

import pytest

from store.compact import compact
from store.errors import SqlError
from store.layout import Store, create_store
from store.packs import packs_dir
from tests.store.sandbox.asking_maker import answered
from tests.store.settling import settled
from tests.store.test_db import add_clip

CLIPS = 12


@pytest.fixture
def packed(tmp_path: Path) -> Store:
    store = create_store(tmp_path / "störe [1] o'clock")
    for clip in range(CLIPS):
        add_clip(store, f"c{clip:02}")
    assert [each.state for each in compact(settled(store))] == ["packed"]
    return store


def test_packed__a_statement_reads_the_pack_and_each_row_once(packed: Store) -> None:
    counted = answered(packed.root, "SELECT count(*) AS n FROM clips")
    # A pack that holds is all that is read: what its parts are by now is not seen.
    for part in packed.parts("clips"):
        with part.open("r+b") as file:
            file.write(b"spoilt")
    again = answered(packed.root, "SELECT count(*) AS n FROM clips")

    assert counted.to_pylist() == again.to_pylist() == [{"n": CLIPS}]


def test_packed__a_pack_cannot_be_named(packed: Store) -> None:
    pack = next(packs_dir(packed).rglob("pack-*.parquet"))

    with pytest.raises(SqlError):
        answered(packed.root, f"SELECT * FROM read_parquet('{pack.name}')")
