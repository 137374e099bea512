"""Stores that look as if nobody had written into them for a while."""

import os

from store.layout import Store


def settled(store: Store) -> Store:
    """Make each folder look as if its last change was ten seconds before it was."""
    for folder in (store.root / "tables").rglob("*"):
        if folder.is_dir():
            moment_ns = folder.stat().st_mtime_ns - 10_000_000_000
            os.utime(folder, ns=(moment_ns, moment_ns))
    return store
