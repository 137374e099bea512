"""The labelled set: which handshape every crop has by now, whichever clustering it is in."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.crop_ids import corpus_of
from store.db import Database
from store.labels import ClusteringState, LabelEvent, in_force, replay

JUNK: Final = "(junk)"
"""Stands for 'put aside' where the opinions of annotators are compared."""


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """What all label events of a store come to.

    Attributes:
        handshapes: handshape by crop id, sorted by id.
        ratings: handshape or `JUNK` by crop id, by annotator: what each of them said
            alone, to compare them.
        lost_runs: clusterings that were labelled and are not in the store any more;
            what was said of single crops still counts.
    """

    handshapes: dict[str, str]
    ratings: dict[str, dict[str, str]]
    lost_runs: tuple[str, ...]

    @property
    def put_aside(self) -> set[str]:
        """Crops that somebody put aside and nobody gave a handshape."""
        said = {
            crop
            for rated in self.ratings.values()
            for crop, opinion in rated.items()
            if opinion == JUNK
        }
        return said - self.handshapes.keys()

    def corpora(self) -> list[str]:
        """Return the corpora of the crops that have a handshape, each once."""
        crops, found = list(self.handshapes), []
        place = 0
        while place < len(crops):
            found.append(corpus_of(crops[place]))
            # Past all others of the corpus: "0" comes right after "/".
            place = bisect_left(crops, f"{found[-1]}0", place)
        return found

    def annotators_of(self, crop_id: str) -> list[str]:
        """Return who gave a crop the handshape that it has."""
        given = self.handshapes.get(crop_id)
        return [who for who, said in self.ratings.items() if said.get(crop_id) == given]


def labelled_set(database: Database, listed: Sequence[LabelEvent]) -> LabelledSet:
    """Return what label events come to.

    Where a crop is labelled in several clusterings the one worked on last counts.

    Args:
        database: the store, for the assignments of its clusterings.
        listed: all events, oldest first.
    """
    counted = in_force(listed)
    crops = {run: _assignments(database, run) for run in _runs(counted)}
    said = _opinion(crops, counted)
    annotators = sorted({event.annotator for event in counted})
    ratings = (
        {annotators[0]: said}
        if len(annotators) == 1
        else {
            who: _opinion(crops, [event for event in counted if event.annotator == who])
            for who in annotators
        }
    )
    return LabelledSet(
        handshapes={crop: said[crop] for crop in sorted(said) if said[crop] != JUNK},
        ratings={who: rated for who, rated in ratings.items() if rated},
        lost_runs=tuple(run for run, (ids, _) in crops.items() if not len(ids)),
    )


_Assignments = tuple[NDArray[np.str_], NDArray[np.int32]]
"""Crops, sorted, and their clusters, both of shape (N,)."""


def _runs(counted: Sequence[LabelEvent]) -> list[str]:
    """Return the clusterings labelled, the one worked on last at the end."""
    newest = {event.run_id: event.event_id for event in counted if event.run_id}
    return sorted(newest, key=lambda run: newest[run])


def _assignments(database: Database, run_id: str) -> _Assignments:
    rows = database.query("clustering_crops", run_id=run_id)
    ids = np.asarray(rows["crop_id"].to_pylist(), np.str_)
    return ids, rows["cluster"].to_numpy()


def _opinion(
    crops: dict[str, _Assignments], counted: Sequence[LabelEvent]
) -> dict[str, str]:
    said: dict[str, str] = {}
    for event in counted:
        if event.action == "assign":
            said |= dict.fromkeys(event.crops, str(event.handshape))
        elif event.action == "junk":
            said |= dict.fromkeys(event.crops, JUNK)
    for run_id in _runs(counted):
        said |= _in_clustering(replay(*crops[run_id], run_id, counted))
    return said


def _in_clustering(state: ClusteringState) -> dict[str, str]:
    put_aside = dict.fromkeys((str(c) for c in state.crop_ids[state.junk]), JUNK)
    return put_aside | state.labels()
