"""Which tiers of an ELAN document hold glosses and handshapes, of which hand and signer.

Corpora name their tiers in their own ways (`Gloss`, `GlossR S1`, `RH-IDgloss`,
`Handshape DH`); names are read as words: what is annotated, which hand, and the rest.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final, Literal

from store.elan import document as elan
from store.skeleton import Hand

Mark = Literal["right", "left", "dominant", "other"]
"""What a tier's name says of the hand; nothing said means the dominant hand."""
Side = Literal["first", "second"]
"""The hand that is glossed whenever somebody signs, and the one that may join it."""
Content = Literal["gloss", "handshape"]

_CONTENT: Final[Mapping[Content, re.Pattern[str]]] = {
    "gloss": re.compile(
        r"(?:id[-_ ]?)?gloss(?:es|en)?|lexe?me?(?:[-_ ]gebärden?)?", re.I
    ),
    "handshape": re.compile(
        r"hand[-_ ]?(?:shape|form|config(?:uration)?)s?|configuration manuelle", re.I
    ),
}
_WORD: Final = re.compile(r"[^\W\d_]?[^\W\d_A-ZÄÖÜ]+|[A-ZÄÖÜ]+|\d+")
_MORE: Final = re.compile(r" \(\d+\)$")
_MARKS: Final[Mapping[str, Mark]] = {
    **dict.fromkeys(("r", "rh", "right", "rechts", "rechte", "droite"), "right"),
    **dict.fromkeys(("l", "lh", "left", "links", "linke", "gauche"), "left"),
    **dict.fromkeys(("dh", "dom", "dominant", "strong"), "dominant"),
    **dict.fromkeys(("nd", "ndh", "nondom", "nondominant", "weak"), "other"),
}
_OF_NO_MEANING: Final = frozenset({"hand", "hands", "non", "tier"})
_SOMETHING_ELSE: Final = re.compile(
    r"comment|note|transl|free|meaning|mouth|predict|synthetic|uncertain|change|location"
    r"|movement|orientation|hold|\b(?:pos|type)\b",
    re.I,
)
"""Says that a tier is about glosses or handshapes, and does not hold them."""


@dataclass(frozen=True, slots=True)
class ChosenTier:
    """A tier that holds glosses or handshapes.

    Attributes:
        tier: the tier.
        mark: the hand that its name gives.
        participant: its participant or that of the tiers above; empty: none.
        rest: what its name says besides content and hand; empty: nothing.
    """

    tier: elan.Tier
    mark: Mark
    participant: str
    rest: str

    @property
    def signer(self) -> str:
        """What tells its signer from others; empty: nothing does."""
        return self.participant or self.rest

    @property
    def side(self) -> Side:
        """Whether its hand is the one glossed first."""
        return "second" if self.mark in ("left", "other") else "first"

    def hand(self, dominant_hand: str | None) -> Hand:
        """Return its hand, of a signer whose dominant hand is this (None: right)."""
        dominant: Hand = "left" if dominant_hand == "left" else "right"
        if self.mark == "dominant":
            return dominant
        if self.mark == "other":
            return "right" if dominant == "left" else "left"
        return self.mark


@dataclass(frozen=True, slots=True)
class TierNames:
    """Names of tiers as the user gives them, with * and ?; None: as corpora use them.

    Attributes:
        gloss, gloss_left: of glosses; of the left or other hand.
        handshape, handshape_left: of handshapes; of the left or other hand.
    """

    gloss: str | None = None
    gloss_left: str | None = None
    handshape: str | None = None
    handshape_left: str | None = None

    def patterns(self, content: Content) -> tuple[str | None, str | None]:
        """Return the names given for a content: of the first and of the second hand."""
        if content == "gloss":
            return self.gloss, self.gloss_left
        return self.handshape, self.handshape_left


def chosen_tiers(
    tiers: Sequence[elan.Tier], content: Content, names: TierNames
) -> list[ChosenTier]:
    """Return the tiers of a content, one for each signer and hand.

    Of several for the same signer and hand, one that names the hand is taken, and then
    the one with the shortest name, as `Gloss` beside `Gloss English`.
    """
    by_name = {tier.name: tier for tier in tiers}
    found = [
        chosen
        for tier in tiers
        if (chosen := _chosen(tier, content, names, by_name)) is not None
    ]
    nameless = any(not chosen.signer for chosen in found)
    kept: dict[tuple[str, Side, str], ChosenTier] = {}
    for chosen in sorted(found, key=_preference):
        signer = chosen.participant if nameless else chosen.signer
        signer = signer.casefold()
        more = _MORE.search(chosen.tier.name)
        kept.setdefault((signer, chosen.side, more[0] if more else ""), chosen)
    chosen_names = {chosen.tier.name for chosen in kept.values()}
    return [chosen for chosen in found if chosen.tier.name in chosen_names]


def _preference(chosen: ChosenTier) -> tuple[bool, int]:
    return chosen.mark in ("dominant", "other"), len(chosen.tier.name)


def no_such_tier(content: Content, tiers: Iterable[elan.Tier], where: str) -> str:
    """Return a sentence: there is no tier of that content, but these there are."""
    listed = ", ".join(dict.fromkeys(repr(tier.name) for tier in tiers)) or "none"
    plural = {"gloss": "glosses", "handshape": "handshapes"}[content]
    return f"{where} has no tier of {plural} that is known by its name: {listed}."


def _chosen(
    tier: elan.Tier,
    content: Content,
    names: TierNames,
    by_name: Mapping[str, elan.Tier],
) -> ChosenTier | None:
    first, second = names.patterns(content)
    mark, rest = _read_name(tier.name, content)
    chosen = ChosenTier(tier, mark, _participant(tier, by_name), rest)
    if second is not None and _fits(tier.name, second):
        return chosen if chosen.side == "second" else replace(chosen, mark="left")
    if first is not None:
        return chosen if _fits(tier.name, first) else None
    if not _CONTENT[content].search(tier.name):
        return None
    return None if _SOMETHING_ELSE.search(tier.name) else chosen


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name.casefold(), pattern.casefold())


def _read_name(name: str, content: Content) -> tuple[Mark, str]:
    """Return the hand that a tier's name gives, and what else it says."""
    words = _WORD.findall(_CONTENT[content].sub(" ", _MORE.sub("", name)))
    plain = [word.casefold() for word in words]
    marks = [_MARKS[word] for word in plain if word in _MARKS]
    mark: Mark = marks[0] if marks else "dominant"
    if mark == "dominant" and "non" in plain:
        mark = "other"
    rest = [
        word
        for word, known in zip(words, plain, strict=True)
        if known not in _MARKS and known not in _OF_NO_MEANING
    ]
    return mark, re.sub(r" (?=\d)", "", " ".join(rest))


def _participant(tier: elan.Tier, by_name: Mapping[str, elan.Tier]) -> str:
    """Return the participant of a tier, or of the nearest above that names one."""
    passed: set[str] = set()
    here: elan.Tier | None = tier
    while here is not None and here.name not in passed:
        if here.participant and here.participant.strip():
            return here.participant.strip()
        passed.add(here.name)
        here = by_name.get(here.parent or "")
    return ""
