"""Torso, neck and head of a signer as solids.

Lengths are those of a standard person in centimetres, scaled by the signer's factors.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ingest.signer.rotation import Matrix, about_x, about_y, about_z
from ingest.signer.signers import Signer
from ingest.signer.solids import CLOTH, EYE, FACE, HAIR, LIP, Finish, Scene

HEAD_CENTRE_CM: Final = (0.0, 18.8, 2.0)
SHOULDER_Y_CM: Final = -1.5
SHOULDER_Z_CM: Final = -2.0
TORSO_ROWS_CM: Final = (
    (-12, 8.0, 9.8),
    (-24, 7.0, 9.2),
    (-36, 6.5, 9.0),
    (-48, 7.0, 9.8),
    (-62, 8.0, 10.8),
)
"""Height, half width and radius of the torso's horizontal capsules."""


@dataclass(frozen=True, slots=True)
class HeadPose:
    """How the head is turned, in degrees, and whether the eyes are shut."""

    pitch_deg: float = 0.0
    yaw_deg: float = 0.0
    roll_deg: float = 0.0
    blink: bool = False


STRAIGHT: Final = HeadPose()


@dataclass(frozen=True)
class Head:
    """Where the head is: centre (3,), frame (3, 3), size factor."""

    centre: NDArray[np.float64]
    frame: Matrix
    scale: float

    def at(self, x: float, y: float, z: float) -> NDArray[np.float64]:
        """Return a point of the head's own frame (cm) in the world."""
        return np.asarray(self.centre + self.scale * (self.frame @ np.array([x, y, z])))


def shoulder(signer: Signer, side: int) -> NDArray[np.float64]:
    """Return the shoulder joint; side +1 is the signer's right, at negative x."""
    b = signer.body
    return np.array([-side * signer.shoulder_cm * b, SHOULDER_Y_CM * b, SHOULDER_Z_CM])


def head_of(signer: Signer, pose: HeadPose) -> Head:
    """Return where the head of a signer is in a pose."""
    frame = (
        about_y(math.radians(pose.yaw_deg))
        @ about_x(math.radians(pose.pitch_deg))
        @ about_z(math.radians(pose.roll_deg))
    )
    centre = np.array(HEAD_CENTRE_CM) * (1.0, signer.body, 1.0)
    return Head(centre, frame, signer.head * signer.body)


def add_head(scene: Scene, signer: Signer, head: Head) -> None:
    """Add neck, head, face and hair."""
    b = signer.body
    scene.group()
    scene.cone((0, 1.5 * b, -1.2), head.at(0, -6, -2.0), (6.0 * b, 5.3 * b))
    builder = _HeadBuilder(scene, head)
    builder.skull(jaw=signer.jaw, nose=signer.nose)
    builder.eyes()
    builder.hair(signer.hair)


def add_body(scene: Scene, signer: Signer) -> None:
    """Add the torso in its shirt."""
    b, wide = signer.body, signer.shoulder_cm * signer.body
    cloth = Finish(CLOTH, blend=6.0)
    scene.group()
    y = -2.5 * b
    scene.cone((2 - wide, y, -2), (wide - 2, y, -2), (6.0 * b, 6.0 * b), cloth)
    for height, half_width, radius in TORSO_ROWS_CM:
        ends = np.array([half_width, 0, 0]) * b
        middle = np.array([0, height * b, -1])
        scene.cone(
            middle - ends, middle + ends, (radius * b,) * 2, replace(cloth, blend=9.0)
        )
    for side in (-1, 1):
        neck, tip = (side * 4 * b, 4.0 * b, -2.8), (side * (wide - 3), 0.0, -2.2)
        scene.cone(neck, tip, (4.0 * b, 4.2 * b), replace(cloth, blend=5.0))


@dataclass(frozen=True)
class _HeadBuilder:
    scene: Scene
    head: Head

    def _ball(
        self, centre: tuple[float, float, float], radii: ArrayLike, finish: Finish
    ) -> None:
        size = np.asarray(radii, np.float64) * self.head.scale
        scaled = replace(finish, part=FACE, blend=finish.blend * self.head.scale)
        self.scene.ellipsoid(self.head.at(*centre), size, self.head.frame, scaled)

    def _rod(
        self,
        ends: tuple[tuple[float, float, float], tuple[float, float, float]],
        radii: tuple[float, float],
        blend: float,
    ) -> None:
        s = self.head.scale
        self.scene.cone(
            self.head.at(*ends[0]),
            self.head.at(*ends[1]),
            (radii[0] * s, radii[1] * s),
            Finish(part=FACE, blend=blend * s),
        )

    def skull(self, *, jaw: float, nose: float) -> None:
        self.scene.group()
        self._ball((0, 3.2, -1.2), (7.5, 9.0, 9.2), Finish())
        self._ball((0, -3.6, 1.2), (6.2 * jaw, 8.0, 7.2), Finish(blend=3))
        self._ball((0, -9.9, 5.0), (2.6 * jaw, 1.8, 2.2), Finish(blend=2.5))
        for side in (-1, 1):
            self._ball((side * 4.2, -2.2, 5.2), (2.4, 2.0, 2.0), Finish(blend=2))
            self._ball((side * 7.4, -0.6, -0.8), (0.9, 3.0, 1.9), Finish(blend=0.6))
        self._rod(((-3.6, 2.7, 6.9), (3.6, 2.7, 6.9)), (1.15, 1.15), 1.6)
        for side in (-1, 1):
            socket = Finish(blend=1.0, carves=True)
            self._ball((side * 3.2, 0.8, 9.4), (2.0, 1.35, 1.8), socket)
        self._rod(((0, 1.4, 7.9), (0, -3.1, 10.2)), (0.72 * nose, 1.0 * nose), 1.2)
        for side in (-1, 1):
            wing = (0.85 * nose, 0.75, 0.9)
            self._ball((side * 1.15 * nose, -3.4, 9.0), wing, Finish(blend=0.5))
        self._ball((0, -6.2, 7.75), (2.5, 0.62, 1.0), Finish(LIP, blend=0.5))
        self._ball((0, -7.0, 7.6), (2.1, 0.7, 1.0), Finish(LIP, blend=0.4))

    def eyes(self) -> None:
        self.scene.group()
        for side in (-1, 1):
            self._ball((side * 3.2, 0.8, 6.55), (1.35, 1.35, 1.35), Finish(EYE))

    def hair(self, style: str) -> None:
        size = {"shaved": 0.955, "full": 1.12}.get(style, 1.0)
        self.scene.group()
        self._ball((0, 4.0, -1.8), np.array([8.1, 9.2, 9.5]) * size, Finish(HAIR))
        face = Finish(HAIR, blend=0.5, carves=True)
        self._ball((0, -1.5, 8.6), np.array([8.6, 9.0, 8.4]) * max(1.0, size), face)
        if style == "long":
            self._locks()
        if style == "bun":
            self.scene.group()
            self._ball((0, 14.0, -5.0), (4.0, 3.4, 4.0), Finish(HAIR))

    def _locks(self) -> None:
        s = self.head.scale
        for side in (-1, 1):
            self.scene.group()
            top, tip = (
                self.head.at(side * 6.3, 4, -3),
                self.head.at(side * 7.2, -15, -3.5),
            )
            self.scene.cone(top, tip, (2.8 * s, 2.3 * s), Finish(HAIR))
