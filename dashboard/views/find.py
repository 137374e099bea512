"""Find a sign: from a video, to the signs of the store that are most like it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from dashboard import state
from dashboard.asking import current_store
from dashboard.find_desk import Desk, desk
from dashboard.pages import Page
from dashboard.queries import clip_queries, find_hand_queries, find_queries
from dashboard.records.find_records import FoundSign, Query
from dashboard.widgets.empty import say_what_to_run
from dashboard.widgets.filters import pick
from dashboard.widgets.find_hands import draw_hands, nearest_hands, say_found_hands
from dashboard.widgets.find_map import draw_map
from dashboard.widgets.find_query import draw_deciding, draw_query
from dashboard.widgets.find_recorder import take_recording
from dashboard.widgets.find_results import draw_results, offer_results
from dashboard.widgets.find_upload import follow_looking, say_limits, take_upload
from dashboard.wording import counted, percent, plain
from models.poses.untrained import NAME as UNTRAINED
from models.retrieval.searching import SignIndex, Wanted, how_compared
from store.errors import CallError

SHOWN: Final = 12
EXAMPLES: Final = 4
SHOWN_HANDS: Final = 24
Places = tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]
"""Of the finding, of the query, of what was found."""
_HANDS: Final = {"one": "One hand", "two": "Both hands"}


def show() -> None:
    """Draw the page."""
    corpora = {told.corpus: told for told in clip_queries.corpora()}
    if not corpora:
        say_what_to_run()
        return
    index = find_queries.sign_index()
    if index is None and not len(find_hand_queries.hand_index()):
        _say_how_to_embed()
        return
    with st.sidebar:
        wanted = _draw_filters(index, {n: c.marked_title for n, c in corpora.items()})
    heading = st.container()
    beside, main = st.columns([1, 2.1], gap="medium")
    places = (heading, beside, main)
    here = desk()
    with beside:
        uploaded = take_upload(here) or take_recording(here)
        follow_looking(here)
    query = here.query if uploaded else _stored_query()
    if query is None:
        with heading:
            _say_how_to_begin(index, here)
    elif query.is_photograph:
        _draw_handshapes(query, wanted, places)
    elif index is None:
        with heading:
            _say_how_to_embed()
    else:
        _draw_search(index, query, wanted, places)
    with beside:
        say_limits(here)


def _draw_handshapes(query: Query, wanted: Wanted, places: Places) -> None:
    """Draw the photograph beside, the handshapes like it in the middle."""
    hands = find_hand_queries.hand_index()
    heading, beside, main = places
    with beside:
        draw_query(query)
        found = nearest_hands(hands, query, wanted, top=SHOWN_HANDS)
    with heading:
        say_found_hands(hands, query, found)
    with main:
        if found:
            draw_hands(found)


def _draw_search(
    index: SignIndex,
    query: Query,
    wanted: Wanted,
    places: Places,
) -> None:
    """Draw the finding at the top, the query beside, the signs found in the middle."""
    heading, beside, main = places
    try:
        found = find_queries.found_signs(
            index, query, _without(wanted, query), top=SHOWN
        )
    except CallError as error:
        with heading:
            _say_unusable(str(error))
        with beside:
            draw_query(query)
        return
    with heading:
        st.title(plain(_finding(found)))
        st.caption(_scope(index, wanted))
        if index.caution:
            st.caption(f":material/warning: {plain(index.caution)}")
    with beside:
        draw_query(query)
        if found:
            draw_deciding(index, query, found)
    with main:
        draw_results(found)
        if found:
            offer_results(found)
            draw_map(index, query, found, [c.corpus for c in clip_queries.corpora()])


def _draw_filters(index: SignIndex | None, titles: dict[str, str]) -> Wanted:
    corpus = pick(
        state.FIND_CORPUS,
        "Corpus",
        list(titles),
        anything="All corpora",
        named=lambda name: titles.get(name, name),
    )
    corpora = (corpus,) if corpus else ()
    if index is None:
        return Wanted(corpora=corpora)
    handshapes = _values(index.handshapes)
    handshape = None
    if handshapes:
        handshape = pick(
            state.FIND_HANDSHAPE, "Handshape", handshapes, anything="Any handshape"
        )
    hands = pick(
        state.FIND_HANDS,
        "Hands",
        list(_HANDS),
        anything="One or both",
        named=lambda name: _HANDS.get(name, name),
    )
    return Wanted(
        corpora=corpora,
        handshape=handshape or "",
        two_handed=None if hands is None else hands == "two",
    )


def _values(column: NDArray[np.str_]) -> list[str]:
    return [str(value) for value in np.unique(column) if value]


def _stored_query() -> Query | None:
    clip_id = state.FIND_CLIP.read()
    return find_queries.query_of_clip(clip_id) if clip_id is not None else None


def _without(wanted: Wanted, query: Query) -> Wanted:
    """Return what is wanted, but for the query itself."""
    itself = "" if query.uploaded else query.clip.clip_id
    return Wanted(
        corpora=wanted.corpora,
        handshape=wanted.handshape,
        two_handed=wanted.two_handed,
        not_clip=itself,
    )


def _finding(found: Sequence[FoundSign]) -> str:
    if not found:
        return "No clip fits these filters"
    first = found[0]
    name = f"{first.gloss or first.clip_id} ({first.similarity:.2f})"
    if first.good is False:
        return f"No good match: the nearest is {name}, not near enough to be the same"
    return f"Most like it: {name}"


def _scope(index: SignIndex, wanted: Wanted) -> str:
    by = "without training" if index.by == UNTRAINED else f"by {plain(index.by)}"
    clips = counted(len(index), "clip")
    how = plain(how_compared(index, wanted))
    about = f"{clips} can be found, compared {by}, {how}; run {plain(index.run_id)}."
    if index.threshold is None:
        return (
            f"{about} They are too few to tell when a match is near enough to be the same "
            "sign."
        )
    return (
        f"{about} Below {index.threshold:.2f} a match is no good match: of signs that are "
        f"not here at all, {percent(index.false_accepts)} would reach it."
    )


def _say_how_to_begin(index: SignIndex | None, here: Desk) -> None:
    if here.failure is not None:
        _say_unusable(str(here.failure))
        return
    clip_id = state.FIND_CLIP.read()
    if clip_id is not None:
        _say_unusable(f"The store has no clip {clip_id!r} with keypoints.")
        return
    if index is None:
        hands = find_hand_queries.hand_index()
        st.title(f"Find a handshape among {counted(len(hands), 'hand')}")
        st.markdown(
            "Upload a photograph of a hand. For videos of signs, clips are made ready by:"
        )
        _draw_command()
        return
    corpora = counted(len(np.unique(index.corpora)), "corpus", "corpora")
    st.title(f"Find a sign among {counted(len(index), 'clip')} of {corpora}")
    links = ", ".join(
        f"[{plain(name)}]({state.address('find-a-sign', clip=clip_id)})"
        for name, clip_id in _examples(index).items()
    )
    st.markdown(f"Upload or record a video of one sign, or begin with a clip: {links}.")


def _examples(index: SignIndex) -> dict[str, str]:
    """Return some clips to begin with, by gloss."""
    places = np.linspace(0, len(index) - 1, EXAMPLES).round().astype(int)
    return {
        str(index.glosses[place] or index.clip_ids[place]): str(index.clip_ids[place])
        for place in places
    }


def _say_unusable(sentence: str) -> None:
    st.title("This cannot be searched with")
    st.markdown(plain(sentence))


def _say_how_to_embed() -> None:
    st.title("No clip can be found yet")
    st.markdown("Clips are made ready to be found by:")
    _draw_command()


def _draw_command() -> None:
    command = f"signatlas embed --store {current_store().root}"
    st.code(command, language=None, wrap_lines=True)


PAGE = Page("Find a sign", ":material/search:", "find-a-sign", 15, show)
