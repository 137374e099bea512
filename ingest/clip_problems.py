"""What can be wrong with one clip, in words: what it is and what to do about it."""

from collections.abc import Iterator

from ingest.limits import VARIABLE_PREFIX, WorkerLimits
from ingest.sources import ClipSource, Problem
from ingest.video import ENOUGH_FRAMES, Video
from store.errors import MediaError


class NothingThereError(MediaError):
    """The file ends before the clip begins."""


def check_any_frames(video: Video, source: ClipSource, frames: int) -> None:
    """Raise a `MediaError` where too few frames came out of a video."""
    if frames and (frames >= ENOUGH_FRAMES or not video.cut_off):
        return
    if video.cut_off or not video.decoded:
        raise MediaError(
            "truncated",
            f"{source.path.name} breaks off after {frames} frames"
            f"{f' ({video.cut_off})' if video.cut_off else ''}.",
            "Copy or download the file again.",
        )
    raise NothingThereError(
        "times-outside",
        f"{source.path.name} has no frame from {source.start_ms} ms on"
        f"{f' to {source.end_ms} ms' if source.end_ms is not None else ''}.",
        "Check the times of this clip.",
    )


def video_problems(video: Video, source: ClipSource, frames: int) -> Iterator[Problem]:
    """Yield what is wrong with a video that could be used all the same."""
    if video.cut_off:
        yield _kept(
            source,
            "truncated",
            f"{source.path.name} breaks off ({video.cut_off}); its first {frames} "
            "frames are in the store.",
            "Copy or download the file again if the sign is cut short.",
        )
    if frames == 1:
        yield _kept(
            source,
            "single-frame",
            f"{source.path.name} is a video of one frame, so nothing moves in it.",
            "Ingest it as a photograph (`signatlas ingest images`), or leave it.",
        )


def nobody_seen(source: ClipSource) -> Problem:
    """Return the problem of a clip in which nobody was seen."""
    return _kept(
        source,
        "no-person",
        f"Neither a body nor a hand was seen in {source.path.name}.",
        "Look at it: the signer may be too small, too dark or not in the picture.",
    )


def no_hands_seen(source: ClipSource) -> Problem:
    """Return the problem of a clip in which a body but no hand was seen."""
    return _kept(
        source,
        "no-hands",
        f"A body but no hand was seen in {source.path.name}.",
        "Look at it: hands may be outside the picture, blurred or in gloves.",
    )


def _kept(source: ClipSource, kind: str, what: str, remedy: str) -> Problem:
    return Problem(
        kind, str(source.path), what, remedy, clip_id=source.clip_id, lost=False
    )


def too_long(source: ClipSource, clip_s: int) -> MediaError:
    """Return the error of a clip that is no single sign."""
    return MediaError(
        "too-long",
        f"{source.path.name} is longer than {clip_s} s, too long for one sign.",
        "Cut it into signs with start_ms and end_ms in a manifest.csv.",
    )


def too_demanding(source: ClipSource, limits: WorkerLimits) -> MediaError:
    """Return the error of a clip that needs more memory than a worker may take."""
    return MediaError(
        "too-much-memory",
        f"Reading {source.path.name} asks for more memory than one clip may have "
        f"({limits.memory_mb} MB).",
        "Make it smaller; if it is, copy or download it again. "
        f"{VARIABLE_PREFIX}MEMORY_MB allows more.",
    )
