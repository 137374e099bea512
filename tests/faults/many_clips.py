"""Writes clips as a worker of an ingest does, but as fast as the disk takes them.

`python -m tests.faults.many_clips STORE CLIPS FRAMES` writes so many clips of so many
frames; clips that are there are replaced.
"""

import sys
from pathlib import Path
from typing import Final

import numpy as np

from ingest.clip import ClipSeen, Playable
from ingest.holds import hand_motion
from ingest.landmarks import Seen, nothing_seen
from ingest.parts import mark_undone
from ingest.rows import write_clip
from ingest.settings import IngestSettings
from ingest.sources import ClipSource
from store.layout import Store, open_store
from store.skeleton import HAND_SLICES, HANDS

CORPUS: Final = "many"
SIDE_PX: Final = 64
SETTINGS: Final = IngestSettings()


def crops_of(frames: int) -> int:
    """Return how many crops without margin a clip of so many frames has: one hand each."""
    return frames


def write_clips(store: Store, clips: int, frames: int) -> None:
    for number in range(clips):
        source = ClipSource(CORPUS, f"c{number:05}", Path("none.mp4"), gloss="SIGN")
        mark_undone(store, source)
        write_clip(
            store,
            source,
            clip_of(frames),
            fingerprint=f"{frames}",
            sha256="",
            run_id="ingest-many",
        )


def clip_of(frames: int) -> ClipSeen:
    """Return what is seen in a clip in which a right hand moves."""
    image = np.full((SIDE_PX, SIDE_PX, 3), 90, np.uint8)
    clip = ClipSeen(SIDE_PX, SIDE_PX, fps=25.0, duration_ms=40 * frames)
    for index in range(frames):
        clip.times_ms.append(40 * index)
        clip.add(_hand_at(index / (4 * frames)), image, SETTINGS)
    points = np.stack([seen.points for seen in clip.seen])
    clip.motions = {
        hand: hand_motion(
            points, np.array(clip.times_ms), hand, aspect=1.0, settings=SETTINGS
        )
        for hand in HANDS
    }
    clip.playable = Playable("none.mp4", in_store=False)
    return clip


def _hand_at(x: float) -> Seen:
    seen = nothing_seen()
    hand = np.random.default_rng(0).uniform(0.3, 0.5, (21, 3)).astype(np.float32)
    seen.points[HAND_SLICES["right"]] = hand + np.float32(x)
    return seen


if __name__ == "__main__":
    write_clips(open_store(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]))
