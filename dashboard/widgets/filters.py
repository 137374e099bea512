"""Widgets whose value lives in the address."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.state import Choice


def pick(
    choice: Choice,
    label: str,
    options: Sequence[str],
    *,
    anything: str,
    named: Callable[[str], str] = str,
) -> str | None:
    """Draw a searchable list of options and return the one chosen; None: any.

    A value in the address that is not among the options stays chosen, so that the page
    can say that nothing fits it.

    Args:
        choice: where the value is kept.
        label: what is chosen.
        options: values to choose from.
        anything: shown while nothing is chosen.
        named: the text shown for a value.
    """
    current = choice.read()
    unknown = [current] if current is not None and current not in options else []
    st.session_state[choice.key] = current
    return st.selectbox(
        label,
        [*options, *unknown],
        index=None,
        format_func=named,
        placeholder=anything,
        key=choice.key,
        on_change=choice.write_widget,
    )
