"""Synthetic corpora: what MediaPipe saw against what is true."""

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.queries import clip_queries
from dashboard.state import address
from dashboard.widgets.tables import Column, Markup, bar, html_table, joined, link
from dashboard.wording import amount
from store.truth import PLACED_WITHIN_PALMS, CorpusSeen

_COLUMNS: Final = (
    Column("Synthetic corpus"),
    Column("Frames", number=True),
    Column("Body seen", "share of all frames", number=True),
    Column("Hold frames", number=True),
    Column("Signing hand seen", "share of hold frames", number=True),
    Column("Placed right", "share of hold frames", number=True),
    Column("Median error", "palm lengths", number=True),
    Column("Signs seen worst"),
)


def compare_with_truth(corpora: Sequence[str]) -> None:
    """Show how well these corpora were seen, where their truth is known."""
    seen = [item for item in clip_queries.truth_seen() if item.corpus in corpora]
    if not seen:
        return
    st.subheader("Synthetic signers: seen against truth")
    st.html(html_table("Seen against truth", _COLUMNS, [_row(item) for item in seen]))
    st.caption(
        "*Synthetic*: these signers are generated, so the truth is known for every "
        "frame. Placed right: the hand was found and its 21 points lie on average less "
        f"than {PLACED_WITHIN_PALMS} palm lengths from where they truly are."
    )


def _row(item: CorpusSeen) -> tuple[object, ...]:
    return (
        item.corpus,
        amount(item.frames),
        bar(_known(item.body_seen)),
        amount(item.hold_frames),
        bar(_known(item.hand_seen)),
        bar(_known(item.hand_placed)),
        "" if math.isnan(item.median_error) else f"{item.median_error:.2f}",
        _worst(item),
    )


def _worst(item: CorpusSeen) -> Markup:
    parts: list[object] = []
    for sign in item.worst:
        where = address("clips", corpus=item.corpus, gloss=sign.gloss)
        parts += [Markup(", ") if parts else Markup(""), link(where, sign.gloss)]
        parts.append(f" {sign.hand_placed:.0%}")
    return joined(*parts)


def _known(share: float) -> float | None:
    return None if math.isnan(share) else share
