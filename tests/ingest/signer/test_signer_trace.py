import math

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.signer.body import STRAIGHT, head_of
from ingest.signer.camera import Camera
from ingest.signer.field import distance, smooth_least
from ingest.signer.looks import looks_of
from ingest.signer.people import signer
from ingest.signer.solids import MAX_GROUPS, Finish, Scene
from ingest.signer.trace import Canvas, trace

PERSON = signer("s01")
LOOKS = looks_of(PERSON, head_of(PERSON, STRAIGHT))


def away(scene: Scene, point: tuple[float, float, float]) -> tuple[float, int]:
    solids = scene.solids()
    ids = np.arange(len(solids.kind), dtype=np.int64)
    groups = np.empty(MAX_GROUPS)
    return distance(solids.geometry, solids.kind, ids, len(ids), groups, *point)


def ball(scene: Scene, x: float, radius: float, finish: Finish) -> None:
    scene.ellipsoid((x, 0, 0), (radius,) * 3, np.eye(3), finish)


def drawn(scene: Scene, camera: Camera) -> tuple[NDArray[np.float32], Canvas]:
    size = (camera.height_px, camera.width_px)
    canvas = Canvas(np.zeros((*size, 3), np.float32), np.zeros(size, np.float32))
    trace(scene.solids(), camera.view, LOOKS, canvas)
    return canvas.depth, canvas


def test_distance__beside_and_beyond_a_round_cone():
    scene = Scene()
    scene.group()
    scene.cone((0, 0, 0), (0, 10, 0), (2, 1))

    assert away(scene, (5, 0, 0))[0] == pytest.approx(3)
    assert away(scene, (0, 14, 0))[0] == pytest.approx(3)
    assert away(scene, (5, 5, 0))[0] == pytest.approx(3.5)
    assert away(scene, (0, 5, 0))[0] == pytest.approx(-1.5)


def test_distance__nearest_solid_is_named():
    scene = Scene()
    for x in (-5.0, 5.0):
        scene.group()
        ball(scene, x, 1, Finish())

    assert away(scene, (-3, 0, 0)) == pytest.approx((1, 0), abs=1e-3)
    assert away(scene, (3, 0, 0)) == pytest.approx((1, 1), abs=1e-3)


def test_distance__solids_of_a_group_melt_into_each_other():
    apart, together = Scene(), Scene()
    for scene, blend in ((apart, 0.0), (together, 2.0)):
        scene.group()
        for x in (-1.0, 1.0):
            ball(scene, x, 1, Finish(blend=blend))

    seam = (0.0, 1.0, 0.0)

    assert away(together, seam)[0] < away(apart, seam)[0]


def test_distance__carved_solid_is_hollow_there():
    scene = Scene()
    scene.group()
    ball(scene, 0, 3, Finish())
    ball(scene, 3, 2, Finish(carves=True))

    assert away(scene, (2, 0, 0))[0] > 0
    assert away(scene, (-2, 0, 0))[0] < 0


@pytest.mark.parametrize(("a", "b"), [(1.0, 5.0), (5.0, 1.0)])
def test_smooth_least__far_apart_is_the_smaller(a, b):
    assert smooth_least(a, b, 2.0) == 1.0


def test_smooth_least__equal_distances_lose_a_quarter_of_the_blend():
    assert smooth_least(1.0, 1.0, 2.0) == pytest.approx(0.5)


def test_trace__ball_covers_the_area_it_should():
    scene = Scene()
    scene.group()
    ball(scene, 0, 10, Finish())

    depth, _ = drawn(scene, Camera(96, 96, view_height_cm=48, y_cm=0))

    seen_radius_px = 20 / math.sqrt(1 - (10 / 185) ** 2)
    assert (depth > 0).sum() == pytest.approx(math.pi * seen_radius_px**2, rel=0.03)
    assert depth[48, 48] == pytest.approx(175, abs=0.1)


def test_trace__what_is_behind_stays_hidden():
    near, far = Scene(), Scene()
    for scene, z in ((near, 20.0), (far, -20.0)):
        scene.group()
        scene.ellipsoid((0, 0, z), (8, 8, 8), np.eye(3))
    camera = Camera(48, 48, view_height_cm=48, y_cm=0)
    _, canvas = drawn(near, camera)
    before = canvas.colour.copy()

    trace(far.solids(), camera.view, LOOKS, canvas)

    assert canvas.colour[24, 24] == pytest.approx(before[24, 24])


def test_trace__nothing_to_draw_leaves_the_picture():
    _, canvas = drawn(Scene(), Camera(16, 16))

    assert not canvas.colour.any()
