import json
import os
from pathlib import Path

import pytest

from ingest.corpora.folder import list_folder
from ingest.corpora.images import list_images
from ingest.corpora.labels import split_name
from ingest.corpora.wlasl import list_wlasl
from ingest.sources import ClipSource, CorpusFacts, Listing
from store.errors import CallError

VIDEOS = CorpusFacts("Videos")
IMAGES = CorpusFacts("Images", media="image")


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def clip(listing: Listing, name: str) -> ClipSource:
    return next(clip for clip in listing.clips if clip.name == name)


def kinds(listing: Listing) -> list[str]:
    return [problem.kind for problem in listing.problems]


def test_folder__the_parent_is_the_gloss(tmp_path: Path) -> None:
    touch(tmp_path, "HELLO/a.mp4", "HELLO/b.MOV", "notes.txt", ".hidden/c.mp4")

    listing = list_folder(tmp_path, "c", facts=VIDEOS)

    assert [(c.name, c.gloss) for c in listing.clips] == [
        ("HELLO.a", "HELLO"),
        ("HELLO.b", "HELLO"),
    ]


def test_folder__pattern_with_every_group(tmp_path: Path) -> None:
    touch(tmp_path, "s1/HELLO_120_900_dev.mp4")
    pattern = (
        r"(?P<signer>\w+)/(?P<gloss>[A-Z]+)_(?P<start_ms>\d+)_(?P<end_ms>\d+)"
        r"_(?P<split>\w+)"
    )

    [found] = list_folder(tmp_path, "c", facts=VIDEOS, pattern=pattern).clips

    assert (found.gloss, found.signer, found.split) == ("HELLO", "s1", "validation")
    assert (found.start_ms, found.end_ms) == (120, 900)


def test_folder__a_path_that_the_pattern_does_not_fit(tmp_path: Path) -> None:
    touch(tmp_path, "a.mp4")

    listing = list_folder(tmp_path, "c", facts=VIDEOS, pattern=r"^(?P<gloss>\d+)/")

    assert len(listing.clips) == 1
    assert kinds(listing) == ["no-match"]


@pytest.mark.parametrize("pattern", ["(", "(?P<colour>x)"])
def test_folder__a_pattern_that_cannot_be(tmp_path: Path, pattern: str) -> None:
    touch(tmp_path, "a.mp4")

    with pytest.raises(CallError, match="pattern"):
        list_folder(tmp_path, "c", facts=VIDEOS, pattern=pattern)


def test_folder__not_there_or_empty(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="not there"):
        list_folder(tmp_path / "nowhere", "c", facts=VIDEOS)
    with pytest.raises(CallError, match="nothing to ingest"):
        list_folder(tmp_path, "c", facts=VIDEOS)


def test_folder__a_loop_of_links_ends(tmp_path: Path) -> None:
    touch(tmp_path, "HELLO/a.mp4")
    (tmp_path / "HELLO" / "up").symlink_to(tmp_path)

    listing = list_folder(tmp_path, "c", facts=VIDEOS)

    assert [c.name for c in listing.clips] == ["HELLO.a"]
    assert kinds(listing) == ["link-loop"]


def test_folder__a_name_that_is_not_unicode(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.mp4")).touch()
    except OSError:
        pytest.skip("This file system takes Unicode names only.")

    assert kinds(list_folder(tmp_path, "c", facts=VIDEOS)) == ["bad-name"]


def test_manifest__labels_times_and_names(tmp_path: Path) -> None:
    touch(tmp_path, "long.mp4", "b c.mp4")
    (tmp_path / "manifest.csv").write_text(
        "file,gloss,signer,split,start_ms,end_ms,clip,colour\n"
        "long.mp4,HELLO,s1,train,0,900,,red\n"
        "long.mp4,BYE,s1,val,900,,goodbye.2,red\n"
        "b c.mp4,,,,,,,\n",
        encoding="utf-8-sig",
    )

    listing = list_folder(tmp_path, "c", facts=VIDEOS)

    assert not listing.problems
    assert clip(listing, "long-0-900").end_ms == 900
    [named] = [c for c in listing.clips if c.name.startswith("goodbye")]
    assert (named.gloss, named.split, named.start_ms) == ("BYE", "validation", 900)
    [plain] = [c for c in listing.clips if c.name.startswith("b-c")]
    assert plain.gloss is None


def test_manifest__without_its_required_column(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("gloss,video\nHELLO,a.mp4\n")

    with pytest.raises(CallError, match=r"lacks column file; it has gloss, video"):
        list_folder(tmp_path, "c", facts=VIDEOS)


def test_manifest__unknown_file_and_bad_times(tmp_path: Path) -> None:
    touch(tmp_path, "a.mp4")
    (tmp_path / "manifest.csv").write_text(
        "file,start_ms,end_ms\nz.mp4,,\na.mp4,1.5,\na.mp4,500,400\n,,\na.mp4,,\n"
    )

    listing = list_folder(tmp_path, "c", facts=VIDEOS)

    assert kinds(listing) == ["unknown-file", "bad-times", "bad-times", "unknown-file"]
    assert [c.name for c in listing.clips] == ["a"]


def test_images__a_folder_per_handshape(tmp_path: Path) -> None:
    touch(tmp_path, "3/a.JPG", "4/b.png")

    listing = list_images(tmp_path, "c", facts=IMAGES)

    assert [(c.name, c.handshape, c.media) for c in listing.clips] == [
        ("3.a", "3", "image"),
        ("4.b", "4", "image"),
    ]


def test_images__class_signer_take(tmp_path: Path) -> None:
    touch(tmp_path, "01_02_03.png", "16_10_05.png")

    listing = list_images(tmp_path, "c", facts=IMAGES)

    assert [(c.name, c.handshape, c.signer) for c in listing.clips] == [
        ("01_02_03", "01", "02"),
        ("16_10_05", "16", "10"),
    ]


def test_wlasl__split_file_and_class_list(tmp_path: Path) -> None:
    touch(tmp_path, "00335.mp4", "videos/00336.mp4", "99999.mp4")
    wlasl_files(tmp_path, {"00335": ["val", 1, 26], "00336": ["train", 51, -1]})

    listing = list_wlasl(tmp_path, "wlasl")

    first, second = clip(listing, "00335"), clip(listing, "00336")
    assert (first.gloss, first.split) == ("abdomen", "validation")
    assert (first.start_ms, first.end_ms) == (0, 1040)
    assert (second.start_ms, second.end_ms) == (2000, None)
    assert kinds(listing) == ["unlisted-video"]


def test_wlasl__missing_videos_are_problems_each(tmp_path: Path) -> None:
    wlasl_files(tmp_path, {f"{n:05d}": ["train", 1, -1] for n in range(60)})
    touch(tmp_path, *(f"{n:05d}.mp4" for n in range(40)))

    listing = list_wlasl(tmp_path, "wlasl")

    rows = [problem.row(corpus="c", run_id="r") for problem in listing.problems]
    assert kinds(listing) == ["missing-video"] * 20
    assert len({row["problem_id"] for row in rows}) == 20


def test_wlasl__a_part_of_the_corpus_is_one_problem(tmp_path: Path) -> None:
    wlasl_files(tmp_path, {f"{n:05d}": ["train", 1, -1] for n in range(300)})
    touch(tmp_path, "00007.mp4")

    listing = list_wlasl(tmp_path, "wlasl")

    [problem] = listing.problems
    assert (problem.kind, problem.lost) == ("missing-videos", False)
    assert "299 of the 300" in problem.what
    assert "00000, 00001" in problem.what


def test_wlasl__signers_come_from_the_glosses(tmp_path: Path) -> None:
    touch(tmp_path, "00335.mp4")
    instance = {"video_id": "00335", "signer_id": 9, "split": "test", "fps": 25}
    frames = {"frame_start": 26, "frame_end": 50}
    (tmp_path / "WLASL_v0.3.json").write_text(
        json.dumps([{"gloss": "book", "instances": [instance | frames]}])
    )

    [alone] = list_wlasl(tmp_path, "wlasl").clips
    wlasl_files(tmp_path, {"00335": ["train", 1, -1]})
    [both] = list_wlasl(tmp_path, "wlasl").clips

    assert (alone.gloss, alone.signer, alone.split) == ("book", "9", "test")
    assert (alone.start_ms, alone.end_ms) == (1000, 2000)
    assert (both.gloss, both.signer, both.split) == ("book", "9", "train")
    assert (both.start_ms, both.end_ms) == (0, None)


def test_wlasl__no_or_damaged_files(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="neither"):
        list_wlasl(tmp_path, "wlasl")
    (tmp_path / "nslt_100.json").write_text('{"00335": {"subset": "train"}}')
    with pytest.raises(CallError, match="damaged"):
        list_wlasl(tmp_path, "wlasl")


def test_split_name() -> None:
    assert split_name("VAL") == "validation"
    assert split_name("Train ") == "train"
    assert split_name("other") is None
    assert split_name(None) is None


def wlasl_files(folder: Path, told: dict[str, list[object]]) -> None:
    """Write split files; the smaller one says something else."""
    entries = {
        name: {"subset": subset, "action": [0, first, last]}
        for name, (subset, first, last) in told.items()
    }
    (folder / "nslt_2000.json").write_text(json.dumps(entries))
    (folder / "nslt_100.json").write_text("{}")
    (folder / "wlasl_class_list.txt").write_text("0\tabdomen\n1\tbook\n")
