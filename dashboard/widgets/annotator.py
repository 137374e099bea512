"""Who labels: the visitor who signed in; without a login, asked once and kept."""

import streamlit as st

from dashboard import state
from dashboard.asking import READ_ONLY
from dashboard.visitor import visitor
from dashboard.wording import plain
from store.settings import gather_settings


def ask_annotator() -> str:
    """Return who labels; empty: nobody.

    Where visitors sign in it is who signed in, if they may label. Elsewhere it is asked
    once: the name stays in the address and the session. Nobody labels on a read-only
    dashboard, whatever name an address brings.
    """
    if gather_settings().read_only:
        return ""
    if (who := visitor()) is not None:
        return who.name if who.may_label else ""
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


def annotator_in_address(annotator: str) -> str:
    """Return what an address says of who labels: nothing where visitors sign in."""
    return annotator if visitor() is None else ""


def say_who_may_label() -> None:
    """Say what somebody who cannot label has to do before labelling."""
    if gather_settings().read_only:
        st.info(READ_ONLY, icon=":material/lock:")
    elif (who := visitor()) is not None:
        st.info(
            f"{plain(who.name)} may look here, not label: ask whoever runs this "
            "dashboard.",
            icon=":material/lock:",
        )
    else:
        st.info("To label, type your name at the side.", icon=":material/badge:")


def _keep_annotator() -> None:
    name = " ".join(st.session_state[state.CLUSTERS_ANNOTATOR.key].split())
    st.session_state[state.CLUSTERS_ANNOTATOR_KEPT] = name
    state.CLUSTERS_ANNOTATOR.write(name)
