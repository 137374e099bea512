"""Choices in the address that always have a value."""

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from dashboard.state import Choice


def choose(
    choice: Choice,
    label: str,
    options: Sequence[str],
    *,
    default: str,
    named: Callable[[str], str] = str,
    label_visibility: Literal["visible", "collapsed"] = "visible",
) -> str:
    """Draw a searchable list of options and return the one chosen.

    Args:
        choice: where the value is kept; an unknown value there counts as none.
        label: what is chosen.
        options: values to choose from, among them the default.
        default: chosen while the address says nothing.
        named: the text shown for a value.
        label_visibility: collapsed: only screen readers say the label.
    """
    current = chosen(choice, options, default=default)
    st.session_state[choice.key] = current
    st.selectbox(
        label,
        options,
        format_func=named,
        key=choice.key,
        on_change=choice.write_widget,
        label_visibility=label_visibility,
    )
    return current


def chosen(choice: Choice, options: Sequence[str], *, default: str) -> str:
    """Return the value in the address if it is one of the options, else the default."""
    current = choice.read()
    return current if current is not None and current in options else default
