"""How a sign is made: in words, by its parameters, and at its holds."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.queries import clip_queries, sign_queries
from dashboard.records.clip_records import SignTruth
from dashboard.records.sign_records import Sign, SignHold
from dashboard.widgets.crops import crop_row
from dashboard.widgets.description_text import prepare_texts, told
from dashboard.widgets.tables import Column, fact_list, html_table, joined, small
from dashboard.wording import counted, plain

SHOWN_HOLDS: Final = 18
_DESCRIPTIONS: Final = (Column("Description"), Column("Source"))


def draw_words(asked: Sign) -> None:
    """Draw the written descriptions of a sign, and the parameters of a generated one."""
    st.subheader("How it is made")
    truth = _truth(asked)
    if asked.descriptions:
        prepare_texts()
        rows = [
            [told(own), joined(own.source, small(own.language or "language not known"))]
            for own in asked.descriptions
        ]
        st.html(html_table("Written descriptions", _DESCRIPTIONS, rows))
    elif truth is None:
        st.caption("No written description of it is in the store.")
    if truth is not None:
        st.html(fact_list(_parameters(truth)))
        st.caption(
            "*Synthetic*: the parameters that its clips were generated from, not seen."
        )


def draw_holds(asked: Sign) -> None:
    """Draw what the hands look like when they rest, and which handshapes they show."""
    clip_ids = [clip.clip_id for clip in asked.clips]
    found = sign_queries.holds(asked.corpus.corpus, clip_ids)
    if not found:
        st.subheader("Holds")
        st.caption("No hold was found in its clips.")
        return
    st.subheader(_heading(found))
    shown = found[:SHOWN_HOLDS]
    clip = clip_queries.clip(shown[0].clip_id)
    threshold = clip.blur_threshold if clip is not None else 0.0
    captions = [_caption(hold) for hold in shown]
    st.html(crop_row([hold.crop for hold in shown], captions, threshold))
    left = len(found) - len(shown)
    more = f" {counted(left, 'hold')} more are on page Clips." if left else ""
    guessed = any(hold.predicted for hold in shown)
    guesses = " In brackets, what a classifier takes it for." if guessed else ""
    st.caption(
        f"The sharpest picture of each hold; a dashed frame marks blurred ones."
        f"{guesses}{_source(asked)}{more}"
    )


def _truth(asked: Sign) -> SignTruth | None:
    return clip_queries.sign_truth(asked.clips[0].clip_id) if asked.clips else None


def _parameters(truth: SignTruth) -> dict[str, object]:
    facts: dict[str, object] = {
        "Handshape": _change(truth.handshape, truth.end_handshape),
        "Other hand": truth.base_handshape,
        "Orientation": _change(truth.orientation, truth.end_orientation),
        "Place": truth.place,
        "Movement": truth.movement,
        "Hands": truth.hands,
        "Minimal pairs": truth.minimal_pairs,
    }
    return {name: value for name, value in facts.items() if value}


def _change(first: str, last: str) -> str:
    return first if first == last else f"{first}, then {last}"


def _heading(found: Sequence[SignHold]) -> str:
    known = Counter(hold.handshape for hold in found if hold.handshape)
    if not known:
        return counted(len(found), "hold")
    told_ = ", ".join(f"{shape} ({count})" for shape, count in known.most_common())
    return plain(f"{counted(len(found), 'hold')}: {told_}")


def _caption(hold: SignHold) -> str:
    who = f"{hold.signer}, " if hold.signer else ""
    shape = f": {hold.handshape}" if hold.handshape else ""
    guess = f" [{hold.predicted}]" if hold.predicted else ""
    number = (hold.crop.hold or 0) + 1
    return f"{who}{hold.crop.hand} hand, hold {number}{shape}{guess}"


def _source(asked: Sign) -> str:
    if asked.corpus.synthetic:
        return " *Synthetic*: handshapes as the clips were generated."
    return ""
