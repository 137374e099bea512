"""Two tables, or two figures, cell by cell: exact, but for figures within a tolerance."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyarrow as pa

SHOWN: Final = 10
"""Cells of a table that are told one by one."""


def table_differences(
    name: str, then: pa.Table, now: pa.Table, *, tolerance: float
) -> list[str]:
    """Return in words where a table differs from what it was; none: it is equal.

    Args:
        name: of the table.
        then: what the bundle holds.
        now: what was computed again.
        tolerance: how far figures may lie apart.
    """
    if then.schema.names != now.schema.names:
        was, is_ = (", ".join(told.schema.names) for told in (then, now))
        return [f"{name}: the columns were {was}; are {is_}"]
    if then.num_rows != now.num_rows:
        return [f"{name}: there were {then.num_rows:,} rows, are {now.num_rows:,}"]
    found = list(_cells(name, then, now, tolerance))
    more = len(found) - SHOWN
    return found[:SHOWN] + ([f"{name}: {more:,} more cells"] if more > 0 else [])


def figure_differences(
    then: dict[str, Any], now: dict[str, Any], *, tolerance: float
) -> list[str]:
    """Return in words whether what a figure draws differs; its looks do not count.

    Args:
        then: the figure as Plotly's JSON, read.
        now: the same, drawn again.
        tolerance: how far figures may lie apart.
    """
    if _alike(then.get("data"), now.get("data"), tolerance):
        return []
    return ["figure.json: what it draws differs from what is drawn again"]


def _cells(name: str, then: pa.Table, now: pa.Table, tolerance: float) -> Iterator[str]:
    columns = zip(then.column_names, then.columns, now.columns, strict=True)
    head = then.columns[0].to_pylist() if then.num_columns else []
    for column, before, after in columns:
        if before.equals(after):
            continue
        pairs = zip(before.to_pylist(), after.to_pylist(), strict=True)
        for row, (old, new) in enumerate(pairs):
            if not _alike(old, new, tolerance):
                place = f"row {row + 1} ({head[row]})"
                yield f"{name}, {place}, {column}: was {_said(old)}, is {_said(new)}"


def _alike(one: Any, other: Any, tolerance: float) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(
            _alike(value, other[name], tolerance) for name, value in one.items()
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            _alike(a, b, tolerance) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, float) and isinstance(other, float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)
    return type(one) is type(other) and bool(one == other)


def _said(value: object) -> str:
    return "missing" if value is None else repr(value)
