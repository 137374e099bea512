"""Makes small made-up stores of a drawn figure whose points are known."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from store import skeleton
from store.layout import Store, create_store
from store.runs import Run, end_run, start_run
from store.write import Values, write_part, write_rows
from tests.dashboard.made_figure import (
    FPS,
    FRAME_MS,
    HEIGHT_PX,
    HOLD,
    WIDTH_PX,
    MadeClip,
    crop_columns,
    draw,
    points_of,
    write_media,
)

ODD_GLOSSES = ("<script>alert(1)</script>", "**x** [a](b) :red[c]", "학교")

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
        _write_truth_frames(store, clip)
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
    base: dict[str, Values] = {**_frame_columns(clip), **seen}
    _write(store, clip, "frames", {**base, **_motion(clip, seen)})
    world = np.full((clip.frames, skeleton.HAND_WORLD_VALUES), np.nan, np.float32)
    arrays: dict[str, Values] = {
        "points": points.reshape(clip.frames, -1),
        "visibility": np.where(np.isfinite(points[:, skeleton.POSE, 0]), 0.98, np.nan),
        "hand_world": world,
    }
    _write(store, clip, "landmarks", {**base, **arrays})
    where = {"corpus": clip.corpus}
    write_rows(store, "crops", _crops(clip, points), part=clip.name, partition=where)


def _write(
    store: Store, clip: MadeClip, table: str, columns: Mapping[str, Values]
) -> None:
    where = {"corpus": clip.corpus}
    write_part(store, table, columns, part=clip.name, partition=where)


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
            rows += [
                common | crop_columns(picture, place, common, pad) for pad in (0, 20)
            ]
    return rows


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


def _write_truth_frames(store: Store, clip: MadeClip) -> None:
    hands = slice(skeleton.LEFT_HAND.start, skeleton.RIGHT_HAND.stop)
    places = np.stack([points_of(clip, i)[hands, :2] for i in range(clip.frames)])
    frames = range(clip.frames)
    handshape = ["flat" if i in HOLD else None for i in frames]
    truth: dict[str, Values] = {
        "phase": ["hold" if i in HOLD else "stroke" for i in frames],
        "left_handshape": [None for _ in frames],
        "right_handshape": handshape,
        "left_orientation": [None for _ in frames],
        "right_orientation": handshape,
        "left_signs": [False for _ in frames],
        "right_signs": [True for _ in frames],
        "hands": places.reshape(clip.frames, -1),
        "left_palm": [0.1 for _ in frames],
        "right_palm": [0.1 for _ in frames],
    }
    _write(store, clip, "truth_frames", {**_frame_columns(clip), **truth})


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
