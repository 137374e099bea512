"""Pictures that are almost the same on both sides of a split: what a test must not have.

A perceptual hash: 64 bits that say which low frequencies of a picture are above their
median. Pictures whose hashes differ in few bits are almost the same.

Reference: Zauner, Implementation and benchmarking of perceptual image hash functions,
2010 (the DCT hash).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.classification.pictures import decoded

SIDE_PX: Final = 32
LOW: Final = 8
MOST_BITS: Final = 4
"""Hashes that differ in at most so many of 64 bits are of almost equal pictures."""
AT_ONCE: Final = 1024
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Pairs of almost equal pictures across two parts of a split.

    Attributes:
        first, second: rows of the pictures, shape (pairs,).
        crossing: pictures of the second part that have a twin in the first.
    """

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    crossing: int


def picture_hash(encoded: bytes) -> int:
    """Return the hash of a JPEG or PNG; 0 where it cannot be read."""
    try:
        gray = decoded(encoded, cv2.IMREAD_GRAYSCALE)
    except ValueError:
        return 0
    small = cv2.resize(gray, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    low = cv2.dct(small.astype(np.float32))[:LOW, :LOW].ravel()
    bits = low > np.median(low[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def picture_hashes(pictures: Sequence[bytes]) -> Hashes:
    """Return the hashes of pictures, shape (N,)."""
    return np.array([picture_hash(picture) for picture in pictures], dtype=np.uint64)


def duplicates_across(
    hashes: Hashes, first: NDArray[np.intp], second: NDArray[np.intp]
) -> Duplicates:
    """Return the almost equal pictures across two parts.

    Args:
        hashes: of all pictures, shape (N,); 0 is never a twin.
        first: rows of one part.
        second: rows of the other.
    """
    found = [np.empty((0, 2), np.intp)]
    for start in range(0, len(second), AT_ONCE):
        rows = second[start : start + AT_ONCE]
        apart = _bits(hashes[rows][:, None] ^ hashes[first][None, :])
        close = (apart <= MOST_BITS) & (hashes[rows] != 0)[:, None]
        at, twin = np.nonzero(close & (hashes[first] != 0)[None, :])
        found.append(np.stack([first[twin], rows[at]], axis=1))
    pairs = np.concatenate(found)
    crossing = len(np.unique(pairs[:, 1]))
    return Duplicates(pairs[:, 0], pairs[:, 1], crossing)


_ONES: Final = np.array([bin(value).count("1") for value in range(256)], np.uint8)


def _bits(values: Hashes) -> NDArray[np.int64]:
    parts = np.ascontiguousarray(values)[..., None].view(np.uint8)  # (..., 8)
    counts: NDArray[np.int64] = _ONES[parts].sum(axis=-1, dtype=np.int64)
    return counts
