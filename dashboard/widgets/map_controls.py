"""What is chosen at the side of page Map: maps, colours, what is lit up or left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from dashboard import state
from dashboard.map_drawing import (
    CHOSEN,
    DRAWN_AT_MOST,
    LIT,
    Colours,
    Marks,
    by_group,
    by_trust,
)
from dashboard.queries import map_queries
from dashboard.records.map_records import (
    CLUSTER,
    COLOURED_BY,
    PREDICTED,
    RIGHT,
    TRUST,
    ItemMap,
    MapRun,
    Mask,
)
from dashboard.records.words import Words
from dashboard.widgets.choosing import choose
from dashboard.widgets.clustering_choice import run_name
from dashboard.widgets.filters import pick
from dashboard.wording import amount

KEPT: Final = ("0.25", "0.5", "0.75", "1")
SAMPLES: Final = ("100000", "25000", "0")


@dataclass(frozen=True, slots=True)
class MapChoices:
    """What is shown of maps.

    Attributes:
        by: what the colours say.
        clustering, classifier: ids of the runs behind colours of that kind.
        gloss: its points are lit up; None: all are alike.
        kept: least share of its neighbours that a point keeps; 0: all are shown.
        at_most: points that are drawn one by one.
    """

    by: str
    clustering: str = ""
    classifier: str = ""
    gloss: str | None = None
    kept: float = 0.0
    at_most: int = DRAWN_AT_MOST


def choose_map(maps: Sequence[MapRun]) -> MapRun:
    """Draw the list of maps and return the one chosen."""
    by_id = {run.run_id: run for run in maps}
    run_id = choose(
        state.MAP_RUN,
        "Map",
        list(by_id),
        default=maps[0].run_id,
        named=lambda run_id: f"{by_id[run_id].name} · {run_id}",
    )
    return by_id[run_id]


def choose_beside(maps: Sequence[MapRun], first: MapRun) -> MapRun | None:
    """Draw the list of other maps and return the one chosen; nothing where there is none."""
    others = {run.run_id: run for run in maps if run is not first}
    if not others:
        return None
    chosen = pick(
        state.MAP_BESIDE,
        "Beside it",
        list(others),
        anything="No other map",
        named=lambda run_id: (
            f"{others[run_id].name} · {run_id}" if run_id in others else run_id
        ),
    )
    return others.get(chosen or "")


def choose_shown(told: ItemMap, run: MapRun) -> MapChoices:
    """Draw what can be chosen about one map and return what is."""
    names = map_queries.offered(told)
    by = choose(
        state.MAP_BY,
        "Colours",
        names,
        default=names[0],
        named=lambda name: COLOURED_BY[name],
    )
    clustering = _choose_clustering(told) if by == CLUSTER else ""
    judged = by in (PREDICTED, RIGHT)
    classifier = _choose_classifier(told, run) if judged else ""
    gloss = _choose_gloss(told)
    kept = _choose_kept() if np.isfinite(told.trust).any() else 0.0
    at_most = _choose_sample() if len(told) > DRAWN_AT_MOST else DRAWN_AT_MOST
    return MapChoices(by, clustering, classifier, gloss, kept, at_most)


def choices_beside(chosen: MapChoices, run: MapRun) -> MapChoices:
    """Return what is shown of the second map: by its own classifier unless one was chosen."""
    if not chosen.classifier or state.MAP_CLASSIFIER.read():
        return chosen
    told = map_queries.points_of(run.run_id)
    own = [found.run_id for found in map_queries.classifiers(told, run.of)]
    return replace(chosen, classifier=own[0]) if own else chosen


def colours_of(told: ItemMap, chosen: MapChoices) -> Colours:
    """Return the colours chosen, or the first that a map offers where it lacks them."""
    names = map_queries.offered(told)
    by = chosen.by if chosen.by in names else names[0]
    return by_trust(told) if by == TRUST else by_group(by, known_by(told, by, chosen))


def known_by(told: ItemMap, by: str, chosen: MapChoices) -> Words:
    """Return what the colours say of each point; not of trust, which is no name."""
    if by == "handshape":
        return map_queries.by_labels(told)
    if by == CLUSTER:
        runs = {run.run_id: run for run in map_queries.clusterings(told)}
        run = runs.get(chosen.clustering) or next(iter(runs.values()))
        return map_queries.by_cluster(told, run)
    if by in (PREDICTED, RIGHT):
        ids = [run.run_id for run in map_queries.classifiers(told)]
        run_id = chosen.classifier if chosen.classifier in ids else ids[0]
        return map_queries.by_prediction(told, run_id)[by]
    return told.known[by]


def shown_points(told: ItemMap, chosen: MapChoices) -> Mask:
    """Return which points keep enough of their neighbours to be shown."""
    if not chosen.kept:
        return np.ones(len(told), bool)
    kept: Mask = np.nan_to_num(told.trust, nan=0.0) >= chosen.kept - 1e-9
    return kept


def marked_points(
    told: ItemMap, chosen: MapChoices, items: Sequence[str]
) -> Marks | None:
    """Return which points stand out, of the gloss or chosen; None: all are alike."""
    marks = np.zeros(len(told), np.uint8)
    if chosen.gloss is not None:
        marks[told.known["gloss"].are(chosen.gloss)] = LIT
    marks[told.of_items(items)] = CHOSEN
    return marks if marks.any() else None


def _choose_clustering(told: ItemMap) -> str:
    runs = {run.run_id: run for run in map_queries.clusterings(told)}
    return choose(
        state.MAP_CLUSTERING,
        "Clustering",
        list(runs),
        default=next(iter(runs)),
        named=lambda run_id: f"{runs[run_id].features} · {run_name(runs[run_id])}",
    )


def _choose_classifier(told: ItemMap, run: MapRun) -> str:
    runs = {found.run_id: found for found in map_queries.classifiers(told, run.of)}
    return choose(
        state.MAP_CLASSIFIER,
        "Classifier",
        list(runs),
        default=next(iter(runs)),
        named=lambda run_id: f"{runs[run_id].name} · {run_id}",
    )


def _choose_gloss(told: ItemMap) -> str | None:
    glosses = told.known["gloss"].names
    chosen = pick(state.MAP_GLOSS, "Light up a gloss", glosses, anything="None")
    return chosen if chosen in glosses else None


def _choose_kept() -> float:
    chosen = pick(
        state.MAP_KEPT,
        "Only points that keep",
        KEPT,
        anything="any share of their neighbours",
        named=lambda share: f"{_share(share):.0%} or more of their neighbours",
    )
    return _share(chosen)


def _share(text: str | None) -> float:
    return float(text) if text in KEPT else 0.0


def _choose_sample() -> int:
    chosen = choose(
        state.MAP_POINTS,
        "Points over the density",
        SAMPLES,
        default=SAMPLES[0],
        named=lambda text: (
            f"A sample of {amount(int(text))}" if int(text) else "None: density alone"
        ),
    )
    return int(chosen)
