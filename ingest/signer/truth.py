"""What is true of a generated clip, as rows of `truth_signs` and `truth_frames`."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.signer.camera import Camera
from ingest.signer.hand import PALM_LENGTH_CM
from ingest.signer.languages import Language, Performance
from ingest.signer.motion import Instant
from ingest.signer.render import Picture
from ingest.signer.signers import Signer
from ingest.signer.signs import BASE_HANDSHAPE, Sign, minimal_pairs
from store.skeleton import HAND_POINTS, HANDS

Row = dict[str, object]

SIDES: Final = {"left": -1, "right": 1}


def sign_row(
    performance: Performance, sign: Sign, signer: Signer, spoken: Language
) -> Row:
    """Return the row of `truth_signs` for a performance."""
    alike = sign.hands in ("symmetric", "alternating")
    other = sign.handshape if alike else BASE_HANDSHAPE
    pairs = minimal_pairs(sign, spoken.signs)
    return {
        "clip_id": performance.clip_id,
        "corpus": performance.corpus,
        "gloss": sign.gloss,
        "signer": signer.id,
        "dominant_hand": signer.dominant_hand,
        "hands": sign.hands,
        "handshape": sign.handshape,
        "end_handshape": sign.last_handshape,
        "base_handshape": None if sign.hands == "one" else other,
        "orientation": sign.orientation,
        "end_orientation": sign.last_orientation,
        "place": sign.place,
        "movement": sign.movement,
        "description": sign.description,
        "minimal_pairs": " ".join(f"{gloss}:{parameter}" for gloss, parameter in pairs),
        "seed": performance.seed,
    }


def frame_row(
    performance: Performance,
    index: int,
    instant: Instant,
    picture: Picture,
    *,
    signer: Signer,
    camera: Camera,
) -> Row:
    """Return the row of `truth_frames` for one frame."""
    row: Row = {
        "frame_id": f"{performance.clip_id}/f{index:04d}",
        "clip_id": performance.clip_id,
        "corpus": performance.corpus,
        "frame_index": index,
        "time_ms": instant.time_ms,
        "phase": instant.phase,
        "hands": [
            float(value)
            for hand in HANDS
            for value in _seen(picture.points[SIDES[hand]], camera).ravel()
        ],
    }
    for hand in HANDS:
        shown = instant.shown[SIDES[hand]]
        row[f"{hand}_handshape"] = shown.handshape or None
        row[f"{hand}_orientation"] = shown.orientation or None
        row[f"{hand}_signs"] = shown.signs
        depth_cm = float(picture.world[SIDES[hand]][0, 2])
        palm_cm = PALM_LENGTH_CM * signer.hand * signer.body
        palm_px = palm_cm * camera.pixels_per_cm(depth_cm)
        row[f"{hand}_palm"] = palm_px / camera.height_px
    return row


def _seen(points: NDArray[np.float64], camera: Camera) -> NDArray[np.float64]:
    """Return points as fractions of the frame; NaN if all of them are outside it."""
    seen = points / (camera.width_px, camera.height_px)
    outside = (seen < 0) | (seen >= 1)
    if outside.any(axis=1).all():
        return np.full((HAND_POINTS, 2), np.nan)
    return np.asarray(seen)
