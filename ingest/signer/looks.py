"""A signer's colours, lamps and face as the renderer takes them."""

import math
from typing import Final

import numpy as np

from ingest.signer.body import Head
from ingest.signer.paint import Looks
from ingest.signer.rotation import unit
from ingest.signer.signers import Light, Signer

SKIN_SHINE, CLOTH_SHINE, HAIR_SHINE, EYE_SHINE = 0.06, 0.01, 0.10, 0.35
LIP_TINT: Final = (0.85, 0.55, 0.60)
EYE_WHITE: Final = (0.75, 0.73, 0.70)
AMBIENT: Final = (0.34, 0.35, 0.37)
FILL: Final = (0.22, 0.23, 0.25)
STRIPE_CM: Final = 3.5


def looks_of(signer: Signer, head: Head, *, blink: bool = False) -> Looks:
    """Return the colours, lamps and face of a signer whose head is there."""
    lip = np.array(signer.skin) * LIP_TINT
    return Looks(
        materials=np.array(
            [
                (*signer.skin, SKIN_SHINE),
                (*signer.shirt, CLOTH_SHINE),
                (*signer.hair_colour, HAIR_SHINE),
                (*EYE_WHITE, EYE_SHINE),
                (*lip, SKIN_SHINE),
                (*signer.iris, EYE_SHINE),
            ]
        ),
        lights=_lamps(signer.light),
        ambient=np.array(AMBIENT) * signer.light.exposure,
        head_centre=head.centre,
        head_frame=head.frame,
        head_scale=head.scale,
        face=np.array([float(blink), signer.beard, signer.brow]),
        stripes=np.array([signer.stripes, STRIPE_CM]),
    )


def _lamps(light: Light) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    azimuth, elevation = (
        math.radians(light.azimuth_deg),
        math.radians(light.elevation_deg),
    )
    flat = math.cos(elevation)
    key = (math.sin(azimuth) * flat, math.sin(elevation), math.cos(azimuth) * flat)
    fill = unit((-0.6 if light.azimuth_deg >= 0 else 0.6, 0.1, 0.8))
    power = 1.05 * light.exposure
    colour = (power * (1 + light.warmth), power, power * (1 - light.warmth))
    return np.array([(*key, *colour), (*fill, *(np.array(FILL) * power))])
