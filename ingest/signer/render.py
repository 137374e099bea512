"""Pictures of a synthetic signer at a moment, and of single synthetic hands."""

import math
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.signer.arms import HandState
from ingest.signer.backgrounds import background
from ingest.signer.body import STRAIGHT, Head, HeadPose, add_body, add_head, head_of
from ingest.signer.camera import Camera
from ingest.signer.compiled import compiled
from ingest.signer.flesh import add_arm
from ingest.signer.handforms import relaxed_angles
from ingest.signer.looks import looks_of
from ingest.signer.paint import Looks
from ingest.signer.rotation import hand_frame, mirrored
from ingest.signer.signers import Signer
from ingest.signer.solids import Scene
from ingest.signer.trace import Canvas, trace

Points = NDArray[np.float64]
Picture8 = NDArray[np.uint8]

GAMMA: Final = 2.2
GAMMA_STEPS: Final = 16384
LENS_BLUR_PX: Final = 0.45
HEAD_BOX_CM: Final = (-14.0, 14.0, -24.0, 20.0)
"""Left, right, bottom and top of all that turns with the head, about its centre."""
NOISE_PX: Final = 512
"""Every picture takes its noise from another corner of one field."""
MAX_HEADS: Final = 40
MAX_STUDIOS: Final = 16
REST_CENTRE_CM: Final = (-21.0, -50.0, 6.0)


@dataclass(frozen=True)
class Moment:
    """What a signer does at one moment, and how the camera stands.

    Attributes:
        hands: the hands that move.
        idle: sides (+1 right, -1 left) of arms that hang down.
        head: how the head is turned.
        shift_cm: how far the camera has strayed, right and up.
        roll_deg: how far it is tilted.
        noise_seed: seed of the sensor's noise.
    """

    hands: tuple[HandState, ...]
    idle: tuple[int, ...] = ()
    head: HeadPose = STRAIGHT
    shift_cm: tuple[float, float] = (0.0, 0.0)
    roll_deg: float = 0.0
    noise_seed: int = 0


@dataclass(frozen=True)
class Picture:
    """One rendered picture and where the hands truly are in it.

    Attributes:
        image: RGB, shape (H, W, 3).
        points: side -> the hand's 21 points, pixels, shape (21, 2).
        world: side -> the same in space, centimetres, shape (21, 3).
    """

    image: Picture8
    points: dict[int, Points]
    world: dict[int, Points]


def rest_state(side: int) -> HandState:
    """Return a hand that hangs beside the body."""
    frame = hand_frame((0.12, -1.0, 0.15), (1.0, 0.0, -0.4))
    centre = np.array(REST_CENTRE_CM)
    if side < 0:
        frame, centre = mirrored(frame), centre * (-1, 1, 1)
    return HandState(side, relaxed_angles(), centre, frame)


@lru_cache(maxsize=MAX_STUDIOS)
def studio(signer: Signer, camera: Camera) -> "Studio":
    """Return the studio of a signer and a camera; what stands still there is kept."""
    return Studio(signer, camera)


@dataclass
class Studio:
    """Renders one signer through one camera; still parts are rendered once."""

    signer: Signer
    camera: Camera
    _stages: dict[tuple[int, ...], Canvas] = field(default_factory=dict)
    _idle_points: dict[int, Points] = field(default_factory=dict)
    _heads: OrderedDict[HeadPose, Canvas] = field(default_factory=OrderedDict)

    def picture(self, moment: Moment) -> Picture:
        """Return the picture of a moment."""
        canvas = _copy(self._stage(moment.idle))
        rows, columns = self._head_window()
        head = self._head(moment.head)
        canvas.colour[rows, columns] = head.colour
        canvas.depth[rows, columns] = head.depth
        scene = Scene()
        world = {
            state.side: add_arm(scene, self.signer, state) for state in moment.hands
        }
        if world:
            trace(scene.solids(), self.camera.view, self._looks(moment.head), canvas)
        world |= {side: self._idle_points[side] for side in moment.idle}
        return self._developed(canvas, world, moment)

    def _developed(
        self, canvas: Canvas, world: dict[int, Points], moment: Moment
    ) -> Picture:
        points = {side: self.camera.project(where) for side, where in world.items()}
        linear: NDArray[np.float32] = canvas.colour
        if any(moment.shift_cm) or moment.roll_deg:
            stray = self._stray(moment)
            size = (self.camera.width_px, self.camera.height_px)
            warped = cv2.warpAffine(
                linear, stray, size, borderMode=cv2.BORDER_REPLICATE
            )
            linear = np.asarray(warped, np.float32)
            points = {s: p @ stray[:, :2].T + stray[:, 2] for s, p in points.items()}
        noise = self.signer.filming.noise
        image = develop(linear, noise=noise, seed=moment.noise_seed)
        return Picture(image, points, world)

    def _stray(self, moment: Moment) -> NDArray[np.float64]:
        centre = (self.camera.width_px / 2, self.camera.height_px / 2)
        rolled = cv2.getRotationMatrix2D(centre, moment.roll_deg, 1.0)
        matrix = np.asarray(rolled, np.float64)
        shift = np.array([moment.shift_cm[0], -moment.shift_cm[1]])
        matrix[:, 2] += shift * self.camera.height_px / self.camera.view_height_cm
        return matrix

    def _looks(self, pose: HeadPose) -> Looks:
        return looks_of(self.signer, head_of(self.signer, pose), blink=pose.blink)

    def _stage(self, idle: tuple[int, ...]) -> Canvas:
        """Return background, body and idle arms; the head is drawn over them."""
        if idle not in self._stages:
            camera = self.camera
            seed = zlib.crc32(self.signer.id.encode())
            behind = background(
                self.signer.filming, camera.width_px, camera.height_px, seed=seed
            )
            canvas = Canvas(behind, np.zeros(behind.shape[:2], np.float32))
            scene = Scene()
            add_body(scene, self.signer)
            for side in idle:
                self._idle_points[side] = add_arm(scene, self.signer, rest_state(side))
            trace(scene.solids(), camera.view, self._looks(HeadPose()), canvas)
            self._stages[idle] = canvas
        return self._stages[idle]

    def _head(self, pose: HeadPose) -> Canvas:
        """Return the part of the picture in which the head is, in a pose."""
        if pose not in self._heads:
            canvas = _copy(self._stage(()))
            scene = Scene()
            add_head(scene, self.signer, head_of(self.signer, pose))
            trace(scene.solids(), self.camera.view, self._looks(pose), canvas)
            window = self._head_window()
            part = Canvas(canvas.colour[window].copy(), canvas.depth[window].copy())
            self._heads[pose] = part
        self._heads.move_to_end(pose)
        if len(self._heads) > MAX_HEADS:
            self._heads.popitem(last=False)
        return self._heads[pose]

    def _head_window(self) -> tuple[slice, slice]:
        head: Head = head_of(self.signer, HeadPose())
        left, right, bottom, top = (edge * head.scale for edge in HEAD_BOX_CM)
        x, y, z = head.centre
        corners = [(x + left, y + top, z), (x + right, y + bottom, z)]
        (x0, y0), (x1, y1) = self.camera.project(np.array(corners))
        return (
            slice(max(0, math.floor(y0)), max(0, math.ceil(y1))),
            slice(max(0, math.floor(x0)), max(0, math.ceil(x1))),
        )


def develop(linear: NDArray[np.float32], *, noise: float, seed: int) -> Picture8:
    """Return the 8-bit picture of linear light, with a little lens blur and noise."""
    rows, columns = linear.shape[:2]
    top, left = np.random.default_rng(seed).integers(0, NOISE_PX, 2)
    grain = _noise_field(rows + NOISE_PX, columns + NOISE_PX)
    image = np.empty(linear.shape, np.uint8)
    _develop(linear, grain[top:, left:], noise, _gamma_table(), image)
    return np.asarray(cv2.GaussianBlur(image, (3, 3), LENS_BLUR_PX), np.uint8)


@lru_cache(maxsize=2)
def _noise_field(rows: int, columns: int) -> NDArray[np.float32]:
    return np.random.default_rng(0).standard_normal((rows, columns), np.float32)


@lru_cache(maxsize=1)
def _gamma_table() -> NDArray[np.float32]:
    steps = np.linspace(0, 1, GAMMA_STEPS, dtype=np.float32)
    return np.asarray(255 * steps ** (1 / GAMMA), np.float32)


@compiled
def _develop(
    linear: NDArray[np.float32],
    grain: NDArray[np.float32],
    noise: float,
    gamma: NDArray[np.float32],
    image: Picture8,
) -> None:
    rows, columns, channels = image.shape
    last = gamma.shape[0] - 1
    for row in range(rows):
        for column in range(columns):
            for channel in range(channels):
                light = min(max(linear[row, column, channel], 0.0), 1.0)
                grey = gamma[int(light * last)] + noise * grain[row, column] + 0.5
                image[row, column, channel] = int(min(max(grey, 0.0), 255.0))


def _copy(canvas: Canvas) -> Canvas:
    return Canvas(canvas.colour.copy(), canvas.depth.copy())
