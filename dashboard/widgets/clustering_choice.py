"""Choosing a clustering at the side: corpus, features, k."""

from collections.abc import Sequence
from typing import Final

from dashboard import state
from dashboard.records.cluster_records import ClusteringRun, ConfoundRow
from dashboard.widgets.choosing import choose

METHODS: Final = {
    "kmeans-sklearn": "k-means, scikit-learn",
    "kmeans-faiss": "k-means, FAISS",
    "hdbscan": "HDBSCAN",
}
SEVERAL: Final = "several"
"""Stands in the address for clusterings of several corpora together."""


def choose_clustering(
    runs: Sequence[ClusteringRun],
    confounds: Sequence[ConfoundRow],
    titles: dict[str, str],
) -> ClusteringRun | None:
    """Draw the choices and return the clustering; None where the address names none.

    Args:
        runs: all clusterings, at least one.
        confounds: what they are made of, as far as measured; decides what is shown first.
        titles: title by corpus.
    """
    asked = state.CLUSTERS_RUN.read()
    named = next((run for run in runs if run.run_id == asked), None)
    first = named or _telling(runs, confounds)
    corpus = choose(
        state.CLUSTERS_CORPUS,
        "Corpus",
        sorted({_corpus(run) for run in runs}),
        default=_corpus(first),
        named=lambda name: titles.get(name, "Several corpora together"),
    )
    runs = [run for run in runs if _corpus(run) == corpus]
    first = first if first in runs else _telling(runs, confounds)
    features = choose(
        state.CLUSTERS_FEATURES,
        "Features",
        sorted({run.features for run in runs}),
        default=first.features,
    )
    runs = [run for run in runs if run.features == features]
    first = first if first in runs else _telling(runs, confounds)
    by_id = {run.run_id: run for run in runs}
    run_id = choose(
        state.CLUSTERS_RUN,
        "Clustering",
        list(by_id),
        default=first.run_id,
        named=lambda run_id: run_name(by_id[run_id]) if run_id in by_id else run_id,
    )
    return None if asked and named is None else by_id[run_id]


def run_name(run: ClusteringRun) -> str:
    """Return what a clustering is called in a list."""
    seed = "" if run.seed is None else f", seed {run.seed}"
    return f"k = {run.k} · {METHODS.get(run.method, run.method)}{seed}"


def forget_run() -> None:
    """Take the clustering out of the address, with what was opened in it."""
    state.CLUSTERS_RUN.write(None)


def _telling(
    runs: Sequence[ClusteringRun], confounds: Sequence[ConfoundRow]
) -> ClusteringRun:
    """Return the clustering that is most handshape, else the clearest one."""
    handshape = {row.run_id: row.ami for row in confounds if row.factor == "handshape"}

    def rank(run: ClusteringRun) -> tuple[float, float]:
        clear = -1.0 if run.silhouette is None else run.silhouette
        return handshape.get(run.run_id, -1.0), clear

    return max(runs, key=rank)


def _corpus(run: ClusteringRun) -> str:
    return run.corpus or SEVERAL
