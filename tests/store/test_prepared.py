"""What is prepared is read from its file until a table changes, and is never half there."""

import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from store.layout import Store, create_store
from store.prepared import broken_prepared, numbers_in, prepared, prepared_dir
from store.write import write_rows
from tests.store.elan.elan_store import clip_row
from tests.store.settling import settled


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = create_store(tmp_path / "store")
    _write_clip(made, "one")
    return settled(made)


def _write_clip(store: Store, name: str) -> None:
    row = clip_row(name, gloss="TREE", source="none.mp4", corpus="village")
    write_rows(store, "clips", [row], part=name, partition={"corpus": "village"})


class _Making:
    """Makes a table, and counts how often."""

    def __init__(self, store: Store) -> None:
        self.store, self.made = store, 0

    def __call__(self) -> pa.Table:
        self.made += 1
        vectors = np.arange(12, dtype=np.float32)
        return pa.table(
            {
                "name": pa.array(["a", "ü", None]).dictionary_encode(),
                "vector": pa.FixedSizeListArray.from_arrays(pa.array(vectors), 4),
            }
        ).replace_schema_metadata({"count": str(self.made)})

    def asked(self, form: int = 1, of: str = "") -> pa.Table:
        tables = ["clips"]
        return prepared(
            self.store, "signs.run-1", form=form, tables=tables, make=self, of=of
        )


def test_it_is_made_once_and_read_from_the_file(store: Store) -> None:
    making = _Making(store)
    first, again = making.asked(), making.asked()
    assert making.made == 1
    assert first.equals(again)
    assert again.schema.metadata == {b"count": b"1"}
    assert again["name"].to_pylist() == ["a", "ü", None]
    vectors = again["vector"].chunk(0).flatten().to_numpy(zero_copy_only=True)
    np.testing.assert_array_equal(vectors, np.arange(12))
    # Of what lies in the file no copy is made: processes share its memory.
    assert np.shares_memory(numbers_in(again["vector"]), vectors)


def test_a_new_part_has_it_made_anew_and_the_old_file_goes(store: Store) -> None:
    making = _Making(store)
    making.asked()
    _write_clip(store, "two")
    making.asked()
    making.asked()
    assert making.made == 3, "a folder that has just changed is not trusted"
    settled(store)
    making.asked()
    assert making.asked().schema.metadata == {b"count": b"4"}
    assert len(list(prepared_dir(store).rglob("*.arrow"))) == 1


def test_another_form_is_another_file(store: Store) -> None:
    making = _Making(store)
    making.asked(form=1)
    making.asked(form=2)
    assert making.made == 2


def test_what_else_it_depends_on_has_it_made_anew(store: Store) -> None:
    making = _Making(store)
    for of in ("no label", "no label", "a label", "a label", "no label"):
        making.asked(of=of)
    assert making.made == 3


@pytest.mark.parametrize("keep", [0, 7, 300, -9])
def test_a_file_cut_short_is_made_anew(store: Store, keep: int) -> None:
    making = _Making(store)
    making.asked()
    (path,) = prepared_dir(store).rglob("*.arrow")
    path.write_bytes(path.read_bytes()[:keep])
    assert broken_prepared(store) == [path]
    assert making.asked()["name"].to_pylist() == ["a", "ü", None]
    assert making.made == 2
    assert broken_prepared(store) == []


def test_every_flipped_byte_is_found_by_its_sum_and_ends_no_process(
    store: Store,
) -> None:
    making = _Making(store)
    making.asked()
    (path,) = prepared_dir(store).rglob("*.arrow")
    whole = path.read_bytes()
    for place in range(0, len(whole), 5):
        path.write_bytes(
            whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        )
        assert broken_prepared(store) == [path]
        asked = making.asked()
        assert asked.num_columns <= 2
        with suppress(KeyError):
            asked["name"].to_pylist()
        for left in prepared_dir(store).rglob("*.arrow"):
            left.unlink()
        path.write_bytes(whole)


def test_where_nothing_can_be_written_it_is_made_for_the_caller(store: Store) -> None:
    prepared_dir(store).write_text("in the way")
    making = _Making(store)
    assert making.asked()["name"].to_pylist() == ["a", "ü", None]
    assert making.asked().num_rows == 3
    assert making.made == 2


def test_a_clock_set_back_does_not_trust_what_is_to_come(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    making = _Making(store)
    now = store.table_dir("clips").stat().st_mtime
    monkeypatch.setattr(time, "time", lambda: now - 1)
    making.asked()
    making.asked()
    assert making.made == 2
