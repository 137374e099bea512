"""The points of a map as a table to take away."""

import io
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.records.map_records import ItemMap, Places
from dashboard.records.words import Words


def points_table(
    told: ItemMap, places: Places, more: Mapping[str, Words] | None = None
) -> pa.Table:
    """Return points with all that is known of them; missing where it is unknown.

    Args:
        told: the map.
        places: which points, in the table's order.
        more: what else is known of all points, by name.
    """
    columns: dict[str, object] = {
        "item_id": pa.array(told.item_ids[places], pa.string()),
        "clip_id": pa.array(told.clip_ids[places], pa.string()),
        "x": told.x[places],
        "y": told.y[places],
        "trust": pa.array(told.trust[places], from_pandas=True),
    }
    for name, known in (told.known | dict(more or {})).items():
        columns[name] = pa.array(known.texts(places), pa.string())
    return pa.table(columns)


def csv_of(table: pa.Table) -> bytes:
    """Return a table as CSV."""
    text: str = table.to_pandas().to_csv(index=False)
    return text.encode()


def parquet_of(table: pa.Table) -> bytes:
    """Return a table as Parquet."""
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()
