"""Tables that visitors of the dashboard fill: queries that they gave a name."""

from typing import Final

from store.columns import FLAG, INT, TEXT, Column, Table

SAVED_QUERIES: Final = Table(
    "saved_queries",
    "One version of a query that was saved under a name. Never changed.",
    (
        Column("event_id", TEXT, "Unique; sorts as written."),
        Column("at_ms", INT, "When.", "ms since 1970, UTC"),
        Column("query_id", TEXT, "The query; the same in all its versions."),
        Column("name", TEXT, "Its name for people; two queries may have the same."),
        Column("statement", TEXT, "The query, in SQL."),
        Column("deleted", FLAG, "True where the query was taken away."),
    ),
    key=("event_id",),
    partition=(),
)

TABLES: Final = (SAVED_QUERIES,)
