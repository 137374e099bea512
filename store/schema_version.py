"""The version of the schema: it rises when a table of `store.schema` changes.

Apart from the tables, which need Arrow: whoever only opens a store need not wait for it.
"""

from typing import Final

SCHEMA_VERSION: Final = 2
