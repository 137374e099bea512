"""The list of clips: one page of it, chosen by mouse or arrow keys."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.queries import clip_queries
from dashboard.records.clip_records import ClipFilter, ClipRow
from dashboard.widgets.paging import draw_pages
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import counted, percent, plain

PAGE_ROWS: Final = 14
SAVED_AT_MOST: Final = 1_000_000
SORTS: Final = {"hands": "Hands seen least first", "longest": "Longest first"}


def list_clips(
    rows: Sequence[ClipRow],
    *,
    chosen: ClipFilter,
    total: int,
    page: int,
    pages: int,
) -> None:
    """Draw one page of the list; choosing a clip puts it into the address."""
    st.markdown(f"**{counted(total, 'clip')}**")
    if not rows:
        return
    named = {row.clip_id: row for row in rows}
    current = state.CLIPS_CLIP.read() or rows[0].clip_id
    st.session_state[state.CLIP_CHOICE] = current if current in named else None
    st.radio(
        "Clip",
        list(named),
        index=None,
        key=state.CLIP_CHOICE,
        format_func=lambda clip_id: _line(named[clip_id]),
        label_visibility="collapsed",
        on_change=_choose_clip,
    )
    draw_pages(state.CLIPS_PAGE, page, pages, max_visible_pages=3)
    st.download_button(
        "List as CSV",
        lambda: clips_csv(
            clip_queries.clips(chosen, sort="", at_most=SAVED_AT_MOST, skipped=0)
        ),
        "clips.csv",
        "text/csv",
        key="clips_list_csv",
        icon=":material/download:",
        type="tertiary",
    )


def clips_csv(rows: Sequence[ClipRow]) -> str:
    """Return a list of clips as CSV."""
    return records_csv(ClipRow, rows)


def _choose_clip() -> None:
    state.CLIPS_CLIP.write(st.session_state[state.CLIP_CHOICE])


def _line(row: ClipRow) -> str:
    clip = row.clip_id.partition("/")[2]
    about = [
        row.signer or (clip if row.gloss else ""),
        f"hand {percent(row.hand_share)}",
    ]
    name = row.gloss or clip
    details = " · ".join(plain(part) for part in about if part)
    return f"{plain(name)} :gray[{details}]"
