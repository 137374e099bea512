"""Ways in which a disk spoils a file."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from store.layout import Store, open_store

Damage = Callable[[bytes, random.Random], bytes]


def _truncated(content: bytes, drawn: random.Random) -> bytes:
    return content[: drawn.randrange(len(content))]


def _flipped(content: bytes, drawn: random.Random) -> bytes:
    """Eight bits of eight bytes anywhere."""
    spoiled = bytearray(content)
    for place in drawn.sample(range(len(content)), k=min(8, len(content))):
        spoiled[place] ^= 1 << drawn.randrange(8)
    return bytes(spoiled)


def _zeroed(content: bytes, drawn: random.Random) -> bytes:
    """A block of zeros in the middle, as after a crash of the machine."""
    start = drawn.randrange(len(content))
    return (content[:start] + bytes(512) + content[start + 512 :])[: len(content)]


DAMAGES: Final[dict[str, Damage]] = {
    "truncated": _truncated,
    "emptied": lambda content, drawn: b"",
    "flipped": _flipped,
    "zeroed": _zeroed,
}
ALWAYS_SEEN: Final = ("truncated", "emptied")
"""Damages without which nothing of a part can be read."""


def spoil_table(store: Store, table: str, damage: str, *, seed: int) -> list[str]:
    """Spoil every part of a table; return their names as findings have them."""
    drawn = random.Random(seed)
    spoiled = []
    for path in store.parts(table):
        content = DAMAGES[damage](path.read_bytes(), drawn)
        # A new file: the old one may be linked from elsewhere.
        path.unlink()
        path.write_bytes(content)
        spoiled.append(path.relative_to(store.root).as_posix())
    return spoiled


def linked_copy(store: Store, root: Path) -> Store:
    """Return a copy of a store that takes no space until files are replaced."""
    return open_store(Path(shutil.copytree(store.root, root, copy_function=os.link)))
