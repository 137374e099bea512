"""Digests of files: what tells whether a file is still the one that was read."""

import hashlib
from pathlib import Path
from typing import Final

from store.errors import MediaError

_CHUNK: Final = 1 << 20


def sha256_of(path: Path) -> str:
    """Return the digest of a file.

    Raises:
        MediaError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise MediaError(
            "unreadable",
            f"{path.name} cannot be read: {error.strerror}.",
            "Check that it is there and that you may read it.",
        ) from error
    return digest.hexdigest()
