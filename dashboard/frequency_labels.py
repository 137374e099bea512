"""The labels that hands of a run have by now, and which hands are to be labelled next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.records.frequency_records import FrequencyItems, Mask, Places
from models.prevalence import Reals
from models.prevalence_intervals import Judged
from models.prevalence_known import Known, expected_classes
from models.prevalence_labelled import NOT_LABELLED, Given, doubts
from models.prevalence_queue import asked_for, lots_of, queue_of
from store.labelled_set import LabelledSet
from store.labels import LabelEvent


@dataclass(frozen=True, slots=True, eq=False)
class Labelling:
    """How far the labelling of a run's N hands has come.

    Attributes:
        classes: those of the classifier, then what annotators saw besides.
        given: the labels that count, of all N.
        aside: hands that were put aside, shape (N,): they are not counted.
        waiting: places of the hands to be labelled, by corpus, the next first.
        in_turn: labels given in their turn, by corpus.
        ahead: labels given ahead of their turn, which do not count yet.
    """

    classes: tuple[str, ...]
    given: Given
    aside: Mask
    waiting: dict[str, Places]
    in_turn: dict[str, int]
    ahead: int

    def of(self, chosen: Mask) -> Given:
        """Return the labels of some of the hands."""
        return Given(self.given.labels[chosen], self.given.chances[chosen])

    def judged(self, judged: Judged, chosen: Mask) -> Judged:
        """Return hands with their labels, and room for classes that are new."""
        return Judged(
            probabilities=self._widened(judged.probabilities),
            weights=judged.weights,
            signers=judged.signers,
            signs=judged.signs,
            given=self.of(chosen),
        )

    def known(self, known: Known | None) -> Known | None:
        """Return what is known of mistakes, with room for classes that are new."""
        if known is None or known.probabilities.shape[1] == len(self.classes):
            return known
        return Known(self._widened(known.probabilities), known.true, known.signers)

    def _widened(self, probabilities: Reals) -> Reals:
        more = len(self.classes) - probabilities.shape[1]
        return np.pad(probabilities, ((0, 0), (0, more)))


def run_doubts(told: FrequencyItems) -> Reals:
    """Return how unsure a run is of each hand, whatever labels come in, shape (N,)."""
    counted = told.counted
    rows = told.probabilities[counted]
    found = np.zeros(len(counted))
    found[counted] = doubts(expected_classes(rows, np.ones(len(rows)), told.known))
    return found


def labelling_of(
    told: FrequencyItems,
    run_id: str,
    *,
    doubt: Reals,
    said: LabelledSet,
    listed: Sequence[LabelEvent],
) -> Labelling:
    """Return how far the labelling of a run's hands has come.

    Args:
        told: the hands.
        run_id: the run.
        doubt: from `run_doubts`.
        said: what all label events come to.
        listed: these events, oldest first.
    """
    items = told.item_ids.tolist()
    names = [
        said.handshapes.get(item, true)
        for item, true in zip(items, told.true, strict=True)
    ]
    aside = np.isin(told.item_ids, sorted(said.put_aside))
    places = np.flatnonzero(told.counted & ~aside)
    more = {names[place] for place in places if names[place]} - {*told.classes}
    classes = (*told.classes, *sorted(more))
    labels = told.codes(names, classes)[places]
    queue = queue_of(
        told.corpus[places],
        doubt=doubt[places],
        lots=lots_of(run_id, [items[place] for place in places]),
        labels=labels,
        through_queue=np.isin(told.item_ids[places], sorted(asked_for(listed, run_id))),
    )
    every, chances = np.full(len(items), NOT_LABELLED), np.zeros(len(items))
    every[places], chances[places] = queue.given.labels, queue.given.chances
    return Labelling(
        classes=classes,
        given=Given(every, chances),
        aside=aside,
        waiting={name: places[order] for name, order in queue.waiting.items()},
        in_turn=dict(queue.in_turn),
        ahead=queue.ahead,
    )
