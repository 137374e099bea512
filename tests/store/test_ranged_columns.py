"""What a part keeps of its columns to skip by: places, never pictures."""

from pathlib import Path

import pyarrow.parquet as pq

from store.layout import create_store
from store.schema import table
from tests.store.village_maker import write_crop


def test_ranged__neither_pictures_nor_vectors() -> None:
    assert "image" not in table("crops").ranged
    assert "points" not in table("landmarks").ranged
    assert "crop_id" in table("crops").ranged


def test_write__a_picture_is_in_its_part_once(tmp_path: Path) -> None:
    store = create_store(tmp_path / "store")
    write_crop(store, "a/c0/f0000/right/p00", "c0", image=b"seldom seen")
    (part,) = store.parts("crops")

    told = pq.read_metadata(part).row_group(0)

    kept = {
        told.column(i).path_in_schema: told.column(i).statistics is not None
        for i in range(told.num_columns)
    }
    assert kept["crop_id"]
    assert not kept["image"]
    assert part.read_bytes().count(b"seldom seen") == 1
