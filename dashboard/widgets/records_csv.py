"""Records as CSV text, for download buttons."""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def records_csv(
    kind: "type[DataclassInstance]", records: "Iterable[DataclassInstance]"
) -> str:
    """Return records of one kind as CSV, a column per field; only a head of none."""
    file = io.StringIO()
    writer = csv.DictWriter(file, [field.name for field in fields(kind)])
    writer.writeheader()
    writer.writerows(asdict(record) for record in records)
    return file.getvalue()
