"""Ingest against the bare tools: decode + Holistic over the same clips."""

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Final

from ingest.digests import sha256_of
from ingest.jobs import Job, Place
from ingest.process import ClipProcess
from ingest.settings import IngestSettings
from ingest.signer.clip import record
from ingest.sources import ClipSource
from store.layout import create_store
from tests.bench.bare_reading import bare_reader, frames_of, read_in_processes
from tests.bench.costs import Cost, cost_of
from tests.bench.ratios import Ratio, compare, cpu_seconds, ratio_of
from tests.bench.signed_clips import chosen_performances, signed_clips

CLIPS: Final = 6
MANY_CLIPS: Final = 16
FEW_CLIPS: Final = 2
WORKERS: Final = 2
REPEATS: Final = 3


def run() -> list[Ratio]:
    """Return the ratios of ingest and of the synthetic signer."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        clips = signed_clips(folder / "clips", CLIPS)
        return [
            _one_worker(folder, clips),
            *_two_workers(folder),
            _rendering(folder, clips),
        ]


def _one_worker(folder: Path, clips: list[Path]) -> Ratio:
    """Frames per CPU second of a worker's steps over those of the bare loop."""
    process = ClipProcess(
        Place(create_store(folder / "one"), "bench", IngestSettings())
    )
    jobs = [_job(path) for path in clips]

    def ours() -> None:
        for job in jobs:
            process.run(job)

    return compare(
        "bench/ingest/one-worker/ratio",
        ours,
        bare_reader(clips),
        gain=True,
        floor=0.95,
        repeats=REPEATS,
        meaning="frames per second of those of bare decode + Holistic",
        data=_data(clips),
    )


def _two_workers(folder: Path) -> list[Ratio]:
    """Two workers over two bare processes, each of which reads half of the clips."""
    few = signed_clips(folder / "few", FEW_CLIPS)
    many = signed_clips(folder / "many", MANY_CLIPS)

    def costs(clips: list[Path], number: int) -> tuple[Cost, Cost]:
        store = folder / f"{len(clips)}-{number}"
        return (
            cost_of(partial(_ingest, clips[0].parent, store)),
            cost_of(partial(read_in_processes, clips, WORKERS)),
        )

    short = [costs(few, number) for number in range(REPEATS)]
    long = [costs(many, number) for number in range(REPEATS)]
    formed = partial(ratio_of, gain=True, data=_data(many))
    return [
        formed(
            "bench/ingest/two-workers/ratio",
            [
                (ours.wall_s - ours_few.wall_s, bare.wall_s - bare_few.wall_s)
                for (ours, bare), (ours_few, bare_few) in zip(long, short, strict=True)
            ],
            floor=0.95,
            meaning="speed of two workers over two bare processes, less that of "
            f"{FEW_CLIPS} clips: start-up is left out",
        ),
        formed(
            "bench/ingest/two-workers-whole/ratio",
            [(ours.wall_s, bare.wall_s) for ours, bare in long],
            costs=long,
            meaning="the same with start-up, from the command to its end",
        ),
        formed(
            "bench/ingest/two-workers-processor/ratio",
            [(ours.cpu_s, bare.cpu_s) for ours, bare in long],
            clock=cpu_seconds,
            costs=long,
            floor=0.95,
            meaning="the same with start-up, of all processes",
        ),
    ]


def _rendering(folder: Path, clips: list[Path]) -> Ratio:
    """CPU of rendering and encoding a frame over that of Holistic on it."""
    chosen = chosen_performances(CLIPS)

    def render() -> None:
        for number, performance in enumerate(chosen):
            record(performance, folder / f"render{number}.mp4")

    return compare(
        "bench/signer/render/ratio",
        render,
        bare_reader(clips),
        repeats=REPEATS,
        clock=cpu_seconds,
        ceiling=1.5,
        meaning="rendering over decode + Holistic of the same frames",
        data=_data(clips),
    )


def _ingest(clips: Path, store: Path) -> None:
    program = Path(sys.executable).with_name("signatlas")
    options = ["--store", str(store), "--workers", str(WORKERS)]
    command = [str(program), "ingest", "folder", str(clips), *options]
    subprocess.run(command, check=True, capture_output=True)


def _data(clips: list[Path]) -> str:
    frames = sum(1 for path in clips for _ in frames_of(path))
    return f"{len(clips)} synthetic clips, {frames} frames, 576x432"


def _job(path: Path) -> Job:
    source = ClipSource(corpus="bench", name=path.stem, path=path)
    return Job(source, "bench", sha256_of(path))
