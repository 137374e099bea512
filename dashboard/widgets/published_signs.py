"""Finding signs: the paper's five models as published, beside ours."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard.widgets.records_csv import records_csv
from dashboard.widgets.tables import Column, Markup, html_table, joined, small
from models.published import MEASURES, SIGN_MODELS, SIGNS_DATA, PublishedModel
from models.results import Result, matching

OURS: Final = "wlasl50/5-fold/"
NOT_MEASURED: Final = "not measured"
_HEADINGS: Final = {
    "recall-at-1": "R@1",
    "recall-at-5": "R@5",
    "recall-at-10": "R@10",
    "recall-at-50": "R@50",
    "map": "mAP",
}
_COLUMNS: Final = (
    Column("Model"),
    Column("Measured on"),
    *(Column(_HEADINGS[measure], number=True) for measure in MEASURES),
)
Figures = Mapping[str, Mapping[str, Result]]
"""Ours, by model and measure."""


def draw_sign_models(results: Sequence[Result]) -> None:
    """Draw the five models as published and as measured here, then all others of ours."""
    ours = our_figures(results)
    st.subheader("Finding signs: the paper's five models beside ours")
    named = {model.name for model in SIGN_MODELS}
    rows: list[list[object]] = []
    for model in SIGN_MODELS:
        rows += [_published_row(model), _own_row(model.name, ours.get(model.name, {}))]
    rows += [_own_row(name, ours[name]) for name in ours if name not in named]
    st.html(html_table("Models that find signs", _COLUMNS, rows))
    st.caption(
        f"Published: {SIGNS_DATA}. Ours: each clip's data as named, in brackets the 95 % "
        "interval; 50 glosses are easier to find than 2,000, so that only the order of the "
        f"models can be compared. {said_order(ours)}"
    )
    st.download_button(
        "Our figures as CSV",
        lambda: records_csv(Result, matching(results, OURS)),
        "finding-signs.csv",
        "text/csv",
        key="models_signs_csv",
        icon=":material/download:",
        type="tertiary",
    )


def our_figures(results: Sequence[Result]) -> dict[str, dict[str, Result]]:
    """Return our figures of finding signs by model and measure, models by name."""
    found: dict[str, dict[str, Result]] = {}
    for result in matching(results, OURS):
        name, measure = result.name.removeprefix(OURS).rsplit("/", 1)
        if measure in MEASURES:
            found.setdefault(name, {})[measure] = result
    return found


def said_order(ours: Figures) -> str:
    """Return in a sentence how the five models rank by mAP, published and here."""
    published = {model.name: model.figures[-1] for model in SIGN_MODELS}
    told = f"By mAP, published: {_ranked(published)}"
    here = {
        name: ours[name]["map"].value
        for name in published
        if "map" in ours.get(name, {})
    }
    missing = [name.upper() for name in published if name not in here]
    if not here:
        return f"{told}; none of the five was measured here yet."
    rest = f"; not measured here: {', '.join(missing)}" if missing else ""
    return f"{told}; here: {_ranked(here)}{rest}."


def _ranked(figures: Mapping[str, float]) -> str:
    ordered = sorted(figures, key=lambda name: -figures[name])
    return " > ".join(name.upper() for name in ordered)


def _published_row(model: PublishedModel) -> list[object]:
    about = small(f"{model.network}; {model.loss}")
    name = joined(f"{model.name.upper()}, published", about)
    return [name, "WLASL", *(f"{figure:.3f}" for figure in model.figures)]


def _own_row(name: str, figures: Mapping[str, Result]) -> list[object]:
    shown = name.upper() if name in {model.name for model in SIGN_MODELS} else name
    first = next(iter(figures.values()), None)
    if first is None:
        return [f"{shown}, ours", NOT_MEASURED, *([None] * len(MEASURES))]
    seeds = f"{len(first.seeds)} seeds" if len(first.seeds) > 1 else "one seed"
    data = joined(first.data, small(f"{first.split}; {seeds}"))
    return [f"{shown}, ours", data, *(_cell(figures.get(m)) for m in MEASURES)]


def _cell(result: Result | None) -> Markup | None:
    if result is None:
        return None
    interval = (
        small(f"[{result.low:.3f}, {result.high:.3f}]")
        if result.low is not None and result.high is not None
        else Markup("")
    )
    return joined(f"{result.value:.3f}", interval)
