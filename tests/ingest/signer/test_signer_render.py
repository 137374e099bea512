import numpy as np
import pytest

from ingest.signer.camera import Camera
from ingest.signer.handforms import hand_angles
from ingest.signer.motion import perform
from ingest.signer.orientations import ORIENTATIONS, orientation
from ingest.signer.people import signer
from ingest.signer.render import Moment, develop, rest_state, studio
from ingest.signer.signs import Sign
from ingest.signer.single_hand import render_hand
from store.errors import CallError, UnknownNameError

PERSON = signer("s01")
SMALL = Camera(192, 144)


def test_project__middle_of_the_picture_and_one_centimetre_beside_it():
    camera = Camera(200, 100, view_height_cm=50, x_cm=0, y_cm=0)

    assert camera.project([0, 0, 0]) == pytest.approx([100, 50])
    assert camera.project([1, 1, 0]) == pytest.approx([102, 48])
    assert camera.pixels_per_cm(0) == pytest.approx(2)


def test_project__nearer_things_are_larger():
    camera = Camera(200, 100, view_height_cm=50, x_cm=0, y_cm=0)

    assert camera.project([10, 0, 20])[0] > camera.project([10, 0, 0])[0]


def test_picture__hand_is_drawn_where_it_truly_is():
    instants = perform(Sign("T", "5", "up-out", "side", "still"), PERSON, seed=1)
    hold = next(i.moment for i in instants if i.phase == "hold")
    bare = Moment((), (1, -1), hold.head, hold.shift_cm, hold.roll_deg, hold.noise_seed)

    with_hand, without = (studio(PERSON, SMALL).picture(m) for m in (hold, bare))

    change = np.abs(with_hand.image.astype(int) - without.image).sum(axis=2)
    columns, rows = with_hand.points[1].astype(int).T
    assert (change[rows, columns] > 40).mean() > 0.9


def test_picture__points_are_the_projected_joints():
    instant = perform(Sign("T", "5", "up-out", "side", "up"), PERSON, seed=1)[15]

    picture = studio(PERSON, SMALL).picture(instant.moment)

    for side, points in picture.points.items():
        assert points == pytest.approx(SMALL.project(picture.world[side]))


def test_picture__idle_arms_hang_below_the_picture():
    picture = studio(PERSON, SMALL).picture(Moment((), (1, -1)))

    assert rest_state(1).centre[0] < 0 < rest_state(-1).centre[0]
    assert picture.points[1][9, 1] > SMALL.height_px


def test_develop__black_and_white_without_noise():
    linear = np.zeros((8, 8, 3), np.float32)
    linear[:, 4:] = 1.0

    image = develop(linear, noise=0.0, seed=0)

    assert (image[:, 0] == 0).all()
    assert (image[:, 7] == 255).all()


@pytest.mark.parametrize("name", ORIENTATIONS)
def test_render_hand__all_points_lie_in_the_picture(name):
    picture = render_hand("5", orientation(name).frame, PERSON, size_px=96)

    assert picture.image.shape == (96, 96, 3)
    assert picture.points.shape == (21, 2)
    assert (picture.points > 0).all()
    assert (picture.points < 96).all()


def test_render_hand__left_is_the_mirror_of_right():
    frame = orientation("up-out").frame

    right, left = (
        render_hand("L", frame, PERSON, size_px=96, hand=hand)
        for hand in ("right", "left")
    )

    assert left.points == pytest.approx(right.points * (-1, 1) + (96, 0))


def test_render_hand__same_seed_same_picture():
    frame = orientation("up-in").frame

    one, two = (render_hand("V", frame, PERSON, size_px=64, seed=3) for _ in range(2))

    assert (one.image == two.image).all()


def test_render_hand__refuses_what_no_hand_can_do():
    frame = orientation("up-out").frame

    with pytest.raises(UnknownNameError, match="handshape"):
        render_hand("Ω", frame, PERSON)
    with pytest.raises(CallError, match="degrees"):
        render_hand("5", frame, PERSON, angles=hand_angles("5") + 150)
