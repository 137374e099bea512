"""Damage done to files at random, the same each time for the same seed."""

import random
from collections.abc import Callable
from typing import Final

Way = Callable[[bytearray, random.Random], None]
"""Damages content in place; it has one byte or more."""
_EXTREMES: Final = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
_MOST_FLIPS: Final = 32
_LONGEST_RUN: Final = 512
_MOST_AT_ONCE: Final = 3


def mutated(data: bytes, seed: int) -> bytes:
    """Return a damaged copy of a file: one to three of the ways below, one upon another.

    Args:
        data: content of the file; an empty one stays empty.
        seed: the same content and seed always give the same copy.
    """
    draw = random.Random(seed)
    changed = bytearray(data)
    for way in draw.choices(WAYS, k=draw.randint(1, _MOST_AT_ONCE)):
        if changed:
            way(changed, draw)
    return bytes(changed)


def flip_bits(data: bytearray, draw: random.Random) -> None:
    """Turn over single bits."""
    for _ in range(draw.randint(1, _MOST_FLIPS)):
        data[_place(data, draw)] ^= 1 << draw.randrange(8)


def overwrite_run(data: bytearray, draw: random.Random) -> None:
    """Put noise, or one byte over and over, in the place of a run."""
    start, end = _run(data, draw)
    size = end - start
    data[start:end] = (
        draw.randbytes(size) if draw.random() < 0.5 else draw.randbytes(1) * size
    )


def set_extreme(data: bytearray, draw: random.Random) -> None:
    """Write a number in which lengths and counts go wrong, at any place."""
    size = draw.choice((1, 2, 4, 8))
    number = draw.choice(_EXTREMES) % (1 << 8 * size)
    start = _place(data, draw)
    end = min(start + size, len(data))
    written = number.to_bytes(size, "big" if draw.random() < 0.5 else "little")
    data[start:end] = written[: end - start]


def truncate(data: bytearray, draw: random.Random) -> None:
    """Break the file off."""
    del data[_place(data, draw) :]


def cut_run(data: bytearray, draw: random.Random) -> None:
    """Take a run out, so that what follows lies elsewhere than headers say."""
    start, end = _run(data, draw)
    del data[start:end]


def splice_run(data: bytearray, draw: random.Random) -> None:
    """Put a run of the file into it once more, somewhere else."""
    start, end = _run(data, draw)
    place = _place(data, draw)
    data[place:place] = data[start:end]


def swap_runs(data: bytearray, draw: random.Random) -> None:
    """Let two runs of the same size change places."""
    size = draw.randint(1, min(_LONGEST_RUN, max(1, len(data) // 2)))
    last = len(data) - size
    first, second = draw.randint(0, last), draw.randint(0, last)
    one, other = data[first : first + size], data[second : second + size]
    data[first : first + size], data[second : second + size] = other, one


WAYS: Final[tuple[Way, ...]] = (
    flip_bits,
    overwrite_run,
    set_extreme,
    truncate,
    cut_run,
    splice_run,
    swap_runs,
)


def _place(data: bytearray, draw: random.Random) -> int:
    """Return a place in the file, every other time near its start, where headers are."""
    whole = len(data)
    return draw.randrange(min(whole, 1024) if draw.random() < 0.5 else whole)


def _run(data: bytearray, draw: random.Random) -> tuple[int, int]:
    """Return start and end of a run that lies in the file."""
    start = _place(data, draw)
    return start, min(len(data), start + draw.randint(1, _LONGEST_RUN))
