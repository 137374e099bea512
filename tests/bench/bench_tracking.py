"""Body and hands without the face against stock Holistic: what is saved, what is lost.

On generated clips, and on real ones where they lie beside the checkout.
"""

import tempfile
from functools import partial
from pathlib import Path
from typing import Any, Final

import mediapipe as mp
import numpy as np

from ingest.landmarks import Points, Seen, VideoTracker, nothing_seen, point_array
from ingest.video import Image
from store.skeleton import HAND_SLICES, HANDS, MIDDLE_MCP, POSE, WRIST
from tests.bench.bare_reading import frames_of
from tests.bench.ratios import Ratio, compare, ratio_of
from tests.bench.signed_clips import signed_clips
from tests.conftest import SHARED_DATA

CLIPS: Final = 6
REPEATS: Final = 3
ALLOWED_PALMS: Final = 0.01
"""About a millimetre on an adult hand."""

Clip = list[Image]


def run() -> list[Ratio]:
    """Return the ratios of tracking, by corpus."""
    with tempfile.TemporaryDirectory() as folder:
        made = signed_clips(Path(folder) / "clips", CLIPS)
        found = _measured("synthetic", [[*frames_of(path)] for path in made])
    real = sorted((SHARED_DATA / "wlasl_samples").glob("*.mp4"))
    if real:
        found += _measured("wlasl", [[*frames_of(path)] for path in real])
    return found


def _measured(corpus: str, clips: list[Clip]) -> list[Ratio]:
    ours = partial(_ours, VideoTracker(), clips)
    bare = partial(_bare, mp.solutions.holistic.Holistic(), clips)
    seen, expected = ours(), bare()
    frames = len(seen)
    alike = sum(map(_same_parts, seen, expected))
    data = f"{len(clips)} clips of {corpus}, {frames} frames"
    return [
        compare(
            f"bench/tracking/{corpus}-cost/ratio",
            ours,
            bare,
            gain=True,
            floor=1.0,
            repeats=REPEATS,
            meaning="frames per second over stock Holistic's, decoded before",
            data=data,
        ),
        ratio_of(
            f"bench/tracking/{corpus}-same-seen/ratio",
            [(alike, frames)],
            unit="frames",
            floor=1.0,
            meaning="share of frames in which the same of body and hands are seen",
            data=data,
        ),
        ratio_of(
            f"bench/tracking/{corpus}-apart/ratio",
            [(_apart_palms(seen, expected), ALLOWED_PALMS)],
            unit="palm lengths",
            ceiling=1.0,
            meaning=f"largest distance of any of 75 points, over {ALLOWED_PALMS} palms",
            data=data,
        ),
    ]


def _ours(tracker: VideoTracker, clips: list[Clip]) -> list[Seen]:
    seen = []
    for clip in clips:
        tracker.reset()
        seen += [tracker.read(image) for image in clip]
    return seen


def _bare(holistic: Any, clips: list[Clip]) -> list[Points]:
    """Return the points (75, 3) of each frame, NaN where not seen."""
    seen = []
    for clip in clips:
        holistic.reset()
        seen += [_points(holistic.process(image)) for image in clip]
    return seen


def _points(found: Any) -> Points:
    points = nothing_seen().points
    for part, landmarks in (
        (POSE, found.pose_landmarks),
        (HAND_SLICES["left"], found.left_hand_landmarks),
        (HAND_SLICES["right"], found.right_hand_landmarks),
    ):
        if landmarks is not None:
            points[part] = point_array(landmarks.landmark)
    return points


def _same_parts(seen: Seen, expected: Points) -> bool:
    return bool((np.isnan(seen.points) == np.isnan(expected)).all())


def _apart_palms(seen: list[Seen], expected: list[Points]) -> float:
    """Return the largest distance of any point, in palms of the clips' median length."""
    ours, bare = np.stack([one.points for one in seen]), np.stack(expected)
    palms = [
        bare[:, HAND_SLICES[hand].start + MIDDLE_MCP, :2]
        - bare[:, HAND_SLICES[hand].start + WRIST, :2]
        for hand in HANDS
    ]
    palm = np.nanmedian(np.linalg.norm(np.concatenate(palms), axis=-1))
    return float(np.nanmax(np.linalg.norm(ours - bare, axis=-1)) / palm)
