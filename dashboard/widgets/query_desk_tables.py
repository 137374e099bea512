"""The tables of the store, with what their columns mean."""

import re
from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import state
from dashboard.queries.query_desk_queries import first_rows, meaning_told, type_told
from dashboard.widgets.choosing import choose
from dashboard.widgets.tables import Column, Markup, html_table, joined, small
from dashboard.wording import html_text, plain
from store.columns import Table
from store.schema import TABLES


def draw_tables(filled: Sequence[Table], run: Callable[[str], None]) -> None:
    """Draw one table's columns; which table, is chosen.

    Args:
        filled: the tables that have rows.
        run: runs a query.
    """
    st.subheader("Tables and columns")
    with_rows = {table.name for table in filled}
    names = sorted(TABLES, key=lambda name: (name not in with_rows, name))
    chosen = choose(
        state.QUERY_TABLE,
        "Table",
        names,
        default="clips",
        named=lambda name: name if name in with_rows else f"{name} (empty)",
        label_visibility="collapsed",
    )
    table = TABLES[chosen]
    st.caption(f"{plain(table.row)} Key: {plain(', '.join(table.key))}.")
    st.button(
        "Show its first rows",
        key="query_first_rows",
        on_click=run,
        args=(first_rows(table),),
        icon=":material/table_rows:",
    )
    rows = [
        (joined(column.name, small(type_told(column))), _marked(meaning_told(column)))
        for column in table.columns
    ]
    columns = [Column("column"), Column("meaning")]
    st.html(html_table(f"Columns of the table {table.name}", columns, rows))


def _marked(meaning: str) -> Markup:
    """Return a meaning in which what stands between backticks is set as code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", html_text(meaning)))
