"""The signs that were found, as videos side by side."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import queries, state
from dashboard.find_records import FoundSign
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import plain

COLUMNS: Final = 3
_LONGEST_DESCRIPTION: Final = 140


def draw_results(found: Sequence[FoundSign]) -> None:
    """Draw the signs found, the likest first, each with a way to its clip."""
    playing: set[Path] = set()
    _draw_row_by_row([sign for sign in found if sign.good is not False], playing)
    if far := [sign for sign in found if sign.good is False]:
        st.subheader("Not near enough to be the same sign")
        _draw_row_by_row(far, playing)


def offer_results(found: Sequence[FoundSign]) -> None:
    """Offer the signs found as a table to take away."""
    st.download_button(
        "Results as CSV",
        lambda: records_csv(FoundSign, found),
        "signs-found.csv",
        "text/csv",
        key="find_csv",
        icon=":material/download:",
        type="tertiary",
    )


def _draw_row_by_row(found: Sequence[FoundSign], playing: set[Path]) -> None:
    for start in range(0, len(found), COLUMNS):
        columns = st.columns(COLUMNS, gap="small")
        for sign, column in zip(found[start : start + COLUMNS], columns, strict=False):
            with column:
                _draw_sign(sign, playing)


def _draw_sign(sign: FoundSign, playing: set[Path]) -> None:
    clip = queries.clip(sign.clip_id)
    path = queries.media_path(clip) if clip is not None else None
    if path is None or not path.is_file():
        st.caption("The video is not there any more.")
    elif clip is not None and clip.media == "image":
        st.image(str(path))
    else:
        # Streamlit allows one file to play by itself once on a page.
        st.video(str(path), loop=True, autoplay=path not in playing, muted=True)
        playing.add(path)
    where = state.address("clips", clip=sign.clip_id)
    name = plain(sign.gloss or sign.clip_id)
    st.markdown(f"{sign.rank}\\. **[{name}]({where})** {sign.similarity:.2f}")
    about = [clip.corpus_title if clip is not None else sign.corpus]
    about += [f"signer {sign.signer}"] if sign.signer else []
    about += [f"handshape {sign.handshape}"] if sign.handshape else []
    kind = "*synthetic*, " if clip is not None and clip.synthetic else ""
    told = f". {_short(sign.description)}" if sign.description else ""
    st.caption(f"{kind}{plain(', '.join(about) + told)}")


def _short(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[:_LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " \u2026"
