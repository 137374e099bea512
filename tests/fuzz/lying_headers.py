"""Videos whose headers lie: about sizes, times, rates, numbers of frames and boxes."""

import random
import struct
from collections.abc import Sequence
from typing import Final, Literal

Order = Literal["big", "little"]
Field = tuple[bytes, int, int]
"""A mark in the file, bytes from its end to a number, and the bytes of that number."""

_MP4: Final[tuple[Field, ...]] = (
    *((b"mvhd", at, 4) for at in (12, 16, 20)),
    *((b"mdhd", at, 4) for at in (12, 16)),
    *((b"tkhd", at, 4) for at in (12, 20, 40, 44, 52, 56, 72, 76, 80)),
    *((b"elst", at, 4) for at in (4, 8, 12, 16)),
    *((b"avc1", at, 2) for at in (24, 26)),
    *((b"mp4v", at, 2) for at in (24, 26)),
    *((b"stts", at, 4) for at in (4, 8, 12)),
    *((b"ctts", at, 4) for at in (4, 8, 12)),
    *((b"stsz", at, 4) for at in (4, 8, 12)),
    *((b"stsc", at, 4) for at in (4, 8, 12, 16)),
    *((b"stco", at, 4) for at in (4, 8)),
    *((b"stss", at, 4) for at in (4, 8)),
    *((b"pasp", at, 4) for at in (0, 4)),
    *((box, -8, 4) for box in (b"moov", b"trak", b"mdia", b"stbl", b"mdat", b"avcC")),
)
_WEBM: Final[tuple[Field, ...]] = (
    (b"\xb0\x82", 0, 2),
    (b"\xba\x81", 0, 1),
    (b"\x2a\xd7\xb1\x83", 0, 3),
    (b"\x44\x89\x88", 0, 8),
    (b"\x44\x89\x84", 0, 4),
    (b"\x23\xe3\x83\x84", 0, 4),
    (b"\xe7\x81", 0, 1),
    (b"\x1f\x43\xb6\x75", 0, 8),
    (b"\x16\x54\xae\x6b", 0, 8),
    (b"\x9d\x01\x2a", 0, 2),
    (b"\x9d\x01\x2a", 2, 2),
)
_AVI: Final[tuple[Field, ...]] = (
    *((b"avih", at, 4) for at in (4, 20, 28, 32, 36, 40)),
    *((b"strh", at, 4) for at in (24, 28, 32, 36, 40)),
    *((b"strf", at, 4) for at in (4, 8, 12, 20)),
    (b"LIST", 0, 4),
    (b"movi", 4, 4),
    (b"idx1", 0, 4),
    (b"idx1", 12, 4),
    (b"\xff\xc0\x00\x11", 1, 2),
    (b"\xff\xc0\x00\x11", 3, 2),
)
_GIF: Final[tuple[Field, ...]] = (
    (b"GIF89a", 0, 2),
    (b"GIF89a", 2, 2),
    (b"\x21\xf9\x04", 1, 2),
    (b"\x21\xf9\x04", 6, 2),
)
_DECODED_SIZE: Final = 15_000
"""A side in pixels with which FFmpeg alone would still make room for a frame."""


def lying(data: bytes, seed: int) -> bytes:
    """Return a video with one to three false numbers in its headers.

    Args:
        data: an mp4, mov, webm, mkv, avi or gif; others stay as they are.
        seed: the same video and seed always give the same copy.
    """
    draw = random.Random(seed)
    order, fields = _fields(data)
    present = [field for field in fields if field[0] in data]
    changed = bytearray(data)
    for mark, at, size in draw.sample(present, min(len(present), draw.randint(1, 3))):
        place = draw.choice(_places(data, mark)) + len(mark) + at
        changed[place : place + size] = _false_number(size, draw).to_bytes(size, order)
    return bytes(changed)


def with_boxes_swapped(data: bytes, seed: int) -> bytes:
    """Return an mp4 or mov in which two boxes beside one another changed places.

    Other files stay as they are.
    """
    draw = random.Random(seed)
    spans = _boxes(data, 0, len(data)) if data[4:8] == b"ftyp" else []
    inner = [span for name, *span in spans if name == b"moov"]
    if inner and draw.random() < 0.7:
        start, end = inner[0]
        spans = _boxes(data, start + 8, end)
    if len(spans) < 2:
        return data
    (_, a, b), (_, c, d) = sorted(draw.sample(spans, 2), key=lambda span: span[1])
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def with_h264_size(data: bytes, *, side_px: int) -> bytes:
    """Return an mp4 of H.264 whose decoder is told of square frames of this side.

    That is what a decoder makes room for, whatever the boxes around it say.
    """
    box = data.index(b"avcC")
    length = int.from_bytes(data[box - 4 : box])
    start = box + 4 + 8
    size = int.from_bytes(data[start - 2 : start])
    told = _sequence(side_px)
    fill = size - len(told)
    assert fill >= 0, "what an encoder writes is longer than what is written here"
    # Zeros at the end of a sequence are skipped.
    whole = data[:start] + told + b"\0" * fill + data[start + size :]
    assert int.from_bytes(whole[box - 4 : box]) == length
    return whole


def _sequence(side_px: int) -> bytes:
    """Return an H.264 sequence parameter set of square frames, baseline profile."""
    blocks = side_px // 16
    bits = "".join(
        [
            *(_exponential(number) for number in (0, 0, 2, 4)),
            "0",
            _exponential(blocks - 1),
            _exponential(blocks - 1),
            "1100",
            "1",
        ]
    )
    bits += "0" * (-len(bits) % 8)
    return bytes([0x67, 66, 0xC0, 62]) + int(bits, 2).to_bytes(len(bits) // 8)


def _exponential(number: int) -> str:
    """Return a number in Exp-Golomb bits."""
    binary = f"{number + 1:b}"
    return "0" * (len(binary) - 1) + binary


def _fields(data: bytes) -> tuple[Order, Sequence[Field]]:
    if data[:4] == b"RIFF":
        return "little", _AVI
    if data[:3] == b"GIF":
        return "little", _GIF
    if data[:4] == b"\x1aE\xdf\xa3":
        return "big", _WEBM
    return "big", _MP4


def _places(data: bytes, mark: bytes) -> list[int]:
    found, start = [], data.find(mark)
    while start >= 0:
        found.append(start)
        start = data.find(mark, start + 1)
    return found


def _false_number(size: int, draw: random.Random) -> int:
    most = (1 << 8 * size) - 1
    extremes = 0, 1, most >> 1, (most >> 1) + 1, most, 1_000_000_000 & most
    return draw.choice((*extremes, _DECODED_SIZE & most, draw.randint(0, most)))


def _boxes(data: bytes, start: int, end: int) -> list[tuple[bytes, int, int]]:
    """Return name, start and end of the boxes between two places."""
    found = []
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, start)
        if not 8 <= size <= end - start:
            break
        found.append((name, start, start + size))
        start += size
    return found
