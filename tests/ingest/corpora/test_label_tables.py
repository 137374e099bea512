"""Slovo and ASL Citizen: what their tables say, and what is wrong in them."""

from pathlib import Path

import numpy as np
import pytest

from ingest.corpora.asl_citizen import list_asl_citizen
from ingest.corpora.slovo import list_slovo
from ingest.sources import ClipSource, Listing
from store.errors import CallError
from tests.ingest.conftest import write_video

HEAD = "attachment_id\tuser_id\twidth\theight\tlength\ttext\ttrain\tbegin\tend"
CITIZEN = "Participant ID,Video file,Gloss,ASL-LEX Code"


def slovo(folder: Path, *rows: str, encoding: str = "utf-8", head: str = HEAD) -> Path:
    for row in rows:
        name, split = row.split("\t")[0], "train" if "True" in row else "test"
        video = folder / split / f"{name}.mp4"
        video.parent.mkdir(exist_ok=True)
        if not video.exists():
            video.touch()
    text = "\n".join([head, *rows]) + "\n"
    (folder / "annotations.csv").write_bytes(text.encode(encoding))
    return folder


def row(name: str, text: str = "дым", train: str = "True", frames: str = "\t") -> str:
    return f"{name}\tu1\t96\t64\t12.0\t{text}\t{train}\t{frames}"


def only(listing: Listing) -> ClipSource:
    [clip] = listing.clips
    return clip


def kinds(listing: Listing) -> list[str]:
    return [problem.kind for problem in listing.problems]


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve frames at 25 frames/s."""
    frames = np.zeros((12, 64, 96, 3), np.uint8)
    return write_video(tmp_path_factory.mktemp("video") / "v.mp4", frames)


@pytest.mark.parametrize(
    ("frames", "start_ms", "end_ms"),
    [
        ("4\t8", 140, 300),  # frame 4 begins at 160 ms, frame 8 at 320 ms
        ("0\t8", 0, 300),
        ("30\t42", 0, None),  # cut already: twelve frames of a longer video
        ("0\t12", 0, None),
    ],
)
def test_slovo__an_uncut_video_is_cut_to_its_sign(
    tmp_path: Path, video: Path, frames: str, start_ms: int, end_ms: int | None
) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.mp4").write_bytes(video.read_bytes())
    slovo(tmp_path, row("a", frames=frames))

    listing = list_slovo(tmp_path, "slovo")

    clip = only(listing)
    assert (clip.gloss, clip.split, clip.signer) == ("дым", "train", "u1")
    assert (clip.start_ms, clip.end_ms) == (start_ms, end_ms)
    assert not listing.problems


@pytest.mark.parametrize("frames", ["8\t4", "5\t5", "-1\t4", "4\t20", "x\t8", "4\t"])
def test_slovo__frames_outside_the_video(
    tmp_path: Path, video: Path, frames: str
) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.mp4").write_bytes(video.read_bytes())
    slovo(tmp_path, row("a", frames=frames))

    listing = list_slovo(tmp_path, "slovo")

    assert (only(listing).start_ms, only(listing).end_ms) == (0, None)
    [problem] = listing.problems
    assert (problem.kind, problem.lost) == ("bad-frames", False)
    assert "which has 12" in problem.what


def test_slovo__no_event_has_no_gloss(tmp_path: Path) -> None:
    listing = list_slovo(
        slovo(tmp_path, row("a", "no_event"), row("b", train="False")), "slovo"
    )

    assert [(c.gloss, c.split) for c in listing.clips] == [
        (None, "train"),
        ("дым", "test"),
    ]
    assert kinds(listing) == ["no-sign"]


def test_slovo__rows_and_videos_that_do_not_match(tmp_path: Path) -> None:
    slovo(tmp_path, row("a"), row("a", "жить"), row("b", ""), row(""), row("gone"))
    (tmp_path / "train" / "gone.mp4").unlink()
    (tmp_path / "train" / "more.mp4").touch()

    listing = list_slovo(tmp_path, "slovo")

    assert [(c.name, c.gloss) for c in listing.clips] == [("a", "дым"), ("b", None)]
    assert kinds(listing) == [
        "duplicate-row",
        "unlabelled-video",
        "no-video-named",
        "missing-video",
        "unlisted-videos",
    ]


def test_slovo__a_part_of_the_corpus_is_one_problem(tmp_path: Path) -> None:
    slovo(tmp_path, *(row(f"v{number}") for number in range(9)))
    for number in range(1, 9):
        (tmp_path / "train" / f"v{number}.mp4").unlink()

    [problem] = list_slovo(tmp_path, "slovo").problems

    assert (problem.kind, problem.lost) == ("missing-videos", False)
    assert "8 of the 9 videos" in problem.what


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1251"])
def test_slovo__another_encoding(tmp_path: Path, encoding: str) -> None:
    slovo(tmp_path, row("a"), encoding=encoding)

    with pytest.raises(CallError, match=r"annotations\.csv"):
        list_slovo(tmp_path, "slovo")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace("\t", ","), "separated by commas; expected tabs"),
        (HEAD.replace("\t", ";"), "separated by semicolons; expected tabs"),
        (HEAD.replace("user_id", "user"), "lacks column user_id; it has attachment_id"),
        ("", "lacks column"),
    ],
)
def test_slovo__another_table(tmp_path: Path, head: str, said: str) -> None:
    slovo(tmp_path, row("a"), head=head)

    with pytest.raises(CallError, match=said):
        list_slovo(tmp_path, "slovo")


def test_asl_citizen__splits_names_and_one_split_missing(tmp_path: Path) -> None:
    (tmp_path / "videos").mkdir()
    (tmp_path / "splits").mkdir()
    for name in ("1-NOT MIND.mp4", "2-BOOK.mp4"):
        (tmp_path / "videos" / name).touch()
    (tmp_path / "splits" / "train.csv").write_text(
        f"{CITIZEN}\nP1,1-NOT MIND.mp4,NOTMIND,D_01_002\n", encoding="utf-8-sig"
    )
    (tmp_path / "splits" / "test.csv").write_text(f"{CITIZEN}\n,2-BOOK.mp4\n")

    listing = list_asl_citizen(tmp_path, "asl-citizen")

    assert [(c.path.name, c.gloss, c.signer, c.split) for c in listing.clips] == [
        ("1-NOT MIND.mp4", "NOTMIND", "P1", "train"),
        ("2-BOOK.mp4", None, None, "test"),
    ]
    assert kinds(listing) == ["missing-split-file", "unlabelled-video"]


def test_asl_citizen__a_table_without_rows(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(f"{CITIZEN}\n")

    with pytest.raises(CallError, match="has no rows"):
        list_asl_citizen(tmp_path, "asl-citizen")
