"""Parts of a page that are redrawn without the rest of it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from dashboard.wording import plain
from store.errors import AtlasError

Given = ParamSpec("Given")


def fragment(
    draw: Callable[Given, None], *, run_every_s: int | None = None
) -> Callable[Given, None]:
    """Return a function that draws a part of a page which is redrawn alone.

    What goes wrong in it is said in its place: the frame around all pages does not see it.

    Args:
        draw: draws the part.
        run_every_s: how often it is redrawn by itself; None: only when it is used.
    """

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
        try:
            draw(*args, **kwargs)
        except AtlasError as error:
            st.error(plain(str(error)))

    return st.fragment(drawn, run_every=run_every_s)
