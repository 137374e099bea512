"""What leaves a store that hides faces: clips, stills, crops, and what the pages offer."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.queries import clip_queries
from dashboard.widgets.corpora import corpora_table
from ingest.exports.media import CLIPS_CSV, CREDITS, export_clip, export_clips
from store import consent
from store.db import Database
from store.errors import CallError, MediaError
from store.faces import Heads
from store.hidden_faces import GREY, Window, discs_in, heads_of
from store.layout import Store, open_store
from tests.dashboard.made_figure import FRAMES
from tests.dashboard.test_charts import corpus

Use = Callable[[Path], None]
Opener = Callable[..., AppTest]
CLIP = "village/v00"


@pytest.fixture(scope="module")
def shy(full_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store whose corpus `village` hides faces, `gen-a` shows them, `photos` stays."""
    root = tmp_path_factory.mktemp("shy") / "store"
    shutil.copytree(full_store.root, root)
    store = open_store(root)
    consent.set_corpus(store, "village", {"show_faces": False})
    consent.set_corpus(store, "photos", {"exportable": False})
    return store


def frames_of(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        return [
            np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            for frame in container.decode(video=0)
        ]


def head(store: Store, clip: str) -> Heads:
    return heads_of(Database(store), [clip])[clip]


def grey_share(image: NDArray[np.uint8], seen: Heads, frame: int) -> float:
    """Return how much of the head's place is covered."""
    height, width = image.shape[:2]
    y, x = np.mgrid[:height, :width]
    [*discs] = discs_in(seen, frame * 40, Window(height))
    inside = np.any(
        [np.hypot(x - d.x_px, y - d.y_px) < d.radius_px - 4 for d in discs], axis=0
    )
    assert inside.sum() > 100
    near = np.abs(image[inside].astype(int) - GREY[0]).max(axis=1) < 12
    return float(near.mean())


def test_export_clip__face_covered_in_every_frame(shy: Store, tmp_path: Path) -> None:
    done = export_clip(shy, CLIP, tmp_path / "a.mp4")

    images, seen = frames_of(tmp_path / "a.mp4"), head(shy, CLIP)
    assert (done.faces, done.frames, len(images)) == ("hidden", FRAMES, FRAMES)
    assert all(grey_share(image, seen, at) > 0.98 for at, image in enumerate(images))
    assert (done.licence, done.synthetic) == ("not stated", False)


def test_export_clip__shown_unless_asked_where_faces_may_be_shown(
    shy: Store, tmp_path: Path
) -> None:
    shown = export_clip(shy, "gen-a/g00", tmp_path / "shown.mp4")
    hidden = export_clip(shy, "gen-a/g00", tmp_path / "hidden.mp4", blur_faces=True)

    assert (shown.faces, hidden.faces) == ("shown", "hidden")
    [first, *_] = frames_of(tmp_path / "shown.mp4")
    assert grey_share(first, head(shy, "gen-a/g00"), 0) < 0.5
    [first, *_] = frames_of(tmp_path / "hidden.mp4")
    assert grey_share(first, head(shy, "gen-a/g00"), 0) > 0.98


def test_export_clip__not_for_export_or_not_there(shy: Store, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="photos may not be exported"):
        export_clip(shy, "photos/p00", tmp_path / "a.jpg")
    with pytest.raises(CallError, match="no clip 'village/none'"):
        export_clip(shy, "village/none", tmp_path / "a.mp4")

    assert not list(tmp_path.iterdir())


def test_export_clips__a_lost_file_costs_nothing_else(
    shy: Store, tmp_path: Path
) -> None:
    lost = shy.media_dir("village") / "v01.mp4"
    kept = lost.read_bytes()
    lost.unlink()
    ticks: list[tuple[int, int]] = []

    chosen = [CLIP, "village/v01"]
    export_clips(shy, chosen, tmp_path, tick=lambda *told: ticks.append(told))
    lost.write_bytes(kept)

    with (tmp_path / CLIPS_CSV).open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["file"], first["faces"], first["problem"]) == (
        "village/v00.mp4",
        "hidden",
        "",
    )
    assert (second["file"], second["frames"]) == ("", "0")
    assert "v01.mp4 cannot be read" in second["problem"]
    assert "Village signs (village); licence: not stated" in (
        tmp_path / CREDITS
    ).read_text("utf-8")
    assert ticks == [(1, 2), (2, 2)]
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        "v00.mp4",
        CLIPS_CSV,
        CREDITS,
    }


def test_media_path__a_copy_that_is_made_once(shy: Store, use_store: Use) -> None:
    use_store(shy.root)
    clip = clip_queries.clip(CLIP)
    assert clip is not None

    path = clip_queries.media_path(clip)
    made_ns = path.stat().st_mtime_ns

    assert path.parent.name == "faces-hidden"
    assert grey_share(frames_of(path)[3], head(shy, CLIP), 3) > 0.98
    assert clip_queries.media_path(clip).stat().st_mtime_ns == made_ns


def test_media_path__no_copy_no_video(
    shy: Store, use_store: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MediaError("unreadable", "It cannot be read.", "Copy it again.")

    monkeypatch.setattr("ingest.exports.media.write_clip", fail)
    use_store(shy.root)
    clip = clip_queries.clip("village/v02")
    assert clip is not None

    assert not clip_queries.media_path(clip).exists()


def test_frame_crops__covered_where_they_reach_the_head(
    shy: Store, full_store: Store, use_store: Use
) -> None:
    use_store(full_store.root)
    [open_, *_] = clip_queries.frame_crops(CLIP, 3)
    use_store(shy.root)
    [covered, *_] = clip_queries.frame_crops(CLIP, 3)

    sizes = []
    for crop in (open_, covered):
        with Image.open(io.BytesIO(crop.image)) as picture:
            sizes.append(picture.size)
    assert sizes[0] == sizes[1]
    assert (open_.hand, open_.sharpness) == (covered.hand, covered.sharpness)


def test_clips_page__says_that_the_face_is_hidden(
    shy: Store, open_page: Opener
) -> None:
    page = open_page(shy.root, "clips", clip=CLIP)

    said = " ".join(caption.value for caption in page.caption)
    assert "signatlas corpus set village --show-faces" in said
    assert "face hidden" in said
    assert not page.exception
    names = [button.proto.label for button in page.get("download_button")]
    assert "Download this clip, face hidden" in names


def test_clips_page__a_corpus_that_is_not_for_export(
    shy: Store, open_page: Opener
) -> None:
    page = open_page(shy.root, "clips", clip="photos/p00")

    said = " ".join(caption.value for caption in page.caption)
    assert "signatlas corpus set photos --export" in said
    names = [button.proto.label for button in page.get("download_button")]
    assert not [name for name in names if "Download this clip" in name]


def test_export_command__says_what_it_did_and_what_it_knows(
    shy: Store, tmp_path: Path
) -> None:
    def run(*arguments: str) -> str:
        given = ["export", "clips", str(tmp_path), "--store", str(shy.root)]
        return CliRunner().invoke(app, [*given, *arguments]).output

    done = run("--corpus", "village", "--gloss", "WATER")

    assert "1 clips are in" in done
    assert "faces hidden in 1 of them; 0 of 24 frames" in done
    assert (tmp_path / "village" / "v02.mp4").is_file()


def test_corpora_table__licence_citation_and_what_is_not_allowed() -> None:
    changes = {"licence": "CC0", "citation": "Doe <2026>", "exportable": False}
    shut = corpus("a", show_faces=False, **changes)

    table = corpora_table([shut, corpus("b")], {"a": "red", "b": "blue"})

    first, second = table.split("<tbody>")[1].split("</tr>")[:2]
    for said in ("CC0", "Doe &lt;2026&gt;", "faces hidden", "not for export"):
        assert said in first
    assert "faces hidden" not in second
