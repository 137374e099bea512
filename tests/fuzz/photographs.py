"""Photographs of a synthetic signer in every kind of file, damaged."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.fuzz.mutations import mutated

SUFFIXES: Final = (".png", ".jpg", ".webp", ".bmp", ".tif")


def damaged_photographs(
    image: NDArray[np.uint8], count: int, *, first_seed: int = 0
) -> Iterator[tuple[str, bytes]]:
    """Yield damaged copies of a picture, each named after its seed and what it was."""
    whole = [_encoded(image, suffix) for suffix in SUFFIXES]
    for seed in range(first_seed, first_seed + count):
        which = seed % len(SUFFIXES)
        yield f"{seed:05d}{SUFFIXES[which]}", mutated(whole[which], seed)


def bombs() -> Sequence[tuple[str, bytes]]:
    """Return pictures of few bytes that claim, or come to, thousands of millions."""
    return [
        ("claims-nothing.png", png(60_000, 60_000, b"")),
        ("whole.png", png(16_000, 16_000, zlib.compress(bytes(16_000 * 2_001)))),
        ("claims.gif", b"GIF89a" + struct.pack("<HHBBB", 65_000, 65_000, 0, 0, 0)),
        ("claims.bmp", _bmp(100_000, 100_000)),
    ]


def png(width: int, height: int, packed: bytes) -> bytes:
    """Return a PNG of one bit a pixel with these packed lines."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", packed), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def _bmp(width: int, height: int) -> bytes:
    head = struct.pack("<2sIHHI", b"BM", 54, 0, 0, 54)
    return head + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, *[0] * 6)


def _encoded(image: NDArray[np.uint8], suffix: str) -> bytes:
    whole, data = cv2.imencode(suffix, image[:, :, ::-1])
    assert whole
    return data.tobytes()
