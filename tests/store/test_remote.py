"""Stores on object storage, against an S3 server on this machine."""

import pytest

from store.errors import CallError, StoreError
from store.remote import Remote, create_remote, open_remote
from store.settings import gather_settings


@pytest.mark.parametrize("address", ["", "s3://", "s3:///", "/folder", "gs://bucket/a"])
def test_remote__what_is_no_address(address: str) -> None:
    with pytest.raises(CallError, match="s3://bucket/prefix"):
        Remote(address)


def test_remote__put_get_list_drop(storage_address: str) -> None:
    remote = Remote(storage_address)
    assert remote.listed("tables") == {}
    assert remote.get("tables/a/x.bin") is None
    assert not remote.has("tables/a/x.bin")

    remote.put("tables/a/x.bin", b"first")
    remote.put("tables/a/x.bin", b"second")
    remote.put("tables/ab/y.bin", b"")

    assert remote.get("tables/a/x.bin") == b"second"
    assert remote.has("tables/a/x.bin")
    listed = remote.listed("tables")
    assert {name: held.size_bytes for name, held in listed.items()} == {
        "tables/a/x.bin": 6,
        "tables/ab/y.bin": 0,
    }
    assert list(remote.listed("tables/a")) == ["tables/a/x.bin"]

    remote.drop("tables/a/x.bin")
    remote.drop("tables/a/x.bin")

    assert list(remote.listed("tables")) == ["tables/ab/y.bin"]


def test_remote__an_object_of_several_uploads(storage_address: str) -> None:
    remote = Remote(storage_address)
    content = bytes(range(256)) * 50_000

    remote.put("media/c/long.mp4", content)

    assert remote.get("media/c/long.mp4") == content


def test_open_remote__none_there(storage_address: str) -> None:
    with pytest.raises(StoreError, match="There is no store at"):
        open_remote(storage_address)


def test_open_remote__of_another_schema(storage_address: str) -> None:
    Remote(storage_address).put("store.json", b'{"schema_version": 999}')

    with pytest.raises(StoreError, match="schema 999"):
        create_remote(storage_address)


def test_remote__no_such_bucket(storage_address: str) -> None:
    with pytest.raises(StoreError, match="Check bucket, network"):
        create_remote("s3://there-is-none-of-this-name/prefix")


def test_remote__nobody_answers(
    storage_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("store.remote._ATTEMPTS", 1)

    with pytest.raises(StoreError, match="Check bucket, network"):
        Remote(storage_address).has("store.json")


@pytest.mark.parametrize("given", ["s3://bucket/atlas", "s3:/bucket/atlas"])
def test_settings__a_command_of_folders_says_how_to_get_one(given: str) -> None:
    with pytest.raises(CallError, match="signatlas fetch s3://bucket/atlas --store"):
        gather_settings(store=given)

    assert gather_settings(store=given, remote_too=True).remote == "s3://bucket/atlas"
