"""Looking at one uploaded file, in a process of its own that may take little and not long.

`python -m ingest.uploads LIMITS` waits for one line on its standard input that names the
upload, looks at it with the ordinary reader of clips, and ends. It ends at once when its
standard input is closed: whoever wanted the upload is gone.
"""

import json
import math
import os
import resource
import select
import sys
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from ingest.clip import ClipReader
from ingest.landmarks import Seen, VideoTracker
from ingest.rows import write_clip
from ingest.settings import IngestSettings
from ingest.sources import ClipSource
from ingest.still_landmarks import PhotographReader
from ingest.uploads.folder import CLIP_ID, CORPUS, UploadFolder
from ingest.uploads.job import TOO_SLOW_CODE, UploadJob
from ingest.uploads.limits import UploadLimits
from ingest.uploads.sentences import for_uploader, too_much_memory
from ingest.uploads.sizes import check_size, is_photograph
from ingest.video import Image, scaled_size
from store.errors import MediaError
from store.layout import create_store
from store.runs import Progress, Run, end_run, report_progress, start_run

STEP_OPENING: Final = "opening the file"
STEP_LOOKING: Final = "looking for body and hands"
_PREVIEW_PX: Final = 400
_PADDINGS_PX: Final = (0,)
_REPORTED_FRAMES: Final = 4
"""Progress is told each time so many more frames were seen."""
_FATAL: Final = frozenset({"no-person", "no-hands", "single-frame"})
"""Problems of a clip that a corpus may have, and a search has no use for."""
_MEGABYTE: Final = 1 << 20
_WAITS_S: Final = 900
"""A process that nobody needs for as long as this ends: it holds 400 MB."""
_STORE_OF_FILE: Final = 8
"""What is written about an upload has at most so many times its own limit."""

Saw = Callable[[Image], None]


def run(limits: UploadLimits) -> None:
    """Wait for one upload and look at it. The body of the process."""
    _confine(limits)
    settings = IngestSettings(clip_s=limits.seconds, crop_paddings_px=_PADDINGS_PX)
    reader = _WatchedReader(settings)
    reader.warm()
    with os.fdopen(0, "rb", buffering=0) as told:
        spoken, _, _ = select.select([told], [], [], _WAITS_S)
        line = told.readline() if spoken else b""
        if not line:
            return
        threading.Thread(target=_end_with, args=(told.fileno(),), daemon=True).start()
        _give_up_after(limits.patience_s)
        job = UploadJob(**json.loads(line))
        folder = UploadFolder(Path(job.folder))
        _talk_into(folder.log)
        folder.write_outcome(_looked_at(job, folder, reader, limits))
        # Threads still wait: they must not delay the end.
        os._exit(0)


def _looked_at(
    job: UploadJob, folder: UploadFolder, reader: "_WatchedReader", limits: UploadLimits
) -> MediaError | None:
    try:
        _look(job, folder, reader, limits)
    except MediaError as error:
        return for_uploader(error.kind, error.what, error.remedy)
    except (MemoryError, cv2.error):
        return too_much_memory(job.name)
    return None


def _look(
    job: UploadJob, folder: UploadFolder, reader: "_WatchedReader", limits: UploadLimits
) -> None:
    path = folder.media / job.name
    store = create_store(folder.store.root)
    run_ = Run("ingest", CORPUS, reader.settings.recipe())
    started_ms = start_run(store, run_)
    report_progress(store, run_, Progress(STEP_OPENING, CORPUS, 0, 0, "frames"))
    frames = check_size(path, limits)
    folder.previews.mkdir(exist_ok=True)

    def saw(image: Image) -> None:
        _write_preview(folder.previews / f"{reader.seen:05d}.jpg", image)
        if reader.seen % _REPORTED_FRAMES == 0:
            done = Progress(STEP_LOOKING, CORPUS, reader.seen, frames, "frames")
            report_progress(store, run_, done)

    reader.watch(saw)
    source = ClipSource(
        CORPUS,
        CLIP_ID.partition("/")[2],
        path,
        media="image" if is_photograph(path) else "video",
        start_ms=job.start_ms,
        end_ms=job.end_ms,
    )
    clip = reader.read(source, store)
    for problem in clip.problems:
        if problem.kind in _FATAL:
            raise MediaError(problem.kind, problem.what, problem.remedy)
    write_clip(store, source, clip, fingerprint="", sha256="", run_id=run_.run_id)
    metrics = {"frames": len(clip.seen)}
    end_run(store, run_, state="finished", started_ms=started_ms, metrics=metrics)


class _WatchedReader(ClipReader):
    """A reader of clips that shows each frame it looks at to a watcher."""

    def __init__(self, settings: IngestSettings) -> None:
        # The previews are what is shown: a copy would take time and never be played.
        super().__init__(settings, copies=False)
        self.seen = 0
        self._saw: Saw | None = None

    def watch(self, saw: Saw) -> None:
        """Call `saw` with each frame from now on."""
        self._saw = saw

    def warm(self) -> None:
        """Load the networks, before there is anything to look at."""
        self._tracker.read(np.zeros((64, 64, 3), np.uint8))

    def show(self, image: Image) -> None:
        """Tell the watcher of a frame."""
        if self._saw is not None:
            self._saw(image)
            self.seen += 1

    @cached_property
    def _tracker(self) -> VideoTracker:
        return _WatchedTracker(self.show)

    @cached_property
    def _photographs(self) -> PhotographReader:
        return _WatchedPhotographs(self.show)


class _WatchedTracker(VideoTracker):
    def __init__(self, show: Saw) -> None:
        super().__init__()
        self._show = show

    def read(self, image: Image) -> Seen:
        self._show(image)
        return super().read(image)


class _WatchedPhotographs(PhotographReader):
    def __init__(self, show: Saw) -> None:
        super().__init__()
        self._show = show

    def read(self, image: Image) -> Seen:
        self._show(image)
        return super().read(image)


def _write_preview(path: Path, image: Image) -> None:
    size = scaled_size(image.shape[1], image.shape[0], longest_side_px=_PREVIEW_PX)
    small = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    picture = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 80])


def _confine(limits: UploadLimits) -> None:
    """Let the kernel refuse or end what goes beyond the limits, whatever this code does."""
    memory, file = limits.memory_mb, limits.megabytes * _STORE_OF_FILE
    for kind, most in (
        (resource.RLIMIT_AS, memory * _MEGABYTE),
        (resource.RLIMIT_FSIZE, file * _MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _give_up_after(patience_s: int) -> None:
    """End this process in time, or let the kernel do it where that does not work.

    What was spent on loading does not count; every core may be busy meanwhile.
    """
    spent = resource.getrusage(resource.RUSAGE_SELF)
    cores = (os.cpu_count() or 1) + 1
    most_s = math.ceil(spent.ru_utime + spent.ru_stime) + cores * patience_s
    resource.setrlimit(resource.RLIMIT_CPU, (most_s, most_s))
    timer = threading.Timer(patience_s, os._exit, (TOO_SLOW_CODE,))
    timer.daemon = True
    timer.start()


def _end_with(told: int) -> None:
    """End this process when its standard input is closed."""
    while os.read(told, 1):
        pass
    os._exit(1)


def _talk_into(log: Path) -> None:
    """Send what native libraries print, and tracebacks, to a file of the upload."""
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
