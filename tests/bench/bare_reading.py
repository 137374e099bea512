"""The bare tools that an ingest is measured against: decode, then stock Holistic.

`python -m tests.bench.bare_reading CLIP ...` reads clips in a process of its own.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import av
import mediapipe as mp
import numpy as np
from numpy.typing import NDArray


def frames_of(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Yield the frames of a clip as RGB images, decoded on one thread."""
    with av.open(path) as container:
        container.streams.video[0].thread_type = "NONE"
        for frame in container.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def bare_reader(clips: Sequence[Path]) -> Callable[[], None]:
    """Return the work of decoding clips and showing each frame to stock Holistic."""
    holistic = mp.solutions.holistic.Holistic()

    def read() -> None:
        for path in clips:
            holistic.reset()
            for image in frames_of(path):
                holistic.process(image)

    return read


def read_in_processes(clips: Sequence[Path], processes: int) -> None:
    """Read clips in so many processes at once, each an equal share; wait for the last."""
    command = [sys.executable, "-m", "tests.bench.bare_reading"]
    started = [
        subprocess.Popen(
            [*command, *map(str, clips[number::processes])], stderr=subprocess.DEVNULL
        )
        for number in range(processes)
    ]
    codes = [process.wait() for process in started]
    if any(codes):
        raise RuntimeError(f"Bare Holistic ended with exit codes {codes}.")


if __name__ == "__main__":
    bare_reader([Path(name) for name in sys.argv[1:]])()
