"""Who is at work on something in a store, so that two do not do the same at once."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from store.errors import CallError
from store.layout import Store, checked_name
from store.whole_files import disk_refuses

_BY_ANOTHER: Final = (errno.EWOULDBLOCK, errno.EACCES)


@contextmanager
def only_one(store: Store, work: str, what: str) -> Iterator[None]:
    """Let only one process at a time into the block.

    The system itself gives the lock back when the process ends, however it ends: one
    that was killed keeps nobody out. Where the file system knows no locks, nobody is
    kept out either.

    Args:
        store: where the work is done.
        work: name of the work, with the characters of an id.
        what: the work in words.

    Raises:
        CallError: another process does the same.
        StoreError: the disk refuses.
    """
    path = store.root / "locks" / f"{checked_name('work', work)}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
    except OSError as error:
        raise disk_refuses(path, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BY_ANOTHER:
            os.close(handle)
            raise CallError(
                f"Another process is at work on {what}: wait for its end, or end it, "
                "then run the same command again. It goes on with what is missing."
            ) from error
    try:
        yield
    finally:
        os.close(handle)
