from pathlib import Path, PurePosixPath

import pytest

from ingest.sources import ClipSource, Problem, clip_name, with_unique_names


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("hello.mp4", "hello"),
        ("IMG_01.JPG", "IMG_01"),
        ("anna/hello.mp4", "anna.hello"),
        ("00335.mp4", "00335"),
    ],
)
def test_clip_name__plain_paths_read_as_they_are(path: str, name: str) -> None:
    assert clip_name(PurePosixPath(path)) == name


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("signer 1/Été.mp4", "signer-1.Ete-"),
        ("手话.mp4", "clip-"),
        ("clip.v2.mp4", "clip-v2-"),
        ("x" * 300 + ".mp4", "x" * 80 + "-"),
        ("-_-.mp4", "clip-"),
    ],
)
def test_clip_name__what_cannot_be_kept_is_told_by_digits(
    path: str, start: str
) -> None:
    name = clip_name(PurePosixPath(path))

    assert name.startswith(start)
    assert len(name) == len(start) + 8


def test_clip_name__alike_paths_get_different_names() -> None:
    paths = ["a b.mp4", "a-b.mp4", "a  b.mp4", "a/b.mp4", "a.b.mp4", "á-b.mp4"]

    assert len({clip_name(PurePosixPath(path)) for path in paths}) == len(paths)


def test_unique_names__files_that_differ_in_suffix_only() -> None:
    clips = [_clip("a", "a.mp4"), _clip("a", "a.webm"), _clip("b", "b.mp4")]

    names = [clip.name for clip in with_unique_names(clips)]

    assert names == ["a-mp4", "a-webm", "b"]


def test_unique_names__the_same_name_thrice_is_numbered() -> None:
    clips = [_clip("a", "a.mp4")] * 3

    names = [clip.name for clip in with_unique_names(clips)]

    assert names == ["a-mp4", "a-mp4-2", "a-mp4-3"]


def test_problem_row__id_tells_kind_and_place_apart() -> None:
    rows = [
        Problem(kind, place, "What.", "Do.").row(corpus="c", run_id="r")
        for kind in ("empty-file", "truncated")
        for place in ("a.mp4", "b.mp4")
    ]

    assert len({row["problem_id"] for row in rows}) == 4


def _clip(name: str, file: str) -> ClipSource:
    return ClipSource("c", name, Path(file))
