"""Two signs side by side: in step, frame by frame, and the parameters that tell them apart."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.charts.played_clips import player_data
from dashboard.queries import clip_queries, prediction_queries, sign_pair_queries
from dashboard.records.prediction_records import ClassifierRun, Predictions
from dashboard.records.sign_pair_records import MadeSign, known_differences
from dashboard.widgets.choosing import choose
from dashboard.widgets.component import component
from dashboard.widgets.description_text import prepare_texts, side_by_side
from dashboard.widgets.tables import Column, html_table
from dashboard.wording import counted, plain
from models.descriptions.minimal_pairs import difference
from models.poses.sign_differences import (
    CLEAR,
    FEWEST,
    clear_by_parameter,
    differences,
    in_words,
)
from models.poses.sign_measures import MEASURES

_STAGE: Final = '<div class="stage"><img alt=""><svg aria-hidden="true"></svg></div>'
_HTML: Final = f"""\
<figure>
  <div class="stages">{_STAGE}{_STAGE}</div>
  <div class="controls">
    <button type="button" class="play">Pause</button>
    <button type="button" data-step="-1" aria-label="One frame back">\u25c0</button>
    <button type="button" data-step="1" aria-label="One frame on">\u25b6</button>
    <input type="range" min="0" max="0" value="0" aria-label="Frame of both signs">
    <output></output>
    <label><input type="checkbox" checked> Skeleton</label>
  </div>
</figure>"""


def draw_two_signs(
    told: Predictions, run: ClassifierRun, cell: tuple[str, str], clip_id: str | None
) -> None:
    """Draw a sign beside the one that it is taken for.

    Args:
        told: what the classifier said.
        run: the classifier.
        cell: gloss shown and gloss said.
        clip_id: the clip of the first that was chosen; None: any.
    """
    true, predicted = cell
    st.subheader("The two side by side")
    own, others = (
        prediction_queries.hands(told, told.shown_as(gloss)) for gloss in cell
    )
    if not own or not others:
        lacking = true if not own else predicted
        st.caption(f"No clip is known to show {plain(lacking)}.")
        return
    first = clip_id or own[0]
    second = choose(
        state.MISTAKES_BESIDE,
        f"Clip of {predicted}",
        others,
        default=_nearest_of(run, first, others),
    )
    _draw_in_step(first, second)
    made = [
        sign_pair_queries.made_sign(gloss, ids)
        for gloss, ids in zip(cell, (own, others), strict=True)
    ]
    _draw_known(*made)
    _draw_measured(*made)


def _nearest_of(run: ClassifierRun, clip_id: str, among: Sequence[str]) -> str:
    """Return the training clip nearest to a clip that is among some, else their first."""
    nearest = prediction_queries.nearest_taught(run.run_id, clip_id, at_most=8)
    return next((near for near in nearest if near in among), among[0])


def _draw_in_step(first: str, second: str) -> None:
    clips = [clip_queries.clip(clip_id) for clip_id in (first, second)]
    for clip, column in zip(clips, st.columns(2, gap="small"), strict=True):
        if clip is not None:
            where = state.address("clips", clip=clip.clip_id)
            name = plain(clip.gloss or clip.clip_id)
            column.markdown(f"**[{name}]({where})** {plain(clip.clip_id)}")
    shown = [sign_pair_queries.played(clip) for clip in clips if clip is not None]
    both = [clip for clip in shown if clip is not None]
    if len(both) < len(clips):
        st.caption("Keypoints of one of the two clips are not there.")
        return
    component("pose_player", _HTML, css="pose_player")(
        key=state.MISTAKES_PLAYER,
        data=player_data(both, at_most=sign_pair_queries.PLAYED_FRAMES),
    )
    st.caption(
        "In step: the shorter is stretched to the length of the longer; the time is that "
        "of the one with more frames."
    )


def _draw_known(first: MadeSign, second: MadeSign) -> None:
    found = known_differences(first, second)
    if found:
        columns = (Column("Parameter"), Column(first.gloss), Column(second.gloss))
        rows = [[name, *values] for name, values in found.items()]
        st.html(html_table("Parameters that differ", columns, rows))
        st.caption(
            "*Synthetic*: as they were generated."
            if first.truth is not None
            else "As the corpus says."
        )
    one, other = first.described, second.described
    if one is None or other is None or one.unit != other.unit:
        return
    apart = difference(one.text, other.text, one.unit)
    prepare_texts()
    st.html(side_by_side(apart.pieces, (one, other), one.unit).html)
    named = ", ".join(apart.parameters) or "nothing"
    st.caption(
        f"Descriptions, marked what only one has; by their words they differ in {named}."
    )


def _draw_measured(first: MadeSign, second: MadeSign) -> None:
    counts = [len(sign.measures) for sign in (first, second)]
    clips = " and ".join(
        f"{counted(count, 'clip')} of {sign.gloss}"
        for count, sign in zip(counts, (first, second), strict=True)
    )
    if min(counts) < FEWEST:
        st.caption(
            plain(
                f"What differs is measured from {FEWEST} clips of each; here: {clips}."
            )
        )
        return
    clear = clear_by_parameter(differences(first.measures, second.measures))
    for parameter, told in clear.items():
        said = plain(in_words(told, first.gloss, second.gloss))
        st.markdown(f"- **{parameter.capitalize()}**: {said}")
    alike = [
        name
        for name in dict.fromkeys(measure.parameter for measure in MEASURES)
        if name not in clear
    ]
    rest = f" No clear difference in {', '.join(alike)}." if alike else ""
    st.caption(
        plain(
            f"Measured from the keypoints of {clips}: means that lie {CLEAR} pooled "
            f"standard deviations apart or more, the greatest of each parameter.{rest}"
        )
    )
