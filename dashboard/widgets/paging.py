"""Going from page to page of what is too much for one."""

import streamlit as st

from dashboard.state import Choice


def draw_pages(
    choice: Choice, page: int, pages: int, *, max_visible_pages: int = 7
) -> None:
    """Draw the numbers of the pages; nothing where there is only one.

    Args:
        choice: where the page's number is kept.
        page: the one shown, from 1.
        pages: how many there are.
        max_visible_pages: numbers drawn at most.
    """
    if pages > 1:
        st.session_state[choice.key] = page
        st.pagination(
            pages,
            key=choice.key,
            max_visible_pages=max_visible_pages,
            on_change=choice.write_widget,
        )
