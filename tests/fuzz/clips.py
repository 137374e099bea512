"""Short clips of the synthetic signer in every kind of file, and what is done to them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.signer.clip import record
from ingest.signer.languages import language, performances
from tests.fuzz.lying_headers import lying, with_boxes_swapped
from tests.fuzz.mutations import mutated
from tests.ingest.conftest import write_video

KINDS: Final = {
    "plain.mp4": ("libx264", "yuv420p"),
    "vp8.webm": ("libvpx", "yuv420p"),
    "divx.avi": ("mpeg4", "yuv420p"),
    "old.mp4": ("mpeg4", "yuv420p"),
    "vp9.webm": ("libvpx-vp9", "yuv420p"),
    "full.mov": ("libx264", "yuv444p"),
    "motion.avi": ("mjpeg", "yuvj420p"),
    "plain.mkv": ("libx264", "yuv420p"),
    "loop.gif": ("gif", "rgb8"),
    "stream.ts": ("libx264", "yuv420p"),
}
"""Names of the clips; coding and pixels of each."""
FRAMES: Final = 9
"""One more than a damaged clip needs to be read all the same."""
WIDTH_PX: Final = 160
HEIGHT_PX: Final = 120


def write_clips(folder: Path) -> dict[str, bytes]:
    """Write the clips into a folder, and return them by name."""
    images = signer_images(folder)
    for name, (codec, pix_fmt) in KINDS.items():
        write_video(folder / name, images, codec=codec, pix_fmt=pix_fmt)
    return {name: (folder / name).read_bytes() for name in KINDS}


def signer_images(folder: Path) -> list[NDArray[np.uint8]]:
    """Return small frames of a synthetic signer with both body and hands in view."""
    path = folder / "signer.mp4"
    record(performances(language("synthetic-ana", "tiny"))[0], path)
    with av.open(path) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode()]
    path.unlink()
    middle = len(frames) // 2
    return [
        np.asarray(
            cv2.resize(frame, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA),
            np.uint8,
        )
        for frame in frames[middle - FRAMES : middle + FRAMES : 2]
    ]


def damaged_clips(
    clips: Mapping[str, bytes], count: int, *, first_seed: int = 0
) -> Iterator[tuple[str, bytes]]:
    """Yield damaged copies, each with a name that tells what it was and its seed.

    One is damaged anywhere, the next has headers that lie, the next swapped boxes or
    both kinds of damage.
    """
    names = list(clips)
    for seed in range(first_seed, first_seed + count):
        name = names[seed % len(names)]
        yield f"{seed:05d}-{name}", _damaged(clips[name], seed)


def _damaged(data: bytes, seed: int) -> bytes:
    way = seed // len(KINDS) % 3
    if way == 0:
        return mutated(data, seed)
    changed = lying(data, seed) if way == 1 else with_boxes_swapped(data, seed)
    return changed if changed != data else mutated(lying(data, seed), seed)
