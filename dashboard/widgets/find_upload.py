"""Taking a file from a visitor, and following how it is looked at."""

import time
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.find_desk import Desk, expect_upload
from dashboard.wording import plain
from ingest.uploads.limits import PHOTOGRAPH_SUFFIXES, VIDEO_SUFFIXES
from store.runs import Progress

_LOOK_EVERY_S: Final = 0.1
_STARTING: Final = "Step 1 of 3: getting ready"
_SEARCHING: Final = "Step 3 of 3: searching"


def take_upload(desk: Desk) -> bool:
    """Draw the place for a file; return whether there is one."""
    round_ = st.session_state.setdefault(state.FIND_ROUND, 0)
    file = st.file_uploader(
        "Video of one sign, or photograph of a hand",
        type=[suffix[1:] for suffix in (*VIDEO_SUFFIXES, *PHOTOGRAPH_SUFFIXES)],
        max_upload_size=desk.limits.megabytes,
        key=f"{state.FIND_UPLOADER}_{round_}",
        on_change=_leave_clip,
    )
    if file is None:
        if not desk.is_recording:
            desk.forget()
            expect_upload()
        return False
    desk.take(file.file_id, file.name, file.getbuffer())
    return True


def follow_looking(desk: Desk) -> None:
    """Show how far the looking is until it ends; it can be ended before."""
    if not desk.is_looking():
        return
    place = st.container()
    with place:
        bar = st.progress(0.0, _STARTING)
        st.button("Cancel", key="find_cancel", on_click=_cancel, args=(desk,))
    while desk.is_looking():
        progress = desk.upload.progress() if desk.upload is not None else None
        bar.progress(_done_share(progress), _sentence(progress))
        time.sleep(_LOOK_EVERY_S)
        desk.look_up()
    bar.progress(1.0, _SEARCHING)
    st.rerun()


def say_limits(desk: Desk) -> None:
    """Say what may be uploaded and what becomes of it."""
    limits = desk.limits
    st.caption(
        f"Up to {limits.megabytes} MB, {limits.seconds} s and "
        f"{limits.pixels / 1e6:.0f} million pixels a frame. The file is looked at on the "
        "machine that runs this dashboard, taken off its disk right afterwards, and "
        "forgotten when you leave or remove it; nothing of it goes into the store."
    )


def _leave_clip() -> None:
    state.FIND_CLIP.write(None)


def _cancel(desk: Desk) -> None:
    desk.forget()
    st.session_state[state.FIND_ROUND] += 1


def _done_share(progress: Progress | None) -> float:
    if progress is None or not progress.total:
        return 0.0
    return min(progress.done / progress.total, 1.0)


def _sentence(progress: Progress | None) -> str:
    if progress is None or not progress.done:
        return _STARTING
    of = f" of about {progress.total}" if progress.total > progress.done else ""
    return f"Step 2 of 3: {plain(progress.step)}, frame {progress.done}{of}"
