"""A sign: its parameters, its description in words, and how two signs differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ingest.signer.movements import MOVEMENTS, movement
from ingest.signer.orientations import ORIENTATIONS, orientation
from ingest.signer.places import OTHER_HAND, PLACES, place
from store.errors import CallError
from store.handshapes import INVENTORY, handshape

Hands = Literal["one", "symmetric", "alternating", "base"]

PARAMETERS: Final = ("handshape", "orientation", "place", "movement")
BASE_HANDSHAPE: Final = "B"
BASE_ORIENTATION: Final = "in-down"
_SUBJECTS: Final[dict[Hands, str]] = {
    "one": "One hand",
    "symmetric": "Both hands alike",
    "alternating": "Both hands by turns",
    "base": "One hand above the other, flat hand",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of an invented language, as a right-handed signer makes it.

    Attributes:
        gloss: its name.
        handshape, orientation: of the dominant hand at the first hold.
        place: where the first hold is.
        movement: between the holds.
        hands: one hand, two that do the same (together or by turns), or one at the
            other, which rests flat.
        end_handshape, end_orientation: at the last hold; empty: as at the first.
    """

    gloss: str
    handshape: str
    orientation: str
    place: str
    movement: str
    hands: Hands = "one"
    end_handshape: str = ""
    end_orientation: str = ""

    def __post_init__(self) -> None:
        for kind, name, known in (
            ("handshape", self.last_handshape, INVENTORY),
            ("orientation", self.last_orientation, ORIENTATIONS),
            ("place", self.place, PLACES),
            ("movement", self.movement, MOVEMENTS),
        ):
            if name not in known:
                message = f"Sign {self.gloss} has the unknown {kind} {name!r}."
                raise CallError(message)
        if (self.place == OTHER_HAND) != (self.hands == "base"):
            message = (
                f"Sign {self.gloss}: place {OTHER_HAND!r} and a base hand go together."
            )
            raise CallError(message)

    @property
    def last_handshape(self) -> str:
        """Handshape at the last hold."""
        return self.end_handshape or self.handshape

    @property
    def last_orientation(self) -> str:
        """Orientation at the last hold."""
        return self.end_orientation or self.orientation

    @property
    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The four parameters, each with all that belongs to it."""
        return {
            "handshape": (self.handshape, self.last_handshape),
            "orientation": (self.orientation, self.last_orientation),
            "place": (self.place,),
            "movement": (self.movement, self.hands),
        }

    @property
    def description(self) -> str:
        """How the sign is made, in words made from its parameters."""
        parts = [
            f"{_SUBJECTS[self.hands]}: {handshape(self.handshape).words}",
            orientation(self.orientation).words,
            place(self.place).words,
        ]
        changes = [movement(self.movement).words]
        if self.last_handshape != self.handshape:
            changes.append(f"becomes {handshape(self.last_handshape).words}")
        if self.last_orientation != self.orientation:
            changes.append(f"turns to {orientation(self.last_orientation).words}")
        return f"{', '.join(parts)}; it {' and '.join(changes)}."


def differences(one: Sign, other: Sign) -> list[str]:
    """Return the parameters in which two signs differ."""
    ours, theirs = one.parameters, other.parameters
    return [name for name in PARAMETERS if ours[name] != theirs[name]]


def minimal_pairs(sign: Sign, signs: Sequence[Sign]) -> list[tuple[str, str]]:
    """Return (gloss, parameter) of the signs that differ in just that parameter."""
    found = []
    for other in signs:
        apart = differences(sign, other)
        if len(apart) == 1:
            found.append((other.gloss, apart[0]))
    return sorted(found)
