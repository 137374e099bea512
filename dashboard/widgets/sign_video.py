"""The video of a sign that is known by its description."""

import streamlit as st

from dashboard import state
from dashboard.queries import clip_queries
from dashboard.records.description_records import DescribedSign
from dashboard.wording import plain


def draw_video(sign: DescribedSign) -> None:
    """Draw the looping video of a sign, with a way to its clip."""
    clip = clip_queries.clip(sign.clip_id) if sign.clip_id is not None else None
    if clip is None or not clip_queries.media_path(clip).is_file():
        st.caption(f"The video of {plain(sign.gloss)} is not there any more.")
        return
    # Several that play by themselves must not show one file, and signs may share it.
    st.video(str(clip_queries.media_path(clip)), loop=True, muted=True)
    where = state.address("clips", clip=clip.clip_id)
    kind = ", *synthetic*" if clip.synthetic else ""
    st.caption(f"[{plain(sign.gloss)}]({where}){kind}")
