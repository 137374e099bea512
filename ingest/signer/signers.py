"""What there is to say of a synthetic signer: looks, proportions, habits, filming.

Colours are linear RGB albedos.
"""

from dataclasses import dataclass
from typing import Literal

from store.skeleton import Hand

Rgb = tuple[float, float, float]
Hair = Literal["short", "long", "bun", "shaved", "full"]
Background = Literal["plain", "shelves", "curtain", "room", "panel"]


@dataclass(frozen=True, slots=True)
class Light:
    """The key lamp and the exposure of a recording.

    Attributes:
        azimuth_deg: where the lamp stands, 0 at the camera, positive to the right.
        elevation_deg: how high it stands.
        warmth: how much more red than blue it gives.
        exposure: factor on all light.
    """

    azimuth_deg: float = -35.0
    elevation_deg: float = 45.0
    warmth: float = 0.06
    exposure: float = 1.0


@dataclass(frozen=True, slots=True)
class Filming:
    """How a signer is filmed.

    Attributes:
        view_height_cm: how much is seen from top to bottom, at the shoulders' distance.
        jitter_cm: how far a hand-held camera strays; 0 on a tripod.
        noise: sensor noise, grey levels of 255.
        background: what is behind the signer.
        background_colour: its main colour.
    """

    view_height_cm: float = 82.0
    jitter_cm: float = 0.0
    noise: float = 2.0
    background: Background = "plain"
    background_colour: Rgb = (0.55, 0.58, 0.60)


@dataclass(frozen=True, slots=True)
class Signer:
    """One synthetic person.

    Attributes:
        id: unique among all synthetic people, e.g. `s03`.
        dominant_hand: the hand that signs alone.
        tempo: speed of signing, 1 for the usual one.
        body, head, hand, finger_length, plumpness: factors on the standard size.
        shoulder_cm: half the width of the shoulders.
        jaw, nose, brow: factors on the width of the jaw, the nose and the eyebrows.
        beard: from 0 (none) to 1.
        stripes: strength of stripes on the shirt, 0 for none.
    """

    id: str
    skin: Rgb
    shirt: Rgb
    hair_colour: Rgb
    iris: Rgb = (0.08, 0.05, 0.03)
    hair: Hair = "short"
    dominant_hand: Hand = "right"
    tempo: float = 1.0
    body: float = 1.0
    head: float = 1.0
    hand: float = 1.0
    finger_length: float = 1.0
    plumpness: float = 1.0
    shoulder_cm: float = 17.5
    jaw: float = 1.0
    nose: float = 1.0
    brow: float = 1.0
    beard: float = 0.0
    stripes: float = 0.0
    short_sleeves: bool = False
    light: Light = Light()
    filming: Filming = Filming()
