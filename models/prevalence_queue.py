"""Which hands of a run are to be labelled next, and which labels count already.

Every hand of a run draws a lot of its own, the same whenever it is asked for, so that the
order stands while labels come in. Each corpus has an order of its own: labels of one say
nothing of another. Labels given through the order are told apart by the note of their
event; any other label was given for reasons of its own and stands for its hand alone.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.prevalence import Reals
from models.prevalence_labelled import (
    NOT_LABELLED,
    Given,
    Mask,
    label_chances,
    label_order,
)
from store.labels import LabelEvent, in_force

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Queue:
    """The order of labelling of N hands, as it stands.

    Attributes:
        given: the labels that count; those given ahead of their turn do not yet.
        waiting: places of hands without a label by corpus, in the order in which they
            are to be labelled.
        in_turn: how many labels in their turn each corpus has.
        ahead: how many labels were given ahead of their turn.
    """

    given: Given
    waiting: Mapping[str, Places]
    in_turn: Mapping[str, int]
    ahead: int


def queue_note(run_id: str) -> str:
    """Return the note of label events that were given through a run's order."""
    return f"asked for by the frequencies of {run_id}"


def asked_for(listed: Sequence[LabelEvent], run_id: str) -> set[str]:
    """Return the crops that were labelled through a run's order."""
    note = queue_note(run_id)
    return {
        crop
        for event in in_force(listed)
        if event.action == "assign" and event.note == note
        for crop in event.crops
    }


def lots_of(run_id: str, item_ids: Sequence[str]) -> Reals:
    """Return a number in (0, 1] of each hand, as if drawn, shape (N,)."""
    digests = [
        hashlib.blake2b(f"{run_id} {item}".encode(), digest_size=8).digest()
        for item in item_ids
    ]
    whole = np.array([int.from_bytes(digest) for digest in digests], np.float64)
    lots: Reals = (whole + 1) / 2.0**64
    return lots


def queue_of(
    corpora: Mapping[str, Mask],
    *,
    doubt: Reals,
    lots: Reals,
    labels: Places,
    through_queue: Mask,
) -> Queue:
    """Return which labels of hands count, and who is to be labelled next.

    Args:
        corpora: which hands are of each corpus, shape (N,).
        doubt: from `doubts`; it must not depend on labels that came in later.
        lots: from `lots_of`.
        labels: class as a number from 0, `NOT_LABELLED` where none, shape (N,).
        through_queue: which labels were given through the order, shape (N,).
    """
    labelled = labels != NOT_LABELLED
    chances = np.where(labelled, 1.0, 0.0)
    waiting, in_turn = {}, {}
    for corpus, own in sorted(corpora.items()):
        places = np.flatnonzero(own & (~labelled | through_queue))
        done = labelled[places]
        told = label_chances(doubt[places], lots[places], done)
        chances[places] = np.where(done, told, 0.0)
        order = places[label_order(doubt[places], lots[places])]
        waiting[corpus] = order[~labelled[order]]
        in_turn[corpus] = int((chances[places] > 0).sum())
    counts = chances > 0
    given = Given(np.where(counts, labels, NOT_LABELLED), chances)
    return Queue(given, waiting, in_turn, int((labelled & ~counts).sum()))
