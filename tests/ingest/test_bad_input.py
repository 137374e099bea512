"""One ingest of a folder in which almost everything is wrong."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from store.db import Database
from store.layout import Store, open_store

VideoMaker = Callable[..., Path]
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def bad_folder(
    tmp_path_factory: pytest.TempPathFactory,
    make_video: VideoMaker,
    signed_frames: NDArray[np.uint8],
) -> Path:
    folder = tmp_path_factory.mktemp("bad") / "corpus"
    good = make_video(folder / "HELLO" / "good.mp4", signed_frames[:10])
    (folder / "HELLO" / "zero.mp4").touch()
    (folder / "HELLO" / "cut.mp4").write_bytes(good.read_bytes()[:3000])
    (folder / "HELLO" / "text.mp4").write_text("Minutes of the meeting\n" * 99)
    _sound(folder / "HELLO" / "sound.mp4")
    make_video(folder / "HELLO" / "one.mp4", signed_frames[:1])
    make_video(folder / "HELLO" / "nobody.mp4")
    make_video(folder / "HELLO" / "small.mp4", [np.zeros((16, 16, 3), np.uint8)] * 3)
    odd = [frame[:287, 190:381] for frame in signed_frames[:3]]
    make_video(folder / "HELLO" / "odd.mp4", odd, pix_fmt="yuv444p")
    large = [np.zeros((2160, 3840, 3), np.uint8)] * 2
    make_video(folder / "HELLO" / "large.mp4", large)
    turned = [np.rot90(frame) for frame in signed_frames[:4]]
    make_video(folder / "HELLO" / "turned.mp4", turned, rotation_deg=-90)
    times_ms = [0, 40, 80, 200, 233, 900]
    make_video(folder / "HELLO" / "vfr.mp4", signed_frames[:6], times_ms=times_ms)
    make_video(folder / "Été d'or" / "手话 clip.mp4", signed_frames[2:5])
    make_video(folder / "HELLO" / "old.avi", signed_frames[3:6], codec="mpeg4")
    (folder / "HELLO" / "twin.mp4").write_bytes(good.read_bytes())
    (folder / "HELLO" / "notes.txt").write_text("no clip")
    (folder / "HELLO" / ".DS_Store").write_text("no clip")
    (folder / "HELLO" / "loop").symlink_to(folder)
    (folder / "HELLO" / "gone.mp4").symlink_to(folder / "nowhere.mp4")
    if os.geteuid() != 0:
        make_video(folder / "locked" / "a.mp4")
        (folder / "locked").chmod(0)
    return folder


@pytest.fixture(scope="module")
def ingested(bad_folder: Path, run_ingest: Command) -> tuple[Store, str]:
    root = bad_folder.parent / "störe"
    done = run_ingest("folder", bad_folder, "--store", root, "--workers", 2)
    assert done.returncode == 0, done.stderr
    return open_store(root), done.stdout


@pytest.fixture(scope="module")
def clips(ingested: tuple[Store, str]) -> dict[str, dict[str, Any]]:
    rows = Database(ingested[0]).rows("clips_known", corpus="corpus")
    return {row["clip_id"].split("/")[1]: row for row in rows}


@pytest.fixture(scope="module")
def kinds(ingested: tuple[Store, str]) -> dict[str, tuple[str, bool]]:
    """Kind of each problem and whether it loses the clip, by file name."""
    rows = _rows(ingested[0], "problems")
    return {Path(row["place"]).name: (row["kind"], row["lost"]) for row in rows}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("zero.mp4", "empty-file"),
        ("cut.mp4", "truncated"),
        ("text.mp4", "not-a-video"),
        ("sound.mp4", "no-video-stream"),
        ("small.mp4", "too-small"),
        ("twin.mp4", "duplicate"),
        ("gone.mp4", "unreadable"),
    ],
)
def test_bad_input__is_lost_with_a_reason(
    kinds: dict[str, tuple[str, bool]], file: str, kind: str
) -> None:
    assert kinds[file] == (kind, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "kind"),
    [("one.mp4", "single-frame"), ("nobody.mp4", "no-person"), ("loop", "link-loop")],
)
def test_bad_input__is_kept_with_a_note(
    kinds: dict[str, tuple[str, bool]], file: str, kind: str
) -> None:
    assert kinds[file] == (kind, False)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_bad_input__unreadable_folder(kinds: dict[str, tuple[str, bool]]) -> None:
    assert kinds["locked"] == ("unreadable", True)


@pytest.mark.slow
def test_bad_input__everything_else_is_ingested(
    clips: dict[str, dict[str, Any]],
) -> None:
    names = {name.split("-")[0] for name in clips}

    plain = ("good", "large", "nobody", "odd", "old", "one", "turned", "vfr")
    assert names == {f"HELLO.{name}" for name in plain} | {"Ete"}
    assert all(row["gloss"] in {"HELLO", "Été d'or"} for row in clips.values())


@pytest.mark.slow
def test_bad_input__sizes_are_as_shown(clips: dict[str, dict[str, Any]]) -> None:
    def size(name: str) -> tuple[int, int]:
        return clips[name]["width_px"], clips[name]["height_px"]

    assert size("HELLO.odd") == (191, 287)
    assert size("HELLO.large") == (3840, 2160)
    assert size("HELLO.turned") == size("HELLO.good")


@pytest.mark.slow
def test_bad_input__a_turned_signer_is_seen_like_an_upright_one(
    clips: dict[str, dict[str, Any]],
) -> None:
    assert clips["HELLO.good"]["pose_frames"] == 10
    assert clips["HELLO.turned"]["pose_frames"] == 4


@pytest.mark.slow
def test_bad_input__what_browsers_do_not_play_has_a_copy(
    ingested: tuple[Store, str], clips: dict[str, dict[str, Any]]
) -> None:
    copied = {name for name, row in clips.items() if row["playable_in_store"]}

    assert copied == {"HELLO.odd", "HELLO.old"}
    for name in copied:
        with av.open(ingested[0].root / clips[name]["playable"]) as container:
            assert container.streams.video[0].codec_context.pix_fmt == "yuv420p"


@pytest.mark.slow
def test_bad_input__variable_rate(
    ingested: tuple[Store, str], clips: dict[str, dict[str, Any]]
) -> None:
    frames = _rows(ingested[0], "frames")

    times_ms = [
        row["time_ms"] for row in frames if row["clip_id"] == "corpus/HELLO.vfr"
    ]
    assert times_ms == [0, 40, 80, 200, 233, 900]
    assert clips["HELLO.vfr"]["fps"] == pytest.approx(5 / 0.9)


@pytest.mark.slow
def test_bad_input__nothing_half_written(ingested: tuple[Store, str]) -> None:
    root = ingested[0].root

    assert not list(root.rglob("*.tmp*"))
    assert not list(root.rglob("progress.json"))


@pytest.mark.slow
def test_bad_input__the_summary_says_what_happened(
    ingested: tuple[Store, str],
) -> None:
    assert "9 clips read" in ingested[1]
    assert "1 empty-file" in ingested[1]
    assert "1 duplicate" in ingested[1]


@pytest.mark.slow
def test_again__nothing_is_read_and_nothing_changes(
    bad_folder: Path, ingested: tuple[Store, str], run_ingest: Command
) -> None:
    store = ingested[0]
    kept = ("clips", "frames", "landmarks", "crops", "corpora", "problems")
    # NaN is not equal to itself; its text is.
    before = {name: repr(_rows(store, name)) for name in kept}
    written = {path: path.stat().st_mtime_ns for path in store.parts("clips")}

    again = run_ingest("folder", bad_folder, "--store", store.root, "--workers", 1)

    assert "0 clips read" in again.stdout, again.stderr
    assert "9 in the store already" in again.stdout
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert {name: repr(_rows(store, name)) for name in kept} == before


@pytest.mark.slow
def test_again__a_mended_file_loses_its_problem_and_new_labels_are_taken_over(
    bad_folder: Path,
    ingested: tuple[Store, str],
    run_ingest: Command,
    make_video: VideoMaker,
) -> None:
    store = ingested[0]
    make_video(bad_folder / "HELLO" / "zero.mp4", [np.zeros((64, 64, 3), np.uint8)] * 4)
    (bad_folder / "HELLO" / "text.mp4").unlink()
    pattern = r"(?P<gloss>[^/]+)/(?P<signer>\w+)"

    done = run_ingest(
        "folder",
        bad_folder,
        "--store",
        store.root,
        "--workers",
        1,
        "--pattern",
        pattern,
    )

    assert "1 clips read" in done.stdout, done.stderr
    rows = {row["clip_id"]: row for row in _rows(store, "clips")}
    assert rows["corpus/HELLO.good"]["signer"] == "good"
    assert rows["corpus/HELLO.zero"]["frames"] == 4
    kinds = {row["kind"] for row in _rows(store, "problems")}
    assert "empty-file" not in kinds
    assert "not-a-video" not in kinds


def _rows(store: Store, table: str) -> list[dict[str, Any]]:
    parts = (pq.read_table(part, partitioning=None) for part in store.parts(table))
    return [row for part in parts for row in part.to_pylist()]


def _sound(path: Path) -> None:
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=8000)
        silence = np.zeros((1, 1024), dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
        frame.rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
