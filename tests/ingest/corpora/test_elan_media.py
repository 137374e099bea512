from pathlib import Path

import pytest

from ingest.corpora.elan_media import media_name
from store.elan import document as elan
from tests.ingest.corpora.elan_folder import GLOSS, VIDEO, kinds, listed, write


@pytest.mark.parametrize(
    ("url", "relative", "there"),
    [
        ("file:///x/a.mp4", "../v/a%20b.mp4", "v/a b.mp4"),
        ("file:///x/a.mp4", None, "e/a.mp4"),
        ("file:///C:/x/a.mp4", None, "e/a.mp4"),
        (r"C:\x\a.mp4", None, "e/a.mp4"),
        ("file:///x/a.mp4", "./gone/a.mp4", "e/a.mp4"),
    ],
)
def test_video_of__where_it_is_looked_for(
    tmp_path: Path, url: str, relative: str | None, there: str
) -> None:
    video = tmp_path / there
    video.parent.mkdir(parents=True, exist_ok=True)
    video.touch()
    write(
        tmp_path,
        [GLOSS],
        [0, 400, 800],
        (elan.Media(url, "video/mp4", relative),),
        "e/a.eaf",
    )

    assert listed(tmp_path).clips[0].path == video


def test_video_of__a_whole_address_only_below_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "c" / "v" / "a.mp4", tmp_path / "a.mp4"
    inside.parent.mkdir(parents=True)
    for video in (inside, outside):
        video.touch()
        media = (elan.Media(video.as_uri(), "video/mp4"),)
        write(tmp_path, [GLOSS], [0, 400, 800], media, f"c/e/{video.parent.name}.eaf")

    listing = listed(tmp_path / "c")

    assert {clip.path for clip in listing.clips} == {inside}
    assert kinds(listing) == ["missing-video"]


def test_video_of__the_first_video_by_its_offset(tmp_path: Path) -> None:
    for name in ("a.wav", "b.mp4", "c.mp4"):
        (tmp_path / name).touch()
    media = (
        elan.Media("./a.wav", "audio/x-wav", "./a.wav"),
        elan.Media("./b.mp4", "video/mp4", "./b.mp4", -500),
        elan.Media("./c.mp4", "video/mp4", "./c.mp4"),
    )
    write(tmp_path, [GLOSS], [0, 400, 800], media)

    listing = listed(tmp_path)

    assert [(c.path.name, c.start_ms, c.end_ms) for c in listing.clips] == [
        ("b.mp4", 0, 300)
    ]
    assert kinds(listing) == ["before-video"]


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        ((), "no-video"),
        ((elan.Media("./a.wav", "audio/x-wav"),), "no-video"),
        (VIDEO, "missing-video"),
        (
            (elan.Media("file:///" + "a" * 5_000 + ".mp4", "video/mp4"),),
            "missing-video",
        ),
        ((elan.Media("file://[::/a.mp4", "video/mp4", "%00.mp4"),), "missing-video"),
    ],
)
def test_video_of__missing(
    tmp_path: Path, media: tuple[elan.Media, ...], kind: str
) -> None:
    (tmp_path / "a.wav").touch()
    write(tmp_path, [GLOSS], [0, 400, 800], media)

    listing = listed(tmp_path)

    assert not listing.clips
    assert kinds(listing) == [kind]
    assert listing.problems[0].lost


def test_media_name__of_urls_and_paths() -> None:
    assert media_name(elan.Media("file:///C:/x%20y/a%23b.mp4", "")) == "a#b.mp4"
    assert media_name(elan.Media(r"C:\x\100%.mp4", "")) == "100%.mp4"
