"""How the signs of an invented language are drawn up: balanced, with minimal pairs.

Each handshape begins six signs. Handshapes go in pairs, and of each pair's twelve signs
some are planted one parameter apart:

    slot 0   the same sign with either handshape             (handshape)
    slot 1   slot 0 with another movement, or another place  (movement, place)
    slot 2   slot 0 held another way, or free                (orientation)
    slot 3   both hands alike
    slot 4   at the other hand, or turning over
    slot 5   opening or closing, or both hands by turns

Orientations go round with handshape and slot, so that neither tells the other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from ingest.signer.movements import MOVEMENTS
from ingest.signer.orientations import ORIENTATIONS
from ingest.signer.places import OTHER_HAND, PLACES
from ingest.signer.signs import Hands, Sign
from store.errors import CallError

SIGNS_PER_HANDSHAPE: Final = 6
TURNS_OVER: Final = {"up-out": "up-back", "up-back": "up-out", "up-in": "up-back"}
OUT_OF_SIGHT: Final = frozenset({("temple", "up"), ("belly", "down")})
"""(place, movement) that would leave the picture."""
MAX_TRIES: Final = 400


def draw_up(
    handshapes: Sequence[str], glosses: Iterable[str], *, seed: int
) -> tuple[Sign, ...]:
    """Return the signs of a language, six for each handshape, in its order."""
    plan = _Plan(np.random.default_rng(seed), iter(glosses))
    for first in range(0, len(handshapes), 2):
        plan.pair(first, handshapes[first], handshapes[first + 1])
    return tuple(plan.signs)


@dataclass
class _Plan:
    rng: np.random.Generator
    glosses: Iterable[str]
    signs: list[Sign] = field(default_factory=list)
    taken: set[tuple[tuple[str, ...], ...]] = field(default_factory=set)

    def pair(self, number: int, one: str, other: str) -> None:
        base = self.free(one, number)
        twin = self.keep(replace(base, gloss=self.gloss(), handshape=other))
        self.varied(base, "movement")
        self.varied(base, "orientation")
        self.free(one, number + 3, hands="symmetric")
        self.free(one, number + 4, hands="base")
        self.free(one, number + 5, end_handshape=other)
        self.varied(twin, "place")
        self.free(other, number + 2)
        self.free(other, number + 1, hands="symmetric")
        self.turning(other)
        self.free(other, number + 4, hands="alternating")

    def gloss(self) -> str:
        return next(iter(self.glosses))

    def keep(self, sign: Sign) -> Sign:
        self.signs.append(sign)
        self.taken.add(tuple(sign.parameters.values()))
        return sign

    def may_keep(self, sign: Sign) -> bool:
        return (
            tuple(sign.parameters.values()) not in self.taken
            and (sign.place, sign.movement) not in OUT_OF_SIGHT
        )

    def free(
        self, shape: str, turn: int, *, hands: Hands = "one", end_handshape: str = ""
    ) -> Sign:
        for name in self.rare_orientations(shape, turn):
            places = self.rare_places(shape, _places(name, hands))
            if not places:
                continue
            for _ in range(MAX_TRIES):
                sign = Sign(
                    "",
                    shape,
                    name,
                    str(self.rng.choice(places)),
                    str(self.rng.choice(_movements(hands))),
                    hands,
                    end_handshape,
                )
                if self.may_keep(sign):
                    return self.keep(replace(sign, gloss=self.gloss()))
        message = f"No sign is left for handshape {shape}."
        raise CallError(message)

    def rare_orientations(self, shape: str, turn: int) -> list[str]:
        """Return orientations to try, those that the handshape has least first."""
        used = Counter(s.orientation for s in self.signs if s.handshape == shape)
        names = list(ORIENTATIONS)
        in_turn = [names[(turn + step) % len(names)] for step in range(len(names))]
        return sorted(in_turn, key=lambda name: used[name])

    def rare_places(self, shape: str, places: Sequence[str]) -> list[str]:
        """Return those of the places that the handshape has least."""
        used = Counter(s.place for s in self.signs if s.handshape == shape)
        least = min((used[name] for name in places), default=0)
        return [name for name in places if used[name] == least]

    def varied(self, sign: Sign, parameter: str) -> Sign:
        """Keep a sign that differs from another in one parameter only."""
        choices = {
            "movement": _movements(sign.hands),
            "orientation": PLACES[sign.place].orientations,
            "place": _places(sign.orientation, sign.hands),
        }[parameter]
        for name in self.rng.permutation(choices):
            changed = _with(sign, parameter, str(name))
            if self.may_keep(changed):
                return self.keep(replace(changed, gloss=self.gloss()))
        message = f"No {parameter} is left for a sign like {sign.gloss}."
        raise CallError(message)

    def turning(self, shape: str) -> Sign:
        for _ in range(MAX_TRIES):
            start = str(self.rng.choice(list(TURNS_OVER)))
            where = str(self.rng.choice(_places(start, "one")))
            path = str(self.rng.choice(["still", "up", "down", "out"]))
            sign = Sign(
                "", shape, start, where, path, end_orientation=TURNS_OVER[start]
            )
            if self.may_keep(sign):
                return self.keep(replace(sign, gloss=self.gloss()))
        message = f"No turning sign is left for handshape {shape}."
        raise CallError(message)


def _with(sign: Sign, parameter: str, name: str) -> Sign:
    if parameter == "movement":
        return replace(sign, movement=name)
    if parameter == "place":
        return replace(sign, place=name)
    return replace(sign, orientation=name)


def _places(orientation: str, hands: Hands) -> list[str]:
    return [
        place.name
        for place in PLACES.values()
        if orientation in place.orientations
        and (place.name == OTHER_HAND) == (hands == "base")
        and (hands in ("one", "base") or place.two_hands)
    ]


def _movements(hands: Hands) -> list[str]:
    if hands == "base":
        return ["still", "up", "out", "circle", "shake"]
    if hands == "alternating":
        return ["up", "down", "ahead", "circle"]
    return list(MOVEMENTS)
