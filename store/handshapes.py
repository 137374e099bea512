"""The handshape inventory: what each handshape is called, written and made of.

Names follow the usual one-letter names of linguists. HamNoSys is written with its ASCII
names and with the private-use characters of the HamNoSys 4 Unicode font; fingers that
HamNoSys names apart (`hampinky`) stand after the base symbol. Thumb contacts that need
a construction of several symbols in full HamNoSys (D, E, K, M, N, R, T) are given by
their base symbol and modifiers only.

References: Prillwitz et al., HamNoSys Version 2.0, 1989; Hanke, HamNoSys, 2004 (symbols);
Battison, Lexical Borrowing in American Sign Language, 1978 (the unmarked set); Klezovich,
2019, and the frequencies reported with it (A, 5, 1 and B are the commonest).
"""

from dataclasses import dataclass
from typing import Final, Literal

from store.errors import UnknownNameError
from store.hamnosys import CHARACTERS

Finger = Literal["thumb", "index", "middle", "ring", "pinky"]
Position = Literal["extended", "curved", "bent", "hooked", "closed", "pinched"]
Thumb = Literal["out", "across", "opposed", "beside", "between"]


@dataclass(frozen=True, slots=True)
class Handshape:
    """One handshape of the inventory.

    Attributes:
        name: what it is called everywhere, e.g. `bent-B`.
        hamnosys: ASCII names of its HamNoSys symbols, separated by spaces.
        fingers: the selected fingers (the thumb only where it is selected itself).
        position: what the selected fingers do.
        spread: whether the selected fingers stand apart.
        thumb: where the thumb is: out to the side, across the palm or fingers, opposed
            to the fingertips, beside the index, or between the fingers.
        words: the handshape in words, as descriptions of signs use it.
        unmarked: whether it belongs to A, 5, 1, B, the easiest and commonest shapes.
    """

    name: str
    hamnosys: str
    fingers: tuple[Finger, ...]
    position: Position
    spread: bool
    thumb: Thumb
    words: str
    unmarked: bool = False

    @property
    def glyphs(self) -> str:
        """The HamNoSys symbols as private-use characters (needs a HamNoSys font)."""
        return "".join(CHARACTERS[name] for name in self.hamnosys.split())


def handshape(name: str) -> Handshape:
    """Return a handshape of the inventory.

    Raises:
        UnknownNameError: no handshape is called so.
    """
    if name not in INVENTORY:
        raise UnknownNameError("handshape", name, INVENTORY)
    return INVENTORY[name]


_FINGERS: Final[dict[str, Finger]] = {
    "t": "thumb",
    "i": "index",
    "m": "middle",
    "r": "ring",
    "p": "pinky",
}
_UNMARKED_NAMES: Final = ("A", "5", "1", "B")
_TOGETHER, _SPREAD = False, True

# fmt: off
_ROWS: Final[tuple[tuple[str, str, str, Position, bool, Thumb, str], ...]] = (
    ("A", "hamfist",
     "imrp", "closed", _TOGETHER, "beside", "a fist"),
    ("S", "hamfist hamthumbacrossmod",
     "imrp", "closed", _TOGETHER, "across", "a fist closed by the thumb"),
    ("open-A", "hamfist hamthumboutmod",
     "t", "extended", _TOGETHER, "out", "a fist with the thumb out"),
    ("T", "hamfist hamthumbacrossmod hambetween hamindexfinger",
     "imrp", "closed", _TOGETHER, "between", "a fist with the thumb under the index"),
    ("N", "hamfist hamthumbacrossmod hambetween hammiddlefinger",
     "imrp", "closed", _TOGETHER, "between", "a fist with the thumb under two fingers"),
    ("M", "hamfist hamthumbacrossmod hambetween hamringfinger",
     "imrp", "closed", _TOGETHER, "between", "a fist with the thumb under three fingers"),
    ("E", "hamfinger2345 hamthumbacrossmod hamdoublehooked",
     "imrp", "hooked", _TOGETHER, "across", "fingertips folded onto the thumb"),
    ("B", "hamflathand",
     "imrp", "extended", _TOGETHER, "beside", "a flat hand"),
    ("B-across", "hamflathand hamthumbacrossmod",
     "imrp", "extended", _TOGETHER, "across", "a flat hand with the thumb across the palm"),
    ("bent-B", "hamflathand hamfingerbendmod",
     "imrp", "bent", _TOGETHER, "beside", "a flat hand bent at the knuckles"),
    ("5", "hamfinger2345 hamthumboutmod",
     "imrp", "extended", _SPREAD, "out", "a hand with all fingers spread"),
    ("4", "hamfinger2345 hamthumbacrossmod",
     "imrp", "extended", _SPREAD, "across", "four fingers spread and the thumb folded in"),
    ("bent-5", "hamfinger2345 hamthumboutmod hamfingerhookmod",
     "imrp", "hooked", _SPREAD, "out", "a claw"),
    ("C", "hamceeall",
     "imrp", "curved", _TOGETHER, "opposed", "a hand curved like a C"),
    ("O", "hampinchall",
     "imrp", "pinched", _TOGETHER, "opposed", "a round hand with all fingertips on the thumb"),
    ("flat-O", "hampinchall hamfingerstraightmod",
     "imrp", "pinched", _TOGETHER, "opposed", "straight fingers that meet the thumb"),
    ("1", "hamfinger2",
     "i", "extended", _TOGETHER, "across", "the index finger"),
    ("D", "hampinchall hamindexfinger",
     "i", "extended", _TOGETHER, "opposed", "the index finger above a closed ring"),
    ("X", "hamfinger2 hamfingerhookmod",
     "i", "hooked", _TOGETHER, "across", "a hooked index finger"),
    ("L", "hamfinger2 hamthumboutmod",
     "ti", "extended", _TOGETHER, "out", "index finger and thumb at a right angle"),
    ("G", "hampinch12open hamfingerstraightmod",
     "ti", "extended", _TOGETHER, "opposed", "index finger and thumb side by side"),
    ("F", "hampinch12 hammiddlefinger hamringfinger hampinky",
     "ti", "pinched", _TOGETHER, "opposed", "index finger and thumb in a ring, the others up"),
    ("I", "hamfist hampinky",
     "p", "extended", _TOGETHER, "across", "the little finger"),
    ("Y", "hamfist hamthumboutmod hampinky",
     "tp", "extended", _SPREAD, "out", "thumb and little finger"),
    ("horns", "hamfinger2 hampinky",
     "ip", "extended", _SPREAD, "across", "index and little finger"),
    ("ILY", "hamfinger2 hamthumboutmod hampinky",
     "tip", "extended", _SPREAD, "out", "thumb, index and little finger"),
    ("U", "hamfinger23",
     "im", "extended", _TOGETHER, "across", "two fingers held together"),
    ("R", "hamfinger23 hamthumbacrossmod",
     "im", "extended", _TOGETHER, "across", "two crossed fingers"),
    ("V", "hamfinger23spread",
     "im", "extended", _SPREAD, "across", "two spread fingers"),
    ("bent-V", "hamfinger23spread hamfingerhookmod",
     "im", "hooked", _SPREAD, "across", "two hooked fingers"),
    ("K", "hamfinger23spread hamthumbopenmod",
     "im", "extended", _SPREAD, "between", "two fingers with the thumb between them"),
    ("3", "hamfinger23spread hamthumboutmod",
     "tim", "extended", _SPREAD, "out", "thumb and two spread fingers"),
    ("W", "hamfinger23spread hamringfinger",
     "imr", "extended", _SPREAD, "across", "three spread fingers"),
)
# fmt: on


def _inventory() -> dict[str, Handshape]:
    return {
        name: Handshape(
            name,
            hamnosys,
            tuple(_FINGERS[letter] for letter in fingers),
            position,
            spread,
            thumb,
            words,
            name in _UNMARKED_NAMES,
        )
        for name, hamnosys, fingers, position, spread, thumb, words in _ROWS
    }


INVENTORY: Final[dict[str, Handshape]] = _inventory()
"""Every handshape by name."""

UNMARKED: Final[tuple[str, ...]] = _UNMARKED_NAMES
"""The unmarked set (Battison 1978): acquired first and commonest in sign languages."""
