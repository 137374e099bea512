"""Ingest against the bare tools: decode + Holistic over the same clips.

Generated clips, since no real ones come with the project.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import av
import mediapipe as mp
import numpy as np
from numpy.typing import NDArray

from ingest.digests import sha256_of
from ingest.jobs import Job, Place
from ingest.process import ClipProcess
from ingest.settings import IngestSettings
from ingest.signer.clip import record
from ingest.signer.languages import (
    LANGUAGES,
    Performance,
    language,
    performances,
)
from ingest.sources import ClipSource
from store.layout import create_store
from tests.bench.ratios import Ratio, compare, cpu_seconds, ratio_of, wall_seconds

CLIPS = 6
REPEATS = 3


def run() -> list[Ratio]:
    """Return the ratios of ingest and of the synthetic signer."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        clips = _clips(folder / "clips", CLIPS)
        frames = sum(1 for _ in _frames(clips))
        data = f"{len(clips)} synthetic clips, {frames} frames, 576x432"
        return [
            _one_worker(folder, clips, data),
            _two_workers(folder, data),
            _rendering(folder, clips, data),
        ]


def _one_worker(folder: Path, clips: list[Path], data: str) -> Ratio:
    """Frames per CPU second of a worker's steps over those of the bare loop."""
    store = create_store(folder / "one")
    settings = IngestSettings()
    process = ClipProcess(Place(store, "bench", settings))
    jobs = [_job(path) for path in clips]

    def ours() -> None:
        for job in jobs:
            process.run(job)

    holistic = mp.solutions.holistic.Holistic(
        static_image_mode=False, model_complexity=1
    )

    def bare() -> None:
        for path in clips:
            holistic.reset()
            for frame in _frames([path]):
                holistic.process(frame)

    return compare(
        "bench/ingest/one-worker/ratio",
        ours,
        bare,
        gain=True,
        repeats=REPEATS,
        meaning="frames per CPU second over bare decode + Holistic (floor 0.90)",
        data=data,
    )


def _two_workers(folder: Path, data: str) -> Ratio:
    """Speed on the clock of two workers over one, start-up left out by its own run."""
    few, many = folder / "few", folder / "many"
    _clips(few, 2)
    _clips(many, 2 + 2 * CLIPS)

    def seconds(workers: int, number: int) -> float:
        short = wall_seconds(lambda: _ingest(few, folder, workers, f"f{number}"))
        long = wall_seconds(lambda: _ingest(many, folder, workers, f"m{number}"))
        return long - short

    pairs = [(seconds(2, 2 * n), seconds(1, 2 * n + 1)) for n in range(REPEATS)]
    return ratio_of(
        "bench/ingest/two-workers/ratio",
        pairs,
        gain=True,
        meaning="speed of two workers over one, on the clock (floor 1.4)",
        data=data.replace(f"{CLIPS} ", f"{2 * CLIPS} "),
    )


def _rendering(folder: Path, clips: list[Path], data: str) -> Ratio:
    """CPU of rendering and encoding a frame over that of Holistic on it."""
    holistic = mp.solutions.holistic.Holistic(
        static_image_mode=False, model_complexity=1
    )
    chosen = _performances(CLIPS)

    def render() -> None:
        for number, performance in enumerate(chosen):
            record(performance, folder / f"render{number}.mp4")

    def bare() -> None:
        for path in clips:
            holistic.reset()
            for frame in _frames([path]):
                holistic.process(frame)

    return compare(
        "bench/signer/render/ratio",
        render,
        bare,
        repeats=REPEATS,
        clock=cpu_seconds,
        meaning="CPU of rendering over Holistic on the same frames (ceiling 1.5)",
        data=data,
    )


def _ingest(folder: Path, into: Path, workers: int, name: str) -> None:
    program = Path(sys.executable).with_name("signatlas")
    options = ["--store", str(into / name), "--workers", str(workers)]
    command = [str(program), "ingest", "folder", str(folder), *options]
    subprocess.run(command, check=True, capture_output=True)


def _performances(count: int) -> list[Performance]:
    every = [p for name in LANGUAGES for p in performances(language(name, "full"))]
    return every[:: len(every) // count][:count]


def _clips(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True)
    paths = [folder / f"clip{number}.mp4" for number in range(count)]
    for path, performance in zip(paths, _performances(count), strict=True):
        record(performance, path)
    return paths


def _frames(paths: list[Path]) -> Iterator[NDArray[np.uint8]]:
    for path in paths:
        with av.open(str(path)) as container:
            container.streams.video[0].thread_type = "NONE"
            for frame in container.decode(video=0):
                yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def _job(path: Path) -> Job:
    source = ClipSource(corpus="bench", name=path.stem, path=path)
    return Job(source, "bench", sha256_of(path))
