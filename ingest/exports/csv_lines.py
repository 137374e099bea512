"""CSV as RFC 4180 has it: UTF-8, a header, quoted texts, lines that end in CR LF.

A missing text is empty, an empty text is `""`. Texts stay as they are, also those that a
spreadsheet takes for a formula: other programs are to read what the store holds. For
spreadsheets such texts get an apostrophe in front, and the file a byte order mark.

Reference: Shafranovich, Common Format and MIME Type for CSV Files, RFC 4180, 2005.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow.compute import (  # type: ignore[attr-defined]
    binary_join_element_wise,
    if_else,
    replace_substring,
)
from pyarrow.csv import WriteOptions, write_csv  # type: ignore[attr-defined]

from store.arrow_arrays import in_one

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
FORMULA_BEGINNINGS: Final = b"=+-@\t\r"
_STAND_IN: Final = "\ufdd0"
"""Stands for line feeds inside texts; Unicode keeps it for such inner use."""


def csv_lines(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, *, spreadsheet: bool = False
) -> Iterator[bytes]:
    """Yield the header and then the lines of each batch.

    Args:
        batches: rows, without lists.
        schema: their columns.
        spreadsheet: whether the file is to be safe to open in one.
    """
    if spreadsheet:
        yield BYTE_ORDER_MARK
    yield _lines(schema.empty_table(), header=True)
    for batch in batches:
        rows = pa.Table.from_batches([batch])
        yield _lines(_defused(rows) if spreadsheet else rows, header=False)


def formula_cells(batch: pa.RecordBatch) -> int:
    """Return how many texts a spreadsheet would take for formulas."""
    return sum(int(_like_formula(column).sum()) for column in _texts(batch))


def _lines(rows: pa.Table, *, header: bool) -> bytes:
    written = _written(rows, header=header)
    if written.count(b"\n") == rows.num_rows + header:
        return written.replace(b"\n", b"\r\n")
    for place, field in enumerate(rows.schema):
        if pa.types.is_string(field.type):
            kept = replace_substring(rows[field.name], "\n", _STAND_IN)
            rows = rows.set_column(place, field, kept)
    lines = _written(rows, header=header).replace(b"\n", b"\r\n")
    return lines.replace(_STAND_IN.encode(), b"\n")


def _written(rows: pa.Table, *, header: bool) -> bytes:
    file = io.BytesIO()
    write_csv(rows, file, WriteOptions(include_header=header))
    return file.getvalue()


def _defused(rows: pa.Table) -> pa.Table:
    for place, field in enumerate(rows.schema):
        if not pa.types.is_string(field.type):
            continue
        texts = in_one(rows[field.name])
        marked = binary_join_element_wise("'", texts, "")
        safe = if_else(pa.array(_like_formula(texts)), marked, texts)
        rows = rows.set_column(place, field, safe)
    return rows


def _texts(batch: pa.RecordBatch) -> list[pa.Array]:
    return [column for column in batch.columns if pa.types.is_string(column.type)]


def _like_formula(texts: pa.Array) -> NDArray[np.bool_]:
    """Return which texts begin as a formula does; read off the bytes, (N,)."""
    _, places, content = texts.buffers()
    begins = np.zeros(len(texts), bool)
    if content is None or not content.size:
        return begins
    edges = np.frombuffer(places, np.int32)[texts.offset :][: len(texts) + 1]
    filled = np.flatnonzero(edges[1:] > edges[:-1])
    first = np.frombuffer(content, np.uint8)[edges[filled]]
    begins[filled] = np.isin(first, np.frombuffer(FORMULA_BEGINNINGS, np.uint8))
    return begins
