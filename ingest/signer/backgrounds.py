"""What is behind a signer: painted backgrounds in linear RGB."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.signer.signers import Filming

Image = NDArray[np.float32]

BOOKS: Final = 0.75
"""Share of a shelf that is full."""
LEFT: Final = 0.5
"""How often the window is to the left."""
SHELF_COLOUR: Final = (0.20, 0.13, 0.08)


def background(
    filming: Filming, width_px: int, height_px: int, *, seed: int
) -> NDArray[np.float32]:
    """Return the background of a recording, linear RGB, shape (H, W, 3).

    Args:
        filming: which background, and its colour.
        width_px: width of the picture.
        height_px: its height.
        seed: where its random parts begin.
    """
    rng = np.random.default_rng(seed)
    wall = _wall(filming.background_colour, width_px, height_px)
    painters = {
        "shelves": _shelves,
        "curtain": _curtain,
        "room": _room,
        "panel": _panel,
    }
    painter = painters.get(filming.background)
    return wall if painter is None else painter(wall, rng)


def _wall(colour: tuple[float, float, float], width: int, height: int) -> Image:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    fall_off = 1.05 - 0.35 * ((x / width - 0.4) ** 2 + (y / height - 0.3) ** 2)
    return np.asarray(fall_off[..., None] * np.asarray(colour), np.float32)


def _shelves(wall: Image, rng: np.random.Generator) -> Image:
    height, width = wall.shape[:2]
    for base in np.linspace(0.08, 0.92, 4):
        bottom = int(base * height)
        left = 0
        while left < width:
            book = int(rng.integers(max(4, width // 60), max(6, width // 25)))
            top = max(
                0, int((base - 0.14) * height) + int(rng.integers(0, height // 25))
            )
            if rng.random() < BOOKS:
                wall[top:bottom, left : left + book] = rng.uniform(0.08, 0.45, 3)
            left += book
        wall[bottom : bottom + max(2, height // 60)] = SHELF_COLOUR
    return _blurred(wall, width / 120)


def _curtain(wall: Image, _rng: np.random.Generator) -> Image:
    height, width = wall.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    folds: Image = 1 + 0.10 * np.sin(x / width * 60 + 2 * np.sin(y / height * 3))
    return np.asarray(wall * folds[..., None], np.float32)


def _room(wall: Image, rng: np.random.Generator) -> Image:
    height, width = wall.shape[:2]
    tone = rng.uniform(0.45, 1.35, (5, 7, 1)) * rng.uniform(0.85, 1.15, (5, 7, 3))
    size = (width, height)
    patches = cv2.resize(tone.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    return np.asarray(wall * np.clip(patches, 0.2, 1.8), np.float32)


def _panel(wall: Image, rng: np.random.Generator) -> Image:
    """A wall with a window to one side."""
    height, width = wall.shape[:2]
    left = int(width * (0.04 if rng.random() < LEFT else 0.76))
    right, top, bottom = left + int(width * 0.2), int(height * 0.08), int(height * 0.55)
    wall[top:bottom, left:right] = (0.78, 0.84, 0.92)
    bar = max(2, width // 120)
    middle_x, middle_y = (left + right) // 2, (top + bottom) // 2
    wall[top:bottom, middle_x : middle_x + bar] = (0.25, 0.22, 0.2)
    wall[middle_y : middle_y + bar, left:right] = (0.25, 0.22, 0.2)
    return _blurred(wall, width / 160)


def _blurred(image: Image, sigma: float) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.float32)
