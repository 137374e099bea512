"""How good the landmarks of a clip are, and the landmarks themselves to take away."""

import csv
import io
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.records.clip_records import Landmarks, Track
from dashboard.widgets.tables import Column, bar, html_table
from dashboard.wording import MISSING, share
from store.skeleton import HAND_SLICES, HANDS, POINT_NAMES, POSE, Hand

_COLUMNS: Final = (
    Column("Part"),
    Column("Seen", "share of frames", number=True),
    Column("Points", "share of points present where it was seen", number=True),
    Column("Visibility", "mean over upper-body points, from 0 to 1", number=True),
    Column("Sharpness", "median variance of the Laplacian", number=True),
    Column("Sharp", "share of its crops at or above the threshold", number=True),
)
_UPPER_BODY: Final = slice(0, 25)
"""Nose to hips: the pose points that a signing frame shows."""


def quality_table(track: Track, landmarks: Landmarks, threshold: float) -> str:
    """Return how often body and hands were seen and how well, as an HTML table."""
    rows = [_body_row(track, landmarks)]
    rows += [_hand_row(track, landmarks, hand, threshold) for hand in HANDS]
    return html_table("Quality of the landmarks", _COLUMNS, rows)


def landmarks_csv(landmarks: Landmarks) -> str:
    """Return all points as CSV, one row per frame and point; missing ones are empty.

    x and y are fractions of the frame's width and height, z is in frame widths.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["frame_index", "time_ms", "point", "x", "y", "z", "visibility"])
    for frame in range(len(landmarks.frame_index)):
        when = (int(landmarks.frame_index[frame]), int(landmarks.time_ms[frame]))
        for place, name in enumerate(POINT_NAMES):
            visibility = (
                landmarks.visibility[frame, place] if place < POSE.stop else np.nan
            )
            values = (*landmarks.points[frame, place], visibility)
            writer.writerow([*when, name, *(_written(float(v)) for v in values)])
    return file.getvalue()


def _body_row(track: Track, landmarks: Landmarks) -> tuple[object, ...]:
    visible = landmarks.visibility[track.body_seen, _UPPER_BODY]
    visible = visible[np.isfinite(visible)]
    return (
        "Body",
        bar(_mean(track.body_seen)),
        bar(_present(landmarks, POSE, track.body_seen)),
        f"{visible.mean():.2f}" if visible.size else MISSING,
        MISSING,
        MISSING,
    )


def _hand_row(
    track: Track, landmarks: Landmarks, hand: Hand, threshold: float
) -> tuple[object, ...]:
    seen = track.hand_seen[hand]
    sharpness = track.sharpness[hand][np.isfinite(track.sharpness[hand])]
    return (
        f"{hand.capitalize()} hand",
        bar(_mean(seen)),
        bar(_present(landmarks, HAND_SLICES[hand], seen)),
        MISSING,
        f"{np.median(sharpness):.0f}" if sharpness.size else MISSING,
        bar(_mean(sharpness >= threshold)),
    )


def _present(
    landmarks: Landmarks, part: slice, seen: NDArray[np.bool_]
) -> float | None:
    """Return the share of a part's points that are there in the frames it is seen in."""
    return _mean(np.isfinite(landmarks.points[seen, part, 0]))


def _mean(flags: NDArray[np.bool_]) -> float | None:
    return share(int(flags.sum()), flags.size)


def _written(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.6g}"
