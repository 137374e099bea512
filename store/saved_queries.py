"""Queries that were saved under a name. What was saved once is never overwritten.

Each saving, renaming and deleting is a row of its own, so that of two who save at the same
time neither loses anything, and each can be taken back.
"""

import uuid
from dataclasses import dataclass, replace
from typing import Final

from store.db import Database
from store.errors import CallError
from store.event_ids import id_after_all, new_event_id
from store.layout import Store
from store.runs import now_ms
from store.write import write_rows

LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One query with its name.

    Attributes:
        name: for people; plain text of one line.
        statement: in SQL.
        query_id: stays the same when it is renamed or changed.
        at_ms: when it was saved last, ms since 1970, UTC.
    """

    name: str
    statement: str
    query_id: str
    at_ms: int


def saved_queries(database: Database) -> list[SavedQuery]:
    """Return the queries that are saved now, by name."""
    return [SavedQuery(**row) for row in database.rows("saved_queries")]


def save_query(store: Store, name: str, statement: str) -> SavedQuery:
    """Save a new query and return it.

    Raises:
        CallError: it has no name, a too long one, or no statement.
        StoreError: the store cannot be written.
    """
    if not statement.strip():
        raise CallError("There is no query to save: write one first.")
    return write_version(
        store, SavedQuery(checked_title(name), statement, uuid.uuid4().hex[:12], 0)
    )


def write_version(
    store: Store, query: SavedQuery, *, deleted: bool = False
) -> SavedQuery:
    """Write how a query is from now on, and return it; earlier versions stay.

    Raises:
        StoreError: the store cannot be written.
    """
    written = replace(query, at_ms=now_ms())
    event_id = id_after_all(store, "saved_queries", new_event_id(written.at_ms))
    row = {
        "event_id": event_id,
        "at_ms": written.at_ms,
        "query_id": written.query_id,
        "name": written.name,
        "statement": written.statement,
        "deleted": deleted,
    }
    write_rows(store, "saved_queries", [row], part=event_id)
    return written


def checked_title(name: str) -> str:
    """Return a name on one line, spaces at its ends taken off.

    Raises:
        CallError: nothing is left, or it is too long.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not line or len(line) > LONGEST_NAME:
        raise CallError(
            f"A saved query needs a name of 1 to {LONGEST_NAME} characters; this one "
            f"has {len(line)}."
        )
    return line
