"""One comparison of written descriptions, for the things that show families and pairs."""

from dashboard.reading.description_reading import families_among, read_signs, run_of
from dashboard.records.description_records import DescriptionRun, SignFamilies
from store.db import Database
from store.errors import CallError, UnknownNameError


def comparison(database: Database, run_id: str) -> tuple[str, DescriptionRun]:
    """Return the corpus that a run compared, and what is known of the run.

    Raises:
        UnknownNameError: no run of `signatlas families` has this id.
    """
    rows = [row for row in database.rows("description_corpora") if row["run_id"]]
    found = {row["run_id"]: row for row in rows}
    if run_id not in found:
        raise UnknownNameError("comparison of descriptions", run_id, found)
    return found[run_id]["corpus"], run_of(found[run_id])


def families_of(database: Database, run_id: str) -> SignFamilies:
    """Return the families of a run at all thresholds.

    Raises:
        UnknownNameError: there is no such run.
        CallError: descriptions were read anew since.
    """
    corpus, run = comparison(database, run_id)
    found = families_among(database, run_id, read_signs(database, corpus), run.unit)
    if found is None:
        raise CallError(
            f"The descriptions of {corpus} were read anew since run {run_id} compared "
            f"them: `signatlas families --corpus {corpus}`."
        )
    return found
