"""Writing a query: examples, the text, running it, following it while it runs."""

import time
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.query_desk import QueryDesk, query_desk
from dashboard.query_desk_examples import Example
from dashboard.widgets.query_desk_saved import ask_for_name
from dashboard.wording import counted

LONGEST_IN_ADDRESS: Final = 4000
"""Longer addresses are cut by some servers and mail programs."""
_LOOK_EVERY_S: Final = 0.1
_STYLE: Final = """
<span class="sa-style" hidden></span>
<style>
.st-key-query_sql textarea {
  font-family: "Source Code Pro", ui-monospace, monospace; font-size: 0.87rem;
  line-height: 1.45; tab-size: 4;
}
</style>
"""


def draw_editor(desk: QueryDesk, examples: Sequence[Example]) -> None:
    """Draw examples and the text of the query with its buttons."""
    st.html(_STYLE)
    _draw_examples(examples)
    key = state.QUERY_SQL.key
    if key not in st.session_state:
        st.session_state[key] = state.QUERY_SQL.read() or desk.statement
    with st.form("query_form", border=False):
        st.text_area(
            "Query in SQL",
            key=key,
            height=240,
            placeholder="SELECT gloss, count(*) FROM clips GROUP BY gloss",
            help="DuckDB's SQL, one statement. It can read the tables, nothing else.",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.form_submit_button(
                "Run",
                icon=":material/play_arrow:",
                on_click=_run_written,
                shortcut="Ctrl+Enter",
            )
            wants_name = st.form_submit_button("Save \u2026", icon=":material/save:")
    if wants_name:
        ask_for_name(str(st.session_state[key]))


def run_query(statement: str) -> None:
    """Put a query into the editor and run it (a widget's callback)."""
    st.session_state[state.QUERY_SQL.key] = statement
    query_desk().ask(statement)
    fits = len(statement) <= LONGEST_IN_ADDRESS
    state.QUERY_SQL.write(statement if fits else None)


def follow_query(desk: QueryDesk) -> None:
    """Show that a query is running until it ends; it can be ended before."""
    if not desk.is_asking():
        return
    bar = st.progress(0.0, "Running \u2026")
    st.button("Cancel", key="query_cancel", on_click=desk.cancel)
    while desk.asked is not None:
        spent_s = desk.asked.elapsed_s
        bar.progress(
            min(spent_s / desk.limits.seconds, 1.0),
            f"Running for {spent_s:.1f} s; it is ended after {desk.limits.seconds} s",
        )
        time.sleep(_LOOK_EVERY_S)
        desk.look_up()
    st.rerun()


def say_rules(desk: QueryDesk) -> None:
    """Say what a query may do and take."""
    limits = desk.limits
    st.caption(
        "A query reads the tables of this store and nothing else; it changes nothing. It "
        f"may take {limits.seconds} s and {limits.memory_mb} MB of memory, and answer with "
        f"{counted(limits.rows, 'row')} or {limits.megabytes} MB. Pictures are seen as "
        "their size. The address of this page holds the query, and runs nothing by itself."
    )


def _draw_examples(examples: Sequence[Example]) -> None:
    if not examples:
        return
    by_title = {example.title: example for example in examples}
    st.pills(
        "Examples",
        list(by_title),
        key=state.QUERY_EXAMPLE,
        on_change=_run_example,
        args=(by_title,),
    )


def _run_example(by_title: dict[str, Example]) -> None:
    chosen = st.session_state[state.QUERY_EXAMPLE]
    st.session_state[state.QUERY_EXAMPLE] = None
    if chosen is not None:
        run_query(by_title[chosen].statement)


def _run_written() -> None:
    run_query(str(st.session_state[state.QUERY_SQL.key]))
