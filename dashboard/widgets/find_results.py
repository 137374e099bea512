"""The signs that were found, as videos side by side."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.errors import StreamlitDuplicateElementId

from dashboard import state
from dashboard.charts.moving_skeleton import moving_skeleton
from dashboard.charts.skeleton import picture_html
from dashboard.queries import clip_queries, find_queries
from dashboard.records.clip_records import Clip
from dashboard.records.find_records import FoundSign
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import plain

COLUMNS: Final = 3
_LONGEST_DESCRIPTION: Final = 140


def draw_results(found: Sequence[FoundSign]) -> None:
    """Draw the signs found, the likest first, each with a way to its clip."""
    near = [sign for sign in found if sign.good is not False]
    far = [sign for sign in found if sign.good is False]
    _draw_row_by_row(near)
    if near and far:
        st.subheader("Not near enough to be the same sign")
    _draw_row_by_row(far)


def play_clip(clip: Clip) -> None:
    """Draw a clip in a loop: its video, or its skeleton where there is no video."""
    path = clip_queries.media_path(clip)
    if path.is_file() and clip.media == "image":
        st.image(str(path))
    elif path.is_file():
        _play(path)
    elif (seen := find_queries.keypoints(clip)) is not None:
        svg = moving_skeleton(seen.points, seen.time_ms, aspect=seen.aspect)
        name = clip.gloss or clip.clip_id
        st.html(picture_html(svg, alt=f"Moving skeleton of {name}; no video is there"))
    else:
        st.caption("The video is not there any more.")


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


def _draw_row_by_row(found: Sequence[FoundSign]) -> None:
    for start in range(0, len(found), COLUMNS):
        columns = st.columns(COLUMNS, gap="small")
        for sign, column in zip(found[start : start + COLUMNS], columns, strict=False):
            with column:
                _draw_sign(sign)


def _draw_sign(sign: FoundSign) -> None:
    clip = clip_queries.clip(sign.clip_id)
    if clip is None:
        st.caption(f"{plain(sign.clip_id)} is not in the store any more.")
        return
    play_clip(clip)
    where = state.address("clips", clip=sign.clip_id)
    name = plain(sign.gloss or sign.clip_id)
    st.markdown(f"{sign.rank}\\. **[{name}]({where})** {sign.similarity:.2f}")
    about = [_corpus(clip)]
    # Invented languages are called as their corpora are.
    if sign.language and sign.language not in clip.corpus_title:
        about.append(sign.language)
    about += [f"signer {sign.signer}"] if sign.signer else []
    about += [f"handshape {sign.handshape}"] if sign.handshape else []
    told = f". {_short(sign.description)}" if sign.description else ""
    whole = state.sign_address(sign.corpus, sign.gloss)
    more = f" [All about this sign]({whole})" if whole else ""
    st.caption(f"{plain(', '.join(about) + told)}{more}")


def _corpus(clip: Clip) -> str:
    """Return the corpus, saying `synthetic` where it is and its title does not say so."""
    if not clip.synthetic or "synthetic" in clip.corpus_title.lower():
        return clip.corpus_title
    return f"{clip.corpus_title} (synthetic)"


def _play(path: Path) -> None:
    try:
        st.video(str(path), loop=True, autoplay=True, muted=True)
    except StreamlitDuplicateElementId:
        # The same pictures twice on a page: only the first may play by itself.
        st.video(str(path), loop=True, muted=True)


def _short(text: str) -> str:
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[:_LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " \u2026"
