"""What every network of signs is: a clip in, scores and a unit embedding out."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from torch import Tensor, nn
from torch.nn import functional

from models.poses.preparation import Points
from store.errors import CallError


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseNetworkConfig:
    """What the settings of all networks of signs have in common.

    Attributes:
        frames: the network sees of each clip, evenly spaced in time.
        embedding: values of the embedding.
        dropout: share of values left out while training.
    """

    frames: int = 32
    embedding: int = 256
    dropout: float = 0.2

    def __post_init__(self) -> None:
        if min(self.frames, self.embedding) < 1:
            raise CallError("[network]: every size must be 1 or more.")
        if not 0 <= self.dropout < 1:
            raise CallError("[network] dropout must be from 0 to below 1.")


class PoseNetwork(nn.Module, ABC):
    """A network that places clips so that those of one sign lie together."""

    def __init__(self, config: PoseNetworkConfig, *, classes: int) -> None:
        super().__init__()
        self.config = config
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(config.embedding, classes)

    def forward(self, values: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores and unit embeddings.

        Args:
            values: what `seen` returns of B clips.

        Returns:
            Shapes (B, C) and (B, E).
        """
        places = self.embedded(values)  # (B, E)
        scores: Tensor = self.head(self.dropout(places))  # (B, C)
        return scores, functional.normalize(places, dim=1)

    @abstractmethod
    def seen(self, points: Points) -> Points:
        """Return what the network sees of prepared clips, (B, T, 75, 3).

        A pure function of numbers, so that clips can be made ready on other threads.
        """

    @abstractmethod
    def embedded(self, values: Tensor) -> Tensor:
        """Return embeddings before they are brought to length 1, shape (B, E)."""

    def frame_weights(self, values: Tensor) -> Tensor:
        """Return how much each frame counts, shape (B, T); rows sum to 1.

        All alike, where a network does not weigh them.
        """
        frames = self.config.frames
        return values.new_full((len(values), frames), 1 / frames)
