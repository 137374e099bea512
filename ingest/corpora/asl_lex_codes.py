"""The phonological codes of ASL-LEX 2.0, written as a description of one word a code.

Only the sign's first morpheme is coded in the columns that are read.

Reference: Sehyr, Caselli, Cohen-Goldberg and Emmorey, The ASL-LEX 2.0 project, Journal of
Deaf Studies and Deaf Education, 2021.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from ingest.corpora.description_tables import Table

GLOSS_COLUMN: Final = "EntryID"
TEXT_COLUMN: Final = "description"
CODES: Final = (
    "SignType",
    "Handshape",
    "SelectedFingers",
    "Flexion",
    "FlexionChange",
    "Spread",
    "SpreadChange",
    "ThumbPosition",
    "ThumbContact",
    "NonDominantHandshape",
    "UlnarRotation",
    "MajorLocation",
    "MinorLocation",
    "SecondMinorLocation",
    "Contact",
    "Movement",
    "RepeatedMovement",
)
"""Codes in the order in which they are told; their columns end in `.2.0`."""
_NOTHING: Final = frozenset({"", "NA"})
_NO_WORD: Final = re.compile(r"[^A-Za-z0-9]+")


def is_asl_lex(columns: Sequence[str]) -> bool:
    """Return whether a table is ASL-LEX 2.0, by its columns."""
    return {GLOSS_COLUMN, "Handshape.2.0", "MajorLocation.2.0"} <= set(columns)


def codes_as_text(table: Table) -> Table:
    """Return ASL-LEX with a column in which each code is a word, e.g. `flexion-curved`."""
    rows = [(place, {**row, TEXT_COLUMN: _told(row)}) for place, row in table.rows]
    return Table([*table.columns, TEXT_COLUMN], rows, table.problems)


def _told(row: Mapping[str, str]) -> str:
    told = []
    for code in CODES:
        value = row.get(f"{code}.2.0", "").strip()
        if value not in _NOTHING:
            told.append(f"{code}-{_NO_WORD.sub('-', value).strip('-')}")
    return " ".join(told)
