"""Ready-made MediaPipe keypoints in .npz files: clips without videos.

Two layouts of the array `X` are read, N clips of at most T frames each:

- (N, T, 75, 3) or (N, T, 225): 33 pose points, 21 left and 21 right hand points;
- (N, T, 170): 11 pose points (x, y, z, visibility) as in `SPARSE_POSE`, then both hands.

`label` (N,) are the glosses; `length` (N,), `signer` (N,) and `pose_visibility` (N, T, 33)
may be there too. A hand or point that is all 0 was not detected and becomes NaN.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.errors import CallError
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
LARGEST_BYTES: Final = 4 * 1024**3
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
    values, labels = arrays["X"], arrays["label"]
    if values.dtype.kind != "f" or labels.dtype.kind != "U":
        raise CallError(
            f"{path}: X must hold real numbers and label texts; found {values.dtype} "
            f"and {labels.dtype}. {_REMEDY}"
        )
    points, visibility = _points(path, values)
    if "pose_visibility" in arrays:
        visibility = arrays["pose_visibility"].astype(np.float32)
    lengths = arrays.get("length", np.full(len(labels), points.shape[1]))
    signers = arrays.get("signer")
    sizes = {len(points), len(labels), len(lengths), len(visibility)}
    if len(sizes) > 1 or (signers is not None and len(signers) != len(labels)):
        raise CallError(f"{path}: its arrays are of different lengths. {_REMEDY}")
    if not ((lengths >= 1) & (lengths <= points.shape[1])).all():
        raise CallError(
            f"{path}: length must be from 1 to {points.shape[1]}, the frames of X."
        )
    clips = tuple(
        KeypointClip(
            number,
            str(labels[number]),
            None if signers is None else str(signers[number]),
            points[number, :length],
            visibility[number, :length],
        )
        for number, length in enumerate(lengths.astype(int).tolist())
    )
    return KeypointFile(clips, hashlib.sha256(path.read_bytes()).hexdigest())


def without_empty_hands(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return points with hands that are all 0, or all missing, as NaN."""
    for place in HAND_SLICES.values():
        hand = points[:, :, place]
        hand[(np.nan_to_num(hand) == 0).all(axis=(2, 3))] = np.nan
    return points


def _arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
        if unpacked > LARGEST_BYTES:
            raise CallError(
                f"{path} would unpack to {unpacked / 1024**3:.0f} GB; at most 4 are "
                "read. Split it."
            )
        with np.load(path, allow_pickle=False) as loaded:
            return {name: loaded[name] for name in loaded.files}
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    except (zipfile.BadZipFile, ValueError, EOFError) as error:
        raise CallError(f"{path} is damaged or no .npz file. {_REMEDY}") from error


def _points(
    path: Path, values: NDArray[np.generic]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return points, (N, T, 75, 3), and visibility, (N, T, 33)."""
    numbers = values.astype(np.float32)
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
