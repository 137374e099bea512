"""What a table is made of: columns with a type, a unit and a meaning."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

TEXT: Final = pa.string()
FLAG: Final = pa.bool_()
INT: Final = pa.int64()
SMALL: Final = pa.int32()
REAL: Final = pa.float64()
SINGLE: Final = pa.float32()
BYTES: Final = pa.binary()
REALS: Final = pa.list_(pa.float32())
TEXTS: Final = pa.list_(pa.string())

EVERY_ROW: Final = ("corpus",)


def vector(length: int) -> pa.DataType:
    """Return the type of a fixed-length vector of 32-bit floats."""
    return pa.list_(pa.float32(), length)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, meaning, unit, and whether it may be missing."""

    name: str
    type: pa.DataType
    doc: str
    unit: str = ""
    nullable: bool = False


def optional(name: str, type_: pa.DataType, doc: str, unit: str = "") -> Column:
    """Return a column in which a value may be missing (null)."""
    return Column(name, type_, doc, unit, nullable=True)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns, its key, and how its files are laid out.

    Attributes:
        name: the view's name in SQL and the folder's name on disk.
        row: what one row is, one sentence.
        columns: in file order.
        key: the columns that together name a row.
        partition: columns whose values name the folders above a part. They are in the
            file too.
        sort: the order of rows inside a part, so that look-ups by it read little.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    partition: tuple[str, ...] = EVERY_ROW
    sort: tuple[str, ...] = ()

    @property
    def arrow(self) -> pa.Schema:
        """The table's Arrow schema."""
        return pa.schema(
            [pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns]
        )

    @property
    def ranged(self) -> list[str]:
        """Columns of which files keep the least and the greatest value, to skip by.

        Not pictures: a file would hold each of them three times.
        """
        return [
            c.name
            for c in self.columns
            if not (pa.types.is_binary(c.type) or pa.types.is_nested(c.type))
        ]
