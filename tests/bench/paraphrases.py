"""Descriptions of synthetic signs said in other words, as somebody else would type them.

The everyday wordings below were written down before any search was tried and are known to
the trial only, never to the search. From them a paraphrase is drawn: each clause is
reworded or kept, clauses change places, words are left out.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

REWORDED: Final = 0.6
DROPPED: Final = 0.15

WORDINGS: Final[Mapping[str, Sequence[str]]] = {
    # subjects
    "One hand": ("a single hand", "with one hand", "just one hand"),
    "Both hands alike": ("two hands do the same", "both hands together"),
    "Both hands by turns": ("two hands, one after the other", "hands alternating"),
    "One hand above the other": (
        "a hand over the other hand",
        "one on top of the other",
    ),
    # handshapes
    "a hand with all fingers spread": ("open hand, fingers wide apart", "five hand"),
    "a fist": ("closed hand", "the hand is clenched", "all fingers folded in, a fist"),
    "the index finger": ("pointing finger", "forefinger stretched out", "index only"),
    "thumb and little finger": ("thumb and pinky out", "little finger and thumb up"),
    "two spread fingers": ("index and middle in a V", "two fingers apart"),
    "a flat hand": ("flat palm, fingers together", "the hand is flat and straight"),
    "index finger and thumb at a right angle": (
        "thumb and index make an L",
        "right angle of thumb and forefinger",
    ),
    "a hand curved like a C": ("cupped hand", "hand rounded as if holding a glass"),
    "three spread fingers": ("three fingers apart", "index, middle and ring spread"),
    "a claw": ("all fingers hooked", "bent spread fingers like claws"),
    "thumb and two spread fingers": (
        "thumb, index and middle out",
        "a three with thumb",
    ),
    "straight fingers that meet the thumb": (
        "fingertips touch the thumb",
        "flattened O, fingers on the thumb",
    ),
    "index and little finger": ("horns", "pinky and index up"),
    "a flat hand bent at the knuckles": (
        "bent flat hand",
        "knuckles bent, fingers straight",
    ),
    # orientations
    "fingers up and palm to the front": (
        "palm forward",
        "palm faces away, fingers upright",
    ),
    "fingers up and palm to the signer": (
        "palm to myself",
        "fingers upright, palm back",
    ),
    "fingers up and palm to the middle": ("palm inward", "upright, palm to the centre"),
    "fingers to the middle and palm to the signer": (
        "palm toward the body, fingers sideways",
        "fingers point across, palm to me",
    ),
    "fingers ahead and palm down": (
        "palm facing the floor",
        "fingers forward, palm below",
    ),
    # places
    "beside the temple": ("next to the head", "near the temple"),
    "at the cheek": ("on the cheek", "by the face, at cheek height"),
    "below the chin": ("under the chin", "chin"),
    "at the other shoulder": ("on the opposite shoulder", "across at the shoulder"),
    "in front of the chest": ("before the chest", "chest height"),
    "in front of the belly": ("before the stomach", "belly height"),
    "in the space ahead": ("in the air in front", "in neutral space"),
    "out to the side": ("to the side of the body", "sideways, away from me"),
    "above the other hand": ("over the other hand", "on top of the second hand"),
    # movements
    "it stays where it is": ("it does not move", "held still"),
    "it moves up": ("it goes upward", "rising", "the hand moves upwards"),
    "it moves down": ("it goes downward", "sinking", "the hand moves downwards"),
    "it moves out to the side": ("it goes sideways", "the hand moves outward"),
    "it moves ahead": ("it goes forward", "pushed forward"),
    "it moves out in an arc": ("it follows a curve outward", "an arc to the outside"),
    "it moves in a circle": ("circling", "it draws a circle"),
    "it shakes from side to side": ("shaking", "it wobbles left and right"),
    "it twists at the wrist": ("the wrist turns", "twisting"),
}
"""Clauses of the synthetic languages' descriptions and other ways to say them."""

_CLAUSES: Final = re.compile(r"[:;,.]\s*|\s+and\s+(?=becomes|turns to)")


def paraphrase(description: str, draw: np.random.Generator) -> str:
    """Return a description in other words, with clauses moved and words left out."""
    clauses = [clause for clause in _CLAUSES.split(description) if clause]
    said = [_reworded(clause, draw) for clause in clauses]
    moved = [said[place] for place in draw.permutation(len(said))]
    return ", ".join(kept for clause in moved if (kept := _shortened(clause, draw)))


def _reworded(clause: str, draw: np.random.Generator) -> str:
    lead, known = next(
        (
            (lead, clause.removeprefix(lead))
            for lead in ("becomes ", "turns to ")
            if clause.startswith(lead)
        ),
        ("", clause),
    )
    wordings = WORDINGS.get(known, ())
    if not wordings or draw.random() > REWORDED:
        return clause
    return f"{lead and 'then '}{wordings[int(draw.integers(len(wordings)))]}"


def _shortened(clause: str, draw: np.random.Generator) -> str:
    words = clause.split()
    kept = draw.random(len(words)) > DROPPED
    return " ".join(word for word, keep in zip(words, kept, strict=True) if keep)
