"""The answer to a statement, as page Query and `signatlas sql` give it."""

import re
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa

from dashboard.citing.runs import all_runs
from dashboard.citing.thing import Computed, Reads, Thing
from store.db import Database
from store.errors import CallError
from store.excerpts import Excerpt, read_excerpt
from store.sandbox.asking import ask_sql
from store.sandbox.limits import gather_sandbox_limits
from store.schema import TABLES

_ORDER: Final = re.compile(r"\border\s+by\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement that reads, in DuckDB's SQL."""

    statement: str


def compute(database: Database, asked: Asked) -> Computed:
    """Return the answer; its rows are sorted where the statement does not say how.

    Raises:
        SqlError: the statement cannot be answered.
        CallError: the answer is larger than the limits allow.
    """
    # Sums of figures depend on how threads share them out.
    limits = replace(gather_sandbox_limits(), threads=1)
    with ask_sql(database.store, asked.statement, limits) as running:
        answer = running.answer()
    if answer.cut:
        raise CallError(f"{answer.told_cut} Only a whole answer can be cited.")
    rows = answer.rows if is_ordered(asked.statement) else _sorted(answer.rows)
    return Computed({"answer": rows})


def reads(database: Database, asked: Asked) -> Reads:
    """Return all rows of the tables that the statement names, of all corpora in them."""
    words = {*re.findall(r"\w+", asked.statement.lower())}
    excerpts = tuple(Excerpt(name) for name in TABLES if name in words)
    runs = sorted(all_runs(database)) if "runs" in words else []
    return Reads(excerpts, tuple(runs), _corpora(database, excerpts))


def is_ordered(statement: str) -> bool:
    """Return whether a statement as a whole says in which order its rows are."""
    return any(
        statement.count("(", found.end()) == statement.count(")", found.end())
        for found in _ORDER.finditer(statement)
    )


def _corpora(database: Database, excerpts: tuple[Excerpt, ...]) -> tuple[str, ...]:
    """Return the corpora in these tables; all of the store where one does not tell."""
    found: set[str] = set()
    told = [e for e in excerpts if "corpus" in TABLES[e.table].arrow.names]
    # A table without corpora, such as of runs, may be of all of them.
    for excerpt in told if len(told) == len(excerpts) else [Excerpt("corpora"), *told]:
        column = read_excerpt(database.store, excerpt)["corpus"]
        found |= {name for name in column.unique().to_pylist() if name}
    return tuple(sorted(found))


def _sorted(rows: pa.Table) -> pa.Table:
    told = [repr(tuple(row.values())) for row in rows.to_pylist()]
    return rows.take(
        pa.array(sorted(range(len(told)), key=told.__getitem__), pa.int64())
    )


THING: Final = Thing(
    "sql", "The answer to a statement", Asked, compute, reads, one_by_one=True
)
