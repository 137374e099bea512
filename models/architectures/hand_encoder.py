"""A small residual network: one picture of a hand becomes a point on a sphere.

Reference: He et al., Deep residual learning for image recognition, CVPR 2016,
doi:10.1109/CVPR.2016.90 (the blocks; this network is far smaller).
"""

from dataclasses import dataclass
from itertools import pairwise

from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class HandEncoderConfig:
    """Size of the network.

    Attributes:
        side_px: width and height of the pictures.
        width: channels after the first convolution; they double at every stage.
        dimensions: values per hand.
    """

    side_px: int = 64
    width: int = 24
    dimensions: int = 64


class HandEncoder(nn.Module):
    """Four stages that halve the picture, then a mean over places and a centred linear map."""

    def __init__(self, config: HandEncoderConfig) -> None:
        super().__init__()
        self.config = config
        widths = [config.width * 2**stage for stage in range(4)]
        self.stages = nn.Sequential(
            _halved(3, widths[0]),
            *(
                layer
                for before, after in pairwise(widths)
                for layer in (_halved(before, after), Residual(after))
            ),
        )
        # Without centring all hands begin at one place, where nothing pulls them apart.
        self.to_sphere = nn.Sequential(
            nn.Linear(widths[-1], config.dimensions, bias=False),
            nn.BatchNorm1d(config.dimensions, affine=False),
        )

    def forward(self, pictures: Tensor) -> Tensor:  # (B, 3, S, S) in 0..1
        """Return unit vectors, shape (B, dimensions)."""
        seen = self.stages(2 * pictures - 1)  # (B, 8 width, S/16, S/16)
        pooled = seen.mean(dim=(2, 3))  # (B, 8 width)
        return functional.normalize(self.to_sphere(pooled).float(), dim=1)  # (B, D)


class Residual(nn.Module):
    """Two convolutions whose outcome is added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _same(channels)
        self.second = _same(channels)

    def forward(self, seen: Tensor) -> Tensor:  # (B, C, H, W)
        """Return the same shape."""
        changed = self.second(functional.relu(self.first(seen)))  # (B, C, H, W)
        return functional.relu(seen + changed)


def _same(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels),
    )


def _halved(before: int, after: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )
