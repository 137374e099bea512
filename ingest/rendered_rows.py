"""One rendered (synthetic) hand as rows of every table, and its picture."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.crops import hand_crops
from ingest.playable import write_shown
from ingest.rendered_landmarks import SeenHand
from ingest.settings import IngestSettings
from ingest.signer.drawn_hands import DrawnHand, orientation_name
from ingest.signer.hand import joints
from ingest.signer.single_hand import HandPicture
from ingest.video import Image
from store.skeleton import (
    HAND_POINTS,
    HAND_SLICES,
    HAND_WORLD_SLICES,
    HANDS,
    MIDDLE_MCP,
    POINTS,
    POSE_POINTS,
    WRIST,
)

Row = dict[str, object]
Rows = dict[str, list[Row]]

TENTH: Final = 10
"""Of ten signers one validates and one tests; the others train."""


def hand_rows(
    corpus: str,
    number: int,
    drawn: DrawnHand,
    picture: HandPicture,
    *,
    seen: SeenHand | None,
    run_id: str,
) -> Rows:
    """Return the rows of one hand, by table; crops are cut by the true points.

    Args:
        corpus: id of the corpus.
        number: of the hand.
        drawn: what was rendered.
        picture: how it came out.
        seen: what MediaPipe sees of it; None where it sees no hand.
        run_id: of the run that renders.
    """
    clip_id = f"{corpus}/h{number:07d}"
    image = filmed(picture, drawn)
    frame: Row = {
        "frame_id": f"{clip_id}/f0000",
        "clip_id": clip_id,
        "corpus": corpus,
        "frame_index": 0,
        "time_ms": 0,
    }
    flags: Row = {"pose_seen": False}
    for hand in HANDS:
        flags[f"{hand}_seen"] = seen is not None and hand == drawn.hand
    crops = _crop_rows(frame, drawn, picture, image)
    return {
        "clips": [_clip_row(frame, drawn, image, run_id) | _counts(flags)],
        "frames": [frame | flags | _frame_facts(drawn, crops)],
        "landmarks": [frame | flags | _landmarks(drawn, seen)],
        "crops": crops,
        "truth_signs": [_sign_row(frame, drawn)],
        "truth_frames": [frame | _truth(drawn, picture)],
        "truth_hands": [_form_row(frame, drawn)],
    }


def picture_path(clip_id: str) -> str:
    """Return where a hand's picture lies in the store."""
    corpus, _, name = clip_id.partition("/")
    return f"media/{corpus}/{name}.jpg"


def write_picture(root: Path, rows: Rows, drawn: DrawnHand, image: Image) -> None:
    """Write the picture that the dashboard shows of a hand."""
    target = root / str(rows["clips"][0]["playable"])
    write_shown(image, target, quality=drawn.jpeg_quality)


def filmed(picture: HandPicture, drawn: DrawnHand) -> Image:
    """Return the picture after a camera compressed it."""
    quality = [cv2.IMWRITE_JPEG_QUALITY, drawn.jpeg_quality]
    _, encoded = cv2.imencode(".jpg", picture.image[:, :, ::-1], quality)
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR)[:, :, ::-1], np.uint8)


def split_of(signer: str) -> str:
    """Return the part of the split that an invented signer (`r012`) is in."""
    last = int(signer.lstrip("r")) % TENTH
    return {TENTH - 2: "validation", TENTH - 1: "test"}.get(last, "train")


def _clip_row(frame: Row, drawn: DrawnHand, image: Image, run_id: str) -> Row:
    height, width = image.shape[:2]
    digest = hashlib.sha256(image.tobytes()).hexdigest()
    playable = picture_path(str(frame["clip_id"]))
    return {
        "clip_id": frame["clip_id"],
        "corpus": frame["corpus"],
        "gloss": None,
        "handshape": drawn.handshape,
        "signer": drawn.signer.id,
        "split": split_of(drawn.signer.id),
        "media": "image",
        "source": playable,
        "source_sha256": digest,
        "source_start_ms": 0,
        "source_end_ms": None,
        "playable": playable,
        "playable_in_store": True,
        "width_px": width,
        "height_px": height,
        "rotation_deg": 0,
        "fps": 0.0,
        "duration_ms": 0,
        "frames": 1,
        "pose_frames": 0,
        "holds": 1,
        "dominant_hand": drawn.hand,
        "two_handed": False,
        "fingerprint": digest[:16],
        "run_id": run_id,
    }


def _frame_facts(drawn: DrawnHand, crops: list[Row]) -> Row:
    facts: Row = {}
    for hand in HANDS:
        shown = hand == drawn.hand
        facts[f"{hand}_speed"] = None
        facts[f"{hand}_hold"] = 0 if shown else None
        facts[f"{hand}_sharpness"] = crops[0]["sharpness"] if shown else None
    return facts


def _counts(flags: Row) -> Row:
    return {f"{hand}_frames": int(bool(flags[f"{hand}_seen"])) for hand in HANDS}


def _landmarks(drawn: DrawnHand, seen: SeenHand | None) -> Row:
    points = np.full((POINTS, 3), np.nan, np.float32)
    world = np.full((2 * HAND_POINTS, 3), np.nan, np.float32)
    if seen is not None:
        points[HAND_SLICES[drawn.hand]] = seen.points
        world[HAND_WORLD_SLICES[drawn.hand]] = seen.metres
    return {
        "points": points.ravel(),
        "visibility": np.full(POSE_POINTS, np.nan, np.float32),
        "hand_world": world.ravel(),
    }


def _crop_rows(
    frame: Row, drawn: DrawnHand, picture: HandPicture, image: Image
) -> list[Row]:
    settings = replace(IngestSettings(), jpeg_quality=95)
    crops, sharpness = hand_crops(image, _shares(picture), settings)
    return [
        frame
        | {
            "crop_id": f"{frame['frame_id']}/{drawn.hand}/p{crop.padding_px:02d}",
            "hand": drawn.hand,
            "padding_px": crop.padding_px,
            "hold": 0,
            "left_px": crop.left_px,
            "top_px": crop.top_px,
            "side_px": crop.side_px,
            "sharpness": sharpness,
            "image": crop.image,
        }
        for crop in crops
    ]


def _sign_row(frame: Row, drawn: DrawnHand) -> Row:
    orientation = orientation_name(drawn.rotation)
    return {
        "clip_id": frame["clip_id"],
        "corpus": frame["corpus"],
        "gloss": drawn.handshape,
        "signer": drawn.signer.id,
        "dominant_hand": drawn.hand,
        "hands": "one",
        "handshape": drawn.handshape,
        "end_handshape": drawn.handshape,
        "base_handshape": None,
        "orientation": orientation,
        "end_orientation": orientation,
        "place": "none",
        "movement": "none",
        "description": f"A single hand in the handshape {drawn.handshape}.",
        "minimal_pairs": "",
        "seed": drawn.seed,
    }


def _form_row(frame: Row, drawn: DrawnHand) -> Row:
    formed = joints(drawn.angles, finger_length=drawn.signer.finger_length)
    form = formed.points.astype(np.float32).ravel()
    return {"clip_id": frame["clip_id"], "corpus": frame["corpus"], "form": form}


def _truth(drawn: DrawnHand, picture: HandPicture) -> Row:
    shares = _shares(picture)
    palm = float(np.linalg.norm(shares[MIDDLE_MCP] - shares[WRIST]))
    unseen = np.full((HAND_POINTS, 2), np.nan, np.float32)
    truth: Row = {"phase": "hold"}
    points = []
    for hand in HANDS:
        shown = hand == drawn.hand
        truth[f"{hand}_handshape"] = drawn.handshape if shown else None
        orientation = orientation_name(drawn.rotation)
        truth[f"{hand}_orientation"] = orientation if shown else None
        truth[f"{hand}_signs"] = shown
        truth[f"{hand}_palm"] = palm if shown else float("nan")
        points.append(shares[:, :2] if shown else unseen)
    return truth | {"hands": np.concatenate(points).ravel()}


def _shares(picture: HandPicture) -> NDArray[np.float32]:
    """Return the points in shares of the picture, x and y of shape (21, 2)."""
    side = picture.image.shape[0]
    return (picture.points / side).astype(np.float32)
