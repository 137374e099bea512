"""A bundle is opened, looked at file by file, computed again and compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from dashboard.citing.archive import check_name, opened
from dashboard.citing.crate import METADATA
from dashboard.citing.question import Question, read_json, read_question
from dashboard.citing.recomputing import differences
from dashboard.citing.registry import thing
from dashboard.citing.rows import rows_read
from dashboard.citing.software import differing, software_here
from dashboard.citing.tables import file_digest, rows_digest
from store.db import Database
from store.errors import AtlasError, CallError
from store.excerpts import check_parts
from store.layout import Store, open_store

STORE: Final = "store"


@dataclass(frozen=True, slots=True)
class Reproduced:
    """What came out of computing a bundle again.

    Attributes:
        question: what it asks.
        rows_from: where the rows were: `the bundle`, or a folder.
        differences: where it differs, in words; none: it is equal.
        notes: what a reader should know besides.
    """

    question: Question
    rows_from: str
    differences: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether the bundle is whole, and the same comes out again."""
        return not self.differences


def reproduce(bundle: Path, store: Path | None = None) -> Reproduced:
    """Compute a bundle again and say where it differs.

    Args:
        bundle: a folder or zip file.
        store: a store to take the rows from; None: those in the bundle.

    Raises:
        CallError: it is no bundle, cannot be unpacked safely, has no rows and no store
            is given, or is of a newer signatlas.
        StoreError: the store cannot be read.
    """
    with opened(bundle) as folder:
        question = read_question(folder)
        thing(question.thing).asked(question.parameters)
        found = _changed_files(folder)
        notes = differing(question.software, software_here())
        if store is None:
            rows, where = _own_rows(folder, question), "the bundle"
        else:
            rows, where = open_store(store), str(store)
            notes += _changed_rows(rows, question)
        found += _computed(folder, question, rows, own=store is None)
    return Reproduced(question, where, tuple(found), tuple(notes))


def _computed(folder: Path, question: Question, rows: Store, *, own: bool) -> list[str]:
    if own:
        try:
            check_parts(rows)
        except AtlasError as error:
            return [f"it cannot be computed again: {error}"]
    return differences(folder, question, Database(rows))


def _own_rows(folder: Path, question: Question) -> Store:
    if question.left_out:
        raise CallError(
            f"The rows are not in the bundle: {question.left_out}. Name a store that has "
            "the corpus: --store FOLDER."
        )
    return open_store(folder / STORE)


def _changed_rows(store: Store, question: Question) -> list[str]:
    """Return which tables of a store say something else than those the bundle is from."""
    database, wanted = Database(store), thing(question.thing)
    try:
        reads = wanted.reads(database, wanted.asked(question.parameters))
    except AtlasError as error:
        return [f"its rows are not in this store: {error}"]
    now = {table: rows_digest(rows) for table, rows in rows_read(store, reads)}
    names = sorted({*now, *question.rows} if question.rows else ())
    return [
        f"rows of table {name} are not those that the bundle was made from"
        for name in names
        if now.get(name) != question.rows.get(name)
    ]


def _changed_files(folder: Path) -> list[str]:
    """Return which files are missing, changed or not described."""
    described = _described(read_json(folder / METADATA))
    found = []
    for name, digest in sorted(described.items()):
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif file_digest(path) != digest:
            found.append(f"{name} was changed: its digest is not the one described")
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    }
    more = sorted(there - described.keys() - {METADATA})
    return found + [f"{name} is not described" for name in more]


def _described(told: dict[str, Any]) -> dict[str, str]:
    """Return the digest of each file that an RO-Crate describes."""
    graph = told.get("@graph")
    if not isinstance(graph, Sequence) or isinstance(graph, str):
        raise CallError(f"{METADATA} has no @graph: it is no RO-Crate.")
    found = {}
    for entity in graph:
        if not isinstance(entity, dict) or entity.get("@type") != "File":
            continue
        name, digest = unquote(str(entity.get("@id"))), str(entity.get("sha256"))
        check_name(name)
        found[name] = digest
    if not found:
        raise CallError(f"{METADATA} describes no file: this is no citable bundle.")
    return found
