"""What a feature is computed from: a batch of hands with their pictures and points."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.skeleton import HAND_POINTS, Hand

Picture = NDArray[np.uint8]
"""One crop, RGB, shape (height, width, 3)."""


@dataclass(frozen=True, slots=True)
class HandCrops:
    """N hands, each in one frame.

    Attributes:
        crop_ids: ids of their 0-px crops.
        hands: the signer's own left or right.
        pictures: the crops at the padding that was asked for; None where the picture
            is missing or cannot be read, or none was asked for.
        squares_px: left, top and side of each picture in its frame, shape (N, 3).
        frames_px: width and height of each frame, shape (N, 2).
        points: the hand in fractions of its frame, shape (N, 21, 3); NaN where unseen.
        world: the hand in metres about its own centre, shape (N, 21, 3); NaN where
            unseen.
        holds: `world` in every frame of the hold that the crop is in, each of shape
            (frames, 21, 3); where it is in none, of its own frame alone.
    """

    crop_ids: list[str]
    hands: list[Hand]
    pictures: list[Picture | None]
    squares_px: NDArray[np.float32]
    frames_px: NDArray[np.float32]
    points: NDArray[np.float32]
    world: NDArray[np.float32]
    holds: list[NDArray[np.float32]]

    def __post_init__(self) -> None:
        count = len(self.crop_ids)
        shapes = {
            "squares_px": (self.squares_px.shape, (count, 3)),
            "frames_px": (self.frames_px.shape, (count, 2)),
            "points": (self.points.shape, (count, HAND_POINTS, 3)),
            "world": (self.world.shape, (count, HAND_POINTS, 3)),
            "hands": ((len(self.hands),), (count,)),
            "pictures": ((len(self.pictures),), (count,)),
            "holds": ((len(self.holds),), (count,)),
        }
        for name, (shape, expected) in shapes.items():
            if shape != expected:
                raise ValueError(f"{name} has shape {shape}, expected {expected}")

    def __len__(self) -> int:
        return len(self.crop_ids)

    def take(self, rows: NDArray[np.signedinteger[Any]]) -> "HandCrops":
        """Return some of the hands, by number."""
        return HandCrops(
            crop_ids=[self.crop_ids[i] for i in rows],
            hands=[self.hands[i] for i in rows],
            pictures=[self.pictures[i] for i in rows],
            squares_px=self.squares_px[rows],
            frames_px=self.frames_px[rows],
            points=self.points[rows],
            world=self.world[rows],
            holds=[self.holds[i] for i in rows],
        )

    @property
    def without_picture(self) -> list[str]:
        """Ids of the crops whose picture is missing or cannot be read."""
        pairs = zip(self.crop_ids, self.pictures, strict=True)
        return [crop_id for crop_id, picture in pairs if picture is None]

    @property
    def are_left(self) -> NDArray[np.bool_]:
        """Which of the hands are left hands, shape (N,)."""
        return np.array([hand == "left" for hand in self.hands], dtype=bool)


def mirrored_to_right(
    points: NDArray[np.floating[Any]], are_left: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return hands of which the left ones are mirrored, so that all are right hands.

    Args:
        points: shape (N, 21, 3).
        are_left: shape (N,).
    """
    right = points.astype(np.float64)
    right[are_left, :, 0] *= -1
    return right
