"""From an uploaded clip to ranked results against bare Holistic on its frames.

In CPU seconds of all processes, since the clock of a crowded machine says little; the
process that looks at the upload waits, with its networks loaded, as on the page.
"""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from dashboard.queries.find_queries import query_of_upload
from ingest.landmarks import VideoTracker
from ingest.signer.clip import record
from ingest.signer.languages import language, performances
from ingest.uploads.limits import UploadLimits
from ingest.uploads.looking import Reader, look_at
from ingest.video import open_video
from models.retrieval.embedding import embed
from models.retrieval.searching import SignIndex, load_index, search
from store.db import Database
from store.layout import create_store
from tests.bench.bare_reading import bare_reader
from tests.bench.ratios import Ratio, cpu_seconds, ratio_of
from tests.models.retrieval.sign_maker import CORPUS, add_signs

WIDTH_PX, HEIGHT_PX, FPS, FRAMES = 640, 480, 25, 75
ALLOWED_S = 0.3
REPEATS = 3
STILL_S = 2.0
LIMITS = UploadLimits()


def run() -> list[Ratio]:
    """Return the ratios of an upload."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        clip = _clip(folder)
        store = add_signs(create_store(folder / "store"), glosses=100)
        embed(store, [CORPUS])
        index = load_index(Database(store))
        bare, tracking = bare_reader([clip]), _tracking(clip)
        bare()
        tracking()
        taken = [
            (_upload_cpu_s(clip, index), cpu_seconds(bare), cpu_seconds(tracking))
            for _ in range(REPEATS)
        ]
    formed = partial(
        ratio_of,
        data=f"synthetic clip, {FRAMES} frames, {WIDTH_PX}x{HEIGHT_PX}; "
        f"{len(index)} made clips to find",
        clock=cpu_seconds,
    )
    return [
        formed(
            "bench/upload/to-results/ratio",
            [(upload - ALLOWED_S, bare_s) for upload, bare_s, _ in taken],
            meaning="upload to results less 300 ms, over decode + stock Holistic",
            ceiling=1.15,
        ),
        formed(
            "bench/upload/over-tracking/ratio",
            [(upload, tracking_s) for upload, _, tracking_s in taken],
            meaning="upload to results, over decode + our own tracking alone",
        ),
    ]


def _tracking(clip: Path) -> Callable[[], None]:
    tracker = VideoTracker()

    def track() -> None:
        tracker.reset()
        with open_video(clip, longest_side_px=1280, smallest_side_px=32) as video:
            for frame in video.frames():
                tracker.read(frame.image)

    return track


def _upload_cpu_s(clip: Path, index: SignIndex) -> float:
    """Return the CPU seconds of one upload, without those of the warm-up."""
    reader = Reader(LIMITS)
    warm_s = _warm_cpu_s(reader.process.pid)
    content = clip.read_bytes()

    def upload() -> None:
        with look_at(clip.name, content, LIMITS, reader=reader) as looked_at:
            looked_at.wait()
            assert looked_at.failure() is None
            query = query_of_upload(looked_at)
        assert search(index, query.sequence)

    # The reader has ended by then, so that its time is in it, with that of warming up.
    return cpu_seconds(upload) - warm_s


def _warm_cpu_s(process: int) -> float:
    """Return what a reader has spent once it waits for its upload.

    On a crowded machine it may stand still long before: it waits where all of its
    threads sleep, and none of them for a core.
    """
    last_s = -1.0
    while (now_s := _process_cpu_s(process)) > last_s or not _sleeps(process):
        last_s = now_s
        time.sleep(STILL_S)
    return now_s


def _process_cpu_s(process: int) -> float:
    told = _told(Path(f"/proc/{process}/stat"))
    ticks_s = 100
    return (int(told[11]) + int(told[12])) / ticks_s


def _sleeps(process: int) -> bool:
    threads = Path(f"/proc/{process}/task").glob("*/stat")
    return all(_told(thread)[0] == "S" for thread in threads)


def _told(stat: Path) -> list[str]:
    """Return the fields after the name: state first (man 5 proc)."""
    return stat.read_text("utf-8").rpartition(")")[2].split()


def _clip(folder: Path) -> Path:
    """Write a synthetic sign of 3 s, repeated as often as that takes."""
    path = folder / "upload.mp4"
    record(performances(language("synthetic-ana", "tiny"))[0], folder / "sign.mp4")
    with av.open(folder / "sign.mp4") as source:
        signed: list[NDArray[np.uint8]] = [
            np.asarray(
                frame.reformat(WIDTH_PX, HEIGHT_PX, "rgb24").to_ndarray(), np.uint8
            )
            for frame in source.decode(video=0)
        ]
    with av.open(path, "w") as target:
        stream = target.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        for number in range(FRAMES):
            image = signed[number % len(signed)]
            target.mux(stream.encode(av.VideoFrame.from_ndarray(image, "rgb24")))
        target.mux(stream.encode(None))
    return path
