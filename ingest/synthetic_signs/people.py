"""Invented people who sign: their size, hands, tempo, and where their hands rest."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.random import Generator, default_rng

from ingest.signer.drawn_hands import invented_signer
from ingest.signer.hand import Angles
from ingest.signer.handforms import relaxed_angles
from ingest.signer.rotation import Matrix, hand_frame
from ingest.signer.signers import Signer
from ingest.synthetic_signs.turning import Reals

LEFT_HANDED: Final = 0.08
CLASPED: Final = 0.35
"""Share of people who rest their hands before the belly instead of beside the body."""


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """How the right hand rests; the left one as in a mirror."""

    centre_cm: Reals
    frame: Matrix
    angles_deg: Angles


@lru_cache(maxsize=256)
def invented_person(number: int, *, seed: int) -> Signer:
    """Return one of the people; the same number and seed give the same one."""
    rng = default_rng([seed, 2**31 - 3, number])
    return replace(
        invented_signer(number, seed=seed),
        id=f"p{number:03d}",
        body=float(rng.uniform(0.9, 1.1)),
        shoulder_cm=float(rng.uniform(15.5, 18.5)),
        hand=float(rng.uniform(0.9, 1.12)),
        tempo=float(np.exp(rng.normal(0, 0.2))),
        dominant_hand="left" if rng.random() < LEFT_HANDED else "right",
    )


def drawn_rest(rng: Generator) -> Rest:
    """Return where and how hands rest in one clip."""
    if rng.random() < CLASPED:
        centre = np.array([-8.0, -34.0, 20.0]) + rng.normal(0, (4, 6, 2))
        frame = hand_frame((0.6, -0.1, 0.15), (0.3, -0.4, -1.0))
    else:
        centre = np.array([-20.0, -52.0, 6.0]) + rng.normal(0, (3, 5, 2))
        frame = hand_frame((0.12, -1.0, 0.15), (1.0, 0.0, -0.4))
    return Rest(centre, frame, relaxed_angles())
