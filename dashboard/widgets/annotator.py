"""Who labels: asked once, kept in the address and the session."""

import streamlit as st

from dashboard import state
from dashboard.asking import READ_ONLY
from store.settings import gather_settings


def ask_annotator() -> str:
    """Ask who labels, once: the name stays in the address and the session.

    Nobody labels on a read-only dashboard, whatever name an address brings.
    """
    if gather_settings().read_only:
        return ""
    kept = st.session_state.get(state.CLUSTERS_ANNOTATOR_KEPT, "")
    name = state.CLUSTERS_ANNOTATOR.read() or kept
    if name and not state.CLUSTERS_ANNOTATOR.read():
        state.CLUSTERS_ANNOTATOR.write(name)
    st.session_state[state.CLUSTERS_ANNOTATOR_KEPT] = name
    st.session_state[state.CLUSTERS_ANNOTATOR.key] = name
    st.text_input(
        "Your name, to label",
        key=state.CLUSTERS_ANNOTATOR.key,
        max_chars=80,
        on_change=_keep_annotator,
        help="Every label keeps who gave it. Needed only to label, not to look.",
    )
    return name


def say_who_may_label() -> None:
    """Say what somebody without a name has to do before labelling."""
    if gather_settings().read_only:
        st.info(READ_ONLY, icon=":material/lock:")
    else:
        st.info("To label, type your name at the side.", icon=":material/badge:")


def _keep_annotator() -> None:
    name = " ".join(st.session_state[state.CLUSTERS_ANNOTATOR.key].split())
    st.session_state[state.CLUSTERS_ANNOTATOR_KEPT] = name
    state.CLUSTERS_ANNOTATOR.write(name)
