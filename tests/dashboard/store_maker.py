"""Makes small made-up stores: a drawn figure whose hands move, with known points."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from store import skeleton
from store.layout import Store, create_store
from store.runs import Run, end_run, start_run
from store.write import write_part, write_rows

WIDTH_PX, HEIGHT_PX, FPS, FRAMES = 320, 240, 25, 24
FRAME_MS = 1000 // FPS
HOLD = range(8, 16)
ODD_GLOSSES = ("<script>alert(1)</script>", "**x** [a](b) :red[c]", "학교")
HAND_RADIUS = 0.07


@dataclass(frozen=True)
class MadeClip:
    """One made-up clip: its name, sign and signer."""

    corpus: str
    name: str
    gloss: str | None
    signer: str | None = "s1"
    media: str = "video"

    @property
    def clip_id(self) -> str:
        return f"{self.corpus}/{self.name}"

    @property
    def frames(self) -> int:
        return FRAMES if self.media == "video" else 1


VIDEOS = tuple(
    MadeClip("village", f"v{i:02d}", gloss, f"s{i % 2 + 1}")
    for i, gloss in enumerate(("BOOK", "BOOK", "WATER", *ODD_GLOSSES, None))
)
GENERATED = tuple(
    MadeClip("gen-a", f"g{i:02d}", gloss, "g1")
    for i, gloss in enumerate(("TREE", "SUN"))
)
PHOTOGRAPHS = (MadeClip("photos", "p00", "FIVE", None, "image"),)


def make_full_store(root: Path) -> Store:
    """Make a store with recorded videos, generated ones, photographs and problems."""
    store = make_partial_store(root)
    for clip in (*VIDEOS, *GENERATED, *PHOTOGRAPHS):
        _write_seen(store, clip)
    for clip in GENERATED:
        _write_truth(store, clip)
    _write_problems(store)
    return store


def make_partial_store(root: Path) -> Store:
    """Make a store that knows corpora and clips only: no frames, crops or problems."""
    store = create_store(root)
    _write_corpus(store, "village", "Village signs", planned=len(VIDEOS) + 2)
    _write_corpus(store, "gen-a", "Generated language A", planned=2, synthetic=True)
    _write_corpus(store, "photos", "Hand photographs", planned=1, media="image")
    for clip in (*VIDEOS, *GENERATED, *PHOTOGRAPHS):
        _write_clip(store, clip, write_media(store, clip))
    run = Run("ingest", "village", {})
    started_ms = start_run(store, run)
    end_run(store, run, state="finished", started_ms=started_ms, metrics={})
    return store


def make_many_clips(root: Path, clips: int) -> Store:
    """Make a store with many clips and nothing else, to see how pages scale."""
    store = create_store(root)
    _write_corpus(store, "big", "A big dictionary", planned=clips)
    names = [MadeClip("big", f"c{i:06d}", f"GLOSS{i % 2000}") for i in range(clips)]
    rows = [_clip_row(clip, f"media/big/{clip.name}.mp4") for clip in names]
    write_rows(store, "clips", rows, part="all", partition={"corpus": "big"})
    return store


def points_of(clip: MadeClip, frame: int) -> NDArray[np.float32]:
    """Return the 75 points of a frame, shape (75, 3); the left hand rests unseen."""
    points = np.full((skeleton.POINTS, 3), np.nan, np.float32)
    if clip.media == "image":
        points[skeleton.RIGHT_HAND] = _hand(0.5, 0.5, spread=0.3)
        return points
    step = min(max(frame - HOLD.start, -HOLD.start), 0) + max(frame - HOLD.stop, 0)
    right_x, right_y = 0.38 + 0.004 * step, 0.45 + 0.02 * abs(step)
    points[skeleton.POSE] = _body(right_x, right_y)
    points[skeleton.RIGHT_HAND] = _hand(right_x, right_y)
    if frame >= HOLD.start:
        points[skeleton.LEFT_HAND] = _hand(0.62, 0.62)
    return points


def write_media(store: Store, clip: MadeClip) -> str:
    """Write the clip's video or photograph; return its path within the store."""
    folder = store.media_dir(clip.corpus)
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "mp4" if clip.media == "video" else "jpg"
    path = folder / f"{clip.name}.{suffix}"
    pictures = [draw(points_of(clip, i)) for i in range(clip.frames)]
    if clip.media == "image":
        pictures[0].save(path)
    else:
        _encode(path, pictures)
    return str(path.relative_to(store.root))


def draw(points: NDArray[np.float32]) -> Image.Image:
    """Draw the figure that the points describe."""
    picture = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), "#b9c4cc")
    pen = ImageDraw.Draw(picture)
    where = points[:, :2] * (WIDTH_PX, HEIGHT_PX)
    pen.rectangle((110, 120, 210, 240), fill="#4a5560")
    pen.ellipse((132, 40, 188, 110), fill="#c99b7a")
    for side in skeleton.HANDS:
        hand = where[skeleton.HAND_SLICES[side]]
        if np.isfinite(hand).all():
            pen.polygon([tuple(p) for p in hand[[0, 4, 8, 12, 16, 20]]], fill="#c99b7a")
    return picture


def _encode(path: Path, pictures: Sequence[Image.Image]) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        for picture in pictures:
            frame = av.VideoFrame.from_image(picture)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _body(right_x: float, right_y: float) -> NDArray[np.float32]:
    body = np.full((skeleton.POSE_POINTS, 3), np.nan, np.float32)
    places = {
        "nose": (0.5, 0.31),
        "left_eye": (0.53, 0.27),
        "right_eye": (0.47, 0.27),
        "mouth_left": (0.52, 0.36),
        "mouth_right": (0.48, 0.36),
        "left_shoulder": (0.63, 0.52),
        "right_shoulder": (0.37, 0.52),
        "left_elbow": (0.68, 0.75),
        "right_elbow": (0.3, 0.72),
        "left_wrist": (0.62, 0.62),
        "right_wrist": (right_x, right_y),
        "left_hip": (0.6, 0.98),
        "right_hip": (0.4, 0.98),
    }
    for name, place in places.items():
        body[skeleton.POSE_NAMES.index(name)] = (*place, 0)
    return body


def _hand(x: float, y: float, spread: float = HAND_RADIUS) -> NDArray[np.float32]:
    hand = np.zeros((skeleton.HAND_POINTS, 3), np.float32)
    hand[0, :2] = (x, y)
    for finger in range(5):
        angle = np.deg2rad(-150 + 30 * finger)
        for joint in range(4):
            reach = spread * (joint + 1.5) / 3
            hand[1 + 4 * finger + joint, :2] = (
                x + reach * np.cos(angle),
                y + reach * np.sin(angle),
            )
    return hand


def _write_corpus(
    store: Store,
    corpus: str,
    title: str,
    *,
    planned: int,
    media: str = "video",
    synthetic: bool = False,
) -> None:
    row = {
        "corpus": corpus,
        "title": title,
        "language": "" if media == "image" else "Village Sign",
        "media": media,
        "synthetic": synthetic,
        "licence": "MIT" if synthetic else "not stated",
        "citation": "",
        "show_faces": True,
        "exportable": True,
        "blur_threshold": 350.0,
        "source": "made up for a test",
        "clips_planned": planned,
    }
    write_rows(store, "corpora", [row], part=corpus, partition={"corpus": corpus})


def _write_clip(store: Store, clip: MadeClip, playable: str) -> None:
    write_rows(
        store,
        "clips",
        [_clip_row(clip, playable)],
        part=clip.name,
        partition={"corpus": clip.corpus},
    )


def _clip_row(clip: MadeClip, playable: str) -> dict[str, object]:
    video = clip.media == "video"
    return {
        "clip_id": clip.clip_id,
        "corpus": clip.corpus,
        "gloss": clip.gloss,
        "handshape": "5" if clip.media == "image" else None,
        "signer": clip.signer,
        "split": None,
        "media": clip.media,
        "source": f"/videos/{clip.name} (1).mov",
        "source_sha256": "0" * 64,
        "source_start_ms": 0,
        "source_end_ms": None,
        "playable": playable,
        "playable_in_store": True,
        "width_px": WIDTH_PX,
        "height_px": HEIGHT_PX,
        "rotation_deg": 0,
        "fps": float(FPS) if video else 0.0,
        "duration_ms": clip.frames * FRAME_MS if video else 0,
        "frames": clip.frames,
        "pose_frames": clip.frames if video else 0,
        "left_frames": clip.frames - HOLD.start if video else 0,
        "right_frames": clip.frames,
        "holds": 1 if video else 0,
        "dominant_hand": "right" if video else None,
        "two_handed": False if video else None,
        "fingerprint": "made-up",
        "run_id": "ingest-village",
    }


def _frame_columns(clip: MadeClip) -> dict[str, list[object]]:
    indices = range(clip.frames)
    return {
        "frame_id": [f"{clip.clip_id}/f{i:04d}" for i in indices],
        "clip_id": [clip.clip_id for _ in indices],
        "corpus": [clip.corpus for _ in indices],
        "frame_index": list(indices),
        "time_ms": [i * FRAME_MS for i in indices],
    }


def _write_seen(store: Store, clip: MadeClip) -> None:
    points = np.stack([points_of(clip, i) for i in range(clip.frames)])
    seen: dict[str, list[object]] = {
        "pose_seen": [bool(np.isfinite(p[0]).all()) for p in points],
        "left_seen": [bool(np.isfinite(p[skeleton.LEFT_HAND]).all()) for p in points],
        "right_seen": [bool(np.isfinite(p[skeleton.RIGHT_HAND]).all()) for p in points],
    }
    where = {"part": clip.name, "partition": {"corpus": clip.corpus}}
    base = _frame_columns(clip) | seen
    write_part(store, "frames", base | _motion(clip, seen), **where)  # type: ignore[arg-type]
    world = np.full((clip.frames, skeleton.HAND_WORLD_VALUES), np.nan, np.float32)
    arrays = {
        "points": points.reshape(clip.frames, -1),
        "visibility": np.where(np.isfinite(points[:, skeleton.POSE, 0]), 0.98, np.nan),
        "hand_world": world,
    }
    write_part(store, "landmarks", base | arrays, **where)  # type: ignore[arg-type]
    write_rows(store, "crops", _crops(clip, points), **where)  # type: ignore[arg-type]


def _motion(
    clip: MadeClip, seen: dict[str, list[object]]
) -> dict[str, list[float | int | None]]:
    frames = range(clip.frames)
    video = clip.media == "video"
    left, right = seen["left_seen"], seen["right_seen"]
    return {
        "left_speed": [0.1 if left[i] and video else None for i in frames],
        "right_speed": [
            (0.1 if i in HOLD else 2.0 + 0.2 * i) if right[i] and video else None
            for i in frames
        ],
        "left_hold": [None for _ in frames],
        "right_hold": [0 if i in HOLD and video else None for i in frames],
        "left_sharpness": [300.0 + i if left[i] else None for i in frames],
        "right_sharpness": [900.0 if i in HOLD else 200.0 for i in frames],
    }


def _crops(clip: MadeClip, points: NDArray[np.float32]) -> list[dict[str, object]]:
    columns = _frame_columns(clip)
    rows: list[dict[str, object]] = []
    for i in range(clip.frames):
        picture = draw(points[i])
        for hand in skeleton.HANDS:
            place = points[i, skeleton.HAND_SLICES[hand], :2]
            if not np.isfinite(place).all():
                continue
            in_hold = hand == "right" and i in HOLD and clip.media == "video"
            common = {name: values[i] for name, values in columns.items()} | {
                "hand": hand,
                "hold": 0 if in_hold else None,
                "sharpness": 900.0 if in_hold else 200.0,
            }
            rows += [common | _crop(picture, place, common, pad) for pad in (0, 20)]
    return rows


def _crop(
    picture: Image.Image,
    place: NDArray[np.float32],
    common: dict[str, object],
    padding_px: int,
) -> dict[str, object]:
    low = place.min(0) * (WIDTH_PX, HEIGHT_PX) - padding_px
    high = place.max(0) * (WIDTH_PX, HEIGHT_PX) + padding_px
    side = float((high - low).max())
    square = picture.crop((low[0], low[1], low[0] + side, low[1] + side))
    file = io.BytesIO()
    square.resize((96, 96)).save(file, "JPEG")
    return {
        "crop_id": f"{common['frame_id']}/{common['hand']}/p{padding_px:02d}",
        "padding_px": padding_px,
        "left_px": float(low[0]),
        "top_px": float(low[1]),
        "side_px": side,
        "image": file.getvalue(),
    }


def _write_truth(store: Store, clip: MadeClip) -> None:
    row = {
        "clip_id": clip.clip_id,
        "corpus": clip.corpus,
        "gloss": clip.gloss,
        "signer": clip.signer,
        "dominant_hand": "right",
        "hands": "one",
        "handshape": "flat",
        "end_handshape": "flat",
        "base_handshape": None,
        "orientation": "palm away",
        "end_orientation": "palm away",
        "place": "chest",
        "movement": "none",
        "description": "The flat right hand rests before the chest & stays.",
        "minimal_pairs": "SUN:place",
        "seed": 1,
    }
    write_rows(
        store, "truth_signs", [row], part=clip.name, partition={"corpus": clip.corpus}
    )


def _write_problems(store: Store) -> None:
    rows = [
        {
            "problem_id": f"p{i}",
            "corpus": "village",
            "clip_id": clip_id,
            "step": "ingest",
            "kind": kind,
            "place": place,
            "what": what,
            "remedy": remedy,
            "lost": lost,
            "run_id": "ingest-village",
        }
        for i, (clip_id, kind, place, what, remedy, lost) in enumerate(_PROBLEMS)
    ]
    write_rows(store, "problems", rows, part="all", partition={"corpus": "village"})


_PROBLEMS = (
    (None, "empty-file", "/videos/a.mp4", "The file is empty.", "Copy it again.", True),
    (None, "no-video", "/videos/<b>.mp4", "It has no picture.", "Check it.", True),
    ("village/v02", "no-face", "/videos/v02.mp4", "No face.", "Nothing.", False),
)
