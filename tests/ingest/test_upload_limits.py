"""What is refused before, or without, any process that looks at it."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.uploads.folder import uploads_root
from ingest.uploads.limits import UploadLimits, gather_limits
from ingest.uploads.looking import look_at
from ingest.uploads.sizes import check_size
from store.errors import CallError, MediaError, StoreError

VideoMaker = Callable[..., Path]


@pytest.fixture(autouse=True)
def machine_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "machine"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_gather_limits__nothing_set() -> None:
    assert gather_limits({}) == UploadLimits()


def test_gather_limits__environment() -> None:
    limits = gather_limits({"SIGNATLAS_UPLOAD_SECONDS": "7"})

    assert limits == UploadLimits(seconds=7)


@pytest.mark.parametrize("text", ["many", "-1", "0", "1.5"])
def test_gather_limits__no_number(text: str) -> None:
    with pytest.raises(CallError, match="SIGNATLAS_UPLOAD_MEGABYTES"):
        gather_limits({"SIGNATLAS_UPLOAD_MEGABYTES": text})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.mp4", b"", "empty-file"),
        ("a.mp4", b"x" * 1_000_001, "too-large"),
        ("a.exe", b"x", "not-a-video"),
        ("mp4", b"x", "not-a-video"),
        ("", b"x", "not-a-video"),
        ("..", b"x", "not-a-video"),
    ],
)
def test_look_at__refuses_without_leaving_anything(
    machine_folder: Path, name: str, content: bytes, kind: str
) -> None:
    with pytest.raises(MediaError) as caught:
        look_at(name, content, UploadLimits(megabytes=1))

    assert caught.value.kind == kind
    assert not list(machine_folder.iterdir())


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/sign.mp4", "sign.mp4"),
        ("C:\\films\\sign.mp4", "sign.mp4"),
        ("si\x00gn\n.mp4", "sign.mp4"),
        ("手话.mp4", "手话.mp4"),
        ("a" * 300 + ".mp4", "a" * 52 + ".mp4"),
    ],
)
def test_look_at__names(name: str, plain: str) -> None:
    with look_at(name, b"x", UploadLimits()) as upload:
        path = upload.store.root.parent / "media" / plain

        assert upload.name == plain
        assert path.read_bytes() == b"x"


def test_look_at__many_at_once_have_to_wait() -> None:
    limits = UploadLimits(at_once=1)

    with (
        look_at("first.mp4", b"x", limits) as first,
        pytest.raises(MediaError, match=r"second\.mp4 has to wait: 1 other"),
    ):
        look_at("second.mp4", b"x", limits)
    with look_at("third.mp4", b"x", limits) as third:
        assert first.is_forgotten
        assert not third.is_forgotten


def test_check_size__video_within_limits(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    path = make_video(tmp_path / "a.mp4")

    assert check_size(path, UploadLimits()) == 12


def test_check_size__video_of_too_many_pixels(
    tmp_path: Path, make_video: VideoMaker
) -> None:
    path = make_video(tmp_path / "a.mp4", [np.zeros((64, 96, 3), np.uint8)])

    with pytest.raises(MediaError, match="has 96 x 64 pixels"):
        check_size(path, UploadLimits(pixels=64 * 96 - 1))
    assert check_size(path, UploadLimits(pixels=64 * 96)) == 1


@pytest.mark.parametrize("side_px", [9_000, 65_000])
def test_check_size__decompression_bomb(tmp_path: Path, side_px: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(_png_that_claims(side_px))

    with pytest.raises(MediaError, match=r"bomb.png has .* pixels; at most") as caught:
        check_size(path, UploadLimits())

    assert caught.value.kind == "too-many-pixels"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.mp4", b"no picture", "not-a-video"),
        ("a.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", "not-a-video"),
        ("a.avi", b"ffconcat version 1.0\nfile /etc/hostname\n", "not-a-video"),
        ("a.png", b"no picture", "not-a-photograph"),
        ("a.jpg", b"II*\x00 tiff", "not-a-photograph"),
    ],
)
def test_check_size__other_kinds_are_not_opened(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(MediaError) as caught:
        check_size(path, UploadLimits())

    assert caught.value.kind == kind


def test_check_size__damaged_video_passes(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom")

    assert check_size(path, UploadLimits()) == 0


def test_uploads_root__that_others_may_read_is_not_used(machine_folder: Path) -> None:
    root = uploads_root()
    root.chmod(0o755)

    with pytest.raises(StoreError, match="may be read by others"):
        uploads_root()


def _png_that_claims(side_px: int) -> bytes:
    head = struct.pack(">IIBBBBB", side_px, side_px, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", head),
            (b"IDAT", zlib.compress(b"")),
            (b"IEND", b""),
        )
    )
