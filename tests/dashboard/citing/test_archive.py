import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.citing import archive
from dashboard.citing.archive import opened, zip_folder
from store.errors import CallError


def zipped(path: Path, *names: str, mode: int = stat.S_IFREG | 0o644) -> Path:
    """Write a zip file with entries of these names."""
    with zipfile.ZipFile(path, "w") as made:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            made.writestr(entry, "/etc/passwd")
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../out",
        "a/../../out",
        "/etc/out",
        "a//b",
        "./out",
        "..",
        "a\\..\\out",
        "C:/out",
        "tables/.hidden",
        "a\nb",
        "",
    ],
)
def test_opened__names_that_lead_out(tmp_path: Path, name: str) -> None:
    bundle = zipped(tmp_path / "b.zip", "question.json", name)

    with pytest.raises(CallError, match="may lead out of its folder"), opened(bundle):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_opened__links_and_devices(tmp_path: Path, kind: int) -> None:
    bundle = zipped(tmp_path / "b.zip", "tables", mode=kind | 0o777)

    with pytest.raises(CallError, match="a link or a device"), opened(bundle):
        pass


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["a.csv", "A.csv"])
def test_opened__one_name_twice(tmp_path: Path, second: str) -> None:
    bundle = zipped(tmp_path / "b.zip", "a.csv", second)

    with pytest.raises(CallError, match="twice"), opened(bundle):
        pass


def test_opened__file_that_is_a_folder_too(tmp_path: Path) -> None:
    bundle = zipped(tmp_path / "b.zip", "a", "a/b")

    with pytest.raises(CallError, match="cannot be unpacked"), opened(bundle):
        pass


def test_opened__too_many_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FILES_AT_MOST", 2)
    bundle = zipped(tmp_path / "b.zip", "a", "b", "c")

    with pytest.raises(CallError, match="3 files or more"), opened(bundle):
        pass


def bomb(path: Path, *, told: int | None = None) -> Path:
    """Write a zip file of 3 MB of zeros, which may tell another size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", bytes(3_000_000))
    if told is not None:
        true = (3_000_000).to_bytes(4, "little")
        path.write_bytes(path.read_bytes().replace(true, told.to_bytes(4, "little")))
    return path


@pytest.mark.parametrize("told", [None, 10])
def test_opened__unpacks_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: int | None
) -> None:
    monkeypatch.setattr(archive, "BYTES_AT_MOST", 1_000_000)
    bundle = bomb(tmp_path / "b.zip", told=told)

    with (
        pytest.raises(CallError, match=r"more than 1,000,000 bytes|cannot be unpacked"),
        opened(bundle),
    ):
        pass


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def wrong_sum(data: bytes) -> bytes:
    return data.replace(b"/etc/passwd", b"/etc/passwx")


def encrypted(data: bytes) -> bytes:
    place = data.index(b"PK\x01\x02")
    return data[:6] + b"\x01" + data[7 : place + 8] + b"\x01" + data[place + 9 :]


@pytest.mark.parametrize(
    "damage",
    [truncated, wrong_sum, encrypted, lambda data: b"no zip", lambda data: b""],
)
def test_opened__damaged_archive(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    bundle = zipped(tmp_path / "b.zip", "a.csv")
    bundle.write_bytes(damage(bundle.read_bytes()))

    with pytest.raises(CallError, match="cannot be unpacked"), opened(bundle):
        pass


def test_opened__no_bundle_and_folder_with_a_link(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="There is no bundle"), opened(tmp_path / "no"):
        pass
    (tmp_path / "out").symlink_to("/etc")

    with pytest.raises(CallError, match="a link or a device"), opened(tmp_path):
        pass


def test_zip_folder__same_files_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "c=d.txt").write_text("one")
    (folder / "a.txt").write_text("two")

    zip_folder(folder, tmp_path / "1.zip")
    (folder / "a.txt").touch()
    zip_folder(folder, tmp_path / "2.zip")

    first = (tmp_path / "1.zip").read_bytes()
    assert first == (tmp_path / "2.zip").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(first)).namelist() == ["a.txt", "b/c=d.txt"]
    with opened(tmp_path / "1.zip") as there:
        assert (there / "b" / "c=d.txt").read_text() == "one"
