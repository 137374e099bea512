"""Uploads looked at by the real process, good ones and bad ones."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.uploads.folder import CLIP_ID, CORPUS, new_folder, sweep_uploads
from ingest.uploads.limits import UploadLimits
from ingest.uploads.looking import Reader, look_at
from store.db import Database
from store.errors import MediaError
from store.runs import Progress

VideoMaker = Callable[..., Path]
LIMITS = UploadLimits(seconds=3, patience_s=60)


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The machine's temporary folder, of which nothing may be left at the end."""
    folder = tmp_path / "machine"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert not list(folder.glob("*/*"))


@pytest.fixture
def good(
    tmp_path: Path, make_video: VideoMaker, signed_frames: NDArray[np.uint8]
) -> Path:
    return make_video(tmp_path / "good.mp4", signed_frames)


def looked_at(path: Path, limits: UploadLimits = LIMITS) -> MediaError | None:
    with look_at(path.name, path.read_bytes(), limits) as upload:
        upload.wait()
        return upload.failure()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".gif"])
def test_upload__becomes_rows_of_an_ordinary_store(
    tmp_path: Path,
    make_video: VideoMaker,
    signed_frames: NDArray[np.uint8],
    suffix: str,
) -> None:
    codec, pix_fmt = _CODECS[suffix]
    path = tmp_path / f"sign{suffix}"
    make_video(path, signed_frames, codec=codec, pix_fmt=pix_fmt)

    with look_at(path.name, path.read_bytes(), LIMITS) as upload:
        upload.wait()
        failure = upload.failure()
        database = Database(upload.store)
        clip = database.rows("clips_by_id", corpora=[CORPUS], clips=[CLIP_ID])[0]
        counts = database.row_counts()
        previews = [cv2.imread(str(path)) for path in upload.previews]

    assert failure is None
    assert clip["frames"] == clip["pose_frames"] == len(signed_frames)
    assert counts["landmarks"] == counts["frames"] == len(signed_frames)
    assert counts["crops"] > 0
    assert len(previews) == len(signed_frames)
    assert max(previews[0].shape) == 400


@pytest.mark.slow
def test_upload__photograph(tmp_path: Path, signed_frames: NDArray[np.uint8]) -> None:
    path = tmp_path / "hand.png"
    cv2.imwrite(str(path), signed_frames[10][:, :, ::-1])

    with look_at(path.name, path.read_bytes(), LIMITS) as upload:
        upload.wait()
        failure = upload.failure()
        rows = Database(upload.store).rows(
            "clips_by_id", corpora=[CORPUS], clips=[CLIP_ID]
        )

    assert failure is None
    assert rows[0]["media"] == "image"


@pytest.mark.slow
def test_upload__says_how_far_it_is_and_can_be_forgotten_meanwhile(
    good: Path, uploads: Path
) -> None:
    upload = look_at(good.name, good.read_bytes(), LIMITS)
    heard: list[Progress] = []
    while not heard or not heard[-1].done:
        assert not upload.has_ended()
        heard += [told] if (told := upload.progress()) else []
        time.sleep(0.01)
    upload.forget()

    assert heard[-1].total == 20
    assert heard[-1].step == "looking for body and hands"
    assert upload.is_forgotten
    assert upload.has_ended()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("text.mp4", "not-a-video"),
        ("text.png", "not-a-photograph"),
        ("sound.mp4", "no-video-stream"),
        ("cut.mp4", "truncated"),
        ("nobody.mp4", "no-person"),
        ("one.mp4", "single-frame"),
        ("long.mp4", "too-long"),
        ("endless.gif", "too-long"),
        ("8k.mp4", "too-many-pixels"),
    ],
)
def test_upload__bad_file_gives_one_sentence_and_its_remedy(
    bad_files: Path, name: str, kind: str
) -> None:
    failure = looked_at(bad_files / name)

    assert failure is not None
    assert failure.kind == kind
    assert failure.what.startswith(("Neither a body nor a hand was seen in ", name))
    assert failure.what.endswith(".")
    assert failure.remedy.endswith(".")
    assert "manifest" not in str(failure)


@pytest.mark.slow
def test_upload__body_without_hands(
    tmp_path: Path, make_video: VideoMaker, signed_frames: NDArray[np.uint8]
) -> None:
    bust = [frame[: frame.shape[0] // 3] for frame in signed_frames]
    path = make_video(tmp_path / "bust.mp4", bust)

    failure = looked_at(path)

    assert failure is not None
    assert failure.kind in {"no-hands", "no-person"}


@pytest.mark.slow
def test_upload__process_that_is_killed(good: Path) -> None:
    with look_at(good.name, good.read_bytes(), LIMITS) as upload:
        upload._reader.process.kill()
        upload.wait()
        failure = upload.failure()

    assert failure is not None
    assert failure.kind == "reader-died"
    assert "exit code -9" in failure.what


@pytest.mark.slow
def test_upload__process_that_takes_too_long(
    tmp_path: Path, make_video: VideoMaker, signed_frames: NDArray[np.uint8]
) -> None:
    # Eight seconds, of which a fast machine needs more than one.
    long = make_video(tmp_path / "long.mp4", np.tile(signed_frames, (10, 1, 1, 1)))

    failure = looked_at(long, UploadLimits(patience_s=1))

    assert failure is not None
    assert failure.kind == "too-slow"
    assert "more than 1 s" in failure.what


@pytest.mark.slow
def test_upload__too_little_memory(good: Path) -> None:
    failure = looked_at(good, UploadLimits(memory_mb=300))

    assert failure is not None
    assert failure.kind in {"reader-died", "too-much-memory"}


@pytest.mark.slow
def test_reader__ends_when_nobody_waits_for_it() -> None:
    reader = Reader(LIMITS)
    assert reader.process.stdin is not None

    reader.process.stdin.close()
    code = reader.process.wait(timeout=60)
    reader.forget()

    assert code == 0


@pytest.mark.slow
def test_reader__is_forgotten_with_its_process(uploads: Path) -> None:
    program = (
        "import tempfile, sys; tempfile.tempdir = sys.argv[1]\n"
        "from ingest.uploads.looking import Reader, UploadLimits\n"
        "reader = Reader(UploadLimits())\n"
        "print(reader.folder.root)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(uploads)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert not Path(done.stdout.strip()).exists()


def test_sweep__takes_what_the_dead_left_and_nothing_else() -> None:
    alive, lock = new_folder()
    dead, left = new_folder()
    os.close(left)

    swept = sweep_uploads()

    assert swept == [dead.root]
    assert alive.root.is_dir()
    os.close(lock)
    assert sweep_uploads() == [alive.root]


def test_look_at__forgets_a_waiting_process_that_has_died(good: Path) -> None:
    reader = Reader(LIMITS)
    reader.process.kill()
    reader.process.wait()

    with look_at(good.name, good.read_bytes(), LIMITS, reader=reader) as upload:
        assert upload._reader is not reader
    reader.forget()


@pytest.fixture
def bad_files(
    tmp_path: Path, make_video: VideoMaker, signed_frames: NDArray[np.uint8]
) -> Path:
    folder = tmp_path / "bad"
    folder.mkdir()
    for name in ("text.mp4", "text.png"):
        (folder / name).write_text("Minutes of the meeting\n" * 99)
    _sound(folder / "sound.mp4")
    whole = make_video(folder / "whole.mp4", signed_frames)
    (folder / "cut.mp4").write_bytes(whole.read_bytes()[:3000])
    make_video(folder / "nobody.mp4")
    make_video(folder / "one.mp4", signed_frames[:1])
    tiny = [np.zeros((64, 64, 3), np.uint8)] * 4
    make_video(folder / "long.mp4", tiny, times_ms=[0, 40, 599_000, 600_000])
    make_video(
        folder / "endless.gif",
        tiny,
        times_ms=[0, 40, 4_000, 8_000],
        codec="gif",
        pix_fmt="rgb8",
    )
    make_video(folder / "8k.mp4", [np.zeros((4320, 7680, 3), np.uint8)])
    return folder


_CODECS = {
    ".mp4": ("libx264", "yuv420p"),
    ".webm": ("libvpx", "yuv420p"),
    ".gif": ("gif", "rgb8"),
}


def _sound(path: Path) -> None:
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=8000)
        silence = np.zeros((1, 1024), dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
        frame.rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
