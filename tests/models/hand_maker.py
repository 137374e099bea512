"""Made-up hands and a store that holds them, for the tests of features and clusters."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.handcrops import HandCrops, Picture
from store.layout import Store
from store.runs import Run
from store.skeleton import HAND_POINTS, HAND_SLICES, HAND_WORLD_SLICES, Hand
from store.write import write_rows

FINGER_X = (-0.03, -0.02, 0.0, 0.02, 0.04)


class Silent:
    """Takes in progress and shows nothing."""

    def begin(self, run: Run, *, total: int) -> None:
        self.total = total

    def advance(self, count: int) -> None:
        self.total -= count


def open_hand(*, bend: float = 0.0) -> NDArray[np.float32]:
    """A right hand seen from its back, fingers up, bent at every joint; metres."""
    points = np.zeros((HAND_POINTS, 3))
    for finger, x in enumerate(FINGER_X):
        at, angle = np.array([x, -0.08 if finger else -0.03, 0.0]), bend / 2
        for joint in range(4):
            points[1 + 4 * finger + joint] = at
            at = at + 0.03 * np.array([x, -np.cos(angle), np.sin(angle)])
            angle += bend
    return points.astype(np.float32)


def picture_of(seed: int, *, side_px: int = 96) -> Picture:
    """A blurred random picture, so that its gradients look like a photograph's."""
    noise = np.random.default_rng(seed).integers(0, 256, (side_px, side_px, 3))
    return np.asarray(cv2.GaussianBlur(noise.astype(np.uint8), (0, 0), 3), np.uint8)


def hand_crops(
    worlds: Sequence[NDArray[np.float32]],
    *,
    pictures: Sequence[Picture | None] | None = None,
    hands: Sequence[Hand] | None = None,
) -> HandCrops:
    """A batch of hands; each is alone in its hold and fills its picture."""
    count = len(worlds)
    world = np.array(worlds, dtype=np.float32).reshape(count, HAND_POINTS, 3)
    return HandCrops(
        crop_ids=[f"c/clip{i}/f0000/right/p00" for i in range(count)],
        hands=list(hands or ["right"] * count),
        pictures=list(pictures or [None] * count),
        squares_px=np.tile(np.array([20, 20, 60], np.float32), (count, 1)),
        frames_px=np.tile(np.array([100, 100], np.float32), (count, 1)),
        points=(0.5 + 2 * world).astype(np.float32),
        world=world,
        holds=[one[None] for one in world],
    )


def write_corpus(
    store: Store,
    corpus: str,
    worlds: Sequence[NDArray[np.float32]],
    *,
    handshapes: Sequence[str] | None = None,
    sharpness: float = 500.0,
    media: str = "image",
    broken: Sequence[int] = (),
) -> None:
    """Write a corpus in which every clip is one frame with one right hand."""
    rows: dict[str, list[dict[str, object]]] = {
        name: [] for name in ("frames", "landmarks", "crops", "clips")
    }
    for number, world in enumerate(worlds):
        handshape = handshapes[number] if handshapes else None
        clip = _clip(corpus, f"clip{number:03d}", media, handshape)
        frame = _frame(clip)
        seen = {"pose_seen": False, "left_seen": False, "right_seen": True}
        image = b"no picture" if number in broken else _jpeg(number)
        rows["frames"].append(frame | seen | _motion(sharpness))
        rows["landmarks"].append(frame | seen | _landmarks(world))
        rows["crops"] += [_crop(frame, sharpness, image, pad) for pad in (0, 20)]
        rows["clips"].append(clip)
    rows["corpora"] = [_corpus(corpus, media)]
    for table, listed in rows.items():
        write_rows(store, table, listed, part="made", partition={"corpus": corpus})


def _corpus(corpus: str, media: str) -> dict[str, object]:
    texts = ("title", "language", "licence", "citation", "source")
    return dict.fromkeys(texts, "") | {
        "corpus": corpus,
        "media": media,
        "synthetic": False,
        "show_faces": True,
        "exportable": True,
        "blur_threshold": 350.0,
        "clips_planned": 0,
    }


def _clip(
    corpus: str, name: str, media: str, handshape: str | None
) -> dict[str, object]:
    nothing = ("gloss", "split", "source_end_ms", "dominant_hand", "two_handed")
    counts = ("rotation_deg", "pose_frames", "left_frames", "holds")
    return (
        dict.fromkeys(nothing)
        | dict.fromkeys(counts, 0)
        | {
            "clip_id": f"{corpus}/{name}",
            "corpus": corpus,
            "handshape": handshape,
            "signer": f"s{name[-1]}",
            "media": media,
            "source": name,
            "source_sha256": "",
            "source_start_ms": 0,
            "playable": name,
            "playable_in_store": False,
            "width_px": 100,
            "height_px": 100,
            "fps": 0.0,
            "duration_ms": 40,
            "frames": 1,
            "right_frames": 1,
            "fingerprint": f"print of {name}",
            "run_id": "ingest",
        }
    )


def _frame(clip: dict[str, object]) -> dict[str, object]:
    return {
        "frame_id": f"{clip['clip_id']}/f0000",
        "clip_id": clip["clip_id"],
        "corpus": clip["corpus"],
        "frame_index": 0,
        "time_ms": 0,
    }


def _motion(sharpness: float) -> dict[str, object]:
    unknown = ("left_speed", "right_speed", "left_hold", "left_sharpness")
    return dict.fromkeys(unknown) | {"right_hold": 0, "right_sharpness": sharpness}


def _landmarks(world: NDArray[np.float32]) -> dict[str, object]:
    points = np.full((75, 3), np.nan, dtype=np.float32)
    points[HAND_SLICES["right"]] = 0.5 + 2 * world
    both = np.full((42, 3), np.nan, dtype=np.float32)
    both[HAND_WORLD_SLICES["right"]] = world
    return {
        "points": points.reshape(-1),
        "visibility": np.zeros(33, dtype=np.float32),
        "hand_world": both.reshape(-1),
    }


def _jpeg(seed: int) -> bytes:
    encoded: bytes = cv2.imencode(".jpg", picture_of(seed))[1].tobytes()
    return encoded


def _crop(
    frame: dict[str, object], sharpness: float, image: bytes, padding_px: int
) -> dict[str, object]:
    return frame | {
        "crop_id": f"{frame['frame_id']}/right/p{padding_px:02d}",
        "hand": "right",
        "padding_px": padding_px,
        "hold": 0,
        "left_px": 30.0 - padding_px,
        "top_px": 30.0 - padding_px,
        "side_px": 40.0 + 2 * padding_px,
        "sharpness": sharpness,
        "image": image,
    }
