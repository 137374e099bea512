"""The page before all others, where a login is asked for."""

from typing import Final

import streamlit as st

from dashboard.visitor import Visitor
from dashboard.wording import plain

FAILED: Final = "sign-in"
"""Parameter of the address that says that signing in did not work."""
_TRY_AGAIN: Final = (
    "Signing in did not work: the sign-in service refused it, could not be reached, or "
    "gave an answer that could not be checked. Try again; if it stays so, tell whoever "
    "runs this dashboard: its log says why."
)


def let_in(who: Visitor | None) -> bool:
    """Return whether the pages may be drawn; draw the door where not.

    Args:
        who: the visitor; None: nobody signs in here.
    """
    if who is None:
        return True
    if who.may_look:
        with st.sidebar:
            st.caption(f"Signed in as {plain(who.name)}.")
            _draw_sign_out()
        return True
    if who.signed_in:
        _turn_away(who)
    else:
        _ask_in()
    return False


def _ask_in() -> None:
    st.title("Sign in to see this dashboard")
    if FAILED in st.query_params:
        st.warning(_TRY_AGAIN, icon=":material/lock:")
    if st.button("Sign in", type="primary", icon=":material/login:"):
        st.login()


def _turn_away(who: Visitor) -> None:
    st.title("You are signed in, and may not see this dashboard")
    known = f"{plain(who.name)} is not" if who.name else "Your account is not"
    st.markdown(
        f"{known} among those who may look, or its address is not confirmed. Ask whoever "
        "runs this dashboard, or sign in with another account."
    )
    _draw_sign_out()


def _draw_sign_out() -> None:
    if st.button("Sign out", icon=":material/logout:"):
        st.logout()
