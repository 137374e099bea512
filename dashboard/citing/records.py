"""Records as tables with a column for each of the fields named."""

from collections.abc import Iterable

import pyarrow as pa


def records_table(schema: pa.Schema, records: Iterable[object]) -> pa.Table:
    """Return records as a table: of each, the fields that the schema names."""
    listed = list(records)
    columns = [
        pa.array([getattr(record, field.name) for record in listed], field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)
