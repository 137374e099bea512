"""Damage that only documents know: hostile words in texts, damaged members of archives."""

import io
import random
import re
import zipfile
from typing import Final

from tests.fuzz.mutations import mutated

HOSTILE: Final = (
    *("", " ", "\0", "\ufeff", "\u2028", "\x85", "\x1c", "\r", "\n", '"', "'"),
    *(",", ";", "\t", "\\", "\ud7ff", "\U0010ffff", "e\u0301", "\u202e", "null"),
    *("NaN", "nan", "inf", "-inf", "Infinity", "1e400", "1e308", "-1e308", "-0.0"),
    *("-1", "0", "0.5", "1_000", "٣", "²", "9" * 19, "-" + "9" * 19, "9" * 5_000),
    *("../../out", "/etc/passwd", "C:\\out", "a\0b", "x" * 300, "y" * 200_000),
    *("true", "[]", "{}", '"\\ud800"', "\\ud800", "[" * 3_000, '{"a":' * 3_000),
    *("<x>", "&lt;", "&#0;", "&no;", "<a>" * 100, "]]>", "<![CDATA[", "%00", "%ff"),
    *("=1+1", "<script>alert(1)</script>", "None", "NA", "-", "/", "\u0130", "ß"),
)
"""Put in the place of a word, or into it."""
_WORD: Final = re.compile(rb"[^\s,;<>\"'=\[\]{}:/]+")
_MOST_WORDS: Final = 3


def damaged_text(data: bytes, seed: int) -> bytes:
    """Return a text of which hostile words took the place of some; or damaged bytes.

    The same content and seed always give the same copy.
    """
    if seed % 3 == 0:
        return mutated(data, seed)
    draw = random.Random(seed)
    for _ in range(draw.randint(1, _MOST_WORDS)):
        words = list(_WORD.finditer(data))
        if not words:
            break
        start, end = draw.choice(words).span()
        word = draw.choice(HOSTILE).encode()
        kept = data[start:end] if draw.random() < 0.2 else b""
        data = data[:start] + kept + word + data[end:]
    return data


def damaged_archive(data: bytes, seed: int) -> bytes:
    """Return a zip file with one damaged member, its checksum right; or damaged bytes."""
    if seed % 3 == 0:
        return mutated(data, seed)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    draw = random.Random(seed)
    name = draw.choice(sorted(members))
    if draw.random() < 0.1:
        del members[name]
    else:
        damage = damaged_text if name.endswith((".json", ".csv", ".md")) else mutated
        members[name] = damage(members[name], seed)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return made.getvalue()
