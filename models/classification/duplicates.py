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
CHUNKS: Final = ((0, 13), (13, 13), (26, 13), (39, 13), (52, 12))
"""First bit and width of parts of a hash: if at most four of 64 bits differ, one of the
five parts is equal, so that only pictures that share a part are compared."""
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
    first, second = first[hashes[first] != 0], second[hashes[second] != 0]
    found = [np.empty((0, 2), np.intp)]
    for shift, width in CHUNKS:
        keys = (hashes >> np.uint64(shift)) & np.uint64((1 << width) - 1)
        by_key = first[np.argsort(keys[first], kind="stable")]
        for start in range(0, len(second), AT_ONCE):
            pairs = _sharing(keys, by_key, second[start : start + AT_ONCE])
            apart = _bits(hashes[pairs[:, 0]] ^ hashes[pairs[:, 1]])
            found.append(pairs[apart <= MOST_BITS])
    pairs = np.unique(np.concatenate(found), axis=0)
    crossing = len(np.unique(pairs[:, 1]))
    return Duplicates(pairs[:, 0], pairs[:, 1], crossing)


def _sharing(
    keys: Hashes, by_key: NDArray[np.intp], rows: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the pairs of two parts that share a key, shape (pairs, 2)."""
    sorted_keys = keys[by_key]
    low = np.searchsorted(sorted_keys, keys[rows], side="left")
    counts = np.searchsorted(sorted_keys, keys[rows], side="right") - low
    before = np.cumsum(counts) - counts
    places = np.arange(int(counts.sum())) - np.repeat(before - low, counts)
    return np.stack([by_key[places], np.repeat(rows, counts)], axis=1)


_ONES: Final = np.array([bin(value).count("1") for value in range(256)], np.uint8)


def _bits(values: Hashes) -> NDArray[np.int64]:
    parts = np.ascontiguousarray(values)[..., None].view(np.uint8)  # (..., 8)
    counts: NDArray[np.int64] = _ONES[parts].sum(axis=-1, dtype=np.int64)
    return counts
