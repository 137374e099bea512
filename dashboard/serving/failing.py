"""What a visitor reads when a page fails: a sentence. The log gets the rest."""

import logging
import secrets
from typing import Final

import streamlit as st

from dashboard.wording import plain
from store.errors import AtlasError

_LOG: Final = logging.getLogger(__name__)


def say_what_failed(error: Exception) -> bool:
    """Say on the page that it failed, and what to do; never how the program looks inside.

    Streamlit has written the traceback to the log when it calls this.

    Returns:
        True: Streamlit need not say anything.
    """
    if isinstance(error, AtlasError):
        st.error(plain(str(error)))
        return True
    number = secrets.token_hex(3)
    _LOG.error("Failure %s on %s: %s", number, st.context.url, type(error).__name__)
    st.error(
        "This page could not be drawn: signatlas made a mistake, and nothing in the "
        "store was changed by it. Reload the page, or open another one. If it comes "
        f"again, tell whoever runs this dashboard: failure {number} in the server's log."
    )
    return True
