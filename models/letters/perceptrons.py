"""NN 1 to 4 of the paper and the nearest neighbours, by scikit-learn."""

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier

from models.letters.augmentation import three_copies
from models.letters.data import PIXELS, Letters, Pictures
from models.letters.rows import Neighbours, Perceptron
from models.letters.trained import Trained
from models.training import History

SIDE_PX = 28
INTERRUPTED = "Training interrupted by user"


def ask_neighbours(letters: Letters, recipe: Neighbours) -> Trained:
    """Return what the nearest train pictures say of the test pictures."""
    model = KNeighborsClassifier(min(recipe.neighbours, len(letters.train)))
    began_s = time.process_time()
    model.fit(_scaled(letters.train), letters.train.labels)
    said = model.predict_proba(_scaled(letters.test))
    return Trained(
        said=said,
        parameters=0,
        seconds=time.process_time() - began_s,
        images=0,
        history=[],
    )


def train_perceptron(letters: Letters, recipe: Perceptron, *, seed: int) -> Trained:
    """Train a perceptron and return what it says of the test pictures.

    Raises:
        KeyboardInterrupt: training was interrupted; half a training is no result.
    """
    seen, labels = _material(letters.train, recipe, seed=seed)
    model = MLPClassifier(
        recipe.hidden,
        alpha=recipe.alpha,
        early_stopping=recipe.early_stopping,
        max_iter=recipe.iterations,
        random_state=seed,
    )
    began_s = time.process_time()
    with _as_the_paper():
        model.fit(seen, labels)
    seconds = time.process_time() - began_s
    return Trained(
        said=model.predict_proba(_inputs(letters.test, recipe)).astype(np.float64),
        parameters=sum(part.size for part in (*model.coefs_, *model.intercepts_)),
        seconds=seconds,
        images=model.n_iter_ * len(seen),
        history=_history(model),
    )


def _material(
    train: Pictures, recipe: Perceptron, *, seed: int
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    seen = _inputs(train, recipe)
    if not recipe.copies:
        return seen, train.labels
    pictures = torch.from_numpy(seen).reshape(-1, 1, SIDE_PX, SIDE_PX)
    copies = three_copies(pictures, torch.Generator().manual_seed(seed))
    joined = np.concatenate([seen, copies.numpy().reshape(-1, PIXELS)])
    return joined, np.tile(train.labels, 4)


def _inputs(pictures: Pictures, recipe: Perceptron) -> NDArray[np.float32]:
    return _scaled(pictures) if recipe.scaled else pictures.pixels.astype(np.float32)


def _scaled(pictures: Pictures) -> NDArray[np.float32]:
    return pictures.pixels.astype(np.float32) / np.float32(255)


def _history(model: MLPClassifier) -> History:
    losses = [{"train/loss": float(loss)} for loss in model.loss_curve_]
    for figures, share in zip(losses, model.validation_scores_ or (), strict=False):
        figures["validation/accuracy"] = float(share)
    return losses


@contextmanager
def _as_the_paper() -> Iterator[None]:
    """Take the limit of iterations as the paper does, and an interruption for one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.filterwarnings("error", message=INTERRUPTED)
        try:
            yield
        except UserWarning as warning:
            # scikit-learn turns Ctrl-C into a warning and keeps what it has.
            raise KeyboardInterrupt from warning
