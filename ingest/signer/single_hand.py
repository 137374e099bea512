"""Pictures of single synthetic hands: any handshape or letter in any orientation."""

import zlib
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.signer.arms import FOREARM_CM, Arm, HandState
from ingest.signer.backgrounds import background
from ingest.signer.body import STRAIGHT, head_of
from ingest.signer.camera import Camera
from ingest.signer.flesh import add_forearm, add_hand
from ingest.signer.hand import Angles, check_angles
from ingest.signer.handforms import hand_angles
from ingest.signer.looks import looks_of
from ingest.signer.render import Picture8, develop
from ingest.signer.rotation import Matrix, mirrored, unit
from ingest.signer.signers import Signer
from ingest.signer.solids import Scene
from ingest.signer.trace import Canvas, trace
from store.skeleton import Hand

FLESH_CM: Final = 2.0
"""How far flesh reaches beyond the outermost joints, both sides together."""
FINER: Final = 2
"""Traced at so many times the size, then averaged."""
HANGS: Final = np.array([0.0, -0.7, -0.1])
"""Pull on the forearm: elbows hang."""


@dataclass(frozen=True)
class HandPicture:
    """One rendered hand.

    Attributes:
        image: RGB, shape (S, S, 3).
        points: the 21 true points in pixels, shape (21, 2).
    """

    image: Picture8
    points: NDArray[np.float64]


def render_hand(
    handshape: str,
    rotation: Matrix,
    signer: Signer,
    *,
    size_px: int = 256,
    hand: Hand = "right",
    fill: float = 0.6,
    angles: Angles | None = None,
    seed: int = 0,
) -> HandPicture:
    """Return a square picture of one hand of a signer, with wrist and forearm.

    Args:
        handshape: name in the inventory.
        rotation: frame of a right hand (columns thumb side, fingers, palm; world x to
            the viewer's right, y up, z to the viewer); a left hand is mirrored in x.
        signer: whose hand, light and background.
        size_px: width and height of the picture.
        hand: which hand.
        fill: share of the picture that the hand takes, wrist to fingertips.
        angles: joint angles in degrees, shape (21,), instead of the handshape's.
        seed: of the background and the noise.

    Raises:
        UnknownNameError: the inventory has no such handshape.
        CallError: an angle lies outside its limits.
    """
    pose = check_angles(hand_angles(handshape) if angles is None else angles)
    side = 1 if hand == "right" else -1
    frame = rotation if side > 0 else mirrored(rotation)
    state = HandState(side, pose, np.zeros(3), frame)
    scene, points = _scene(signer, state)
    camera = _framed(points, size_px * FINER, fill)
    image = _traced(scene, signer, camera, seed)
    small = cv2.resize(image, (size_px, size_px), interpolation=cv2.INTER_AREA)
    linear = np.asarray(small, np.float32)
    developed = develop(linear, noise=signer.filming.noise, seed=seed)
    return HandPicture(developed, camera.project(points) / FINER)


def _scene(signer: Signer, state: HandState) -> tuple[Scene, NDArray[np.float64]]:
    scene, wrist = Scene(), np.zeros(3)
    points, group = add_hand(scene, signer, state, wrist)
    back = unit(HANGS - state.frame[:, 1])
    elbow = wrist + back * FOREARM_CM * signer.body
    add_forearm(scene, signer, state, Arm(elbow, elbow, wrist), group)
    return scene, points


def _framed(points: NDArray[np.float64], size_px: int, fill: float) -> Camera:
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float(np.max((high - low)[:2])) + FLESH_CM
    middle = (low + high) / 2
    return Camera(size_px, size_px, extent / fill, float(middle[0]), float(middle[1]))


def _traced(
    scene: Scene, signer: Signer, camera: Camera, seed: int
) -> NDArray[np.float32]:
    place = zlib.crc32(f"{signer.id}/{seed}".encode())
    behind = background(signer.filming, camera.width_px, camera.height_px, seed=place)
    canvas = Canvas(behind, np.zeros(behind.shape[:2], np.float32))
    trace(
        scene.solids(), camera.view, looks_of(signer, head_of(signer, STRAIGHT)), canvas
    )
    return canvas.colour
