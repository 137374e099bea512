"""What must be known to use an exported table: columns, units, run, licences.

It travels with the table: in the metadata of a Parquet file, in a Data Package beside a
CSV file.

Reference: Data Package (v2), https://datapackage.org/standard/data-package/.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

import pyarrow as pa

from store.columns import Column
from store.consent import Credit
from store.db import Database
from store.schema import table

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
PACKAGE_KEY: Final = "datapackage"
"""Key of the description in the metadata of a Parquet file."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The run that made the rows: what it was told, and by which version of the code."""

    run_id: str
    step: str
    recipe: dict[str, Any]
    seed: int | None
    code_version: str
    inputs: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """An exported table.

    Attributes:
        name: short, for programs.
        row: what a row is, one sentence.
        columns: in the order of the file.
        key: columns that together name a row.
        credits: whose data are in it.
        runs: what made the rows; empty where people did.
        note: what a reader must know beyond that.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    credits: Sequence[Credit]
    runs: Sequence[RunFacts] = ()
    note: str = ""
    written: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, with the meaning and unit of every column, and the package."""
        fields = [
            pa.field(c.name, c.type, nullable=c.nullable, metadata=_meaning(c))
            for c in self.columns
        ]
        package = json.dumps(data_package(self), ensure_ascii=False)
        return pa.schema(fields, {"description": self.row, PACKAGE_KEY: package})

    @property
    def as_text(self) -> pa.Schema:
        """The Arrow schema of a file without lists: they are JSON arrays there."""
        return pa.schema(
            [
                pa.field(c.name, pa.string() if _is_list(c) else c.type)
                for c in self.columns
            ]
        )


def column(table_name: str, name: str) -> Column:
    """Return a column of the store's schema."""
    return next(c for c in table(table_name).columns if c.name == name)


def run_facts(database: Database, run_id: str) -> list[RunFacts]:
    """Return the facts of a run; none where the store does not have its row."""
    rows = database.rows("run_facts", run_id=run_id)
    return [
        RunFacts(
            run_id=row["run_id"],
            step=row["step"],
            recipe=json.loads(row["recipe"]),
            seed=row["seed"],
            code_version=row["code_version"],
            inputs=tuple(row["inputs"]),
            note=row["note"],
        )
        for row in rows
    ]


def data_package(facts: TableFacts, file: dict[str, Any] | None = None) -> Any:
    """Return the table's description as a Data Package.

    Args:
        facts: of the table.
        file: what is known of its file: path, format, size, digest.
    """
    return {
        "$schema": PROFILE,
        "name": facts.name,
        "description": " ".join(filter(None, [facts.row, facts.note])),
        "created": facts.written.isoformat(timespec="seconds"),
        "createdBy": f"signatlas {version('signatlas')}",
        "sources": [_source(credit) for credit in facts.credits],
        "runs": [asdict(run) for run in facts.runs],
        "resources": [
            {
                "name": facts.name,
                **(file or {}),
                "schema": {
                    "fields": [_field(c) for c in facts.columns],
                    "primaryKey": list(facts.key),
                    "missingValues": [""],
                },
            }
        ],
    }


def _meaning(column_: Column) -> dict[str, str]:
    unit = {"unit": column_.unit} if column_.unit else {}
    return {"description": column_.doc, **unit}


def _field(column_: Column) -> dict[str, Any]:
    return {
        "name": column_.name,
        "type": _kind(column_),
        **_meaning(column_),
        "constraints": {"required": not column_.nullable},
    }


def _is_list(column_: Column) -> bool:
    return bool(pa.types.is_list(column_.type))


def _kind(column_: Column) -> str:
    """Return the type as Table Schema names it."""
    if _is_list(column_):
        return "array"
    if pa.types.is_boolean(column_.type):
        return "boolean"
    if pa.types.is_integer(column_.type):
        return "integer"
    return "number" if pa.types.is_floating(column_.type) else "string"


def _source(credit: Credit) -> dict[str, Any]:
    return {
        "title": credit.title,
        "corpus": credit.corpus,
        "licence": credit.licence,
        "citation": credit.citation,
        "synthetic": credit.synthetic,
    }
