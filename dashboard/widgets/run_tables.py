"""What a run says of hands or clips, to be taken along as a table."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import streamlit as st

from dashboard.asking import ask, current_store, database_at
from dashboard.wording import counted, plain
from store.consent import credits as credits_of

Told = Literal["predictions", "embeddings"]
CSV_ROWS_AT_MOST: Final = 200_000
"""More rows are no download for a page: they come as Parquet, a tenth of the size."""


def offer_run_tables(
    run_id: str, told: Sequence[Told] = ("predictions", "embeddings")
) -> None:
    """Offer tables of a run; they are made when they are asked for.

    Args:
        run_id: the run.
        told: which of its tables.
    """
    items = ask("run_items", ("predictions", "embeddings"), run_id=run_id)
    found: dict[str, dict[str, int]] = {}
    for row in items:
        found.setdefault(row["told"], {})[row["corpus"]] = row["items"]
    offered = [name for name in told if name in found and _may_leave(name, found[name])]
    if not offered:
        return
    with st.container(horizontal=True):
        for name in offered:
            rows = sum(found[name].values())
            for ending in _endings(name, rows):
                _offer(run_id, name, ending)
    root = current_store().root
    command = f"signatlas export {offered[0]} {run_id} FILE --store {root}"
    sizes = ", ".join(counted(sum(found[name].values()), name[:-1]) for name in offered)
    st.caption(
        f"{sizes}. Parquet says what each column is, which run and whose data; so do the "
        f"files of {plain(command)}"
    )


def table_bytes(run_id: str, told: Told, ending: str) -> bytes:
    """Return a table of a run as a file of this ending."""
    # They bring what writes Parquet, which no page needs before.
    from ingest.exports import table_sources  # noqa: PLC0415
    from ingest.exports.tables import write_table  # noqa: PLC0415

    source = {
        "predictions": table_sources.predictions,
        "embeddings": table_sources.embeddings,
    }[told]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{told}{ending}"
        write_table(source(database_at(current_store().root), run_id), file)
        return file.read_bytes()


def _endings(told: str, rows: int) -> list[str]:
    """Return the kinds of files that are of use: vectors are none for a spreadsheet."""
    csv = told == "predictions" and rows <= CSV_ROWS_AT_MOST
    return [".csv", ".parquet"] if csv else [".parquet"]


def _may_leave(told: str, items: dict[str, int]) -> bool:
    if told == "predictions":
        return True
    listed = credits_of(database_at(current_store().root), items)
    return any(credit.exportable for credit in listed)


def _offer(run_id: str, told: Told, ending: str) -> None:
    kind = {".csv": "CSV", ".parquet": "Parquet"}[ending]
    st.download_button(
        f"{told.capitalize()} as {kind}",
        lambda: table_bytes(run_id, told, ending),
        f"{run_id}-{told}{ending}",
        "text/csv" if kind == "CSV" else "application/vnd.apache.parquet",
        key=f"run_tables_{told}{ending}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )
