"""The three convolutional networks of the Sign-Language MNIST paper.

Reference: Marto and Azevedo, Sign-Language MNIST and Classification with Machine Learning
(Universidade de Aveiro), figures 14, 18 and 22.
"""

from dataclasses import dataclass
from typing import Final

from torch import Tensor, nn

SIDE_PX: Final = 28
CONVOLVED_DROPPED: Final = 0.2
DENSE_DROPPED: Final = 0.3


@dataclass(frozen=True, slots=True)
class Stage:
    """One convolution of 3 x 3 with what follows it, in the order dropout, norm, pool."""

    filters: int
    normed: bool = False
    dropped: bool = False
    pooled: bool = True


@dataclass(frozen=True, slots=True)
class LetterCnnConfig:
    """What a network is made of.

    Attributes:
        stages: convolutions.
        dense: units of the hidden dense layer.
    """

    stages: tuple[Stage, ...]
    dense: int


CNN1: Final = LetterCnnConfig(
    (
        Stage(75, normed=True),
        Stage(50, normed=True, dropped=True),
        Stage(25, normed=True),
    ),
    dense=512,
)
CNN2: Final = LetterCnnConfig(
    (Stage(50), Stage(25, dropped=True), Stage(10, pooled=False)), dense=32
)
CNN3: Final = LetterCnnConfig(
    (
        Stage(64, normed=True),
        Stage(32, dropped=True),
        Stage(20),
        Stage(20, dropped=True, pooled=False),
    ),
    dense=32,
)


class LetterCnn(nn.Module):
    """Convolutions, one hidden dense layer, and scores of letters.

    The paper does not say how much is dropped out: 0.2 of what a convolution gives, 0.3
    of the dense layer. Weights begin as Keras has them (Glorot, biases 0).
    """

    def __init__(self, config: LetterCnnConfig, *, classes: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels, side = 1, SIDE_PX
        for stage in config.stages:
            layers += _stage(channels, stage)
            channels = stage.filters
            # Keras pads to 'same': 7 becomes 4.
            side = -(-side // 2) if stage.pooled else side
        self.picture = nn.Sequential(*layers)
        self.hidden = nn.Linear(channels * side * side, config.dense)
        self.dropout = nn.Dropout(DENSE_DROPPED)
        self.scores = nn.Linear(config.dense, classes)
        self.apply(_begin)

    @property
    def dense_weights(self) -> list[Tensor]:
        """Weights of the dense layers, which CNN 2 keeps small."""
        return [self.hidden.weight, self.scores.weight]

    def forward(self, pictures: Tensor) -> Tensor:
        """Return scores (B, C) of pictures (B, 1, 28, 28) from 0 to 1."""
        seen = self.picture(pictures).flatten(1)  # (B, filters * side * side)
        hidden = self.dropout(self.hidden(seen).relu())  # (B, dense)
        scores: Tensor = self.scores(hidden)
        return scores


def _stage(channels: int, stage: Stage) -> list[nn.Module]:
    layers: list[nn.Module] = [
        nn.Conv2d(channels, stage.filters, 3, padding=1),
        nn.ReLU(inplace=True),
    ]
    if stage.dropped:
        layers.append(nn.Dropout(CONVOLVED_DROPPED))
    if stage.normed:
        layers.append(nn.BatchNorm2d(stage.filters))
    if stage.pooled:
        layers.append(nn.MaxPool2d(2, ceil_mode=True))
    return layers


def _begin(layer: nn.Module) -> None:
    if isinstance(layer, (nn.Conv2d, nn.Linear)):
        nn.init.xavier_uniform_(layer.weight)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)
