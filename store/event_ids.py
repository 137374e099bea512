"""Ids of events in logs that only grow: they sort in the order in which they were written.

A clock may be set back, by hand or by the network, and two events may fall into the same
millisecond. What was written later counts later nevertheless.
"""

import re
import uuid
from typing import Final

from store.layout import PART_GLOB, Store

_DIGITS: Final = 14
_ID: Final = re.compile(rf"(?P<moment_ms>\d{{{_DIGITS}}})-[0-9a-f]{{12}}")


def new_event_id(moment_ms: int) -> str:
    """Return a unique id that sorts by a moment in ms since 1970, UTC."""
    return f"{moment_ms:0{_DIGITS}d}-{uuid.uuid4().hex[:12]}"


def id_after_all(store: Store, table: str, event_id: str) -> str:
    """Return an id under which an event sorts after every other of its log.

    Args:
        store: where the log is.
        table: the log; the names of its parts are the ids of its events.
        event_id: the id that the event would have by the clock.

    Returns:
        `event_id` where it does or is in the log already; else one made from the
        moment of the last.
    """
    there = {
        path.stem.removeprefix("part-")
        for path in store.table_dir(table).glob(PART_GLOB)
    }
    timed = [match for match in map(_ID.fullmatch, there) if match]
    last = max((match[0] for match in timed), default="")
    if event_id > last or event_id in there:
        return event_id
    return new_event_id(int(last[:_DIGITS]) + 1)
