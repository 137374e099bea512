"""The two invented languages, their people, and who performs what. All synthetic.

They have six handshapes in common and no sign. A smaller size has fewer handshapes and
fewer people, not fewer signs for a handshape.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from ingest.signer.people import signer
from ingest.signer.signers import Signer
from ingest.signer.signs import Sign
from ingest.signer.vocabulary import SIGNS_PER_HANDSHAPE, draw_up
from store.errors import UnknownNameError

Split = Literal["train", "validation", "test"]

LANGUAGES: Final[tuple[str, ...]] = ("synthetic-ana", "synthetic-bel")
"""Ids of the corpora."""
SIZES: Final = ("tiny", "small", "full")


@dataclass(frozen=True, slots=True)
class Language:
    """One invented language at one size: its signs and the people who sign it."""

    corpus: str
    title: str
    size: str
    signs: tuple[Sign, ...]
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Performance:
    """One clip to be recorded: who signs what.

    Attributes:
        clip_id: `corpus/gloss-signer` in lower case.
        corpus, size: the language and its size.
        gloss: the sign.
        signer: id of the signer.
        split: by signer, so that no person is in two.
        seed: of everything that varies from clip to clip.
    """

    clip_id: str
    corpus: str
    size: str
    gloss: str
    signer: str
    split: Split
    seed: int


@dataclass(frozen=True, slots=True)
class _Outline:
    title: str
    handshapes: tuple[str, ...]
    people: tuple[str, ...]
    syllables: tuple[str, ...]
    seed: int


_OUTLINES: Final[dict[str, _Outline]] = {
    "synthetic-ana": _Outline(
        "Ana (synthetic)",
        ("5", "A", "1", "Y", "V", "B", "L", "C", "W", "bent-5"),
        ("s01", "s02", "s03", "s04", "s05", "s06"),
        ("ba", "di", "ku", "la", "mi", "nu", "pa", "ri", "su", "ta", "vi", "zu"),
        seed=11,
    ),
    "synthetic-bel": _Outline(
        "Bel (synthetic)",
        ("B", "1", "5", "L", "A", "V", "3", "flat-O", "horns", "bent-B"),
        ("s07", "s08", "s09", "s10", "s11", "s12"),
        (
            "bel",
            "dor",
            "fen",
            "gir",
            "hem",
            "jor",
            "kel",
            "mon",
            "rev",
            "sol",
            "ten",
            "vor",
        ),
        seed=12,
    ),
}
_HANDSHAPES: Final = {"tiny": 2, "small": 4, "full": 10}
_SPLITS: Final[dict[str, tuple[Split, ...]]] = {
    "tiny": ("train", "test"),
    "small": ("train", "train", "validation", "test"),
    "full": ("train", "train", "train", "train", "validation", "test"),
}


@lru_cache(maxsize=8)
def language(corpus: str, size: str) -> Language:
    """Return an invented language.

    Raises:
        UnknownNameError: there is no such language or size.
    """
    if corpus not in _OUTLINES:
        raise UnknownNameError("synthetic language", corpus, LANGUAGES)
    if size not in SIZES:
        raise UnknownNameError("size", size, SIZES)
    outline = _OUTLINES[corpus]
    signs = draw_up(outline.handshapes, _glosses(outline), seed=outline.seed)
    people = outline.people[: len(_SPLITS[size])]
    return Language(
        corpus,
        outline.title,
        size,
        signs[: SIGNS_PER_HANDSHAPE * _HANDSHAPES[size]],
        tuple(signer(name) for name in people),
    )


def performances(spoken: Language) -> list[Performance]:
    """Return one performance per clip, sign by sign.

    Of the tiny size the second person performs every other sign of each handshape only,
    to save time.
    """
    splits = _SPLITS[spoken.size]
    return [
        _performance(spoken, sign, person, split)
        for sign in spoken.signs
        for person, split in zip(spoken.signers, splits, strict=True)
        if spoken.size != "tiny" or split == "train" or _is_even(spoken, sign)
    ]


def _performance(
    spoken: Language, sign: Sign, person: Signer, split: Split
) -> Performance:
    clip_id = f"{spoken.corpus}/{sign.gloss.lower()}-{person.id}"
    seed = zlib.crc32(clip_id.encode()) & 0x7FFFFFFF
    return Performance(
        clip_id, spoken.corpus, spoken.size, sign.gloss, person.id, split, seed
    )


def _is_even(spoken: Language, sign: Sign) -> bool:
    """Return whether a sign is the first, third, ... of its handshape."""
    alike = [other for other in spoken.signs if other.handshape == sign.handshape]
    return alike.index(sign) % 2 == 0


def _glosses(outline: _Outline) -> Iterator[str]:
    """Yield made-up words, no two alike."""
    rng = np.random.default_rng(outline.seed)
    used: set[str] = set()
    while True:
        word = "".join(rng.choice(outline.syllables, 2, replace=False)).upper()
        if word not in used:
            used.add(word)
            yield word
