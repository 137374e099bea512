"""Columns of Arrow tables as one array."""

import pyarrow as pa


def in_one(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array: as it lies there where it is one already."""
    # Arrow's own `combine_chunks` copies that, too.
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
