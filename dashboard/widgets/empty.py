"""What a page says while there is nothing to show."""

import streamlit as st

from dashboard.asking import current_store

_COMMANDS = """\
signatlas ingest folder PATH    # a folder of sign videos, sub-folder or manifest.csv = gloss
signatlas ingest wlasl PATH     # WLASL, as downloaded
signatlas ingest images PATH    # photographs of handshapes
make demo                       # no data yet: two synthetic sign languages
"""


def say_what_to_run() -> None:
    """Say that the store is empty and which commands fill it."""
    st.title("Nothing has been ingested yet")
    st.markdown(
        "This dashboard shows what is in one store, and the store is empty. "
        "Any of these commands fills it; this page follows while it does:"
    )
    st.code(_COMMANDS, language="bash")
    st.markdown("The store looked at, to be given to the commands as `--store`:")
    st.code(str(current_store().root), language=None)
