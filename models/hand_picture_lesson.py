"""What a network learns from pictures of rendered hands: their form and their points."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import torch
from numpy.random import default_rng
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.architectures.resnet import Resnet
from models.classification.pictures import stacked
from models.features.joint_angles import DIMENSIONS
from models.hand_pictures import HandPictures, changed
from models.training import Figures
from store.skeleton import HAND_POINTS

VALUES: Final = DIMENSIONS + 2 * HAND_POINTS
"""What is to be told of a picture: the form's values, then x and y of each point."""
POINTS_SCALE: Final = 4.0
"""Points about the square's middle, in its sides, times this have about unit spread."""
SEEN_AT_ONCE: Final = 256

Rows = NDArray[np.intp]


class HandPictureLesson:
    """A network that tells form and points of hands; see `models.training.Lesson`."""

    def __init__(
        self, network: Resnet, hands: HandPictures, *, batch: int, seed: int
    ) -> None:
        self.model = network
        self._hands = hands
        self._batch = batch
        self._seed = seed
        self._device = next(network.parameters()).device
        self._train = np.flatnonzero(hands.parts == "train")
        self._validation = np.flatnonzero(hands.parts == "validation")
        taught = hands.forms[self._train]
        spread = np.maximum(taught.std(axis=0), 1e-3)
        self._forms = (hands.forms - taught.mean(axis=0)) / spread

    @property
    def steps(self) -> int:
        """Batches in an epoch; what does not fill one waits for the next epoch."""
        return max(1, len(self._train) // self._batch)

    def batches(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield training hands, changed at random, in an order drawn for the epoch."""
        rng = default_rng([self._seed, epoch])
        order = rng.permutation(self._train)
        for step in range(self.steps):
            rows = order[step * self._batch : (step + 1) * self._batch]
            both = [
                changed(self._hands.pictures[row], self._hands.points[row], rng)
                for row in rows
            ]
            points = np.stack([points for _, points in both])
            yield self._tensors([picture for picture, _ in both], rows, points)

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """Return the mean loss of a batch: square for small errors, then straight."""
        seen, wanted = batch
        told, _ = self.model(seen)
        return functional.smooth_l1_loss(told.float(), wanted)

    def measure(self) -> Figures:
        """Return validation loss, and the shares of variance explained."""
        if not len(self._validation):
            return {}
        told, wanted = self._validated()
        left = (told - wanted).square().mean(dim=0)  # (V,)
        explained = 1 - left / wanted.var(dim=0, unbiased=False).clamp_min(1e-6)
        return {
            "validation/loss": float(functional.smooth_l1_loss(told, wanted)),
            "validation/form-explained": float(explained[:DIMENSIONS].mean()),
            "validation/points-explained": float(explained[DIMENSIONS:].mean()),
        }

    def memory(self) -> dict[str, Any]:
        """Return nothing: no epoch depends on the one before."""
        return {}

    def remember(self, memory: dict[str, Any]) -> None:
        """Take back nothing."""

    def _validated(self) -> tuple[Tensor, Tensor]:
        self.model.eval()
        told, wanted = [], []
        with torch.inference_mode():
            for start in range(0, len(self._validation), SEEN_AT_ONCE):
                rows = self._validation[start : start + SEEN_AT_ONCE]
                pictures = list(self._hands.pictures[rows])
                seen, true = self._tensors(pictures, rows, self._hands.points[rows])
                told.append(self.model(seen)[0].float().cpu())
                wanted.append(true.cpu())
        return torch.cat(told), torch.cat(wanted)

    def _tensors(
        self, pictures: list[NDArray[np.uint8]], rows: Rows, points: NDArray[np.float32]
    ) -> tuple[Tensor, Tensor]:
        placed = POINTS_SCALE * (points.reshape(len(rows), -1) - 0.5)
        wanted = np.concatenate([self._forms[rows], placed], axis=1).astype(np.float32)
        seen = torch.from_numpy(stacked(pictures)).to(self._device)
        return seen, torch.from_numpy(wanted).to(self._device)
