"""A small network that tells from a hand's points in a picture how the hand is formed.

It turns the hand upright within the picture and brings it to one size; what is left,
the turning out of the picture, it has to see through.

Reference: Martinez et al., A simple yet effective baseline for 3d human pose estimation,
ICCV 2017, doi:10.1109/ICCV.2017.288 (bodies are lifted from the picture's plane by a
network of such a kind).
"""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from models.features.joint_angles import DIMENSIONS as FORM_VALUES
from store.skeleton import HAND_POINTS, MIDDLE_MCP, WRIST


@dataclass(frozen=True, slots=True)
class HandEncoderConfig:
    """Size of the network.

    Attributes:
        width: values in every layer.
        layers: between the points and the form.
    """

    width: int = 256
    layers: int = 3


class HandEncoder(nn.Module):
    """Some layers over the placed points, then the form."""

    def __init__(self, config: HandEncoderConfig) -> None:
        super().__init__()
        self.config = config
        sizes = [HAND_POINTS * 3, *(config.layers * [config.width])]
        self.layers = nn.Sequential(
            *(
                nn.Sequential(nn.Linear(before, after), nn.LayerNorm(after), nn.GELU())
                for before, after in pairwise(sizes)
            )
        )
        self.to_form = nn.Linear(sizes[-1], FORM_VALUES)

    def forward(self, points: Tensor) -> Tensor:  # (B, 21, 3)
        """Return the form: the values of `joint_angles`, standardised, shape (B, 38).

        Args:
            points: right hands, x to the right, y down, z away, in any one unit.
        """
        hidden = self.layers(placed(points).flatten(1))  # (B, width)
        form: Tensor = self.to_form(hidden)  # (B, 38)
        return form


def placed(points: Tensor) -> Tensor:
    """Return hands turned in the picture so that the middle knuckle is above the wrist.

    Args:
        points: shape (B, 21, 3), y down.

    Returns:
        Shape (B, 21, 3): x and y from -1 to 1 about the hand's middle, its longer side
        as long as that; depth from the wrist in the same unit.
    """
    across = points[..., :2]
    along = across[:, MIDDLE_MCP] - across[:, WRIST]  # (B, 2)
    right, down = nn.functional.normalize(along, dim=1).unbind(1)
    # Rows: what becomes x and y when (right, down) must point up.
    rows = torch.stack([-down, right, -right, -down], dim=1).view(-1, 2, 2)
    upright = across @ rows.transpose(1, 2)  # (B, 21, 2)
    low, high = upright.amin(1, keepdim=True), upright.amax(1, keepdim=True)
    half = ((high - low).amax(2, keepdim=True) / 2).clamp_min(1e-9)  # (B, 1, 1)
    depth = points[..., 2:] - points[:, WRIST, None, 2:]  # (B, 21, 1)
    return torch.cat([upright - (low + high) / 2, depth], dim=2) / half
