"""What a bundle will hold, known before it is made: whose data, how large, what is not in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.citing.registry import thing
from dashboard.citing.rows import ROWS_BYTES_AT_MOST, rows_bytes
from dashboard.citing.thing import Reads, Thing, plain_parameters
from store import consent
from store.consent import Credit
from store.db import Database
from store.errors import CallError

MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A bundle that can be made.

    Attributes:
        thing: what is cited.
        asked: its parameters.
        reads: rows, runs and corpora behind it.
        credits: whose data they are.
        rows_bytes: how many bytes the rows take at most.
        left_out: why the rows are not in the bundle; empty: they are.
        author: who cites; empty: not said.
    """

    thing: Thing[Any]
    asked: Any
    reads: Reads
    credits: tuple[Credit, ...]
    rows_bytes: int
    left_out: str
    author: str = ""

    @property
    def too_large(self) -> bool:
        """Whether the rows take more room than a bundle should."""
        return self.rows_bytes > ROWS_BYTES_AT_MOST

    @property
    def parameters(self) -> dict[str, object]:
        """What the thing is told, as plain values."""
        return plain_parameters(self.asked)


def plan_bundle(
    database: Database,
    name: str,
    told: Mapping[str, object],
    *,
    with_rows: bool = True,
    author: str = "",
) -> Plan:
    """Return what a bundle will hold.

    Args:
        database: the store.
        name: of the thing.
        told: its parameters.
        with_rows: whether the rows that it reads are to be in the bundle.
        author: who cites; empty: not said.

    Raises:
        UnknownNameError: there is no such thing, parameter or run.
        CallError: the thing lists the data of a corpus that may not leave the store.
    """
    wanted = thing(name)
    asked = wanted.asked(told)
    reads = wanted.reads(database, asked)
    credited = consent.credits(database, reads.corpora)
    kept = [credit.corpus for credit in credited if not credit.exportable]
    if kept and wanted.one_by_one:
        raise CallError(
            f"{name} lists the data of {', '.join(kept)} one by one, and nothing in the "
            "store says that they may be exported. If they may, say so: `signatlas "
            f"corpus set {kept[0]} --export`; or cite a table of counts."
        )
    size = rows_bytes(database.store, reads)
    return Plan(
        wanted,
        asked,
        reads,
        tuple(credited),
        size,
        _left_out(kept, size, with_rows=with_rows),
        author.strip(),
    )


def _left_out(kept: Sequence[str], size: int, *, with_rows: bool) -> str:
    if kept:
        return (
            f"nothing in the store says that data of {', '.join(kept)} may be exported"
        )
    if not with_rows:
        return "they were left out as asked"
    if size > ROWS_BYTES_AT_MOST:
        most = ROWS_BYTES_AT_MOST // MB
        return f"they take {size / MB:,.0f} MB or a little less, more than {most} MB"
    return ""
