"""Who visits: read from the sign-in, where there is one; never from the address."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.serving.login import Login, login_in_force
from store.errors import CallError


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who signed in.

    Attributes:
        name: what labels name as annotator; empty: not signed in, or not known by it.
        may_look: whether the pages are shown.
        may_label: whether labels and queries are kept.
        signed_in: whether the provider let them in, whoever they are.
    """

    name: str
    may_look: bool
    may_label: bool
    signed_in: bool


def visitor() -> Visitor | None:
    """Return who visits; None where nobody signs in here."""
    login = login_in_force()
    return None if login is None else _visitor(login)


def check_may_write(annotator: str | None = None) -> None:
    """Make sure that the visitor may write, and in that name.

    Args:
        annotator: in whose name; None: in nobody's.

    Raises:
        CallError: they may not.
    """
    who = visitor()
    if who is None:
        return
    if not who.may_label:
        raise CallError(f"{who.name or 'A visitor'} may look here, not label or save.")
    if annotator not in (None, who.name):
        raise CallError(f"{who.name} cannot label as {annotator}.")


def _visitor(login: Login) -> Visitor:
    claims = _claims()
    return Visitor(
        name=login.name_of(claims) or "",
        may_look=login.lets_look(claims),
        may_label=login.lets_label(claims),
        signed_in=claims.get("is_logged_in") is True,
    )


def _claims() -> dict[str, Any]:
    """Return what the sign-in service said, as Streamlit read it from a signed cookie."""
    return st.user.to_dict()
