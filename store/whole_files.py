"""Files that are there whole or not at all, and what to say where the disk refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreError
from store.temporary import temporary_beside


@contextmanager
def whole_file(path: Path, suffix: str = "") -> Iterator[Path]:
    """Give a hidden file to be written, which becomes `path` once the block has ended well.

    Args:
        path: the file to be; its folder is made where there is none.
        suffix: ending of the hidden file that a library insists on, e.g. `.mp4`.

    Raises:
        StoreError: the disk refuses.
    """
    temporary = temporary_beside(path, suffix)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(path)
    # Libraries in C++ say RuntimeError where they cannot write.
    except (OSError, RuntimeError) as error:
        raise disk_refuses(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def disk_refuses(path: Path, error: Exception) -> StoreError:
    """Return the sentence for a file that cannot be written."""
    strerror = getattr(error, "strerror", None)
    lines = str(strerror or error).splitlines() or [type(error).__name__]
    return StoreError(
        f"Cannot write {path}: {lines[0].rstrip('.')}. Free space or choose a store "
        "folder you may write to, then run the same command again."
    )
