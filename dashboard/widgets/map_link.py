"""The way from classifiers to the maps of where they put hands or clips."""

from collections.abc import Sequence

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.queries import map_queries
from dashboard.widgets.tables import link


def draw_way_to_maps(run_ids: Sequence[str], *, items: str = "hands") -> None:
    """Lead to the maps of one or two runs, or say what draws them.

    Args:
        run_ids: one classifier, or two to be looked at side by side.
        items: what they place.
    """
    map_of = {told.of: told.run_id for told in map_queries.maps()}
    missing = [run_id for run_id in run_ids if run_id not in map_of]
    with st.expander(f"Where it puts the {items}: alike ones lie together"):
        if missing:
            st.markdown("No map of this has been drawn yet:")
            store = current_store().root
            commands = [f"signatlas project {run} --store {store}" for run in missing]
            st.code("\n".join(commands), language=None, wrap_lines=True)
            return
        shown, *beside = (map_of[run_id] for run_id in run_ids)
        text = "Both maps side by side" if beside else "The map of its embeddings"
        where = state.address("map", run=shown, beside=beside[0] if beside else None)
        st.html(str(link(where, text)))
