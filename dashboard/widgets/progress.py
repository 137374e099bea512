"""How far running ingests are; looks again by itself."""

import time
from datetime import UTC, datetime
from functools import partial
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import clip_queries
from dashboard.widgets.fragment import fragment
from dashboard.wording import amount, plain, time_left
from store.runs import Progress

LOOK_EVERY_S: Final = 2
REFRESH_EVERY_S: Final = 6.0
_ENDS: Final = {
    "running": "fell silent: it was interrupted, or this machine is very busy",
    "stopped": "was stopped",
}


@partial(fragment, run_every_s=LOOK_EVERY_S)
def follow_progress() -> None:
    """Show what is running and what was interrupted; redraw the page as rows land."""
    live = clip_queries.live_progress()
    for progress in live:
        st.progress(_done_share(progress), _sentence(progress))
    for run in clip_queries.unfinished_runs(live):
        started = datetime.fromtimestamp(run.started_ms / 1000, tz=UTC)
        st.warning(
            f"The {plain(run.step)} of {plain(run.corpus or 'several corpora')} started "
            f"{started:%Y-%m-%d %H:%M} UTC {_ENDS.get(run.state, 'failed')}"
            f"{': ' + plain(run.note) if run.note else ''}. Run the same command again: "
            "it continues where it stopped.",
            icon=":material/pause_circle:",
        )
    _refresh_page_on_change(live)


def _refresh_page_on_change(live: list[Progress]) -> None:
    seen = tuple((progress.corpus, progress.step, progress.done) for progress in live)
    before = st.session_state.setdefault(state.LAST_PROGRESS, seen)
    last_s = st.session_state.setdefault(state.LAST_REFRESH, time.monotonic())
    if seen != before and time.monotonic() - last_s >= REFRESH_EVERY_S:
        st.session_state[state.LAST_PROGRESS] = seen
        st.session_state[state.LAST_REFRESH] = time.monotonic()
        st.rerun()


def _done_share(progress: Progress) -> float:
    return min(progress.done / progress.total, 1.0) if progress.total else 0.0


def _sentence(progress: Progress) -> str:
    speed = f", {progress.frames_per_s:.0f} frames/s" if progress.frames_per_s else ""
    return (
        f"**{plain(progress.corpus or progress.step)}** {plain(progress.step)}: "
        f"{amount(progress.done)} of {amount(progress.total)} {plain(progress.unit)}"
        f"{speed}, {time_left(progress.left_ms)}"
    )
