import json
from pathlib import Path

import pytest

from store.errors import CallError, StoreError
from store.layout import VERSION_FILE, checked_name, create_store, open_store
from store.schema_version import SCHEMA_VERSION


def test_open_store__missing_folder_is_an_empty_store(tmp_path: Path) -> None:
    store = open_store(tmp_path / "none")

    assert not store.has_parts("clips")
    assert not store.root.exists()


def test_create_store__writes_its_version_once(tmp_path: Path) -> None:
    create_store(tmp_path)
    create_store(tmp_path)

    written = json.loads((tmp_path / VERSION_FILE).read_text())
    assert written == {"schema_version": SCHEMA_VERSION}


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (SCHEMA_VERSION - 1, "an older signatlas .* ingest again"),
        (SCHEMA_VERSION + 1, "a newer signatlas .* update signatlas"),
    ],
)
def test_open_store__other_schema_is_refused(
    tmp_path: Path, version: int, sentence: str
) -> None:
    (tmp_path / VERSION_FILE).write_text(json.dumps({"schema_version": version}))

    with pytest.raises(StoreError, match=sentence):
        open_store(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"schema_version": "x"}', "{}"])
def test_open_store__broken_version_file(tmp_path: Path, text: str) -> None:
    (tmp_path / VERSION_FILE).write_text(text)

    with pytest.raises(StoreError, match="cannot be read as a store's version"):
        open_store(tmp_path)


def test_open_store__tables_without_version(tmp_path: Path) -> None:
    create_store(tmp_path)
    (tmp_path / VERSION_FILE).unlink()
    (tmp_path / "tables" / "clips").mkdir()

    with pytest.raises(StoreError, match=r"store\.json is missing"):
        open_store(tmp_path)


def test_open_store__file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="is a file; a store is a folder"):
        open_store(tmp_path / "file")


def test_create_store__where_one_may_not_write(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="Cannot make a store in"):
        create_store(tmp_path / "file" / "below")


@pytest.mark.parametrize("name", ["a", "wlasl", "2024", "synthetic-ana", "a.b_c"])
def test_checked_name__good(name: str) -> None:
    assert checked_name("corpus", name) == name


@pytest.mark.parametrize("name", ["", ".a", "A", "a/b", "a b", "é", "a\n"])
def test_checked_name__bad(name: str) -> None:
    with pytest.raises(CallError, match="cannot be a corpus"):
        checked_name("corpus", name)
