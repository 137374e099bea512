"""Clips in loops: by their videos, or as moving skeletons where no video is there."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitDuplicateElementId

from dashboard.charts.moving_skeleton import moving_skeleton
from dashboard.charts.skeleton import picture_html
from dashboard.queries import playing_queries
from dashboard.queries.playing_queries import Playable
from dashboard.records.clip_records import Clip
from dashboard.wording import plain


def draw_clips(
    clip_ids: Sequence[str],
    *,
    across: int,
    about: Callable[[int, Clip | None], None],
) -> None:
    """Draw clips in loops, row by row.

    Args:
        clip_ids: of the clips, in their order.
        across: so many stand in a row.
        about: draws what is said below a clip, by its place among `clip_ids`; the clip
            is None where the store has it no more.
    """
    there = playing_queries.playable(clip_ids)
    for start in range(0, len(clip_ids), across):
        columns = st.columns(across, gap="small")
        row = enumerate(clip_ids[start : start + across], start)
        for (place, clip_id), column in zip(row, columns, strict=False):
            with column:
                shown = there.get(clip_id)
                if shown is None:
                    st.caption(f"{plain(clip_id)} is not in the store any more.")
                else:
                    play(shown)
                about(place, shown.clip if shown else None)


def play(shown: Playable) -> None:
    """Draw a clip in a loop."""
    if shown.path is not None and shown.clip.media == "image":
        st.image(str(shown.path))
    elif shown.path is not None:
        _play(shown.path)
    elif shown.keypoints is not None:
        seen = shown.keypoints
        svg = moving_skeleton(seen.points, seen.time_ms, aspect=seen.aspect)
        name = shown.clip.gloss or shown.clip.clip_id
        st.html(picture_html(svg, alt=f"Moving skeleton of {name}; no video is there"))
    else:
        st.caption("The video is not there any more.")


def _play(path: Path) -> None:
    try:
        st.video(str(path), loop=True, autoplay=True, muted=True)
    except StreamlitDuplicateElementId:
        # The same pictures twice on a page: only the first may play by itself.
        st.video(str(path), loop=True, muted=True)
