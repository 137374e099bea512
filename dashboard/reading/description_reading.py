"""Written descriptions and their families, read from a store, without a page."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.records.description_records import (
    DescribedSign,
    DescriptionRun,
    SignFamilies,
)
from models.descriptions.reading import read_families
from models.descriptions.tokens import Unit
from store.db import Database

ANY_PARAMETER: Final = "any"
"""Stands for minimal pairs in whichever parameter."""


def read_signs(database: Database, corpus: str) -> list[DescribedSign]:
    """Return the descriptions of a corpus, by id."""
    rows = database.rows("descriptions_of", corpus=corpus)
    return [DescribedSign(**row) for row in rows]


def families_among(
    database: Database, run_id: str, signs: Sequence[DescribedSign], unit: Unit
) -> SignFamilies | None:
    """Return the families of a run at all thresholds.

    None where descriptions that it compared are not in the store any more.
    """
    read = read_families(database, run_id, [sign.description_id for sign in signs])
    if read is None:
        return None
    compared, tree = read
    return SignFamilies([signs[place] for place in compared], tree, unit)


def run_of(row: Mapping[str, Any]) -> DescriptionRun:
    """Return a comparison of descriptions, from the row of its run."""
    recipe, metrics = json.loads(row["recipe"]), json.loads(row["metrics"])
    return DescriptionRun(
        run_id=row["run_id"],
        unit=metrics["unit"],
        weighting=recipe["weighting"],
        floor=recipe["floor"],
        seed=row["seed"],
        permutations=recipe["permutations"],
        merged=metrics["merged"],
        threshold=metrics["threshold"],
    )
