"""`signatlas export frequencies`: how common each handshape is, as a table."""

import math
from typing import TYPE_CHECKING

from ingest.export_commands import (
    Overwrite,
    TableFile,
    opened,
    write_reported,
)
from models.classify_commands import (
    CountedCorpus,
    CountedUnit,
    RunArgument,
    Threshold,
)
from store.command_options import StoreOption

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.exports.tables import ExportedTable
    from models.prevalence_reading import RunFrequencies
    from store.db import Database


def export_frequencies(
    run: RunArgument,
    file: TableFile,
    *,
    corpus: CountedCorpus = None,
    unit: CountedUnit = "crop",
    threshold: Threshold = 0.7,
    overwrite: Overwrite = False,
    store: StoreOption = None,
) -> None:
    """Write how common each handshape is: raw, and corrected for mistakes."""
    from models.prevalence_reading import read_frequencies  # noqa: PLC0415 - heavy

    database = opened(store)
    found = read_frequencies(
        database, run, corpus=corpus, unit=unit, threshold=threshold
    )
    table = frequency_table(database, run, found, corpus=corpus)
    write_reported(table, file, overwrite=overwrite)


def frequency_table(
    database: "Database", run_id: str, found: "RunFrequencies", *, corpus: str | None
) -> "ExportedTable":
    """Return frequencies as a table, one row for each class by each method."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    from ingest.exports.table_facts import (  # noqa: PLC0415
        TableFacts,
        run_facts,
    )
    from ingest.exports.tables import ExportedTable, rows_at_hand  # noqa: PLC0415
    from store.columns import REAL, TEXT, Column, optional  # noqa: PLC0415
    from store.consent import credits as credits_of  # noqa: PLC0415

    items = database.rows("run_items", run_id=run_id)
    corpora = [r["corpus"] for r in items if corpus in (None, r["corpus"])]
    facts = TableFacts(
        "frequencies",
        f"How common one class is by one method, per {found.unit}.",
        (
            Column("method", TEXT, "raw, or how mistakes were corrected."),
            Column("class", TEXT, "Handshape, gloss or letter."),
            optional("share", REAL, "Its share, from 0 to 1."),
            optional("low", REAL, "Lower end of the share's 95 % interval."),
            optional("high", REAL, "Upper end of the share's 95 % interval."),
        ),
        ("method", "class"),
        credits_of(database, corpora),
        run_facts(database, run_id),
        f"{found.hands:,} hands counted; raw counts keep {found.coverage:.1%} of them, "
        f"of a probability of {found.threshold:g} or more.",
    )
    rows = [
        {"method": method, "class": name, "share": share, "low": low, "high": high}
        for method, shares in found.by_method.items()
        for name, share, low, high in zip(
            found.classes,
            *(_known(ends) for ends in (shares.shares, shares.low, shares.high)),
            strict=True,
        )
    ]
    table = pa.Table.from_pylist(rows, schema=facts.as_text)
    return ExportedTable(facts, table.num_rows, lambda _: rows_at_hand(table))


def _known(figures: "NDArray[np.float64]") -> "list[float | None]":
    """Return figures; None where nothing was counted."""
    return [None if math.isnan(figure) else figure for figure in figures.tolist()]
