"""What can be put right in a store without reading anything anew: nothing is deleted.

Parts that cannot be used are moved to `set-aside`, so that pages work again and the
command that wrote them sees that they are missing.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from store.errors import CallError, StoreError
from store.layout import Store
from store.runs import running
from store.temporary import sweep
from store.verify_findings import CLIP_TABLES, Finding, named

SET_ASIDE: Final = "set-aside"


def repair(store: Store, found: Iterable[Finding]) -> list[str]:
    """Move the parts that findings name away, and remove half-written files.

    A clip counts as ingested while it has its row in `clips`; so with one part of a
    clip its others are moved too, and the same ingest reads the clip anew.

    Returns:
        What was done, a sentence each; nothing where nothing could be.

    Raises:
        CallError: a run is writing into the store.
        StoreError: the disk refuses.
    """
    if runs := running(store):
        raise CallError(
            f"{runs[0].step} of {runs[0].corpus or 'several corpora'} is writing into "
            "the store: wait for its end, or end it, then repair."
        )
    try:
        removed = [f"Removed {named(store, path)}." for path in sweep(store.root)]
        moved = [
            f"Moved {named(store, path)} to {named(store, _move(store, path))}."
            for path in sorted(_to_move(store, found))
        ]
    except OSError as error:
        raise StoreError(
            f"Cannot repair {store.root}: {error.strerror}. Free space, or see that you "
            "may write there, then run the same command again."
        ) from error
    return removed + moved


def _to_move(store: Store, found: Iterable[Finding]) -> set[Path]:
    paths = set()
    for finding in found:
        if finding.sets_aside:
            path = store.root / finding.part
            paths |= {path, *_written_together(store, finding.table, path)}
    return {path for path in paths if path.exists()}


def _written_together(store: Store, table: str, path: Path) -> list[Path]:
    """Return the parts of the same clips in the other tables."""
    if table not in CLIP_TABLES:
        return []
    place = path.relative_to(store.table_dir(table))
    return [store.table_dir(name) / place for name in CLIP_TABLES]


def _move(store: Store, path: Path) -> Path:
    target = store.root / SET_ASIDE / path.relative_to(store.root)
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{path.stem}.{number}{path.suffix}")
    return path.rename(target)
