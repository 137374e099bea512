"""Map: hands or clips as points; alike ones lie together, as far as it can be trusted."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

import numpy as np
import pyarrow as pa
import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.map_drawing import Drawing, draw
from dashboard.map_table import csv_of, parquet_of, points_table
from dashboard.pages import Page
from dashboard.queries import map_queries
from dashboard.records.map_records import (
    COLOURED_BY,
    TRUST,
    ItemMap,
    MapRun,
    Places,
)
from dashboard.records.words import Words
from dashboard.widgets.annotator import ask_annotator
from dashboard.widgets.cite import draw_cite
from dashboard.widgets.empty import say_what_to_run
from dashboard.widgets.figure import describe
from dashboard.widgets.item_map import chosen_items, draw_item_map, kind_of
from dashboard.widgets.map_chosen import draw_clips, draw_hands
from dashboard.widgets.map_controls import (
    MapChoices,
    choices_beside,
    choose_beside,
    choose_map,
    choose_shown,
    colours_of,
    known_by,
    marked_points,
    shown_points,
)
from dashboard.widgets.map_peek import draw_peek
from dashboard.widgets.map_wording import (
    HOW_TO_READ,
    drawn_in_words,
    finding,
    note,
    scope,
)
from dashboard.wording import counted, percent, plain


def show() -> None:
    """Draw the page."""
    corpora = map_queries.synthetic_corpora()
    if not corpora:
        say_what_to_run()
        return
    maps = map_queries.maps()
    if not maps:
        _say_how_to_draw(next(iter(corpora)))
        return
    with st.sidebar:
        run = choose_map(maps)
        told = map_queries.points_of(run.run_id)
        chosen = choose_shown(told, run)
        beside = choose_beside(maps, run)
        annotator = ask_annotator()
    synthetic = [corpus for corpus, generated in corpora.items() if generated]
    st.title(plain(finding(run, told)))
    st.caption(scope(run, told, synthetic))
    if beside is None:
        _draw_one(run, chosen, annotator, synthetic)
    else:
        _draw_two((run, beside), chosen, annotator, synthetic)
    draw_peek()


def _draw_one(
    run: MapRun, chosen: MapChoices, annotator: str, synthetic: Collection[str]
) -> None:
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        drawing = _draw(run, chosen, synthetic, state.MAP_FIGURE)
        st.caption(f"{drawn_in_words(drawing, chosen)} {HOW_TO_READ}")
        _offer_points(drawing, chosen)
        draw_cite("map", key="map_cite", run=run.run_id)
    with right:
        _draw_chosen(drawing, chosen, annotator, beside=True)


def _draw_two(
    runs: tuple[MapRun, MapRun],
    chosen: MapChoices,
    annotator: str,
    synthetic: Collection[str],
) -> None:
    keys = (state.MAP_FIGURE, state.MAP_BESIDE_FIGURE)
    shown = (chosen, choices_beside(chosen, runs[1]))
    drawings = []
    for run, own, key, column in zip(runs, shown, keys, st.columns(2), strict=True):
        with column:
            st.markdown(plain(f"{run.name}, keeps {percent(run.trust)} of neighbours"))
            drawings.append(_draw(run, own, synthetic, key))
            st.caption(drawn_in_words(drawings[-1], own))
    st.caption(
        f"{HOW_TO_READ} What is selected on one map is lit up on the other. Beside it: "
        f"{scope(runs[1], drawings[1].told, synthetic)}"
    )
    _draw_chosen(drawings[0], chosen, annotator, beside=False)


def _draw(
    run: MapRun, chosen: MapChoices, synthetic: Collection[str], key: str
) -> Drawing:
    """Draw one map and return what is drawn of it."""
    told = map_queries.points_of(run.run_id)
    colours = colours_of(told, chosen)
    items = chosen_items()
    drawing = draw(
        told,
        colours,
        kept=shown_points(told, chosen),
        marks=marked_points(told, chosen, items),
        at_most=chosen.at_most,
    )
    about = COLOURED_BY[colours.by].lower()
    number = counted(drawing.total, told.items[:-1])
    title = f"{run.name}: map of {number}, coloured by {about}"
    describe(f"{title}.")
    below = note(run, drawing, chosen, synthetic)
    draw_item_map(drawing, key=key, run_id=run.run_id, title=title, note=below)
    return drawing


def _draw_chosen(
    drawing: Drawing, chosen: MapChoices, annotator: str, *, beside: bool
) -> None:
    items = chosen_items()
    kind = kind_of(items, drawing.told.items)
    st.subheader(f"{counted(len(items), kind[:-1])} selected")
    if not items:
        st.caption(
            "Draw around points, click one, or let the keyboard select what is in view: they stand "
            "here as pictures, each with the way to its video. Shift adds to what is "
            "selected; the wheel zooms, Alt and dragging moves."
        )
        return
    if kind == "hands":
        draw_hands(items, annotator, beside=beside)
    else:
        draw_clips(items, beside=beside)
    places = np.flatnonzero(drawing.told.of_items(items))
    if len(places):
        _offer(drawing, chosen, places, "chosen")


def _offer_points(drawing: Drawing, chosen: MapChoices) -> None:
    _offer(drawing, chosen, np.flatnonzero(drawing.kept), "all")


def _offer(drawing: Drawing, chosen: MapChoices, places: Places, which: str) -> None:
    told, by = drawing.told, drawing.colours.by
    more = {} if by == TRUST else {by: known_by(told, by, chosen)}
    kinds = {
        "CSV": ("csv", "text/csv", csv_of),
        "Parquet": ("parquet", None, parquet_of),
    }
    with st.container(horizontal=True):
        for name, (ending, mime, made) in kinds.items():
            st.download_button(
                f"{counted(len(places), 'point')} as {name}",
                partial(_file, made, told, places, more),
                f"map-{which}.{ending}",
                mime,
                key=f"map_{which}_{ending}",
                icon=":material/download:",
                type="tertiary",
            )


def _file(
    made: Callable[[pa.Table], bytes],
    told: ItemMap,
    places: Places,
    more: Mapping[str, Words],
) -> bytes:
    return made(points_table(told, places, more))


def _say_how_to_draw(corpus: str) -> None:
    store = current_store().root
    st.title("No map has been drawn yet")
    st.markdown(
        "A map shows every hand or clip as a point, near those that are like it by a "
        "feature set, or by the embeddings of a classifier:"
    )
    commands = [
        f"signatlas features --corpus {corpus} --name joint_angles --store {store}",
        f"signatlas project --of features:joint_angles --corpus {corpus} --store {store}",
        f"signatlas project RUN --store {store}    # what a classifier was shown",
    ]
    st.code("\n".join(commands), language=None, wrap_lines=True)


PAGE = Page("Map", ":material/scatter_plot:", "map", 45, show)
