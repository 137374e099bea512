"""Queries that were saved under a name: opened, renamed, taken away and brought back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from dashboard import state
from dashboard.asking import store_to_write
from dashboard.wording import plain
from store.errors import AtlasError
from store.layout import create_store
from store.saved_queries import (
    LONGEST_NAME,
    SavedQuery,
    checked_title,
    save_query,
    write_version,
)


@st.dialog("Save this query")
def ask_for_name(statement: str) -> None:
    """Ask under which name a query is to be saved, and save it."""
    with st.form("query_name_form", border=False):
        name = st.text_input("Name", key=state.QUERY_NAME, max_chars=LONGEST_NAME)
        if not st.form_submit_button("Save"):
            return
    try:
        kept = keep_query(name, statement)
    except AtlasError as error:
        st.error(plain(str(error)))
        return
    st.session_state[state.QUERY_SAVED] = kept.query_id
    st.rerun()


def keep_query(name: str, statement: str) -> SavedQuery:
    """Save a new query and return it; a read-only dashboard refuses."""
    return save_query(create_store(store_to_write().root), name, statement)


def keep_version(query: SavedQuery, *, deleted: bool = False) -> None:
    """Write how a query is from now on; a read-only dashboard refuses."""
    write_version(store_to_write(), query, deleted=deleted)


def draw_saved(listed: Sequence[SavedQuery], run: Callable[[str], None]) -> None:
    """Draw the saved queries, and what can be done with the one chosen.

    Args:
        listed: the queries.
        run: runs a query.
    """
    _offer_back()
    if not listed:
        return
    by_id = {query.query_id: query for query in listed}
    if st.session_state.get(state.QUERY_SAVED) not in by_id:
        st.session_state[state.QUERY_SAVED] = None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Saved queries",
            list(by_id),
            index=None,
            key=state.QUERY_SAVED,
            placeholder=f"{len(by_id)} saved",
            format_func=lambda query_id: _named(query_id, by_id),
        )
        query = by_id.get(chosen or "")
        st.button(
            "Open and run",
            key="query_open",
            on_click=run,
            args=(query.statement if query else "",),
            disabled=query is None,
        )
        _draw_changes(query)


def _draw_changes(query: SavedQuery | None) -> None:
    with st.popover("Rename", disabled=query is None):
        st.text_input("New name", key=state.QUERY_NEW_NAME, max_chars=LONGEST_NAME)
        st.button("Rename", key="query_rename", on_click=_rename, args=(query,))
    st.button(
        "Delete",
        key="query_delete",
        on_click=_delete,
        args=(query,),
        disabled=query is None,
    )


def _named(query_id: str, by_id: dict[str, SavedQuery]) -> str:
    """Return a query's name, with the time it was saved where another has it too."""
    if query_id not in by_id:
        return query_id
    query = by_id[query_id]
    alike = [other for other in by_id.values() if other.name == query.name]
    if len(alike) == 1:
        return query.name
    at = datetime.fromtimestamp(query.at_ms / 1000, UTC)
    return f"{query.name} ({at:%Y-%m-%d %H:%M:%S} UTC)"


def _rename(query: SavedQuery | None) -> None:
    name = str(st.session_state[state.QUERY_NEW_NAME])
    if query is not None and _write(query, name=name):
        # Chosen anew, so that the list shows the new name.
        st.session_state[state.QUERY_SAVED] = query.query_id


def _delete(query: SavedQuery | None) -> None:
    if query is not None and _write(query, deleted=True):
        st.session_state[state.QUERY_TAKEN_AWAY] = query


def _bring_back(query: SavedQuery) -> None:
    if _write(query):
        st.session_state[state.QUERY_TAKEN_AWAY] = None
        st.session_state[state.QUERY_SAVED] = query.query_id


def _write(
    query: SavedQuery, *, name: str | None = None, deleted: bool = False
) -> bool:
    """Write a query as it is from now on; return whether that could be done."""
    try:
        changed = replace(
            query, name=checked_title(query.name if name is None else name)
        )
        keep_version(changed, deleted=deleted)
    except AtlasError as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return False
    return True


def _offer_back() -> None:
    gone = st.session_state.get(state.QUERY_TAKEN_AWAY)
    if not isinstance(gone, SavedQuery):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{plain(gone.name)} was deleted.")
        st.button("Undo", key="query_undo", on_click=_bring_back, args=(gone,))
