"""What is made of tables once and read often, kept beside them as memory-mapped files.

What takes long to make of many rows is made by whoever first asks for it and read by
all others from the file, without copying: processes that show the same store share its
memory. A file is named after the moments at which its tables were last changed, so none
is read that is out of date. The folder may be removed at any time.
"""

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from store.arrow_arrays import in_one
from store.layout import Store, checked_name
from store.moments import Moments, have_settled, moments_of
from store.temporary import temporary_beside

_SUFFIX: Final = ".arrow"
_AT_ONCE: Final = 1 << 20


def prepared_dir(store: Store) -> Path:
    """Return the folder of all that is prepared; it may be removed at any time."""
    return store.root / "prepared"


def prepared(
    store: Store,
    what: str,
    *,
    form: int,
    tables: Iterable[str],
    make: Callable[[], pa.Table],
    of: str = "",
) -> pa.Table:
    """Return what is made of some tables, read from its file where there is one.

    Where no file can be written, or a table has only just been changed, it is made for
    the caller alone.

    Args:
        store: whose tables.
        what: its name, with the characters of an id, e.g. `signs.embed-1a2b`.
        form: raised whenever what is made of the same tables changes.
        tables: all that it depends on.
        make: makes it. Columns of lists are read without copying where they are of
            fixed size; words that recur are small where they are dictionaries.
        of: what else it depends on, in few words; made of anything else it is out of
            date.

    Returns:
        The table, with the metadata of its schema.
    """
    # The moments first: what is written after them is seen by the next who asks.
    moments = moments_of(store, tables)
    folder = prepared_dir(store) / checked_name("prepared table", what)
    name = _name(form, moments, of)
    found = _mapped(folder, name)
    if found is not None:
        return found
    made = make().combine_chunks()
    if have_settled(moments) and _write(folder, name, made):
        return _mapped(folder, name) or made
    return made


def is_due(store: Store, what: str, *, form: int, tables: Iterable[str]) -> bool:
    """Return whether `prepared` would make it and keep it, with the same arguments."""
    moments = moments_of(store, tables)
    folder = prepared_dir(store) / checked_name("prepared table", what)
    made = any(_files(folder, _name(form, moments)))
    return have_settled(moments) and not made


def list_column(values: NDArray[np.floating[Any]]) -> pa.FixedSizeListArray:
    """Return numbers, shape (N, D), as a column that is read without copying."""
    flat = pa.array(np.ascontiguousarray(values).ravel())
    # A list of a column of no row may be of any size but none.
    return pa.FixedSizeListArray.from_arrays(flat, values.shape[1] or 1)


def numbers_in(column: pa.ChunkedArray) -> NDArray[Any]:
    """Return a column as it lies in its file: shape (N,), of lists (N, D)."""
    whole = in_one(column)
    if not pa.types.is_fixed_size_list(whole.type):
        numbers: NDArray[Any] = whole.to_numpy()
        return numbers
    rows: NDArray[Any] = whole.flatten().to_numpy()
    return rows.reshape(-1, whole.type.list_size)


def broken_prepared(store: Store) -> list[Path]:
    """Return the files that are not as they were written, by the sums in their names."""
    files = sorted(prepared_dir(store).rglob(f"*{_SUFFIX}"))
    return [path for path in files if not path.stem.endswith(_sum_of(path))]


def _name(form: int, moments: Moments, of: str = "") -> str:
    told = " ".join(map(str, (form, *moments, of)))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _files(folder: Path, name: str) -> list[Path]:
    return sorted(folder.glob(f"{name}-*{_SUFFIX}"))


def _mapped(folder: Path, name: str) -> pa.Table | None:
    """Return the table of a file as it lies there; None: there is none, or none whole."""
    for path in _files(folder, name):
        try:
            with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as reader:
                table = reader.read_all()
            # Places of words that point out of the file would end the process.
            table.validate(full=True)
            table.schema.names  # noqa: B018 - read only now, and may be no text
        except (OSError, ValueError, pa.ArrowException):
            continue
        return table
    return None


def _write(folder: Path, name: str, made: pa.Table) -> bool:
    """Write the file in place of those out of date; return whether the disk took it."""
    temporary = temporary_beside(folder / f"{name}{_SUFFIX}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            with pa.ipc.new_file(file, made.schema) as writer:
                writer.write_table(made)
            file.flush()
            os.fsync(file.fileno())
        path = folder / f"{name}-{_sum_of(temporary)}{_SUFFIX}"
        temporary.replace(path)
        for outdated in set(folder.glob(f"*{_SUFFIX}")) - {path}:
            outdated.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        with suppress(OSError):
            temporary.unlink()
    return True


def _sum_of(path: Path) -> str:
    found = 0
    with path.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            found = zlib.crc32(piece, found)
    return f"{found:08x}"
