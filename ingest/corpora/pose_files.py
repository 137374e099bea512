"""`.pose` files: MediaPipe Holistic's keypoints of one clip each, without the video.

They are read by the package that defines them, pose-format. Coordinates are pixels, depth
as MediaPipe gives it or in pixels; a point of confidence 0 was not detected. Face points
are left out. Labels come from the folders, a pattern or a `manifest.csv`, as for videos.

Reference: Moryossef, Mueller and Fahrni, pose-format: library for viewing, augmenting and
handling .pose files, 2023, arXiv:2310.09066.
"""

import hashlib
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ingest.corpora.folder import list_folder
from ingest.corpora.keypoint_arrays import KeypointClip, without_empty_hands
from ingest.sources import ClipSource, CorpusFacts, Problem, media_problem
from store.errors import MediaError
from store.skeleton import HAND_SLICES, POINTS, POSE_POINTS

if TYPE_CHECKING:
    from pose_format import Pose

SUFFIXES: Final = frozenset({".pose"})
LARGEST_BYTES: Final = 512 * 1024**2
COMPONENTS: Final = {
    "POSE_LANDMARKS": slice(0, POSE_POINTS),
    "LEFT_HAND_LANDMARKS": HAND_SLICES["left"],
    "RIGHT_HAND_LANDMARKS": HAND_SLICES["right"],
}
DEEPEST_WIDTHS: Final = 10.0
"""Depth beyond this many frame widths is in pixels."""
_UNREADABLE: Final = (
    *(OSError, ValueError, struct.error, LookupError, MemoryError),
    *(ArithmeticError, AssertionError, RuntimeError, TypeError, AttributeError),
)
"""What pose-format raises on damaged files."""


def read_pose_folder(
    folder: Path, corpus: str, *, pattern: str | None = None
) -> tuple[list[KeypointClip], list[Problem]]:
    """Return the clips of all `.pose` files of a folder, and what could not be used.

    Raises:
        CallError: there is no such folder, it holds no such file, or the pattern or
            manifest cannot be used.
    """
    listing = list_folder(
        folder,
        corpus,
        facts=CorpusFacts(corpus),
        suffixes=SUFFIXES,
        pattern=pattern,
    )
    clips: list[KeypointClip] = []
    problems = list(listing.problems)
    for source in listing.clips:
        try:
            clips.append(read_pose_file(source, number=len(clips)))
        except MediaError as error:
            problems.append(media_problem(error, source, lost=True))
    return clips, problems


def read_pose_file(source: ClipSource, *, number: int = 0) -> KeypointClip:
    """Return the clip in a `.pose` file.

    Args:
        source: the file, and what the corpus says of it; its times cut the clip.
        number: position of the clip in its corpus.

    Raises:
        MediaError: the file is no `.pose` file, or holds no keypoints of Holistic.
    """
    path = source.path
    content = _content(path)
    pose = _parsed(path, content)
    width, height = pose.header.dimensions.width, pose.header.dimensions.height
    if min(width, height) <= 0 or not pose.body.fps > 0:
        raise MediaError(
            "pose-without-size",
            f"{path.name} does not say how wide, high or fast its video is.",
            "Write it with the size and rate of the video.",
        )
    points, confidence = _points(path, pose)
    points /= _scale(points, width, height)
    points[confidence <= 0] = np.nan
    kept = _kept(source, len(points), float(pose.body.fps))
    return KeypointClip(
        number,
        source.gloss or "",
        source.signer,
        without_empty_hands(points[None])[0][kept],
        confidence[kept, :POSE_POINTS],
        name=source.name,
        source=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        aspect=width / height,
        fps=float(pose.body.fps),
        split=source.split,
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise MediaError(
                "pose-too-large",
                f"{path.name} is larger than {LARGEST_BYTES // 1024**2} MB.",
                "Split it into clips.",
            )
        return path.read_bytes()
    except OSError as error:
        raise MediaError(
            "unreadable",
            f"{path.name} cannot be read: {error.strerror}.",
            "Change its permissions and run the same command again.",
        ) from error


def _parsed(path: Path, content: bytes) -> "Pose":
    from pose_format import Pose  # noqa: PLC0415 - only these corpora need it

    try:
        pose = Pose.read(content)
        _ = pose.body.data.shape
    except _UNREADABLE as error:
        raise MediaError(
            "damaged-pose",
            f"{path.name} is damaged or no .pose file.",
            "Write it again with pose-format, or leave it out.",
        ) from error
    return pose


def _points(
    path: Path, pose: "Pose"
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the first person's points, (T, 75, 3), in pixels, and confidence, (T, 75)."""
    data = np.asarray(pose.body.data, np.float32)  # (T, P, K, 3)
    sure = np.asarray(pose.body.confidence, np.float32)  # (T, P, K)
    frames, people, _, values = data.shape
    if not frames or not people or values < 2:  # noqa: PLR2004 - x and y
        raise MediaError(
            "empty-pose",
            f"{path.name} holds no frame with a person.",
            "Leave it out, or look at its video.",
        )
    points = np.zeros((frames, POINTS, 3), np.float32)
    confidence = np.zeros((frames, POINTS), np.float32)
    start = 0
    for component in pose.header.components:
        end = start + len(component.points)
        place = COMPONENTS.get(component.name)
        if place is not None and end - start == place.stop - place.start:
            points[:, place, : min(values, 3)] = data[:, 0, start:end, :3]
            confidence[:, place] = sure[:, 0, start:end]
        start = end
    if not confidence.any():
        found = ", ".join(component.name for component in pose.header.components)
        raise MediaError(
            "other-pose",
            f"{path.name} holds {found or 'nothing'}, or nobody is seen in it.",
            f"Write it with MediaPipe Holistic's points: {', '.join(COMPONENTS)}.",
        )
    return np.nan_to_num(points), np.nan_to_num(confidence)


def _scale(points: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Return by what x, y and depth are divided to be fractions of the frame."""
    deep = np.abs(points[..., 2]).max(initial=0.0) > DEEPEST_WIDTHS
    return np.array([width, height, width if deep else 1], np.float32)


def _kept(source: ClipSource, frames: int, fps: float) -> slice:
    """Return the frames of the clip's own time.

    Raises:
        MediaError: there is none.
    """
    end_ms = np.inf if source.end_ms is None else source.end_ms
    times = 1000 * np.arange(frames) / fps
    rows = np.flatnonzero((times >= source.start_ms) & (times < end_ms))
    if not len(rows):
        raise MediaError(
            "no-frames",
            f"{source.path.name} has no frame from {source.start_ms} ms to {end_ms} ms.",
            "Correct the times.",
        )
    return slice(int(rows[0]), int(rows[-1]) + 1)
