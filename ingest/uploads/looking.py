"""One upload, seen from the process that serves its owner: begun, followed, forgotten."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ingest.uploads.folder import UploadFolder, new_folder, sweep_uploads
from ingest.uploads.job import TOO_SLOW_CODE, UploadJob
from ingest.uploads.limits import PHOTOGRAPH_SUFFIXES, VIDEO_SUFFIXES, UploadLimits
from ingest.uploads.sentences import (
    empty,
    not_kept,
    reader_died,
    strange_suffix,
    too_many_at_once,
    too_many_bytes,
    too_slow,
)
from store.errors import MediaError
from store.layout import Store
from store.runs import Progress, running

_MEGABYTE: Final = 1_000_000
_LONGEST_NAME: Final = 60
_TOO_SLOW_CODES: Final = (TOO_SLOW_CODE, -signal.SIGXCPU)
_LOOK_EVERY_S: Final = 0.05
_uploads: "weakref.WeakSet[Upload]" = weakref.WeakSet()
"""Those of this process that were not forgotten by everybody."""
_taking: Final = threading.Lock()
"""Held while uploads are counted, so that two visitors never take the same place."""


class Reader:
    """A process that waits for one upload, with everything it needs loaded."""

    def __init__(self, limits: UploadLimits) -> None:
        self.limits = limits
        self.folder, lock = new_folder()
        told = json.dumps(asdict(limits))
        with self.folder.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ingest.uploads", told],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        # Also at the end of this process, and when nobody knows of the reader any more.
        self.forget = weakref.finalize(
            self, _forget, self.process, self.folder.root, lock
        )

    @property
    def is_alive(self) -> bool:
        """Whether it still waits or works."""
        return self.process.poll() is None


class Upload:
    """One uploaded file that is being looked at, or was.

    What was seen is an ordinary store of one clip, `ingest.uploads.folder.CLIP_ID`. It
    lies on disk until `forget` is called, the upload is garbage, or the process ends.
    """

    def __init__(self, name: str, reader: Reader) -> None:
        self.name = name
        self._reader = reader
        self._since_s = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.forget()

    @property
    def store(self) -> Store:
        """The store of what was seen."""
        return self._folder.store

    @property
    def previews(self) -> list[Path]:
        """The frames as small JPEG pictures, in order."""
        return sorted(self._folder.previews.glob("*.jpg"))

    @property
    def is_forgotten(self) -> bool:
        """Whether nothing of it is left."""
        return not self._reader.forget.alive

    def progress(self) -> Progress | None:
        """Return how far the looking is; None before it has begun and after its end."""
        told = running(self.store)
        return told[0] if told else None

    def has_ended(self) -> bool:
        """Return whether the looking has ended, well or badly."""
        if self._reader.is_alive and self._is_late():
            self._reader.process.kill()
        return not self._reader.is_alive

    def wait(self) -> None:
        """Wait until the looking has ended."""
        while not self.has_ended():
            time.sleep(_LOOK_EVERY_S)

    def failure(self) -> MediaError | None:
        """Return why an ended upload cannot be used; None if it can."""
        told = self._folder.outcome()
        if told is not None:
            return MediaError(*told) if told else None
        code = self._reader.process.returncode or 0
        if self._is_late() or code in _TOO_SLOW_CODES:
            return too_slow(self.name, self._reader.limits)
        return reader_died(self.name, code)

    def forget(self) -> None:
        """End the looking and remove everything that is on disk."""
        self._reader.forget()

    @property
    def _folder(self) -> UploadFolder:
        return self._reader.folder

    def _is_late(self) -> bool:
        # The process gives up by itself; this is for one that cannot any more.
        spent_s = time.monotonic() - self._since_s
        return spent_s > self._reader.limits.patience_s + 5


def look_at(
    name: str,
    content: bytes | memoryview,
    limits: UploadLimits,
    *,
    reader: Reader | None = None,
    start_ms: int = 0,
    end_ms: int | None = None,
) -> Upload:
    """Begin to look at an uploaded file in a process of its own.

    Args:
        name: of the file; its suffix says whether it is a video or a photograph.
        content: of the file.
        limits: what it may be and take.
        reader: a process that waits; None: one is started.
        start_ms: where the sign begins.
        end_ms: where it ends; None: with the file.

    Raises:
        MediaError: the file cannot be taken, or there is no room for it.
        StoreError: uploads have no safe place.
    """
    plain = _plain_name(name)
    _check(plain, len(content), limits)
    with _taking:
        if sum(not upload.has_ended() for upload in _uploads) >= limits.at_once:
            raise too_many_at_once(plain, limits)
        sweep_uploads()
        try:
            waits = reader is not None and reader.is_alive
            reader = reader if reader is not None and waits else Reader(limits)
        except OSError as error:
            raise not_kept(plain, error) from error
        upload = Upload(plain, reader)
        _uploads.add(upload)
    folder = reader.folder
    try:
        folder.media.mkdir()
        (folder.media / plain).write_bytes(content)
    except OSError as error:
        upload.forget()
        raise not_kept(plain, error) from error
    job = UploadJob(str(folder.root), plain, start_ms, end_ms)
    # A process that has just died is noticed by `has_ended`.
    with suppress(BrokenPipeError):
        os.write(_input_of(reader), job.line())
    return upload


def _input_of(reader: Reader) -> int:
    told = reader.process.stdin
    assert told is not None, "it was started with a pipe"
    return told.fileno()


def _check(name: str, size: int, limits: UploadLimits) -> None:
    if Path(name).suffix.lower() not in (*VIDEO_SUFFIXES, *PHOTOGRAPH_SUFFIXES):
        raise strange_suffix(name)
    if not size:
        raise empty(name)
    if size > limits.megabytes * _MEGABYTE:
        raise too_many_bytes(name, size, limits)


def _plain_name(name: str) -> str:
    """Return a name without folders or control characters, not too long for a disk."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    if len(shown) <= _LONGEST_NAME:
        return shown
    path = Path(shown)
    return path.stem[: _LONGEST_NAME - 8] + path.suffix[:8]


def _forget(process: "subprocess.Popen[bytes]", root: Path, lock: int) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
    shutil.rmtree(root, ignore_errors=True)
    os.close(lock)
