"""Histograms of oriented gradients, with the parameters of the LREC 2020 paper.

128 x 128 grey values, 9 orientations, cells of 10 x 10 pixels, blocks of 2 x 2 cells,
block norm L1: 11 x 11 x 2 x 2 x 9 = 4,356 values, equal to scikit-image's descriptor.

Reference: Dalal and Triggs, Histograms of oriented gradients for human detection, CVPR
2005, doi:10.1109/CVPR.2005.177.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.compiled import compiled
from models.feature import Feature
from models.handcrops import HandCrops, Picture

SIDE_PX: Final = 128
ORIENTATIONS: Final = 9
CELL_PX: Final = 10
BLOCK_CELLS: Final = 2
NORM_FLOOR: Final = 1e-5
CELLS: Final = SIDE_PX // CELL_PX
BLOCKS: Final = CELLS - BLOCK_CELLS + 1
DIMENSIONS: Final = BLOCKS**2 * BLOCK_CELLS**2 * ORIENTATIONS


def compute(crops: HandCrops) -> NDArray[np.float32]:
    """Return the descriptor of each 0-px crop; NaN where it cannot be read."""
    values = np.full((len(crops), DIMENSIONS), np.nan, dtype=np.float32)
    readable = [i for i, picture in enumerate(crops.pictures) if picture is not None]
    grey = [grey_square(picture) for picture in crops.pictures if picture is not None]
    values[readable] = descriptors(grey)
    return values


def grey_square(picture: Picture) -> NDArray[np.uint8]:
    """Return a crop in grey at 128 x 128 pixels."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    shrinks = max(grey.shape) > SIDE_PX
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    resized = cv2.resize(grey, (SIDE_PX, SIDE_PX), interpolation=how)
    return np.asarray(resized, dtype=np.uint8)


def descriptors(grey: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Return the descriptors of grey 128 x 128 pictures, shape (N, 4356)."""
    if not grey:
        return np.empty((0, DIMENSIONS), dtype=np.float32)
    strengths, bins = _gradient_tables()
    return _descriptors(np.stack(grey), strengths, bins)


@lru_cache(maxsize=1)
def _gradient_tables() -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Return strength and orientation bin of every gradient two bytes can make.

    Both of shape (511, 511): difference of rows and of columns, each plus 255.
    """
    rows, columns = np.mgrid[-255.0:256.0, -255.0:256.0]
    strengths = np.hypot(columns, rows)
    degrees = np.rad2deg(np.arctan2(rows, columns)) % 180
    bins = np.floor(degrees / (180 / ORIENTATIONS))
    return strengths.astype(np.float32), bins.astype(np.uint8)


@compiled
def _descriptors(
    grey: NDArray[np.uint8],
    strengths: NDArray[np.float32],
    bins: NDArray[np.uint8],
) -> NDArray[np.float32]:
    values = np.empty((len(grey), DIMENSIONS), dtype=np.float32)
    cells = np.empty((CELLS, CELLS, ORIENTATIONS), dtype=np.float32)
    for picture in range(len(grey)):
        _fill_cells(grey[picture], strengths, bins, cells)
        _fill_blocks(cells, values[picture])
    return values


@compiled
def _fill_cells(
    grey: NDArray[np.uint8],
    strengths: NDArray[np.float32],
    bins: NDArray[np.uint8],
    cells: NDArray[np.float32],
) -> None:
    cells[:] = 0
    for row in range(CELLS * CELL_PX):
        for column in range(CELLS * CELL_PX):
            down, right = 255, 255
            # As in scikit-image, the outermost pixels have no gradient.
            if row:
                down += int(grey[row + 1, column]) - int(grey[row - 1, column])
            if column:
                right += int(grey[row, column + 1]) - int(grey[row, column - 1])
            orientation = bins[down, right]
            cell = cells[row // CELL_PX, column // CELL_PX]
            cell[orientation] += strengths[down, right]
    cells /= CELL_PX * CELL_PX


@compiled
def _fill_blocks(cells: NDArray[np.float32], values: NDArray[np.float32]) -> None:
    place = 0
    for row in range(BLOCKS):
        for column in range(BLOCKS):
            block = cells[row : row + BLOCK_CELLS, column : column + BLOCK_CELLS]
            share = 1 / (block.sum() + NORM_FLOOR)
            for down in range(BLOCK_CELLS):
                for right in range(BLOCK_CELLS):
                    for orientation in range(ORIENTATIONS):
                        values[place] = block[down, right, orientation] * share
                        place += 1


FEATURE: Final = Feature(
    name="hog",
    title="HOG (paper)",
    needs="crop images 0 px",
    dimensions=DIMENSIONS,
    compute=compute,
)
