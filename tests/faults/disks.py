"""Small disks that are full or cannot be written, where this user may mount them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

FILL: Final = "fill"
_BLOCK: Final = 4096


class Disk:
    """A small disk in memory."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def fill(self, *, leave: int = 0) -> None:
        """Take all the space but so many bytes, rounded down to blocks."""
        with (self.root / FILL).open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(_BLOCK))
            except OSError:
                pass
            file.truncate(max(0, file.tell() - leave // _BLOCK * _BLOCK))

    def free(self) -> None:
        """Give the space back."""
        (self.root / FILL).unlink(missing_ok=True)

    def read_only(self, only: bool) -> None:
        """Mount it so that nobody can write, root included; or writable again."""
        mode = "ro" if only else "rw"
        _mount("-o", f"remount,{mode}", str(self.root))


@contextmanager
def small_disk(root: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a disk for the block; the test is skipped where that is not permitted."""
    root.mkdir(parents=True, exist_ok=True)
    told = _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(root))
    if told:
        pytest.skip(f"needs a small disk, which this user may not mount: {told}")
    try:
        yield Disk(root)
    finally:
        subprocess.run(["umount", "-l", str(root)], check=True)


def _mount(*arguments: str) -> str:
    """Return why a disk could not be mounted; empty where it was."""
    try:
        done = subprocess.run(
            ["mount", *arguments], capture_output=True, text=True, check=False
        )
    except OSError as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or "mount failed"
