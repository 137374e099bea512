"""How the dashboard asks the store: answers are cached with bounds.

An answer is kept until a part of one of its tables is written: the cache's key holds when
the tables' folders were last changed.
"""

import time
from pathlib import Path
from typing import Any, Final

import streamlit as st

from dashboard.visitor import check_may_write
from store.db import Database
from store.errors import CallError
from store.layout import Store, open_store
from store.moments import have_settled, moments_of
from store.settings import gather_settings

KEPT_S: Final = 600
READ_ONLY: Final = "This dashboard is read-only: look, search and download; nothing is labelled or saved."
Answer = list[dict[str, Any]]
Stamp = tuple[int, ...]


def current_store() -> Store:
    """Return the store that the dashboard shows.

    Raises:
        StoreError: it cannot be read by this version.
    """
    return open_store(gather_settings().store)


def store_to_write(annotator: str | None = None) -> Store:
    """Return the store that the dashboard shows, to write what a visitor did into it.

    Args:
        annotator: in whose name; None: in nobody's.

    Raises:
        CallError: the dashboard is read-only, or the visitor may not write, or not in
            that name.
        StoreError: it cannot be read by this version.
    """
    if gather_settings().read_only:
        raise CallError(READ_ONLY)
    check_may_write(annotator)
    return current_store()


def ask(question: str, tables: tuple[str, ...], **parameters: object) -> Answer:
    """Return the rows that answer a question.

    Args:
        question: name of a file in `store/sql`.
        tables: tables it reads: the answer is kept until one of them changes.
        parameters: bound parameters of the question.
    """
    store = current_store()
    given = tuple(sorted(parameters.items()))
    return _answer(question, given, store.root, stamp_of(store, tables))


@st.cache_data(max_entries=256, ttl=KEPT_S, show_spinner=False)
def _answer(
    question: str, given: tuple[tuple[str, object], ...], root: Path, stamp: Stamp
) -> Answer:
    del stamp
    return database_at(root).rows(question, **dict(given))


@st.cache_resource(max_entries=4, show_spinner=False)
def database_at(root: Path) -> Database:
    """Return the database of a store, one per process."""
    return Database(Store(root))


def stamp_of(store: Store, tables: tuple[str, ...]) -> Stamp:
    """Return when the folders of these tables were last changed.

    While they have not settled an answer is kept for a second at most.
    """
    changed = moments_of(store, tables)
    # Another part may come within the same tick of the file system's clock.
    return (*changed, 0 if have_settled(changed) else int(time.monotonic()))
