"""Components of our own in the browser: their files, and how Streamlit learns of them."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

STATIC: Final = Path(__file__).parents[1] / "static"


def component(
    name: str, html: str, *, css: str, first: Sequence[str] = ()
) -> Callable[..., Any]:
    """Return a component, to be called once for each place it is drawn at.

    It is registered at each drawing: the same again costs nothing, and a new server
    knows it.

    Args:
        name: of the component and of its script.
        html: what it is made of before its script runs.
        css: name of its style.
        first: names of scripts that its own builds upon; put before it.
    """
    scripts = "\n".join(_static(f"{script}.js") for script in (*first, name))
    return st.components.v2.component(
        name, html=html, css=_static(f"{css}.css"), js=scripts
    )


@cache
def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
