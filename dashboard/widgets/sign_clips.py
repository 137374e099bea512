"""The clips of one sign, signer by signer."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.records.clip_records import Clip, ClipRow
from dashboard.records.sign_records import Sign
from dashboard.widgets import playing
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import amount, counted, percent, plain

COLUMNS: Final = 4
PLAYED: Final = 12


def draw_clips(asked: Sign) -> None:
    """Draw clips of a sign as loops, of as many signers as there is room for."""
    st.subheader(_heading(asked))
    shown = clips_to_play(asked.clips)
    playing.draw_clips(
        [row.clip_id for row in shown],
        across=COLUMNS,
        about=lambda place, clip: _say(shown[place], clip),
    )
    left = asked.row.clips - len(shown)
    where = state.address("clips", corpus=asked.corpus.corpus, gloss=asked.row.gloss)
    more = f"{amount(left)} more are not played here. " if left else ""
    st.caption(f"{more}[All its clips, one by one]({where})")
    st.download_button(
        "Its clips as CSV",
        lambda: records_csv(ClipRow, asked.clips),
        "clips-of-sign.csv",
        "text/csv",
        key="sign_clips_csv",
        icon=":material/download:",
        type="tertiary",
    )


def clips_to_play(clips: Sequence[ClipRow], *, at_most: int = PLAYED) -> list[ClipRow]:
    """Return clips of all signers in turn, so that each is seen before one is seen twice.

    Args:
        clips: sorted by signer.
        at_most: so many are returned, sorted by signer again.
    """
    by_signer = [list(own) for _, own in groupby(clips, key=lambda clip: clip.signer)]
    turns = max(map(len, by_signer), default=0)
    dealt = [own[turn] for turn in range(turns) for own in by_signer if turn < len(own)]
    chosen = {clip.clip_id for clip in dealt[:at_most]}
    return [clip for clip in clips if clip.clip_id in chosen]


def _heading(asked: Sign) -> str:
    signers = asked.row.signers
    by = f" by {counted(signers, 'signer')}" if signers else ", signers not known"
    return f"{counted(asked.row.clips, 'clip')}{by}"


def _say(row: ClipRow, clip: Clip | None) -> None:
    if clip is None:
        return
    where = state.address("clips", clip=row.clip_id)
    who = f"signer {row.signer}" if row.signer else row.clip_id.partition("/")[2]
    hand = "" if row.media == "image" else f", hand {percent(row.hand_share)}"
    st.caption(f"[{plain(who)}]({where}){plain(hand)}")
