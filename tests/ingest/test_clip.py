from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.clip import ClipReader, ClipSeen
from ingest.landmarks import Seen, nothing_seen
from ingest.playable import write_playable
from ingest.settings import IngestSettings
from ingest.sources import ClipSource
from ingest.video import Image
from store.errors import MediaError
from store.layout import Store

VideoMaker = Callable[..., Path]


class Blind:
    """Sees nothing, at once."""

    def reset(self) -> None:
        pass

    def read(self, image: Image) -> Seen:
        assert image.ndim == 3
        return nothing_seen()


@pytest.fixture(autouse=True)
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.clip.VideoTracker", Blind)


def read(store: Store, path: Path, **told: Any) -> ClipSeen:
    copies = told.pop("copies", True)
    reader = ClipReader(IngestSettings(), copies=copies)
    return reader.read(ClipSource("corpus", "clip", path, **told), store)


def test_read__what_a_browser_plays_is_not_copied(
    store: Store, tmp_path: Path, make_video: VideoMaker
) -> None:
    path = make_video(tmp_path / "a.mp4")

    clips = [read(store, path), read(store, path, end_ms=480)]

    assert [(clip.playable.path, clip.playable.in_store) for clip in clips] == [
        (str(path), False)
    ] * 2
    assert not list(store.root.rglob("*.mp4"))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.mp4", {"start_ms": 80, "end_ms": 200}),
        ("a.mp4", {"end_ms": 200}),
        ("a.avi", {}),
    ],
)
def test_read__a_copy_made_on_the_way_is_that_of_the_part(
    store: Store,
    tmp_path: Path,
    make_video: VideoMaker,
    name: str,
    part: dict[str, int],
) -> None:
    path = make_video(tmp_path / name, codec="mpeg4" if name == "a.avi" else "libx264")
    apart = tmp_path / "apart.mp4"
    write_playable(
        path,
        apart,
        start_ms=part.get("start_ms", 0),
        end_ms=part.get("end_ms"),
        longest_side_px=1280,
    )

    clip = read(store, path, **part)

    assert clip.playable.in_store
    copy = store.root / clip.playable.path
    assert copy.read_bytes() == apart.read_bytes()


def test_read__no_copy_where_none_is_wanted(
    store: Store, tmp_path: Path, make_video: VideoMaker
) -> None:
    path = make_video(tmp_path / "a.avi", codec="mpeg4")

    assert not read(store, path, copies=False).playable.in_store
    assert not list(store.root.rglob("*.mp4"))


def test_read__nothing_of_a_copy_stays_where_the_part_is_not_there(
    store: Store, tmp_path: Path, make_video: VideoMaker
) -> None:
    path = make_video(tmp_path / "a.mp4")

    with pytest.raises(MediaError):
        read(store, path, start_ms=9_000)

    assert not [file for file in store.root.rglob("*") if ".mp4" in file.name]


def test_read__the_whole_is_copied_where_the_part_is_not_there(
    store: Store, tmp_path: Path, make_video: VideoMaker
) -> None:
    path = make_video(tmp_path / "a.avi", codec="mpeg4")

    clip = read(store, path, start_ms=9_000, whole_if_shorter=True)

    assert len(clip.seen) == 12
    assert (store.root / clip.playable.path).is_file()
