"""How good a clustering is, and what it is made of: curves, confound meter, comparison."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.charts.class_counts import hands_by_handshape
from dashboard.charts.confounds import confound_meter
from dashboard.charts.iterations import sweep_by_iteration
from dashboard.cluster_view import ClusterView, share_of_commonest
from dashboard.records.cluster_records import ClusteringRun, ConfoundRow, IterationPoint
from dashboard.widgets.annotator import annotator_in_address
from dashboard.widgets.clustering_choice import METHODS
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.tables import Column, Markup, html_table, joined, link, tag
from dashboard.wording import MISSING, amount, counted, percent, plain

FACTORS: Final = ("handshape", "orientation", "place", "signer", "corpus")
COMMONEST: Final = 4


def draw_meter(
    run: ClusteringRun, rows: Sequence[ConfoundRow], *, synthetic: bool
) -> None:
    """Draw how much of the clustering each factor explains."""
    st.subheader("What are the clusters made of?")
    own = sorted((r for r in rows if r.run_id == run.run_id), key=_factor_order)
    if not own:
        st.caption(
            "Not known: no handshape, orientation, place or signer of these hands is "
            "recorded, or `signatlas confounds` has not been run since they were."
        )
        return
    said = "; ".join(f"{row.factor} {row.ami:.2f}" for row in own)
    crops = amount(max(row.crops for row in own))
    unseen = max(row.unseen for row in own)
    left = (
        f" {counted(unseen, 'photograph')} in which no hand was seen count as one more "
        "cluster."
        if unseen
        else ""
    )
    kind = " *Synthetic* hands: the truth is known." if synthetic else ""
    draw_figure(
        confound_meter(own),
        key="clusters_meter",
        caption="Adjusted mutual information of the clusters with each: 1 is the same, "
        f"0 is chance. Grey: where 95 % lie when shuffled. {crops} hands at most, run "
        f"{plain(run.run_id)}.{left}{kind}",
        alt=f"Adjusted mutual information of the clusters with factors: {said}.",
    )


def draw_curves(
    run: ClusteringRun, points: Sequence[IterationPoint], *, synthetic: bool
) -> None:
    """Draw silhouette and NMI against iteration for the whole sweep."""
    st.subheader("Did it settle?")
    own = [point for point in points if point.run_id == run.run_id]
    if not own:
        st.caption(
            f"{plain(METHODS.get(run.method, run.method))} has no iterations to show."
        )
        return
    sample = max(point.silhouette_sample or 0 for point in own)
    last = own[-1]
    kind = " *Synthetic* hands." if synthetic else ""
    draw_figure(
        sweep_by_iteration(run, points),
        key="clusters_curves",
        caption=f"Blue: k = {run.k}; grey: the other k. Silhouettes of "
        f"{counted(sample, 'hand')}. Star: what the paper on Russian Sign Language "
        "(LREC 2020) reports, on other data: silhouette at most just over 0.12 (k = "
        f"100, iteration 15), NMI 0.9 after 15.{kind}",
        alt=f"Silhouette and NMI by iteration. After {last.iteration} iterations k = "
        f"{run.k} has silhouette {_number(last.silhouette)} and NMI "
        f"{_number(last.nmi_previous)}.",
    )


def draw_comparison(
    runs: Sequence[ClusteringRun],
    rows: Sequence[ConfoundRow],
    shown: ClusteringRun,
    annotator: str,
) -> None:
    """Draw a table of all clusterings of the corpus with what they are made of."""
    st.subheader("All clusterings of these hands")
    ami = {(row.run_id, row.factor): row.ami for row in rows}
    known = [f for f in FACTORS if any((r.run_id, f) in ami for r in runs)]
    columns = [
        Column("Features"),
        Column("Method"),
        Column("k", number=True),
        Column("Hands", "Hands clustered", number=True),
        Column("Left out", "Hands without values", number=True),
        Column("Silhouette", "From -1 to 1", number=True),
        *(Column(f.capitalize(), "Adjusted mutual information", True) for f in known),
    ]
    table = [
        [
            _run_link(run, annotator, current=run.run_id == shown.run_id),
            METHODS.get(run.method, run.method),
            run.k,
            amount(run.crops),
            amount(run.left_out),
            _number(run.silhouette),
            *(_number(ami.get((run.run_id, factor))) for factor in known),
        ]
        for run in runs
    ]
    st.html(html_table("All clusterings", columns, table))


def draw_counts(view: ClusterView) -> None:
    """Draw how many hands each handshape has after the annotators' work."""
    counts = view.class_counts
    if not counts:
        return
    total, put_aside = sum(counts.values()), int(view.state.junk.sum())
    of = len(view.members.crop_ids)
    st.subheader("Hands per handshape, after cleaning")
    top = percent(share_of_commonest(list(counts.values()), at_most=COMMONEST))
    annotators = {event.annotator for event in view.labelled.events}
    draw_figure(
        hands_by_handshape(counts),
        key="clusters_counts",
        caption=f"{amount(total)} of {amount(of)} hands labelled, {amount(put_aside)} "
        f"put aside; the {COMMONEST} commonest make {top}. By "
        f"{plain(', '.join(sorted(annotators)))}; run "
        f"{plain(view.labelled.run.run_id)}.",
        alt="Hands per handshape: "
        + ", ".join(f"{name} {count}" for name, count in counts.items()),
    )


def labels_csv(view: ClusterView) -> str:
    """Return every hand with its cluster by now, its handshape and whether it is junk."""
    members, state_ = view.members, view.state
    rows = zip(
        members.crop_ids.tolist(),
        members.cluster.tolist(),
        state_.cluster.tolist(),
        view.label.tolist(),
        state_.junk.tolist(),
        strict=True,
    )
    heading = ("crop_id", "first_cluster", "cluster", "handshape", "junk")
    return _csv(heading, rows)


def comparison_csv(runs: Sequence[ClusteringRun], rows: Sequence[ConfoundRow]) -> str:
    """Return all clusterings with what they are made of."""
    ami = {(row.run_id, row.factor): row.ami for row in rows}
    names = list(ClusteringRun.__dataclass_fields__)
    return _csv(
        (*names, *(f"ami_{factor}" for factor in FACTORS)),
        (
            (
                *(getattr(run, name) for name in names),
                *(ami.get((run.run_id, factor)) for factor in FACTORS),
            )
            for run in runs
        ),
    )


def curves_csv(points: Sequence[IterationPoint]) -> str:
    """Return the curves of a sweep."""
    names = list(IterationPoint.__dataclass_fields__)
    return _csv(names, ([getattr(p, name) for name in names] for p in points))


def _csv(heading: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return file.getvalue()


def _run_link(run: ClusteringRun, annotator: str, *, current: bool) -> Markup:
    where = state.address(
        "clusters", run=run.run_id, annotator=annotator_in_address(annotator) or None
    )
    name = link(where, run.features)
    return joined(name, " ", tag("shown")) if current else name


def _factor_order(row: ConfoundRow) -> int:
    return FACTORS.index(row.factor) if row.factor in FACTORS else len(FACTORS)


def _number(value: float | None) -> str:
    return MISSING if value is None else f"{value:.3f}"
