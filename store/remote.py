"""A store on object storage, `s3://bucket/prefix`: the same files under the same names.

An object appears whole or not at all and replaces an earlier one at once, so a part needs
no temporary name there. Credentials, region and endpoint come from the environment, as
AWS's own tools read them: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
AWS_PROFILE, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pyarrow.fs import (
    AwsStandardS3RetryStrategy,
    FileSelector,
    FileType,
    S3FileSystem,
)

from store.errors import CallError, StoreError
from store.layout import VERSION_FILE
from store.schema_version import SCHEMA_VERSION

SCHEME: Final = "s3://"
_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class Held:
    """One object: its size, and when it was put there, in ns since 1970 UTC."""

    size_bytes: int
    changed_ns: int


class Remote:
    """The files of a store on object storage, by their path below its root.

    Every method raises a `StoreError` where the storage cannot be reached or refuses.
    """

    def __init__(self, address: str) -> None:
        """Name a store; nothing is asked of the storage yet.

        Raises:
            CallError: the address is not of the form `s3://bucket/prefix`.
        """
        root = address.removeprefix(SCHEME).strip("/")
        if not address.startswith(SCHEME) or not root:
            raise CallError(f"{address!r} is no s3://bucket/prefix.")
        self.address = SCHEME + root
        self._root = root
        self._files = _file_system()

    def listed(self, folder: str) -> dict[str, Held]:
        """Return every object below a folder."""
        chosen = FileSelector(
            f"{self._root}/{folder}", recursive=True, allow_not_found=True
        )
        with self._told():
            found = self._files.get_file_info(chosen)
        return {
            info.path.removeprefix(f"{self._root}/"): Held(info.size, info.mtime_ns)
            for info in found
            if info.type == FileType.File
        }

    def has(self, name: str) -> bool:
        """Return whether there is an object of this name."""
        with self._told():
            [info] = self._files.get_file_info([f"{self._root}/{name}"])
        return bool(info.type == FileType.File)

    def get(self, name: str) -> bytes | None:
        """Return the content of an object; None where there is none."""
        try:
            with self._told(), self._files.open_input_file(self._path(name)) as file:
                content: bytes = file.read()
        except FileNotFoundError:
            return None
        return content

    def put(self, name: str, content: bytes) -> None:
        """Write an object, replacing an earlier one."""
        with self._told(), self._files.open_output_stream(self._path(name)) as file:
            file.write(content)

    def drop(self, name: str) -> None:
        """Take an object away; it need not be there."""
        try:
            with self._told():
                self._files.delete_file(self._path(name))
        except FileNotFoundError:
            return

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StoreError(
                f"{self.address} cannot be used: {str(error).splitlines()[0]}. Check "
                "bucket, network and the AWS_ variables, then run the same command again."
            ) from error


def open_remote(address: str) -> Remote:
    """Return the store at an address, which must be there.

    Raises:
        StoreError: there is none, it is of another schema version, or unreachable.
    """
    remote = Remote(address)
    content = remote.get(VERSION_FILE)
    if content is None:
        raise StoreError(
            f"There is no store at {remote.address}: `signatlas ingest ... --store "
            f"{remote.address}` makes one."
        )
    try:
        found = int(json.loads(content)["schema_version"])
    except (ValueError, KeyError, TypeError):
        found = -1
    if found != SCHEMA_VERSION:
        raise StoreError(
            f"The store at {remote.address} has schema {found}, this signatlas reads "
            f"{SCHEMA_VERSION}: use the same signatlas, or ingest to a new prefix."
        )
    return remote


def create_remote(address: str) -> Remote:
    """Return the store at an address, making it where there is none.

    Raises:
        StoreError: it is of another schema version, or the storage cannot be used.
    """
    remote = Remote(address)
    if remote.get(VERSION_FILE) is None:
        version = json.dumps({"schema_version": SCHEMA_VERSION})
        remote.put(VERSION_FILE, version.encode())
    return open_remote(address)


def _file_system() -> S3FileSystem:
    told = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    patient = AwsStandardS3RetryStrategy(max_attempts=_ATTEMPTS)
    if not told:
        return S3FileSystem(retry_strategy=patient)
    endpoint = urlsplit(told)
    return S3FileSystem(
        endpoint_override=endpoint.netloc,
        scheme=endpoint.scheme,
        retry_strategy=patient,
    )
