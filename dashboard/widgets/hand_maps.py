"""One map of hands, or two whose choices are linked: what is chosen on one lights up on both."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard import state
from dashboard.charts.hand_map import hand_map_figure
from dashboard.map_queries import COLOURED_BY, HandMap, MapRun
from dashboard.widgets.figure import describe
from dashboard.wording import counted, percent, plain

DRAWN_AT_MOST: Final = 100_000
SAMPLE_SEED: Final = 0


def chosen_hands() -> list[str]:
    """Return the hands that were last drawn around, on either map."""
    return list(st.session_state.get(state.MAP_CHOSEN, ()))


def draw_map(
    told: HandMap, by: str, gloss: str | None, *, key: str, run: MapRun | None = None
) -> None:
    """Draw a map on which hands can be chosen.

    Args:
        told: its points.
        by: what the colours say.
        gloss: draw only its hands; None: all.
        key: of the figure.
        run: named above the map, where there are two of them.
    """
    places = np.arange(len(told.item_ids))
    if gloss is not None:
        places = places[told.known["gloss"] == gloss]
    drawn = _sampled(places)
    if run is not None:
        st.markdown(plain(f"{run.name}, keeps {percent(run.trust)} of neighbours"))
    describe(
        f"map of {counted(len(drawn), 'hand')}, coloured by {COLOURED_BY[by].lower()}."
    )
    elsewhere = st.session_state.get(state.MAP_CHOSEN_ON) not in (None, key)
    lit = chosen_hands() if elsewhere else []
    st.plotly_chart(
        hand_map_figure(told, by, drawn, lit=lit),
        key=key,
        on_select=_keep_chosen,
        selection_mode=("box", "lasso"),
        config={"displaylogo": False, "scrollZoom": True},
    )
    if len(drawn) < len(places):
        st.caption(f"A sample of {counted(len(drawn), 'hand')} of {len(places):,}.")


def forget_chosen() -> None:
    """Choose nothing: the maps have changed."""
    for key in (state.MAP_CHOSEN, state.MAP_CHOSEN_ON):
        st.session_state.pop(key, None)


def _keep_chosen() -> None:
    """Keep what was drawn around on the map whose choice has changed."""
    for key in (state.MAP_FIGURE, state.MAP_BESIDE_FIGURE):
        points = _points(key)
        if points != st.session_state.get(_kept(key), []):
            st.session_state[_kept(key)] = points
            st.session_state[state.MAP_CHOSEN] = points
            st.session_state[state.MAP_CHOSEN_ON] = key


def _points(key: str) -> list[str]:
    told = st.session_state.get(key)
    points: Sequence[dict[str, list[str]]] = told["selection"]["points"] if told else ()
    return [str(point["customdata"][0]) for point in points]


def _kept(key: str) -> str:
    return f"{key}_kept"


def _sampled(places: NDArray[np.intp]) -> NDArray[np.intp]:
    if len(places) <= DRAWN_AT_MOST:
        return places
    draw = np.random.default_rng(SAMPLE_SEED)
    return np.sort(draw.choice(places, DRAWN_AT_MOST, replace=False))
