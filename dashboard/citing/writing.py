"""Bundles are made: the table, its figure, the rows behind it, and their description."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyarrow as pa

from dashboard.citing import explaining
from dashboard.citing.archive import zip_folder
from dashboard.citing.crate import write_crate
from dashboard.citing.figures import write_figure
from dashboard.citing.planning import Plan
from dashboard.citing.question import FILE, Question
from dashboard.citing.recomputing import differences
from dashboard.citing.rows import rows_read, write_rows_read
from dashboard.citing.runs import chain
from dashboard.citing.software import software_here
from dashboard.citing.tables import csv_bytes, digest_of, parquet_bytes, rows_digest
from dashboard.citing.thing import Computed
from store.db import Database
from store.errors import CallError, StoreError
from store.layout import create_store, open_store
from store.temporary import temporary_beside

ZIP: Final = ".zip"


def write_bundle(
    database: Database, plan: Plan, target: Path, *, made: datetime | None = None
) -> Question:
    """Make a bundle as a zip file, or as a folder where `target` has another ending.

    Args:
        database: the store.
        plan: what it is to hold.
        target: where to; an existing file is replaced, a folder must be empty.
        made: when, with its time zone; None: now.

    Raises:
        CallError: the folder is not empty.
        StoreError: the disk refuses, or what was computed cannot be computed again.
    """
    zipped = target.suffix.lower() == ZIP
    if (
        not zipped
        and target.exists()
        and (not target.is_dir() or any(target.iterdir()))
    ):
        raise CallError(f"{target} is not empty: name a new folder, or a .zip file.")
    with filled_folder(database, plan, made=made) as (folder, question):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if zipped:
                beside = temporary_beside(target)
                zip_folder(folder, beside)
                beside.replace(target)
            else:
                shutil.copytree(folder, target, dirs_exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"Cannot write {target}: {error.strerror}. Free space or choose a "
                "folder you may write to."
            ) from error
    return question


def bundle_bytes(database: Database, plan: Plan) -> bytes:
    """Return a bundle as the bytes of a zip file."""
    with filled_folder(database, plan) as (folder, _):
        packed = folder.with_name("bundle.zip")
        zip_folder(folder, packed)
        return packed.read_bytes()


@contextmanager
def filled_folder(
    database: Database, plan: Plan, *, made: datetime | None = None
) -> Iterator[tuple[Path, Question]]:
    """Yield a folder with everything that belongs into a bundle, for as long."""
    with TemporaryDirectory(prefix="signatlas-bundle-") as above:
        folder = Path(above) / "bundle"
        computed = plan.thing.compute(database, plan.asked)
        _write_tables(folder, computed.tables)
        if computed.draw is not None:
            write_figure(folder, computed.draw())
        question = _question(plan, computed, _write_rows(folder, database, plan))
        (folder / FILE).write_text(question.to_json(), encoding="utf-8")
        readme = explaining.readme(plan, question)
        (folder / explaining.FILE).write_text(readme, encoding="utf-8")
        if not question.left_out:
            _check(folder, question)
        runs = chain(database, plan.reads.runs, plan.reads.corpora)
        write_crate(folder, plan, question, runs, made or datetime.now(UTC))
        yield folder, question


def _write_tables(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    (folder / "tables").mkdir(parents=True)
    for name, table in tables.items():
        (folder / "tables" / f"{name}.csv").write_bytes(csv_bytes(table))
        (folder / "tables" / f"{name}.parquet").write_bytes(parquet_bytes(table))


def _write_rows(folder: Path, database: Database, plan: Plan) -> dict[str, str]:
    """Write the rows that are read, unless they stay at home; return their digests."""
    digests: dict[str, str] = {}
    if plan.too_large:
        return digests

    def told() -> Iterator[tuple[str, pa.Table]]:
        for table, rows in rows_read(database.store, plan.reads):
            digests[table] = rows_digest(rows)
            yield table, rows

    if plan.left_out:
        list(told())
    else:
        write_rows_read(create_store(folder / "store"), told())
    return digests


def _check(folder: Path, question: Question) -> None:
    """Look whether the bundle comes to the same by its own rows, before it goes out."""
    database = Database(open_store(folder / "store"))
    found = differences(folder, question, database)
    if found:
        raise StoreError(
            "What was computed does not come out again from the rows that would be in "
            f"the bundle: {found[0]}. It may read what never leaves a store: pictures, "
            "folders, notes and names of annotators. `--without-rows` leaves the rows "
            "out."
        )


def _question(plan: Plan, computed: Computed, rows: dict[str, str]) -> Question:
    return Question(
        thing=plan.thing.name,
        title=plan.thing.title,
        parameters=plan.parameters,
        tables={n: digest_of(csv_bytes(told)) for n, told in computed.tables.items()},
        tolerance=plan.thing.tolerance,
        figure=computed.draw is not None,
        rows=rows,
        left_out=plan.left_out,
        software=software_here(),
    )
