"""Files that are being written, named by the machine and process that writes them.

So what a killed process left behind can be told from what a living one is writing.
"""

import glob
import os
import platform
import re
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Final

_MACHINE: Final = sha256(platform.node().encode()).hexdigest()[:8]
_NAME: Final = re.compile(r"\..+\.(?P<process>[0-9a-f]{8}-\d+)\.tmp\b.*")


def temporary_beside(path: Path, suffix: str = "") -> Path:
    """Return a hidden name in the same folder, to be moved onto `path` when whole.

    Args:
        path: the file to be.
        suffix: ending that a library insists on, e.g. `.mp4`.
    """
    return path.with_name(f".{path.name}.{this_process()}.tmp{suffix}")


def this_process() -> str:
    """Return a name of this process on this machine."""
    return f"{_MACHINE}-{os.getpid()}"


def has_died(name: str) -> bool:
    """Return whether a process so named is known to be no more.

    Of another machine's, and of what is no name of a process, nothing is known.
    """
    machine, _, process = name.partition("-")
    return machine == _MACHINE and process.isdigit() and not _is_alive(int(process))


def sweep(folder: Path) -> list[Path]:
    """Remove what killed processes of this machine left half-written below a folder.

    Returns:
        The files removed.
    """
    left = abandoned(folder)
    for path in left:
        path.unlink(missing_ok=True)
    return left


def abandoned(folder: Path) -> list[Path]:
    """Return the files that killed processes of this machine left half-written."""
    found = (
        Path(inside, name)
        for inside, _, names in os.walk(folder)
        for name in names
        if name.startswith(".") and ".tmp" in name
    )
    return sorted(path for path in found if _is_abandoned(path))


def sweep_beside(path: Path) -> None:
    """Remove what killed processes left of one file, or of one folder, to be."""
    for left in path.parent.glob(f"{glob.escape(f'.{path.name}.')}*.tmp*"):
        if _is_abandoned(left) and left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        elif _is_abandoned(left):
            left.unlink(missing_ok=True)


def remove_beside(path: Path) -> None:
    """Remove everything half-written of one file to be, whose writer is known to be gone."""
    for left in path.parent.glob(f"{glob.escape(f'.{path.name}.')}*.tmp*"):
        left.unlink(missing_ok=True)


def scratch_folder(name: str) -> Path:
    """Return a new folder of this process among the machine's temporary files.

    Those that killed processes left under the same name are removed.
    """
    usual = Path(tempfile.gettempdir()).resolve() / name
    sweep_beside(usual)
    scratch = temporary_beside(usual)
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    return scratch


def _is_abandoned(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    return match is not None and has_died(match["process"])


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    """Return whether a process has ended, but nobody has asked how yet (Linux)."""
    try:
        status = Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] == "Z"
