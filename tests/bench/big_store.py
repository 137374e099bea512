"""Makes a big store of synthetic rows: N hands, N predictions, N/10 clips.

`python -m tests.bench.big_store FOLDER 100000`. Everything goes through the store's own
writer: clips and hands in a part per clip, as videos are ingested. What is smaller than in
life: ten frames a clip, one hand a frame, keypoints for one clip in ten. `signatlas
compact` is run at the end.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from store.compact import compact
from store.layout import Store, create_store
from store.write import Values, write_part, write_rows
from tests.bench.big_store_runs import add_runs
from tests.bench.big_store_shape import CORPORA, FRAMES, SHAPES, SIGNERS, Shape
from tests.dashboard.cluster_maker import _jpeg
from tests.dashboard.made_figure import FRAME_MS, MadeClip, points_of, write_media
from tests.dashboard.store_maker import _clip_row, _write_corpus

HOLD: Final = range(4, 7)
PICTURES: Final = 64
CLIPS_PER_PART: Final = 100
"""Of frames, whose parts no page opens by name."""
KEYPOINTS_OF: Final = 10
"""One clip in so many has keypoints."""


def make_big_store(root: Path, hands: int, *, packed: bool = True) -> Store:
    """Make a store of so many hands of generated clips, with what was made of them."""
    store, shape = create_store(root), Shape(hands)
    # What a power cut would take from a made store is made again.
    with patch.object(os, "fsync"):
        for corpus in CORPORA:
            title = f"Synthetic {corpus}"
            _write_corpus(
                store, corpus, title, planned=shape.clips_each, synthetic=True
            )
            _add_clips(store, shape, corpus, _shown(store, corpus))
        add_runs(store, shape)
        if packed:
            for _ in compact(store):
                pass
    return store


def _shown(store: Store, corpus: str) -> str:
    """Write the one video that shows all clips of a corpus; return its path."""
    return write_media(store, MadeClip(corpus, "all", None))


def _add_clips(store: Store, shape: Shape, corpus: str, playable: str) -> None:
    rng = np.random.default_rng(CORPORA.index(corpus))
    pictures = list(_pictures())
    sharpness = rng.lognormal(6.3, 0.6, (shape.clips_each, FRAMES)).astype(np.float32)
    for clip in range(shape.clips_each):
        name = shape.name(clip)
        made = MadeClip(corpus, name, shape.gloss(clip), shape.signer(clip))
        row = _clip_row(made, playable) | {
            "handshape": shape.handshape(clip) if corpus == CORPORA[0] else None,
            "frames": FRAMES,
            "pose_frames": FRAMES,
            "left_frames": clip % 7,
            "right_frames": FRAMES - clip % 3,
            "duration_ms": FRAMES * FRAME_MS,
        }
        where = {"part": name, "partition": {"corpus": corpus}}
        write_rows(store, "clips", [row], **where)  # type: ignore[arg-type]
        crops = _crops(made, clip, sharpness[clip], pictures)
        write_part(store, "crops", crops, **where)  # type: ignore[arg-type]
        if clip % KEYPOINTS_OF == 0:
            seen = _landmarks(made, rng)
            write_part(store, "landmarks", seen, **where)  # type: ignore[arg-type]
    for first in range(0, shape.clips_each, CLIPS_PER_PART):
        last = min(first + CLIPS_PER_PART, shape.clips_each)
        frames = _frames(corpus, [shape.name(clip) for clip in range(first, last)])
        partition = {"corpus": corpus}
        write_part(store, "frames", frames, part=shape.name(first), partition=partition)


def _pictures() -> Iterator[bytes]:
    for number in range(PICTURES):
        yield _jpeg(("A", "5", "1", "V", "bent-B", "other")[number % 6], number, number)


def _framed(clip_ids: list[str]) -> dict[str, Values]:
    """Return the columns that tables of frames share."""
    named = [(clip, frame) for clip in clip_ids for frame in range(FRAMES)]
    return {
        "frame_id": [f"{clip}/f{frame:04d}" for clip, frame in named],
        "clip_id": [clip for clip, _ in named],
        "corpus": [clip.partition("/")[0] for clip, _ in named],
        "frame_index": [frame for _, frame in named],
        "time_ms": [frame * FRAME_MS for _, frame in named],
    }


def _crops(
    clip: MadeClip, number: int, sharpness: NDArray[np.float32], pictures: list[bytes]
) -> dict[str, Values]:
    """Return the hand of every frame, and its surroundings in the middle one."""
    frames = [*range(FRAMES), HOLD.start]
    paddings = [0] * FRAMES + [20]
    base = _framed([clip.clip_id])
    columns: dict[str, Values] = {
        name: [values[i] for i in frames] for name, values in base.items()
    }
    ids = [
        f"{clip.clip_id}/f{frame:04d}/right/p{padding:02d}"
        for frame, padding in zip(frames, paddings, strict=True)
    ]
    images = [
        # What follows a picture is not seen, and makes each one of its own.
        pictures[(number * 7 + frame) % len(pictures)] + crop.encode()
        for crop, frame in zip(ids, frames, strict=True)
    ]
    return columns | {
        "crop_id": ids,
        "hand": ["right"] * len(ids),
        "padding_px": paddings,
        "hold": [0 if frame in HOLD else None for frame in frames],
        "left_px": [30.0] * len(ids),
        "top_px": [40.0] * len(ids),
        "side_px": [60.0] * len(ids),
        "sharpness": sharpness[frames],
        "image": images,
    }


def _frames(corpus: str, names: list[str]) -> dict[str, Values]:
    rows = len(names) * FRAMES
    held = [0 if i % FRAMES in HOLD else None for i in range(rows)]
    speed = np.abs(np.sin(np.arange(rows))).astype(np.float32)
    return _framed([f"{corpus}/{name}" for name in names]) | {
        "pose_seen": [True] * rows,
        "left_seen": [False] * rows,
        "right_seen": [True] * rows,
        "left_speed": [None] * rows,
        "right_speed": speed,
        "left_hold": [None] * rows,
        "right_hold": held,
        "left_sharpness": [None] * rows,
        "right_sharpness": speed * 900,
    }


def _landmarks(clip: MadeClip, rng: np.random.Generator) -> dict[str, Values]:
    points = np.stack([points_of(clip, 2 * frame) for frame in range(FRAMES)])
    points += rng.normal(0, 0.004, points.shape).astype(np.float32)
    world = rng.normal(0, 0.03, (FRAMES, 126)).astype(np.float32)
    return _framed([clip.clip_id]) | {
        "pose_seen": [True] * FRAMES,
        "left_seen": [False] * FRAMES,
        "right_seen": [True] * FRAMES,
        "points": points.reshape(FRAMES, -1),
        "visibility": np.full((FRAMES, 33), 0.98, np.float32),
        "hand_world": world,
    }


def main() -> None:
    """Make the store that the arguments name."""
    root, hands = sys.argv[1:3]
    store = make_big_store(Path(root), int(hands), packed="--parts" not in sys.argv)
    print(f"{store.root}: {int(hands):,} hands, {len(SHAPES)} handshapes, {SIGNERS}")


if __name__ == "__main__":
    main()
