"""Other ways for the learning rate to go than up and down; see `Schedule`."""

import math
from collections.abc import Sequence

from models.training import WATCHED, Figures, Schedule


def constant(done: float, history: Sequence[Figures]) -> float:
    """Return 1: the learning rate stays as it is."""
    return 1.0


def on_plateau(*, factor: float, patience: int, least: float) -> Schedule:
    """Return a schedule that lowers the rate when the validation loss stays.

    Everything follows from the history, so that a training that is resumed goes on with
    the rate that it had.

    Args:
        factor: what the rate is multiplied with.
        patience: epochs in a row without a lower validation loss after which it is.
        least: smallest share of the rate.
    """

    def share(done: float, history: Sequence[Figures]) -> float:
        best, waited, now = math.inf, 0, 1.0
        for figures in history:
            if WATCHED not in figures:
                continue
            waited = 0 if figures[WATCHED] < best else waited + 1
            best = min(best, figures[WATCHED])
            if waited >= patience:
                now, waited = max(least, now * factor), 0
        return now

    return share
