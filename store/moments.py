"""When tables were last changed: what was read of them holds until then."""

import time
from collections.abc import Iterable, Sequence
from typing import Final

from store.layout import Store
from store.packs import changed_ns, part_folders
from store.schema import TABLES

SETTLED_S: Final = 3.0
"""A folder unchanged so long cannot change again within the same tick of its clock;
the coarsest clocks of file systems tick every two seconds."""

Moments = tuple[int, ...]


def moments_of(store: Store, tables: Iterable[str]) -> Moments:
    """Return when the folders of tables were last changed, in nanoseconds."""
    found = []
    for table in tables:
        folder = store.table_dir(table)
        below = part_folders(store, TABLES[table])
        each_once = dict.fromkeys((folder, *below))
        found += [changed_ns(each) for each in each_once if each.is_dir()]
    return tuple(found)


def have_settled(moments: Sequence[int]) -> bool:
    """Return whether the next change of a table will have another moment than these."""
    return abs(time.time() - max(moments, default=0) / 1e9) >= SETTLED_S
