"""What the questions about the labelled set return."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from store.labelled_set import LabelledSet


@dataclass(frozen=True, slots=True)
class LabelledHand:
    """One labelled hand. `signer`, `orientation`, ...: None where unknown."""

    crop_id: str
    handshape: str
    clip_id: str
    corpus: str | None
    gloss: str | None
    signer: str | None
    orientation: str | None


@dataclass(frozen=True, slots=True)
class HandshapeClass:
    """One handshape with its hands, by id."""

    name: str
    hands: tuple[LabelledHand, ...]

    @property
    def signers(self) -> list[str]:
        """Signers that show it, by name."""
        return sorted({hand.signer for hand in self.hands if hand.signer})

    @property
    def orientations(self) -> list[str]:
        """Orientations it is seen in, by name; none where no truth is known."""
        return sorted({hand.orientation for hand in self.hands if hand.orientation})

    def examples(self, at_most: int) -> list[LabelledHand]:
        """Return hands of as many signers and orientations as there are."""
        seen: dict[tuple[str | None, str | None], LabelledHand] = {}
        for hand in self.hands:
            seen.setdefault((hand.signer, hand.orientation), hand)
        first = sorted(seen.values(), key=_by_signer)
        shown = {hand.crop_id for hand in first}
        others = (hand for hand in self.hands if hand.crop_id not in shown)
        return [*first, *islice(others, at_most)][:at_most]


@dataclass(frozen=True, slots=True)
class Inventory:
    """The labelled set as classes, the commonest first."""

    labelled: LabelledSet
    classes: tuple[HandshapeClass, ...]

    @property
    def hands(self) -> int:
        """Number of labelled hands."""
        return sum(len(class_.hands) for class_ in self.classes)


def classes_of(hands: Sequence[LabelledHand]) -> tuple[HandshapeClass, ...]:
    """Return hands by handshape, the commonest first, then by name."""
    by_name: dict[str, list[LabelledHand]] = {}
    for hand in hands:
        by_name.setdefault(hand.handshape, []).append(hand)
    ordered = sorted(by_name.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(HandshapeClass(name, tuple(found)) for name, found in ordered)


def _by_signer(hand: LabelledHand) -> tuple[str, str]:
    return hand.signer or "", hand.orientation or ""
