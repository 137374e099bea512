"""The labels that hands of a run have by now, and which hands are to be labelled next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dashboard.records.frequency_records import FrequencyItems, Mask, Places
from dashboard.records.words import UNKNOWN, Words
from models.prevalence import Shares
from models.prevalence_intervals import Judged
from models.prevalence_known import Known
from models.prevalence_labelled import NOT_LABELLED, Given
from models.prevalence_queue import asked_for, queue_of
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
        """Return chosen hands with their labels, and room for classes that are new.

        Args:
            judged: `FrequencyItems.judged` of the same hands.
            chosen: which hands are counted.
        """
        every = len(judged.weights) == len(chosen)
        given = self._within(chosen) if every else self.of(chosen)
        if judged.probabilities.shape[1] == len(self.classes):
            return replace(judged, given=given)
        widened = self._widened(judged.probabilities)
        return replace(
            judged, probabilities=widened, given=given, likeliest=None, calibrated=None
        )

    def _within(self, chosen: Mask) -> Given:
        """Return the labels of all hands, but of those not chosen none."""
        labels = np.where(chosen, self.given.labels, NOT_LABELLED)
        return Given(labels, self.given.chances)

    def known(self, known: Known | None) -> Known | None:
        """Return what is known of mistakes, with room for classes that are new."""
        if known is None or known.probabilities.shape[1] == len(self.classes):
            return known
        return Known(
            np.asarray(self._widened(known.probabilities), np.float64),
            known.true,
            known.signers,
        )

    def _widened(self, probabilities: Shares) -> Shares:
        more = len(self.classes) - probabilities.shape[1]
        return np.pad(probabilities, ((0, 0), (0, more)))


def labelling_of(
    told: FrequencyItems,
    run_id: str,
    *,
    said: LabelledSet,
    listed: Sequence[LabelEvent],
) -> Labelling:
    """Return how far the labelling of a run's hands has come.

    Args:
        told: the hands.
        run_id: the run.
        said: what all label events come to.
        listed: these events, oldest first.
    """
    aside = _are(told, said.put_aside)
    places = np.flatnonzero(told.counted & ~aside)
    shapes = _among(told, said.handshapes)
    given = Words(shapes, tuple(said.handshapes.values()))
    more = {*given.some(places).there()}
    more |= {*told.true.some(places[given.codes[places] == UNKNOWN]).there()}
    classes = (*told.classes, *sorted(more - {*told.classes}))
    labels = np.where(
        given.codes == UNKNOWN,
        told.true.numbers(classes, NOT_LABELLED),
        given.numbers(classes, NOT_LABELLED),
    )[places]
    corpora = told.corpus.some(places)
    queue = queue_of(
        {name: corpora.are(name) for name in corpora.there()},
        doubt=told.doubt[places],
        lots=told.lots[places],
        labels=labels,
        through_queue=_are(told, asked_for(listed, run_id))[places],
    )
    every, chances = np.full(len(aside), NOT_LABELLED), np.zeros(len(aside))
    every[places], chances[places] = queue.given.labels, queue.given.chances
    return Labelling(
        classes=classes,
        given=Given(every, chances),
        aside=aside,
        waiting={name: places[order] for name, order in queue.waiting.items()},
        in_turn=dict(queue.in_turn),
        ahead=queue.ahead,
    )


def _among(told: FrequencyItems, crops: Collection[str]) -> NDArray[np.int32]:
    """Return the place of each hand among some crops, `UNKNOWN` elsewhere, shape (N,)."""
    if not crops:
        return np.full(len(told.item_ids), UNKNOWN, np.int32)
    wanted = pa.array(list(crops), told.item_ids.type)
    found = pc.index_in(told.item_ids, value_set=wanted)  # type: ignore[attr-defined]
    places: NDArray[np.int32] = found.fill_null(UNKNOWN).to_numpy()
    return places


def _are(told: FrequencyItems, crops: Collection[str]) -> Mask:
    """Return which hands are among some crops, shape (N,)."""
    mask: Mask = _among(told, crops) != UNKNOWN
    return mask
