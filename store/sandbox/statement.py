"""What a statement of a user may consist of: reading the store's tables, nothing else.

DuckDB's own parser gives the statement as a tree, in which every table and function that
is named can be found. What is not known to be harmless is refused.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from store.errors import SqlError, UnknownNameError

Tree = Any
"""A value of a JSON document."""

_QUERIES: Final = frozenset(
    {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
)
"""Others, such as INSERT_QUERY_NODE, change something."""
_SOURCES: Final = frozenset(
    {
        "BASE_TABLE",
        "EMPTY",
        "EXPRESSION_LIST",
        "JOIN",
        "PIVOT",
        "SHOW_REF",
        "SUBQUERY",
        "TABLE_FUNCTION",
    }
)
_TABLE_FUNCTIONS: Final = frozenset(
    {"generate_series", "json_each", "json_tree", "range", "unnest"}
)
_TIMES: Final = frozenset(
    {
        "current_date",
        "current_localtime",
        "current_localtimestamp",
        "current_time",
        "current_timestamp",
    }
)
_REFUSED_FUNCTIONS: Final = re.compile(
    # Settings, sequences, other statements, the catalogue, logs, waiting, internals.
    r"__.*|current_.*|getenv|getvariable|in_search_path|txid_.*|nextval|currval"
    r"|setval|setseed|json_(de)?serialize_.*|json_execute_.*|pg_.*|has_.*|inet_.*"
    r"|.*_description|map_to_pg_oid|get_block_size|write_.*|sleep.*|stats|user"
    r"|session_user|version|query|query_table|read_.*|glob"
)
_MAIN: Final[tuple[list[str], ...]] = ([], ["main"], ["memory", "main"])
_SHOWN: Final = {"__show_tables_expanded", '"tables"'}
_UNREADABLE: Final = (
    "This statement is built in a way that is not known here, so it is not answered. "
    "Write it as an ordinary SELECT."
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of the tree, and the names that WITH has given around it."""

    tree: Tree
    named: frozenset[str]


def tables_read(statements: Sequence[Tree], known: Collection[str]) -> set[str]:
    """Return the tables that one statement reads.

    Args:
        statements: what `json_serialize_sql` makes of the text.
        known: names of the tables there are.

    Raises:
        SqlError: there is not exactly one statement, or it names anything but these
            tables and harmless functions.
        UnknownNameError: it reads a table that is not there.
    """
    if len(statements) != 1:
        raise SqlError("Write one statement at a time.")
    read: set[str] = set()
    # Not by recursion: how deep it goes is up to the user.
    places = [_Place(statements[0], frozenset())]
    while places:
        place = places.pop()
        if isinstance(place.tree, dict):
            read |= _read_here(place.tree, place.named, known)
            places += _within(place)
        elif isinstance(place.tree, list):
            places += [_Place(tree, place.named) for tree in place.tree]
    return read


def _read_here(
    tree: Mapping[str, Tree], named: frozenset[str], known: Collection[str]
) -> set[str]:
    """Return the tables that one part of the tree reads by itself."""
    kind = tree.get("type")
    if tree.get("class") in ("FUNCTION", "WINDOW"):
        _check_function(_path(tree)[-1])
    if isinstance(kind, str) and kind.endswith("_NODE") and kind not in _QUERIES:
        raise SqlError(
            f"A statement may only read; this one has a part that does not "
            f"({kind.partition('_')[0]})."
        )
    source = tree.get("from_table")
    if isinstance(source, dict) and source.get("type") not in _SOURCES:
        raise SqlError(_UNREADABLE)
    if kind == "TABLE_FUNCTION":
        _check_table_function(_path(tree.get("function", {})))
    if kind == "BASE_TABLE":
        return _checked_table(_path(tree), named, known)
    if kind == "SHOW_REF" and "query" not in tree:
        return _checked_shown(_path(tree), known)
    return set()


def _within(place: _Place) -> Iterator[_Place]:
    """Yield what lies one step deeper, with the names that hold there."""
    given, named = _names_given(place.tree), place.named
    for name, definition, own in given:
        yield _Place(definition, named | {name} if own else named)
        named |= {name}
    for key, tree in place.tree.items():
        if key != "cte_map":
            yield _Place(tree, named)


def _names_given(tree: Mapping[str, Tree]) -> list[tuple[str, Tree, bool]]:
    """Return what WITH names: name, definition, and whether that may name itself."""
    listed = tree.get("cte_map", {}).get("map", [])
    return [
        (
            entry["key"].lower(),
            entry["value"],
            entry["value"].get("query_node", {}).get("type") == "RECURSIVE_CTE_NODE",
        )
        for entry in listed
    ]


def _checked_table(
    path: list[str], named: frozenset[str], known: Collection[str]
) -> set[str]:
    *schema, name = path
    if name in named and schema in ([], ["recurring"]):
        return set()
    if schema not in _MAIN:
        raise SqlError(
            f"Only the store's own tables can be read, not {'.'.join(path)}."
        )
    if name not in known:
        raise UnknownNameError("table", name, known)
    return {name}


def _checked_shown(path: list[str], known: Collection[str]) -> set[str]:
    """Return what a SHOW needs: of `SHOW TABLES` all tables, of another that one."""
    if len(path) == 1 and path[0] in _SHOWN:
        return set(known)
    return _checked_table(path, frozenset(), known)


def _check_function(name: str) -> None:
    """Check a function by its name alone: `gloss.lower()` has a column before it."""
    if _REFUSED_FUNCTIONS.fullmatch(name) and name not in _TIMES:
        raise SqlError(
            f"The function {name} is not offered here: only what computes with the "
            "values of the tables is."
        )


def _check_table_function(path: list[str]) -> None:
    *schema, name = path
    if schema not in _MAIN or name not in _TABLE_FUNCTIONS:
        raise SqlError(
            f"The table function {name} is not offered here: a statement reads the "
            f"store's own tables and {', '.join(sorted(_TABLE_FUNCTIONS))}."
        )


def _path(tree: Mapping[str, Tree]) -> list[str]:
    """Return what a part of the tree is called: catalogue and schema, if given, name."""
    path = tree.get("qualified_name", {}).get("path")
    if not path or not all(isinstance(step, str) for step in path):
        raise SqlError(_UNREADABLE)
    return [step.lower() for step in path]
