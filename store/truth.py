"""How well MediaPipe sees the synthetic signer: what is true against what was seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from store import skeleton
from store.arrow_arrays import in_one
from store.db import Database
from store.skeleton import HANDS, Hand

PLACED_WITHIN_PALMS: Final = 0.8
"""A hand counts as placed right when its mean 2-D error is below this."""
PALM_FLOOR: Final = 0.45
"""A palm seen end-on is taken as this share of the hand's larger extent."""


@dataclass(frozen=True, slots=True)
class SignSeen:
    """How one synthetic sign was seen in its hold frames, dominant hand only."""

    gloss: str
    hold_frames: int
    hand_seen: float
    hand_placed: float


@dataclass(frozen=True, slots=True)
class CorpusSeen:
    """How one synthetic corpus was seen. Shares are from 0 to 1; NaN of no frames.

    Attributes:
        corpus: its id.
        frames: frames with truth and landmarks.
        body_seen: share of frames in which a body was found.
        hold_frames: frames in which the sign is held.
        hand_seen: share of hold frames in which the dominant hand was found.
        hand_placed: share of hold frames in which it was found where it truly is.
        other_hand_placed: the same for the other hand, in signs of two hands.
        median_error: median of the error where the hand was found, in palm lengths.
        worst: the signs with the smallest share placed, worst first.
    """

    corpus: str
    frames: int
    body_seen: float
    hold_frames: int
    hand_seen: float
    hand_placed: float
    other_hand_placed: float
    median_error: float
    worst: tuple[SignSeen, ...]


def seen_against_truth(database: Database, *, worst: int = 5) -> list[CorpusSeen]:
    """Compare landmarks with truth for every synthetic corpus in the store.

    Args:
        database: the store to read.
        worst: how many of the worst seen signs to name.

    Returns:
        One record per corpus, by id; empty where nothing synthetic was ingested.
    """
    rows = database.query("truth_against_seen")
    return [_corpus(name, part, worst) for name, part in _parts(rows, "corpus")]


def hand_error(
    true_hand: NDArray[np.float32],
    seen_hand: NDArray[np.float32],
    aspect_ratio: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return how far hands were seen from where they are, in palm lengths.

    The palm reaches from the wrist to the middle knuckle as projected, at least
    `PALM_FLOOR` of the hand's larger extent.

    Args:
        true_hand: (T, 21, 2), fractions of the frame.
        seen_hand: (T, 21, 2), fractions of the frame; NaN where not seen.
        aspect_ratio: (T,), width over height of the frame.

    Returns:
        Mean 2-D distance of the 21 points, shape (T,); NaN where not seen.
    """
    scale = np.stack([aspect_ratio, np.ones_like(aspect_ratio)], axis=-1)[:, None]
    true = true_hand * scale  # (T, 21, 2), in frame heights
    distance = np.linalg.norm(seen_hand * scale - true, axis=-1).mean(axis=-1)
    palm = np.linalg.norm(
        true[:, skeleton.MIDDLE_MCP] - true[:, skeleton.WRIST], axis=-1
    )
    extent = np.ptp(true, axis=1).max(axis=-1)
    error: NDArray[np.float64] = distance / np.maximum(palm, PALM_FLOOR * extent)
    return error


def _parts(rows: pa.Table, column: str) -> Iterator[tuple[str, pa.Table]]:
    names = np.asarray(rows[column].to_pylist(), dtype=object)
    for name in sorted(set(names)):
        yield name, rows.filter(pa.array(names == name))


def _corpus(name: str, rows: pa.Table, worst: int) -> CorpusSeen:
    errors = _errors(rows)
    hold = _flags(rows, "phase", "hold")
    right = _flags(rows, "dominant_hand", "right")
    dominant = np.where(right, errors["right"], errors["left"])
    other = np.where(right, errors["left"], errors["right"])
    both = np.asarray(rows["two_handed"].to_pylist(), bool) & hold
    signs = _signs(rows.filter(pa.array(hold)), dominant[hold])
    return CorpusSeen(
        corpus=name,
        frames=rows.num_rows,
        body_seen=_share(np.asarray(rows["pose_seen"].to_pylist(), bool)),
        hold_frames=int(hold.sum()),
        hand_seen=_share(~np.isnan(dominant[hold])),
        hand_placed=_share(dominant[hold] < PLACED_WITHIN_PALMS),
        other_hand_placed=_share(other[both] < PLACED_WITHIN_PALMS),
        median_error=_median(dominant[hold]),
        worst=tuple(signs[:worst]),
    )


def _errors(rows: pa.Table) -> dict[Hand, NDArray[np.float64]]:
    true = _vectors(rows, "true_hands").reshape(-1, 2, skeleton.HAND_POINTS, 2)
    seen = _vectors(rows, "seen_points").reshape(-1, skeleton.POINTS, 3)
    aspect = np.asarray(rows["aspect_ratio"].to_pylist(), float)
    return {
        hand: hand_error(
            true[:, number], seen[:, skeleton.HAND_SLICES[hand], :2], aspect
        )
        for number, hand in enumerate(HANDS)
    }


def _vectors(rows: pa.Table, column: str) -> NDArray[np.float32]:
    flat: Any = in_one(rows[column]).flatten()
    return np.asarray(flat.to_numpy(zero_copy_only=False), np.float32)


def _flags(rows: pa.Table, column: str, value: str) -> NDArray[np.bool_]:
    return np.array([item == value for item in rows[column].to_pylist()], bool)


def _signs(rows: pa.Table, errors: NDArray[np.float64]) -> list[SignSeen]:
    glosses = np.asarray(rows["gloss"].to_pylist(), dtype=object)
    signs = []
    for gloss in sorted(set(glosses)):
        mine = errors[glosses == gloss]
        signs.append(
            SignSeen(
                gloss=gloss,
                hold_frames=len(mine),
                hand_seen=_share(~np.isnan(mine)),
                hand_placed=_share(mine < PLACED_WITHIN_PALMS),
            )
        )
    return sorted(signs, key=lambda sign: (sign.hand_placed, sign.hand_seen))


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if flags.size else float("nan")


def _median(values: NDArray[np.float64]) -> float:
    seen = values[~np.isnan(values)]
    return float(np.median(seen)) if seen.size else float("nan")
