"""Arrays in .npz and .npy files: read whole, checked before, and never unpickled."""

import io
import sys
import tokenize
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from store.whole_files import whole_file

LARGEST_BYTES: Final = 4 * 1024**3
"""Of all arrays of a file together, unpacked."""
MOST_ARRAYS: Final = 1_000
_SUFFIX: Final = ".npy"
_KINDS: Final = "biufU"
"""Truth values, numbers and text; nothing complex, no bytes, times or objects."""
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, MemoryError, RuntimeError),
    *(ArithmeticError, LookupError, TypeError, AttributeError, ValueError, OSError),
    *(SyntaxError, tokenize.TokenError),
)
"""What numpy and zipfile raise on files that are something else than they say."""
Arrays = dict[str, NDArray[Any]]


def write_arrays(
    path: Path, compressed: bool = False, /, **arrays: NDArray[Any] | float
) -> None:
    """Write arrays into an .npz file, whole or not at all.

    Raises:
        StoreError: the disk refuses.
    """
    # Not into the file itself: on a full disk numpy's archive cannot be closed again.
    packed = io.BytesIO()
    save = np.savez_compressed if compressed else np.savez
    save(packed, **arrays)
    with whole_file(path) as temporary:
        temporary.write_bytes(packed.getbuffer())


def read_arrays(
    path: Path, names: Collection[str] | None = None, *, optional: Collection[str] = ()
) -> Arrays:
    """Return arrays of an .npz file by name.

    Args:
        path: the file.
        names: those that it must have; None: all that it has are returned.
        optional: those that it may have besides.

    Raises:
        OSError: the file cannot be opened.
        ValueError: it is no such file, or damaged; an array is not there, is one of
            objects, or they are larger than `LARGEST_BYTES` together.
    """
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as packed:
                return _unpacked(packed, names, optional)
        except _DAMAGED as error:
            raise ValueError(f"no arrays: {error}") from error


def read_array(path: Path) -> NDArray[Any]:
    """Return the array of an .npy file; raises as `read_arrays`."""
    with path.open("rb") as file:
        try:
            return _array(file)
        except _DAMAGED as error:
            raise ValueError(f"no array: {error}") from error


def holds_numbers(array: NDArray[Any]) -> bool:
    """Return whether all are floating-point numbers that 32 bits can hold."""
    largest = np.finfo(np.float32).max
    return array.dtype.kind == "f" and bool((np.abs(array) <= largest).all())


def _unpacked(
    packed: zipfile.ZipFile, names: Collection[str] | None, optional: Collection[str]
) -> Arrays:
    there = {
        member.filename.removesuffix(_SUFFIX): member
        for member in packed.infolist()
        if member.filename.endswith(_SUFFIX)
    }
    wanted = there
    if names is not None:
        more = [name for name in optional if name in there]
        wanted = {name: there[name] for name in (*names, *more)}
    size = sum(member.file_size for member in wanted.values())
    if size > LARGEST_BYTES or len(wanted) > MOST_ARRAYS:
        raise ValueError(
            f"{len(wanted):,} arrays of {size / 1024**3:,.1f} GB are too many"
        )
    arrays = {}
    for name, member in wanted.items():
        with packed.open(member) as file:
            arrays[name] = _array(file)
    return arrays


def _array(file: Any) -> NDArray[Any]:
    read: Any = np.lib.format.read_array
    array: NDArray[Any] = read(file, allow_pickle=False)
    if array.dtype.kind not in _KINDS:
        raise ValueError(f"values of type {array.dtype}")
    if array.dtype.kind == "U" and not _is_text(array):
        raise ValueError("text of characters that there are not")
    return array


def _is_text(array: NDArray[Any]) -> bool:
    if not (array.size and array.dtype.itemsize):
        return True
    codes = array.ravel().view(f"{array.dtype.byteorder}u4")
    return int(codes.max()) <= sys.maxunicode
