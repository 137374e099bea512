"""What ASL-LEX 2.0 calls a handshape, and what our inventory calls it.

ASL-LEX tells more handshapes apart than our inventory does, and some less: its `a` is a
fist whether or not the thumb stands off. Where the inventory has no such handshape
(`curved_v`, `open_8`, ...) there is none here; nothing is mapped to a mere neighbour.

Read off the features with which each code occurs in the file (selected fingers, flexion,
spread, thumb), and the pictures of https://asl-lex.org.
"""

from typing import Final

INVENTORY_NAMES: Final = {
    "1": "1",
    "3": "3",
    "4": "4",
    "5": "5",
    "a": "A",
    "bent_1": "X",
    "bent_v": "bent-V",
    "c": "C",
    "closed_b": "B-across",
    "curved_5": "bent-5",
    "d": "D",
    "e": "E",
    "f": "F",
    "flat_b": "bent-B",
    "flat_o": "flat-O",
    "g": "G",
    "h": "U",
    "horns": "horns",
    "i": "I",
    "ily": "ILY",
    "k": "K",
    "l": "L",
    "o": "O",
    "open_b": "B",
    "p": "K",
    "r": "R",
    "s": "S",
    "t": "T",
    "v": "V",
    "w": "W",
    "y": "Y",
}
"""`p` is the K hand pointing down; `open_b` and `closed_b` differ by the thumb."""

OF_THE_OTHER_HAND: Final = {"A": "A", "B": "B", "C": "C", "O": "O", "S": "S"}
"""Capitals stand for the plain handshapes of a hand that only holds still."""

WITHOUT_A_NAME: Final = frozenset(
    {
        "7",
        "8",
        "baby_o",
        "bent_l",
        "closed_e",
        "curved_1",
        "curved_4",
        "curved_h",
        "curved_l",
        "curved_v",
        "flat_1",
        "flat_4",
        "flat_h",
        "flat_horns",
        "flat_ily",
        "flat_m",
        "flat_n",
        "flat_v",
        "flatspread_5",
        "goody_goody",
        "open_8",
        "open_e",
        "open_f",
        "open_h",
        "spread_e",
        "spread_open_e",
        "stacked_5",
    }
)
"""Codes of ASL-LEX that our inventory has no name for."""
NO_HANDSHAPE: Final = frozenset({"DominanceViolation", "SymmetryViolation", "Lax"})
"""What stands in the column of the other hand without being a handshape."""


def is_known(code: str) -> bool:
    """Return whether ASL-LEX 2.0 has this code for the dominant hand."""
    return code in INVENTORY_NAMES or code in WITHOUT_A_NAME


def inventory_name(code: str | None) -> str | None:
    """Return the inventory's name of a code; None where it has none."""
    if code is None:
        return None
    return INVENTORY_NAMES.get(code) or OF_THE_OTHER_HAND.get(code)
