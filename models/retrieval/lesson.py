"""What a network learns of signs: clips of one gloss lie together; see `Lesson`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from torch import Tensor, nn

from models.architectures.pose_transformer import PoseTransformer
from models.poses.augmentation import Augmentation, augmented
from models.poses.describing import described
from models.poses.preparation import Points
from models.retrieval.losses import SignLoss
from models.training import Figures

SEEN_AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class SignClips:
    """N clips to learn from.

    Attributes:
        points: prepared, shape (N, T, 75, 3).
        labels: their glosses as numbers from 0, shape (N,).
    """

    points: Points
    labels: NDArray[np.intp]


class SignLesson:
    """A network that gives scores and embeddings, taught in batches of P glosses x K clips."""

    def __init__(
        self,
        network: PoseTransformer,
        loss: SignLoss,
        clips: SignClips,
        *,
        how: Augmentation,
        batch: int,
        per_gloss: int,
        seed: int,
    ) -> None:
        self.model = nn.ModuleDict({"network": network, "loss": loss})
        self._network, self._loss = network, loss
        self._clips, self._how, self._seed = clips, how, seed
        self._per_gloss = per_gloss
        self._glosses = max(2, batch // per_gloss)
        self._rows_of = [
            np.flatnonzero(clips.labels == label) for label in np.unique(clips.labels)
        ]

    @property
    def steps(self) -> int:
        """Batches in an epoch: as many as show about each clip once."""
        batch = self._per_gloss * min(self._glosses, len(self._rows_of))
        return max(1, len(self._clips.labels) // batch)

    def batches(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield batches drawn for the epoch, changed at random."""
        rng = default_rng([self._seed, epoch])
        frames = self._network.config.frames
        device = next(self._network.parameters()).device
        for _ in range(self.steps):
            rows = self._drawn(rng)
            changed = augmented(self._clips.points[rows], frames, self._how, rng)
            seen = torch.from_numpy(described(changed)).to(device)
            yield seen, torch.from_numpy(self._clips.labels[rows]).to(device)

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """Return the loss of a batch."""
        frames, labels = batch
        scores, embeddings = self._network(frames)
        loss: Tensor = self._loss(scores.float(), embeddings.float(), labels)
        return loss

    def measure(self) -> Figures:
        """Return nothing: no clip is kept out to decide when to stop."""
        return {}

    def memory(self) -> dict[str, Any]:
        """Return nothing: epochs do not depend on each other."""
        return {}

    def remember(self, memory: dict[str, Any]) -> None:
        """Take nothing back."""

    def _drawn(self, rng: Generator) -> NDArray[np.intp]:
        """Return rows of P glosses, K of each; a gloss of fewer clips repeats them."""
        count = min(self._glosses, len(self._rows_of))
        chosen = rng.choice(len(self._rows_of), count, replace=False)
        rows = []
        for gloss in chosen:
            own = self._rows_of[gloss]
            again = len(own) < self._per_gloss
            rows.append(rng.choice(own, self._per_gloss, replace=again))
        return np.concatenate(rows)


def embedded(network: PoseTransformer, points: Points) -> NDArray[np.float32]:
    """Return unit embeddings of prepared clips, (N, T, 75, 3), shape (N, E)."""
    frames = network.config.frames
    at = np.rint(np.linspace(0, points.shape[1] - 1, frames)).astype(int)
    device = next(network.parameters()).device
    network.eval()
    found = [np.zeros((0, network.config.embedding), np.float32)]
    with torch.inference_mode():
        for start in range(0, len(points), SEEN_AT_ONCE):
            seen = described(points[start : start + SEEN_AT_ONCE][:, at])
            _, embeddings = network(torch.from_numpy(seen).to(device))
            found.append(embeddings.float().cpu().numpy())
    return np.concatenate(found)
