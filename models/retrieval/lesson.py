"""What a network learns of signs: clips of one gloss lie together; see `Lesson`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.random import default_rng
from torch import Tensor, nn

from models.architectures.pose_network import PoseNetwork
from models.poses.augmentation import Augmentation, augmented
from models.retrieval.drawing import Drawing
from models.retrieval.losses import SignLoss
from models.retrieval.taught import Taught
from models.training import Figures


@dataclass(frozen=True, slots=True)
class Batches:
    """How batches are drawn.

    Attributes:
        size: clips in a batch, about.
        per_gloss: clips of each gloss; 0: clips at random.
        synthetic: share of a batch that is drawn from synthetic clips.
        side_by_side: share of batches of glosses that stand side by side, see `Drawing`.
    """

    size: int
    per_gloss: int
    synthetic: float = 0.0
    side_by_side: float = 0.0


class SignLesson:
    """A network that gives scores and embeddings, taught real and synthetic signs.

    Synthetic signs are classes of their own, numbered after the real ones.
    """

    def __init__(
        self,
        network: PoseNetwork,
        loss: SignLoss,
        clips: Taught,
        *,
        synthetic: Taught | None,
        batches: Batches,
        how: Augmentation,
        seed: int,
    ) -> None:
        self.model = nn.ModuleDict({"network": network, "loss": loss})
        self.network, self._loss = network, loss
        self._how, self._seed = how, seed
        self._sources = [_Source(clips, batches, 1 - batches.synthetic, 0)]
        if synthetic is not None:
            share = batches.synthetic
            self._sources.append(_Source(synthetic, batches, share, clips.classes))

    @property
    def steps(self) -> int:
        """Batches in an epoch: as many as show about each real clip once."""
        return self._sources[0].drawing.steps

    def batches(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield batches drawn for the epoch, changed at random."""
        rng = default_rng([self._seed, epoch])
        frames = self.network.config.frames
        device = next(self.network.parameters()).device
        for _ in range(self.steps):
            drawn = [(source, source.drawing.rows(rng)) for source in self._sources]
            points = [source.clips.points[rows] for source, rows in drawn]
            labels = [
                source.clips.labels[rows] + source.first for source, rows in drawn
            ]
            changed = augmented(np.concatenate(points), frames, self._how, rng)
            seen = torch.from_numpy(self.network.seen(changed))
            told = torch.from_numpy(np.concatenate(labels))
            yield seen.to(device), told.to(device)

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """Return the loss of a batch."""
        values, labels = batch
        scores, embeddings = self.network(values)
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


class _Source:
    """Clips, how they are drawn, and the number of their first class."""

    def __init__(
        self, clips: Taught, batches: Batches, share: float, first: int
    ) -> None:
        size = max(2, round(batches.size * share))
        self.drawing = Drawing(
            clips.labels,
            batch=size,
            per_gloss=batches.per_gloss,
            side_by_side=batches.side_by_side,
        )
        self.clips, self.first = clips, first
