"""What is in a store: rows, runs, problems, and how well the synthetic signer is seen."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from store.db import Database
from store.layout import Store
from store.runs import Progress, running
from store.schema_version import SCHEMA_VERSION
from store.truth import CorpusSeen, seen_against_truth


@dataclass(frozen=True, slots=True)
class Status:
    """One look at a store.

    Attributes:
        store: its folder.
        schema_version: of its tables.
        rows: rows per table.
        runs: newest first, one dictionary each.
        running: what is being done at the moment.
        problems: counts by corpus and kind, with an example.
        seen_against_truth: one record per synthetic corpus.
    """

    store: str
    schema_version: int
    rows: dict[str, int]
    runs: list[dict[str, Any]]
    running: list[Progress]
    problems: list[dict[str, Any]]
    seen_against_truth: list[CorpusSeen]

    def as_json(self) -> dict[str, Any]:
        """Return it in plain JSON values; what cannot be known is null."""
        plain: dict[str, Any] = _without_nan(asdict(self))
        return plain


def look(store: Store) -> Status:
    """Return what is in the store now."""
    database = Database(store)
    return Status(
        store=str(store.root),
        schema_version=SCHEMA_VERSION,
        rows=database.row_counts(),
        runs=database.rows("runs_newest_first"),
        running=running(store),
        problems=database.rows("problems_by_kind"),
        seen_against_truth=seen_against_truth(database),
    )


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
