"""What comes out of training one row, whatever it is made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.training import History

Probabilities = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained row's answers and what they cost.

    Attributes:
        said: probabilities of the test pictures, shape (M, C).
        parameters: numbers learnt; running means of normalisation count, as in Keras.
        seconds: CPU seconds of all threads that training took, since it was last resumed;
            a busy machine does not change them.
        images: training pictures seen in that time, once for each epoch.
        history: figures of each epoch; empty where there are none.
        said_of_views: as `said`, by test-time augmentation; None without.
    """

    said: Probabilities
    parameters: int
    seconds: float
    images: int
    history: History
    said_of_views: Probabilities | None = None
