"""A made-up store with clips of two videos, whose hands are seen in every frame."""

from pathlib import Path
from typing import Any, Final

from store.layout import Store, create_store
from store.write import write_rows
from tests.store.village_maker import write_corpus

CORPUS: Final = "village"
FRAME_MS: Final = 40
FRAMES: Final = 10
VIDEO: Final = "long video.mp4"


def make_filmed(root: Path, videos: Path) -> Store:
    """Make a store: two clips cut out of one video, one whole, and a photograph.

    Frame i of a clip is at 40 i ms; both hands are seen in all 10 frames, at both
    paddings, and hold in the frames 2 to 5.
    """
    store = create_store(root)
    write_corpus(store, CORPUS, exportable=True)
    video = str(videos / VIDEO)
    write_clip(store, "first", gloss="HAUS", source=video, start_ms=1_000, end_ms=1_400)
    write_clip(store, "second", gloss=None, source=video, start_ms=2_000, end_ms=2_400)
    write_clip(store, "whole", gloss="BAUM", source=str(videos / "whole.mp4"))
    write_clip(store, "still", gloss=None, source=str(videos / "a.jpg"), media="image")
    return store


def crop_id(clip: str, frame: int, hand: str = "right", padding_px: int = 0) -> str:
    return f"{CORPUS}/{clip}/f{frame:04d}/{hand}/p{padding_px:02d}"


def write_clip(
    store: Store,
    name: str,
    *,
    gloss: str | None,
    source: str,
    corpus: str = CORPUS,
    **more: Any,
) -> None:
    where: dict[str, Any] = {"part": name, "partition": {"corpus": corpus}}
    clip = clip_row(name, corpus=corpus, gloss=gloss, source=source, **more)
    clip_id = f"{corpus}/{name}"
    write_rows(store, "clips", [clip], **where)
    if clip["media"] == "video":
        write_rows(store, "frames", frame_rows(clip_id, corpus), **where)
        write_rows(store, "crops", crop_rows(clip_id, corpus), **where)


def clip_row(
    name: str,
    *,
    gloss: str | None,
    source: str,
    corpus: str = CORPUS,
    start_ms: int = 0,
    end_ms: int | None = None,
    **more: object,
) -> dict[str, object]:
    clip: dict[str, object] = {
        "clip_id": f"{corpus}/{name}",
        "corpus": corpus,
        "gloss": gloss,
        "handshape": None,
        "signer": "ana",
        "split": None,
        "media": "video",
        "source": source,
        "source_sha256": "",
        "source_start_ms": start_ms,
        "source_end_ms": end_ms,
        "playable": f"media/{corpus}/{name}.mp4",
        "playable_in_store": True,
        "width_px": 64,
        "height_px": 48,
        "rotation_deg": 0,
        "fps": 1000 / FRAME_MS,
        "duration_ms": FRAMES * FRAME_MS,
        "frames": FRAMES,
        "pose_frames": FRAMES,
        "left_frames": FRAMES,
        "right_frames": FRAMES,
        "holds": 2,
        "dominant_hand": "right",
        "two_handed": True,
        "fingerprint": "",
        "run_id": "made",
    }
    return clip | more


def frame_rows(clip_id: str, corpus: str) -> list[dict[str, object]]:
    return [
        {
            "frame_id": f"{clip_id}/f{frame:04d}",
            "clip_id": clip_id,
            "corpus": corpus,
            "frame_index": frame,
            "time_ms": FRAME_MS * frame,
            "pose_seen": True,
            "left_seen": True,
            "right_seen": True,
            "left_speed": None,
            "right_speed": None,
            "left_hold": None,
            "right_hold": 0 if 2 <= frame <= 5 else None,
            "left_sharpness": None,
            "right_sharpness": None,
        }
        for frame in range(FRAMES)
    ]


def crop_rows(clip_id: str, corpus: str) -> list[dict[str, object]]:
    return [
        {
            "crop_id": f"{clip_id}/f{frame:04d}/{hand}/p{padding_px:02d}",
            "frame_id": f"{clip_id}/f{frame:04d}",
            "clip_id": clip_id,
            "corpus": corpus,
            "frame_index": frame,
            "time_ms": FRAME_MS * frame,
            "hand": hand,
            "padding_px": padding_px,
            "hold": None,
            "left_px": 0.0,
            "top_px": 0.0,
            "side_px": 9.0,
            "sharpness": 400.0,
            "image": b"",
        }
        for frame in range(FRAMES)
        for hand in ("left", "right")
        for padding_px in (0, 20)
    ]
