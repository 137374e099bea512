"""Models: what was trained, how it went, and what came out beside what was published."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from dashboard import state
from dashboard.pages import Page
from dashboard.queries import clip_queries, model_queries
from dashboard.queries.model_queries import HistoryPoint, ModelRun
from dashboard.widgets.empty import say_what_to_run
from dashboard.widgets.history import draw_history
from dashboard.widgets.published_signs import draw_sign_models
from dashboard.widgets.run_tables import offer_run_tables
from dashboard.widgets.tables import (
    Column,
    fact_list,
    html_table,
    joined,
    link,
    small,
)
from dashboard.wording import MISSING, counted, plain
from models.results import Result, load_results

LISTED: Final = 200
SHOWN_METRICS: Final = 3
SPEED: Final = "bench/"
"""Begins the names of ratios of time, which say nothing of models."""
_RUN_COLUMNS: Final = (
    Column("Run"),
    Column("Recipe"),
    Column("Corpus"),
    Column("State"),
    Column("Started", "UTC"),
    Column("What came out"),
)
_RESULT_COLUMNS: Final = (
    Column("Figure", "data / protocol / model / measure"),
    Column("Ours", "with its interval, or range over seeds", number=True),
    Column("Published or required"),
    Column("Data"),
)


def show() -> None:
    """Draw the page."""
    if not clip_queries.corpora():
        say_what_to_run()
        return
    runs = model_queries.model_runs()
    asked = state.MODELS_RUN.read()
    run = next((run for run in runs if run.run_id == asked), None)
    if run is not None:
        _draw_one(run)
    else:
        _draw_all(runs)


def _draw_all(runs: Sequence[ModelRun]) -> None:
    done = sum(run.state == "finished" for run in runs)
    if runs:
        st.title(plain(f"{counted(done, 'run')} of models finished in this store"))
        st.html(html_table("Runs of models", _RUN_COLUMNS, _run_rows(runs[:LISTED])))
        if len(runs) > LISTED:
            st.caption(f"The newest {LISTED} of {len(runs):,}.")
    else:
        st.title("Nothing has been trained in this store yet")
        st.markdown(
            "`signatlas train RECIPE` trains a model; its curves and figures then "
            "stand here."
        )
    _draw_results(load_results())


def _draw_one(run: ModelRun) -> None:
    st.title(plain(f"{run.name}: {run.state}"))
    about = [plain(run.corpus) if run.corpus else "several corpora"]
    about += [f"seed {run.seed}"] if run.seed is not None else []
    about += [f"{_seconds(run)} s"] if run.ended_ms else []
    st.caption(f"{', '.join(about)}, run {plain(run.run_id)}. {plain(run.note)}")
    st.button(
        "All runs",
        key="models_back",
        on_click=state.MODELS_RUN.write,
        args=(None,),
        icon=":material/arrow_back:",
        type="tertiary",
    )
    points = model_queries.history(run.run_id)
    curves, facts = st.columns([1.6, 1], gap="medium")
    with curves:
        _draw_curves(run, points)
    with facts:
        st.subheader("What came out")
        st.html(fact_list(_flat(run.metrics)) if run.metrics else MISSING)
        st.subheader("Settings")
        st.html(fact_list(_flat(run.recipe)) if run.recipe else MISSING)
    offer_run_tables(run.run_id)


def _draw_curves(run: ModelRun, points: Sequence[HistoryPoint]) -> None:
    st.subheader("How it went")
    if not points:
        st.caption("This run kept no measures along the way.")
        return
    draw_history(
        points,
        key="models_history",
        file_name="history.csv",
        caption=f"Measures at every epoch or step, run {plain(run.run_id)}.",
        alt="",
    )


def _draw_results(results: Sequence[Result]) -> None:
    draw_sign_models(results)
    compared = [r for r in results if r.paper and not r.name.startswith(SPEED)]
    st.subheader("Measured figures beside published ones")
    st.caption(
        "Measured with this version of signatlas, on the data named, not on this "
        "store; `signatlas results` lists all, with the command that recomputes each."
    )
    rows = [[r.name, _figure(r), r.paper, r.data] for r in compared]
    if rows:
        st.html(html_table("Measured figures", _RESULT_COLUMNS, rows))


def _run_rows(runs: Sequence[ModelRun]) -> list[list[object]]:
    return [
        [
            link(state.address("models", run=run.run_id), run.run_id),
            joined(run.name, small(run.step)),
            run.corpus or "several",
            run.state,
            f"{datetime.fromtimestamp(run.started_ms / 1000, UTC):%Y-%m-%d %H:%M}",
            _told(run.metrics),
        ]
        for run in runs
    ]


def _told(metrics: Mapping[str, Any]) -> str | None:
    flat = list(_flat(metrics).items())[:SHOWN_METRICS]
    return ", ".join(f"{name} {value}" for name, value in flat) or None


def _flat(nested: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Return nested settings as one level, names joined by dots."""
    flat: dict[str, str] = {}
    for name, value in nested.items():
        path = f"{above}{name}"
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{path}.")
        else:
            flat[path] = f"{value:.4g}" if isinstance(value, float) else str(value)
    return flat


def _figure(result: Result) -> object:
    value = f"{result.value:.4g} {result.unit}"
    if result.low is None or result.high is None:
        return value
    return joined(value, small(f"{result.low:.3g} to {result.high:.3g}"))


def _seconds(run: ModelRun) -> str:
    return f"{((run.ended_ms or run.started_ms) - run.started_ms) / 1000:,.0f}"


PAGE = Page("Models", ":material/model_training:", "models", 60, show)
