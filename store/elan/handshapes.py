"""Handshapes as a controlled vocabulary of ELAN, whose ids stay the same for ever."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from store.elan import document as elan
from store.elan.writing import ecv_bytes
from store.handshapes import INVENTORY

AUTHOR: Final = "signatlas"
VOCABULARY_NAME: Final = "handshapes"
NO_LANGUAGE: Final = elan.Language(
    elan.UNDETERMINED,
    "http://cdb.iso.org/lg/CDB-00130975-001",
    "undetermined (und)",
)
_VERSION: Final = "0.2"
"""Of the form of .ecv files, as ELAN writes it."""


def handshape_ecv(handshapes: Sequence[str], *, at: datetime | None = None) -> bytes:
    """Return handshapes as an external controlled vocabulary (.ecv); ELAN 5 links to it.

    Args:
        handshapes: names, in the order shown in ELAN.
        at: time written into the file; now.
    """
    return ecv_bytes(
        elan.VocabularyFile(
            languages=(NO_LANGUAGE,),
            vocabularies=(handshape_vocabulary(handshapes),),
            author=AUTHOR,
            date=date_text(at),
            version=_VERSION,
        )
    )


def handshape_vocabulary(handshapes: Sequence[str]) -> elan.Vocabulary:
    """Return handshapes as a vocabulary; its language is `NO_LANGUAGE`."""
    about = "Handshapes labelled with signatlas"
    return elan.Vocabulary(
        VOCABULARY_NAME,
        descriptions=(elan.VocabularyDescription(elan.UNDETERMINED, about),),
        entries=tuple(
            elan.Entry(
                entry_id(name),
                (elan.EntryValue(name, elan.UNDETERMINED, _meaning(name)),),
            )
            for name in handshapes
        ),
    )


def entry_id(handshape: str) -> str:
    """Return the id of a handshape's entry.

    It is made from the name, so that annotations keep their meaning in later exports.
    """
    return f"cveid_{hashlib.sha256(handshape.encode()).hexdigest()[:12]}"


def date_text(at: datetime | None) -> str:
    """Return a time (None: now) as ELAN's files have it."""
    return (at or datetime.now(UTC)).isoformat(timespec="seconds")


def _meaning(name: str) -> str:
    known = INVENTORY.get(name)
    return f"{known.words} ({known.hamnosys})" if known else ""
