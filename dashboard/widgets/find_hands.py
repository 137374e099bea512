"""Handshapes like the one in a photograph, as pictures that lead to their clips."""

import base64
from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.queries import cluster_queries, find_hand_queries
from dashboard.queries.find_hand_queries import FEATURES, FoundHand, HandIndex
from dashboard.records.find_records import Query
from dashboard.widgets.choosing import choose
from dashboard.widgets.hand_tiles import moment_address
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import attribute_text, counted, html_text, percent, plain
from models.retrieval.searching import Wanted
from store.skeleton import Hand


def nearest_hands(
    index: HandIndex, query: Query, wanted: Wanted, *, top: int
) -> list[FoundHand]:
    """Return the hands most like one in a photograph; which one can be chosen."""
    if not query.angles or not len(index):
        return []
    hand = _chosen_hand(query)
    return find_hand_queries.found_hands(
        index,
        query.angles[hand],
        top=top,
        corpora=wanted.corpora,
        not_clip="" if query.uploaded else query.clip.clip_id,
    )


def say_found_hands(index: HandIndex, query: Query, found: Sequence[FoundHand]) -> None:
    """Say at the top of the page what was found, or what it takes to find something."""
    if not query.angles:
        st.title("This cannot be searched with")
        st.markdown(
            "No hand is seen well enough in this photograph: show one hand, near, before "
            "a plain ground."
        )
    elif not len(index):
        st.title("No handshape can be found yet")
        st.markdown(
            "Photographs are looked up by handshape. Hands are made ready to be found by:"
        )
        root = current_store().root
        st.code(
            f"signatlas features --name {FEATURES} --corpus CORPUS --store {root}",
            language=None,
            wrap_lines=True,
        )
    elif not found:
        st.title("No clip fits these filters")
    else:
        first = found[0]
        name = first.handshape or first.gloss or first.clip_id
        begins = "No good match: the" if first.good is False else "The"
        st.title(plain(f"{begins} nearest hand shows {name}"))
        st.caption(
            f"Among {counted(len(index), 'hand')}, by the angles of their joints: how the "
            "hand is turned, and whether it is left or right, does not matter. "
            f"{said_nearness(index)}"
        )


def said_nearness(index: HandIndex) -> str:
    """Return in a sentence how near is near enough."""
    told = index.nearness
    if told is None:
        return (
            "Too few hands of known handshape are here to tell when a match is near "
            "enough to be the same handshape."
        )
    return (
        f"Farther than {-told.similarity:.2f} a match is no good match: of handshapes that "
        f"are not here at all, {percent(told.false_accepts)} would come nearer; of those "
        f"that are, {percent(told.kept)} do (tried with {counted(told.clips, 'hand')})."
    )


def draw_hands(found: Sequence[FoundHand]) -> None:
    """Draw the hands found, each a link to its moment."""
    pictures = cluster_queries.pictures([hand.crop_id for hand in found])
    figures = "".join(_figure(hand, pictures.get(hand.crop_id)) for hand in found)
    st.html(f'<div class="sa-crops">{figures}</div>')
    st.caption(
        "One hand of each clip, the nearest first; the number is the distance between "
        "the angles, 0 for the same hand."
    )
    st.download_button(
        "Results as CSV",
        lambda: records_csv(FoundHand, found),
        "hands-found.csv",
        "text/csv",
        key="find_hands_csv",
        icon=":material/download:",
        type="tertiary",
    )


def _chosen_hand(query: Query) -> Hand:
    hands: list[Hand] = sorted(query.angles, reverse=True)
    if len(hands) == 1:
        return hands[0]
    chosen = choose(
        state.FIND_HAND,
        "Which hand",
        hands,
        default=hands[0],
        named=lambda hand: f"{hand.capitalize()} hand",
    )
    return "left" if chosen == "left" else "right"


def _figure(hand: FoundHand, image: bytes | None) -> str:
    name = hand.handshape or hand.gloss or hand.clip_id
    where = moment_address(hand.crop_id) or state.address("clips", clip=hand.clip_id)
    far = ", too far" if hand.good is False else ""
    alt = f"{hand.hand} hand, {name}, {hand.corpus}: see it in its clip"
    if image is None:
        inner = "not in the store"
    else:
        data = base64.b64encode(image).decode()
        inner = f'<img alt="{attribute_text(alt)}" src="data:image/jpeg;base64,{data}">'
    return (
        f'<figure><a href="{escape(where)}" target="_self"><div class="sa-square">'
        f"{inner}</div></a><figcaption><strong>{html_text(name)}</strong> "
        f"{hand.distance:.2f}{far}<br>{html_text(hand.corpus)}</figcaption></figure>"
    )
