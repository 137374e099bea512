"""Ready-made MediaPipe keypoints in .npz files: clips without videos.

Two layouts of the array `X` are read, N clips of at most T frames each:

- (N, T, 75, 3) or (N, T, 225): 33 pose points, 21 left and 21 right hand points;
- (N, T, 170): 11 pose points (x, y, z, visibility) as in `SPARSE_POSE`, then both hands.

`label` (N,) are the glosses; `length` (N,), `signer` (N,) and `pose_visibility` (N, T, 33)
may be there too. A hand or point that is all 0 was not detected and becomes NaN.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from store.array_files import read_arrays
from store.errors import CallError
from store.plain_json import is_text
from store.skeleton import (
    HAND_SLICES,
    LEFT_HAND,
    POINT_VALUES,
    POINTS,
    POSE_POINTS,
    RIGHT_HAND,
    Hand,
)

SPARSE_POSE: Final = (0, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26)
_SPARSE_VALUES: Final = len(SPARSE_POSE) * 4
SPARSE: Final = _SPARSE_VALUES + 2 * 63
LONGEST_LABEL: Final = 1_000
_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "X": ("f", "real numbers"),
    "label": ("U", "texts"),
    "length": ("iu", "whole numbers"),
    "signer": ("Uiu", "texts or whole numbers"),
    "pose_visibility": ("f", "real numbers"),
}
"""Per array, the kinds of numpy's types that it may have, and what they are called."""
_REMEDY: Final = (
    "Give a .npz file with the arrays X and label, as the README describes."
)


@dataclass(frozen=True, slots=True, eq=False)
class KeypointClip:
    """The keypoints of one clip of T frames.

    Attributes:
        number: position in the file or corpus, from 0.
        points: NaN where not detected, shape (T, 75, 3).
        visibility: of pose points, NaN where not told, shape (T, 33).
        name: the clip's own part of its id; empty: from its number.
        source, sha256: its own file and that file's digest; empty: the corpus's.
        aspect, fps: width of its frames over their height, and their rate; None: the
            corpus's.
        split: train, validation or test, where told.
    """

    number: int
    gloss: str
    signer: str | None
    points: NDArray[np.float32]
    visibility: NDArray[np.float32]
    name: str = ""
    source: str = ""
    sha256: str = ""
    aspect: float | None = None
    fps: float | None = None
    split: str | None = None

    def seen(self, hand: Hand) -> NDArray[np.bool_]:
        """Return in which frames a hand was detected, shape (T,)."""
        place = HAND_SLICES[hand]
        there: NDArray[np.bool_] = ~np.isnan(self.points[:, place]).all(axis=(1, 2))
        return there

    @property
    def pose_seen(self) -> NDArray[np.bool_]:
        """In which frames a body was detected, shape (T,)."""
        body = self.points[:, :POSE_POINTS]
        there: NDArray[np.bool_] = ~np.isnan(body).all(axis=(1, 2))
        return there


@dataclass(frozen=True, slots=True)
class KeypointFile:
    """What a file holds, and its digest."""

    clips: tuple[KeypointClip, ...]
    sha256: str


def read_keypoints(path: Path) -> KeypointFile:
    """Return the clips of a file; nothing in it is ever unpickled.

    Raises:
        CallError: it is no such file, or its arrays do not fit each other.
    """
    arrays = _arrays(path)
    for name in ("X", "label"):
        if name not in arrays:
            raise CallError(f"{path} has no array {name!r}. {_REMEDY}")
    for name, array in arrays.items():
        _check_type(path, name, array)
    labels, signers = arrays["label"], arrays.get("signer")
    points, visibility = _points(path, arrays["X"])
    if "pose_visibility" in arrays:
        visibility = _numbers(arrays["pose_visibility"])
    clips, frames = points.shape[:2]
    lengths = arrays.get("length", np.full(clips, frames))
    one_each = [labels, lengths, *([] if signers is None else [signers])]
    if {array.shape for array in one_each} != {(clips,)} or (
        visibility.shape != (clips, frames, POSE_POINTS)
    ):
        raise CallError(f"{path}: its arrays are of different lengths. {_REMEDY}")
    if not ((lengths >= 1) & (lengths <= frames)).all():
        raise CallError(f"{path}: length must be from 1 to {frames}, the frames of X.")
    if not clips:
        raise CallError(f"{path} holds no clip. {_REMEDY}")
    read = tuple(
        KeypointClip(
            number,
            str(labels[number]),
            None if signers is None else str(signers[number]),
            points[number, :length],
            visibility[number, :length],
        )
        for number, length in enumerate(lengths.astype(int).tolist())
    )
    return KeypointFile(read, hashlib.sha256(path.read_bytes()).hexdigest())


def without_empty_hands(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return points with hands that are all 0, or all missing, as NaN."""
    for place in HAND_SLICES.values():
        hand = points[:, :, place]
        hand[(np.nan_to_num(hand) == 0).all(axis=(2, 3))] = np.nan
    return points


def _arrays(path: Path) -> dict[str, NDArray[Any]]:
    try:
        return read_arrays(path, (), optional=_TYPES)
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CallError(
            f"{path} is damaged or no .npz file that can be read ({error}). {_REMEDY}"
        ) from error


def _check_type(path: Path, name: str, array: NDArray[Any]) -> None:
    """Refuse an array of another type than it must have, or with an endless label."""
    kinds, what = _TYPES[name]
    if array.dtype.kind not in kinds:
        raise CallError(
            f"{path}: {name} must hold {what}; found {array.dtype}. {_REMEDY}"
        )
    if array.dtype.kind != "U":
        return
    if array.dtype.itemsize > LONGEST_LABEL * np.dtype("U1").itemsize:
        raise CallError(
            f"{path}: {name} has room for more than {LONGEST_LABEL:,} letters each. "
            f"{_REMEDY}"
        )
    if not all(is_text(each) for each in array.ravel().tolist()):
        raise CallError(f"{path}: {name} has what is no Unicode text. {_REMEDY}")


def _numbers(values: NDArray[Any]) -> NDArray[np.float32]:
    """Return values as 32-bit numbers; those that are none, or too large, as missing."""
    with np.errstate(over="ignore"):
        numbers = values.astype(np.float32)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def _points(
    path: Path, values: NDArray[np.generic]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return points, (N, T, 75, 3), and visibility, (N, T, 33)."""
    numbers = _numbers(values)
    clips, frames = (*numbers.shape, 0, 0)[:2]
    unknown = np.full((clips, frames, POSE_POINTS), np.nan, np.float32)
    if numbers.shape[2:] == (SPARSE,):
        return _sparse(numbers, unknown)
    if numbers.shape[2:] not in {(POINTS, 3), (POINT_VALUES,)}:
        raise CallError(
            f"{path}: X has the shape {numbers.shape}, expected (N, T, 75, 3), "
            f"(N, T, 225) or (N, T, {SPARSE}). {_REMEDY}"
        )
    points = numbers.reshape(clips, frames, POINTS, 3)
    points[(points == 0).all(axis=-1)] = np.nan
    return without_empty_hands(points), unknown


def _sparse(
    numbers: NDArray[np.float32], visibility: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    clips, frames = numbers.shape[:2]
    pose = numbers[..., :_SPARSE_VALUES].reshape(clips, frames, -1, 4)
    hands = numbers[..., _SPARSE_VALUES:].reshape(clips, frames, 42, 3)
    points = np.full((clips, frames, POINTS, 3), np.nan, np.float32)
    points[:, :, list(SPARSE_POSE)] = pose[..., :3]
    points[:, :, LEFT_HAND.start : RIGHT_HAND.stop] = hands
    visibility[:, :, list(SPARSE_POSE)] = pose[..., 3]
    nobody = (pose[..., :3] == 0).all(axis=(2, 3))
    points[nobody, :POSE_POINTS] = np.nan
    return without_empty_hands(points), visibility
