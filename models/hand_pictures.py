"""Pictures of rendered hands as arrays to train on, and changed at random."""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from models.classification.pictures import Picture, decoded
from models.features.joint_angles import joint_angles
from models.hand_squares import placement, upright_square
from store.db import Database
from store.errors import CallError
from store.skeleton import HAND_POINTS, HANDS

PADDING_PX: Final = 20
TURN_DEG: Final = 15.0
SCALE: Final = 0.15
SHIFT: Final = 0.06
"""A square is turned, enlarged and moved at random by these at most (shift: in sides)."""
MIXED: Final = 0.5
"""Of the Dirichlet law by which an output colour is mixed from red, green and blue."""
STRENGTH: Final = 0.5
RECOLOURED: Final = 0.5
"""Share of the pictures whose colours are mixed anew; skin is learnt from the others."""


@dataclass(frozen=True, slots=True)
class HandPictures:
    """N rendered hands, upright, as right hands.

    Attributes:
        pictures: squares cut by the true points, shape (N, S, S, 3).
        points: true places in the square, in its sides, x right, y down, (N, 21, 2).
        forms: values of `joint_angles` of the true form, shape (N, 38).
        parts: a part holds the hands of some signers, shape (N,).
    """

    pictures: NDArray[np.uint8]
    points: NDArray[np.float32]
    forms: NDArray[np.float32]
    parts: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.pictures)


def read_hand_pictures(
    database: Database, corpus: str, *, side_px: int
) -> HandPictures:
    """Return the rendered hands of a corpus, cut upright.

    Raises:
        CallError: the corpus has no rendered hands with pictures.
    """
    rows = database.rows("hand_pictures", corpus=corpus, padding_px=PADDING_PX)
    if not rows:
        raise CallError(
            f"Corpus {corpus!r} has no pictures of rendered hands: run "
            "`signatlas ingest rendered-hands` first."
        )
    cut = [_cut(row, side_px) for row in rows]
    forms = np.array([row["form"] for row in rows]).reshape(-1, HAND_POINTS, 3)
    return HandPictures(
        pictures=np.stack([square for square, _ in cut]),
        points=np.stack([points for _, points in cut]),
        forms=joint_angles(forms.astype(np.float64)),
        parts=np.array([row["split"] for row in rows], dtype=np.str_),
    )


def _cut(row: dict[str, Any], side_px: int) -> tuple[Picture, NDArray[np.float32]]:
    """Return the square around a hand, and its points in it."""
    picture = decoded(row["image"], cv2.IMREAD_COLOR_RGB)
    shares = np.array(row["hands"], np.float64).reshape(len(HANDS), HAND_POINTS, 2)
    in_frame_px = shares[HANDS.index(row["hand"])] * (row["width_px"], row["height_px"])
    corner_px = np.array([row["left_px"], row["top_px"]])
    points_px = (in_frame_px - corner_px) / row["side_px"] * len(picture)
    how: dict[str, Any] = {"side_px": side_px, "mirror": row["hand"] == "left"}
    turn = placement(points_px, **how)
    placed = (points_px @ turn[:, :2].T + turn[:, 2]) / side_px
    return upright_square(picture, points_px, **how), placed.astype(np.float32)


def changed(
    picture: Picture, points: NDArray[np.float32], rng: Generator
) -> tuple[Picture, NDArray[np.float32]]:
    """Return a square moved and recoloured at random, and the points in it.

    Args:
        picture: shape (S, S, 3).
        points: in sides of the square, shape (21, 2).
        rng: draws.
    """
    side = len(picture)
    angle_deg = rng.uniform(-TURN_DEG, TURN_DEG)
    scale = rng.uniform(1 - SCALE, 1 + SCALE)
    matrix = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), angle_deg, scale)
    matrix = matrix + np.array([[0, 0, 1]]) * side * rng.uniform(-SHIFT, SHIFT, (2, 1))
    moved = cv2.warpAffine(
        picture, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE
    )
    placed = ((points * side) @ matrix[:, :2].T + matrix[:, 2]) / side
    seen = np.asarray(moved, np.uint8)
    if rng.random() < RECOLOURED:
        seen = recoloured(seen, rng)
    return seen, placed.astype(np.float32)


def recoloured(picture: Picture, rng: Generator) -> Picture:
    """Return a picture whose colours are mixed anew: hands and gloves of any colour."""
    mixture = rng.dirichlet([MIXED] * 3, size=3)
    mixture *= rng.uniform(1 - STRENGTH, 1 + STRENGTH, (3, 1))
    mixed = picture.astype(np.float32) @ mixture.T.astype(np.float32)
    return np.asarray(np.clip(np.rint(mixed), 0, 255), np.uint8)
