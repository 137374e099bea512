"""Every table of the store, by name; `store.schema_version` rises when one of them changes."""

from typing import Final

from store.columns import Table
from store.errors import UnknownNameError
from store.tables import asked, derived, lexicon, observed, truth

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for tables in (observed, truth, lexicon, derived, asked)
    for table in tables.TABLES
}


def table(name: str) -> Table:
    """Return the table of this name.

    Raises:
        UnknownNameError: there is no such table.
    """
    if name not in TABLES:
        raise UnknownNameError("table", name, TABLES)
    return TABLES[name]
