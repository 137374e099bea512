"""The process that answers one statement of a user: it reads the store's tables only.

`python -m store.sandbox.child` waits for one job on its standard input, writes the outcome
to its standard output - a line of JSON, then the answer as an Arrow stream - and ends. What
keeps a statement in are, one behind the other: parsed, it may name nothing but tables and
harmless functions (`store.sandbox.statement`); DuckDB may open the folders of those tables
only, and no setting can be changed any more; the kernel ends the process when it takes too
much or too long; its environment is empty.
"""

import json
import os
import resource
import select
import signal
import sys
import time
from pathlib import Path
from typing import BinaryIO, Final

import duckdb
import pyarrow as pa

from store.errors import AtlasError, SqlError
from store.layout import Store
from store.packs import packs_dir, sources
from store.sandbox.answer import Batches, read_answer
from store.sandbox.job import SandboxJob, SandboxOutcome
from store.sandbox.limits import SandboxLimits
from store.sandbox.statement import tables_read
from store.schema import TABLES
from store.views import empty_view, escaped_glob, parts_view

_MEGABYTE: Final = 1 << 20
_BESIDE_MB: Final = 512
"""Address space beside DuckDB's own limit: of its threads, of Arrow and the answer."""
_LONGEST_MESSAGE: Final = 2000
_WAITS_S: Final = 900
"""A process that nobody needs for as long as this ends: it holds 80 MB."""


def main() -> None:
    """Wait for one job and answer it. The body of the process."""
    out = _take_output()
    text = sys.stdin.buffer.read() if _is_told() else b""
    if not text:
        return
    job = SandboxJob.from_json(text)
    _confine(job.limits)
    started_s = time.monotonic()
    try:
        answered = answer(job)
    except SqlError as error:
        _write(out, SandboxOutcome(error=error.what, where=error.where))
    except AtlasError as error:
        _write(out, SandboxOutcome(error=str(error)))
    except (MemoryError, duckdb.OutOfMemoryException):
        _write(out, SandboxOutcome(error=_too_much(job.limits)))
    except duckdb.Error as error:
        what, where = _parted(str(error)[:_LONGEST_MESSAGE])
        _write(out, SandboxOutcome(error=what, where=where))
    else:
        took_ms = round((time.monotonic() - started_s) * 1000)
        _write(out, SandboxOutcome(took_ms, answered.cut), answered)
    # DuckDB may still work on what is not wanted any more.
    os._exit(0)


def _is_told() -> bool:
    """Wait for a job; return False where nobody had one for a long time."""
    spoken, _, _ = select.select([sys.stdin], [], [], _WAITS_S)
    return bool(spoken)


def _take_output() -> BinaryIO:
    """Return the standard output; what libraries print does not go there any more."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _write(
    out: BinaryIO, outcome: SandboxOutcome, answer: Batches | None = None
) -> None:
    out.write(outcome.as_json())
    if answer is not None:
        with pa.ipc.new_stream(out, answer.schema) as stream:
            for batch in answer.batches:
                stream.write_batch(batch)
    out.flush()


def _confine(limits: SandboxLimits) -> None:
    """Let the kernel end or refuse what goes beyond the limits, whatever DuckDB does."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = int(spent.ru_utime + spent.ru_stime) + 1
    memory = (limits.memory_mb + _BESIDE_MB) * _MEGABYTE + _address_space()
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, spent_s + limits.seconds * limits.threads),
        (resource.RLIMIT_FSIZE, 2 * limits.megabytes * _MEGABYTE),
    ):
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)


def _address_space() -> int:
    """Return the bytes of address space that are taken already; 0 where unknown."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def answer(job: SandboxJob) -> Batches:
    """Return the answer to a statement, within its limits of rows and size.

    Raises:
        AtlasError: the statement may not be answered.
        duckdb.Error: it cannot be.
    """
    connection = connect(job.limits)
    read = tables_named(connection, job.statement)
    open_tables(connection, Store(Path(job.root)), sorted(read))
    return read_answer(_bound(connection, job.statement), job.limits)


def connect(limits: SandboxLimits) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that takes little; it can still open files."""
    return duckdb.connect(":memory:", config=_settings(limits))


def tables_named(connection: duckdb.DuckDBPyConnection, text: str) -> set[str]:
    """Return the tables that a statement reads.

    Raises:
        AtlasError: it may not be answered.
        duckdb.Error: it is no SQL.
    """
    return tables_read(_parsed(connection, text), TABLES)


def open_tables(
    connection: duckdb.DuckDBPyConnection, store: Store, names: list[str]
) -> None:
    """Make the views that are read; from then on nothing else can be opened."""
    filled = [name for name in names if store.has_parts(name)]
    folders = [
        folder
        for name in filled
        for folder in (store.table_dir(name), packs_dir(store) / name)
    ]
    # DuckDB compares what is opened as it is written: here as a pattern, too.
    allowed = [text for path in folders for text in (str(path), escaped_glob(path))]
    connection.execute("SET allowed_directories = $1", [allowed])
    connection.execute("SET enable_external_access = false")
    for name in names:
        table = TABLES[name]
        connection.execute(
            parts_view(store, table, pictures=False, sources=sources(store, table))
            if name in filled
            else empty_view(table, pictures=False)
        )
    connection.execute("SET lock_configuration = true")


def _bound(
    connection: duckdb.DuckDBPyConnection, statement: str
) -> duckdb.DuckDBPyRelation:
    """Return a statement that was understood and is not yet run."""
    try:
        return connection.sql(statement)
    except (duckdb.BinderException, duckdb.CatalogException):
        # Asked like this, DuckDB also says where in the statement it stopped.
        connection.execute(statement)
        raise


def _settings(limits: SandboxLimits) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "allow_community_extensions": False,
        "allow_persistent_secrets": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "max_temp_directory_size": "0B",
        "memory_limit": f"{limits.memory_mb}MiB",
        "python_enable_replacements": False,
        "temp_directory": "",
        "threads": limits.threads,
    }


def _parsed(connection: duckdb.DuckDBPyConnection, text: str) -> list[object]:
    """Return the statement as a tree, in a list.

    Raises:
        SqlError: it is none that only reads.
        duckdb.Error: it is no SQL.
    """
    if "\0" in text:
        raise SqlError("The statement has a character in it that is none (NUL).")
    _check_kind([_kind(part) for part in connection.extract_statements(text)])
    told = connection.execute(
        "SELECT json_serialize_sql($1, skip_empty := true, skip_null := true)", [text]
    ).fetchone()
    try:
        tree = json.loads(told[0]) if told else {}
    except RecursionError:
        raise SqlError("The statement is nested too deeply.") from None
    if tree.get("error", True):
        raise SqlError(f"This is not answered here: {tree.get('error_message', '')}")
    statements: list[object] = tree["statements"]
    return statements


def _kind(statement: duckdb.Statement) -> str:
    try:
        return statement.type.name
    except ValueError:
        # DuckDB's Python does not know all that its parser does: UPDATE EXTENSIONS.
        return "This statement"


def _check_kind(kinds: list[str]) -> None:
    if not kinds:
        raise SqlError("There is no statement: write one, e.g. SELECT * FROM clips.")
    if len(kinds) > 1:
        raise SqlError("Write one statement at a time.")
    if kinds[0] != "SELECT":
        raise SqlError(
            f"{kinds[0]} is not answered here: a statement may only read (SELECT, FROM, "
            "WITH, VALUES, DESCRIBE, SUMMARIZE, SHOW TABLES)."
        )


def _too_much(limits: SandboxLimits) -> str:
    return (
        f"The statement needs more than {limits.memory_mb} MB of memory: ask for fewer "
        "rows or columns, or group them."
    )


def _parted(message: str) -> tuple[str, str]:
    """Return DuckDB's sentence and the line of the statement that it points at."""
    what, _, where = message.partition("\n\nLINE ")
    return what.strip(), f"LINE {where}" if where else ""


if __name__ == "__main__":
    main()
