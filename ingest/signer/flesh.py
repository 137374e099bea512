"""Arms and hands of a signer as solids: the flesh on the bones."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.signer.arms import Arm, HandState, arm_of
from ingest.signer.hand import FINGERS, PALMAR, THUMB, Digit, HandJoints, joints
from ingest.signer.rotation import Matrix, unit
from ingest.signer.signers import Signer
from ingest.signer.solids import BONE, CLOTH, FINGERTIP, PALM, SKIN, Finish, Scene

SLEEVE_SHARE: Final = 0.86


def add_arm(scene: Scene, signer: Signer, state: HandState) -> NDArray[np.float64]:
    """Add one arm and its hand; return the hand's 21 points, world, cm, (21, 3)."""
    arm = arm_of(signer, state)
    points, palm_group = add_hand(scene, signer, state, arm.wrist)
    forearm = add_forearm(scene, signer, state, arm, palm_group)
    _add_upper_arm(scene, signer, arm, forearm)
    return points


def add_hand(
    scene: Scene, signer: Signer, state: HandState, wrist: NDArray[np.float64]
) -> tuple[NDArray[np.float64], int]:
    """Add one hand; return its 21 points, world, cm, (21, 3), and the palm's group."""
    shape = joints(state.angles, finger_length=signer.finger_length)
    flesh = _Flesh(scene, state, wrist, signer.hand * signer.body, signer.plumpness)
    group = scene.group()
    flesh.palm(shape)
    flesh.digit(THUMB, shape.points[2:5], shape.palmar[0, 1:], group)
    for number, digit in enumerate(FINGERS):
        bones = shape.points[5 + 4 * number : 9 + 4 * number]
        flesh.digit(digit, bones, shape.palmar[1 + number], group)
    return flesh.world(shape.points), group


def forearm_radius(signer: Signer) -> float:
    """Return half the thickness of the wrist, cm."""
    return 2.05 * signer.hand * signer.body * signer.plumpness


@dataclass(frozen=True)
class _Flesh:
    scene: Scene
    state: HandState
    wrist: NDArray[np.float64]
    scale: float
    plumpness: float

    @property
    def _axes(self) -> Matrix:
        return np.asarray(self.state.frame @ np.diag([self.state.side, 1.0, 1.0]))

    def world(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(self.wrist + self.scale * (points @ self._axes.T))

    def _at(self, x: float, y: float, z: float) -> NDArray[np.float64]:
        return self.world(np.array([x, y, z]))

    def palm(self, shape: HandJoints) -> None:
        s, palm = self.scale * self.plumpness, self._axes @ PALMAR
        thumb_base, thumb_knuckle = shape.points[1], shape.points[2]
        starts = (
            (1.1, 0.6, 0.0),
            (0.35, 0.5, 0.0),
            (-0.45, 0.5, 0.0),
            (-1.2, 0.6, 0.05),
        )

        def pad(
            a: NDArray[np.float64],
            b: NDArray[np.float64],
            radii: tuple[float, float],
            blend: float,
        ) -> None:
            scaled = (radii[0] * s, radii[1] * s)
            self.scene.cone(a, b, scaled, Finish(SKIN, PALM, blend * s), palm=palm)

        for start, digit in zip(starts, FINGERS, strict=True):
            x, y, z = digit.base
            pad(
                self._at(*start),
                self._at(x, y - 0.45, z),
                (1.35, 1.12 * digit.radii[0]),
                1.1,
            )
        pad(self._at(-1.5, 1.2, 0.55), self._at(-2.7, 6.0, 0.65), (1.15, 1.0), 1.0)
        pad(self.world(thumb_base), self.world(thumb_knuckle), (1.5, 1.15), 1.3)
        web = self.world(0.45 * thumb_knuckle + 0.55 * thumb_base)
        pad(web, self._at(2.0, 6.0, 0.2), (0.75, 0.75), 1.5)
        for digit in FINGERS:
            x, y, z = digit.base
            radius = 0.95 * digit.radii[0]
            pad(
                self._at(x, y - 0.2, z - 0.25),
                self._at(x, y + 0.1, z - 0.25),
                (radius,) * 2,
                0.7,
            )

    def digit(
        self,
        digit: Digit,
        points: NDArray[np.float64],
        palmar: NDArray[np.float64],
        palm_group: int,
    ) -> None:
        """Add the free bones of one digit, each as a round cone, as one group."""
        self.scene.group()
        s, bones = self.scale * self.plumpness, len(points) - 1
        radii = [radius * s for radius in digit.radii[-bones - 1 :]]
        world = self.world(points)
        for number in range(bones):
            start, end = world[number], world[number + 1]
            last = number == bones - 1
            if last:
                end = end - unit(end - start) * radii[-1] * 0.9
            first = number == 0
            finish = Finish(
                SKIN,
                FINGERTIP if last else BONE,
                blend=0.25 * s,
                parent=palm_group if first else -1,
                parent_blend=0.9 * s if first else 0.0,
            )
            ends = (radii[number], radii[number + 1])
            self.scene.cone(start, end, ends, finish, palm=self._axes @ palmar[number])


def add_forearm(
    scene: Scene, signer: Signer, state: HandState, arm: Arm, palm_group: int
) -> int:
    """Add the forearm, bare or sleeved, grown out of the palm's group; return its own."""
    b, wrist_radius = signer.body, forearm_radius(signer)
    bare = 0.0 if signer.short_sleeves else 0.8
    start = arm.elbow + (arm.wrist - arm.elbow) * bare
    radius = 3.8 * b * (1 - bare) + wrist_radius * bare
    finish = Finish(SKIN, blend=1.0, parent=palm_group, parent_blend=1.5)
    apart = state.frame[:, 0] * 0.75 * signer.hand * b
    group = scene.group()
    for side in (-1, 1):
        wrist = arm.wrist + side * apart
        scene.cone(start + side * apart * bare, wrist, (radius, wrist_radius), finish)
    if signer.short_sleeves:
        return group
    group = scene.group()
    cuff = arm.elbow + (arm.wrist - arm.elbow) * SLEEVE_SHARE
    scene.cone(arm.elbow, cuff, (4.7 * b, 3.2 * signer.hand * b), Finish(CLOTH))
    return group


def _add_upper_arm(scene: Scene, signer: Signer, arm: Arm, forearm_group: int) -> None:
    b = signer.body
    scene.group()
    joined = Finish(CLOTH, parent=forearm_group, parent_blend=2.0)
    if not signer.short_sleeves:
        scene.cone(arm.shoulder, arm.elbow, (5.4 * b, 4.7 * b), joined)
        return
    cuff = arm.shoulder + (arm.elbow - arm.shoulder) * 0.62
    bare = replace(joined, material=SKIN)
    scene.cone(cuff, arm.elbow, (4.3 * b, 3.8 * b), bare)
    scene.group()
    scene.cone(arm.shoulder, cuff, (5.5 * b, 5.0 * b), Finish(CLOTH))
