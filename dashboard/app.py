"""The frame around all pages: settings, style, navigation, and one way to show errors.

Run by `signatlas serve` behind the guard in `serving/`.
"""

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.pages import Page, find_pages
from dashboard.serving.door import let_in
from dashboard.theme import PAGE_STYLE
from dashboard.visitor import visitor
from dashboard.widgets.figure import choose_format
from dashboard.wording import plain
from store.errors import AtlasError
from store.settings import gather_settings

ICON: Final = Path(__file__).parent / "static" / "icon.svg"


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(
        page_title="signatlas",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.html(PAGE_STYLE)
    if not let_in(visitor()):
        return
    pages = find_pages()
    try:
        listed = [_streamlit_page(page, pages[0]) for page in pages]
        st.navigation(listed, expanded=True).run()
    except AtlasError as error:
        st.error(plain(str(error)))
    with st.sidebar:
        choose_format()


def _streamlit_page(page: Page, first: Page) -> StreamlitPage:
    hidden = page.closed_if_read_only and gather_settings().read_only
    return st.Page(
        page.show,
        title=page.title,
        icon=page.icon,
        url_path=page.url_path,
        default=page is first,
        visibility="hidden" if hidden else "visible",
    )


if __name__ == "__main__":
    main()
