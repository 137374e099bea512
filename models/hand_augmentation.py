"""Nuisance for pictures of hands: whatever may change while the handshape stays.

Everything works on a batch at once, on any device. All draws come from torch's own
generator, so `torch.manual_seed` decides them.
"""

import math
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

TURN_RAD: Final = math.radians(25)
"""Deviation of the turning that is left after landmarks put a hand upright."""
LOST: Final = 0.15
"""Share of the hands that come in any turning at all."""
SCALES: Final = (0.8, 1.2)
SHIFT: Final = 0.08
OTHER_GROUND: Final = 0.5
"""Share of the hands that get another background."""
EDGES: Final = (0.8, 1.7)
"""Where the picture may end and grey begin, in half sides."""
GREYED: Final = 0.15
RECOLOURED: Final = 0.35
COVERED: Final = 0.3
COARSENED: Final = 0.4
GROUND_CELLS: Final = 6
LUMA: Final = (0.299, 0.587, 0.114)
GREY: Final = 0.5


def augmented(squares: Tensor, masks: Tensor, *, side_px: int, margin: float) -> Tensor:
    """Return pictures for the encoder.

    Args:
        squares: upright squares with a margin, uint8, shape (B, 3, S, S).
        masks: about where the hand is, uint8, shape (B, 1, S, S).
        side_px: of the pictures to return.
        margin: of the squares, as a share of the picture.

    Returns:
        Shape (B, 3, side_px, side_px), from 0 to 1.
    """
    both = torch.cat([squares, masks], dim=1).float() / 255  # (B, 4, S, S)
    moved, edge = _moved(both, side_px, margin)
    pictures = _on_other_ground(moved[:, :3], moved[:, 3:])
    pictures = torch.where(edge, GREY, pictures)
    pictures = _covered(pictures)
    pictures = _recoloured(pictures)
    pictures = _coarsened(pictures)
    noise = (torch.rand_like(pictures) - 0.5) * _uniform(pictures, 0, 0.16)
    return (pictures + noise).clamp(0, 1)


def _moved(both: Tensor, side_px: int, margin: float) -> tuple[Tensor, Tensor]:
    """Return turned, scaled, shifted, flipped pictures, and where they are past an edge."""
    count = len(both)
    turn = torch.randn(count, device=both.device) * TURN_RAD
    anyhow = torch.rand(count, device=both.device) < LOST
    turn = torch.where(anyhow, turn.new_empty(count).uniform_(0, 2 * math.pi), turn)
    scale = turn.new_empty(count, 2).uniform_(*SCALES) / (1 + 2 * margin)
    flip = torch.randint_like(turn, 2) * 2 - 1
    matrix = torch.zeros(count, 2, 3, device=both.device)
    matrix[:, 0, 0] = turn.cos() * scale[:, 0] * flip
    matrix[:, 0, 1] = -turn.sin() * scale[:, 1]
    matrix[:, 1, 0] = turn.sin() * scale[:, 0] * flip
    matrix[:, 1, 1] = turn.cos() * scale[:, 1]
    matrix[:, :, 2] = torch.randn(count, 2, device=both.device) * SHIFT
    grid = _grid(matrix, side_px)  # (B, s, s, 2)
    moved = functional.grid_sample(
        both, grid, padding_mode="border", align_corners=False
    )
    return moved, _past_edge(grid, margin)


def _past_edge(grid: Tensor, margin: float) -> Tensor:
    """Return where a crop, whose sides are turned against the hand's, is at its end."""
    count = len(grid)
    angle = grid.new_empty(count, 1, 1).uniform_(0, math.pi / 2)
    x, y = grid[..., 0] * (1 + 2 * margin), grid[..., 1] * (1 + 2 * margin)
    across = (x * angle.cos() - y * angle.sin()).abs()
    along = (x * angle.sin() + y * angle.cos()).abs()
    edge = grid.new_empty(count, 1, 1).uniform_(*EDGES)
    return (torch.maximum(across, along) > edge)[:, None]  # (B, 1, s, s)


def _grid(matrix: Tensor, side_px: int) -> Tensor:
    shape = [len(matrix), 1, side_px, side_px]
    return functional.affine_grid(matrix, shape, align_corners=False)


def _on_other_ground(pictures: Tensor, masks: Tensor) -> Tensor:
    """Return some hands before clouds of colour or before another picture."""
    count, _, side, _ = pictures.shape
    cells = torch.rand(count, 3, GROUND_CELLS, GROUND_CELLS, device=pictures.device)
    clouds = functional.interpolate(cells, size=(side, side), mode="bilinear")
    flat = clouds.mean(dim=(2, 3), keepdim=True)
    clouds = flat + (clouds - flat) * _uniform(pictures, 0, 1.5)
    others = pictures[torch.randperm(count, device=pictures.device)].flip(2)
    ground = torch.where(_chance(pictures, 0.4), others, clouds)
    near = functional.avg_pool2d(masks, 5, stride=1, padding=2)  # soft edges
    kept = torch.where(_chance(pictures, OTHER_GROUND), near, 1.0)
    return pictures * kept + ground * (1 - kept)


def _covered(pictures: Tensor) -> Tensor:
    """Return pictures of which some have a rectangle of one colour over a corner."""
    count, _, side, _ = pictures.shape
    place = torch.linspace(-1, 1, side, device=pictures.device)
    middle = pictures.new_empty(count, 2).uniform_(-1.1, 1.1)
    half = pictures.new_empty(count, 2).uniform_(0.1, 0.35)
    inside = (place[None, None] - middle[..., None]).abs() < half[..., None]
    box = inside[:, 0, None, :, None] & inside[:, 1, None, None, :]  # (B, 1, s, s)
    colour = torch.rand(count, 3, 1, 1, device=pictures.device)
    return torch.where(box & _chance(pictures, COVERED), colour, pictures)


def _recoloured(pictures: Tensor) -> Tensor:
    """Return pictures in other light, some in other colours altogether, some in grey."""
    count = len(pictures)
    eye = torch.eye(3, device=pictures.device).expand(count, 3, 3)
    slight = eye + torch.randn_like(eye) * 0.06
    strong = torch.softmax(torch.randn_like(eye) * 3, dim=2)
    luma = torch.tensor(LUMA, device=pictures.device).expand(count, 3, 3)
    mixing = torch.where(_chance(pictures, RECOLOURED)[..., 0], strong, slight)
    mixing = torch.where(_chance(pictures, GREYED)[..., 0], luma, mixing)
    mixed = torch.einsum("bij,bjhw->bihw", mixing, pictures)
    bent = mixed + mixed * (1 - mixed) * _uniform(pictures, -0.7, 0.7)
    mean = bent.mean(dim=(1, 2, 3), keepdim=True)
    contrast, light = _uniform(pictures, 0.5, 1.4), _uniform(pictures, 0.7, 1.3)
    return (bent - mean) * contrast + mean * light


def _coarsened(pictures: Tensor) -> Tensor:
    """Return pictures of which some were much smaller before."""
    side = pictures.shape[-1]
    small = functional.avg_pool2d(pictures, int(torch.randint(2, 4, (1,))))
    coarse = functional.interpolate(small, size=side, mode="bilinear")
    return torch.where(_chance(pictures, COARSENED), coarse, pictures)


def _uniform(like: Tensor, low: float, high: float) -> Tensor:
    """Return one draw per picture, shape (B, 1, 1, 1)."""
    return like.new_empty(len(like), 1, 1, 1).uniform_(low, high)


def _chance(like: Tensor, share: float) -> Tensor:
    """Return for which pictures something happens, shape (B, 1, 1, 1)."""
    return torch.rand(len(like), 1, 1, 1, device=like.device) < share
