"""Where faces are hidden: discs and hands checked by hand, pictures pixel by pixel."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from store import consent
from store.db import Database
from store.faces import BESIDE_MS, HELD_MS, NOWHERE, Heads, heads
from store.hidden_faces import GREY, Window, shown_pictures, without_face
from store.layout import Store
from store.skeleton import HAND_SLICES, POINTS, POSE_NAMES, POSE_POINTS
from tests.store.village_maker import write_corpus, write_crop

SIDE = 240
WHITE = (255, 255, 255)


def body(x: float, y: float, *, size: float = 0.02) -> NDArray[np.float32]:
    """Return a frame's points: a face about (x, y), no hands; sizes as in people."""
    points = np.full((POINTS, 3), np.nan, np.float32)
    points[:POSE_POINTS] = (x, y, 0)
    for name, across, down in (
        ("left_eye", 1, -1),
        ("right_eye", -1, -1),
        ("left_ear", 2.3, -1),
        ("right_ear", -2.3, -1),
        ("mouth_left", 1, 1),
        ("mouth_right", -1, 1),
        ("left_shoulder", 5.5, 6),
        ("right_shoulder", -5.5, 6),
    ):
        points[POSE_NAMES.index(name)] = (x + size * across, y + size * down, 0)
    return points


def clip(*frames: NDArray[np.float32] | None, step_ms: int = 40) -> Heads:
    missing = np.full((POINTS, 3), np.nan, np.float32)
    points = np.stack([missing if frame is None else frame for frame in frames])
    seen = [[0.0 if frame is None else 1.0] * POSE_POINTS for frame in frames]
    time_ms = np.arange(len(frames), dtype=np.int64) * step_ms
    return heads(points, np.array(seen, np.float32), time_ms, aspect=1.0)


def test_heads__disc_about_the_middle_of_the_face() -> None:
    [disc] = clip(body(0.5, 0.25)).at(0, height_px=100)

    assert (disc.x_px, disc.y_px) == pytest.approx((50, 25))
    # The ears are 9.2 px apart: the disc covers them twice over.
    assert 4.6 * 1.9 < disc.radius_px < 4.6 * 3


def test_heads__wide_frames_are_measured_in_their_height() -> None:
    points, seen = body(0.5, 0.25)[None], np.ones((1, POSE_POINTS), np.float32)

    [disc] = heads(points, seen, np.zeros(1, np.int64), aspect=2.0).at(0, height_px=100)

    assert disc.x_px == pytest.approx(100)


def test_heads__frames_beside_are_hidden_too() -> None:
    seen = clip(*(body(0.1 + 0.01 * place, 0.5) for place in range(12)))

    discs = seen.at(200, height_px=100)

    near = BESIDE_MS // 40
    assert sorted(round(disc.x_px) for disc in discs) == [
        10 + place for place in range(5 - near, 5 + near + 1)
    ]


def test_heads__a_gap_is_bridged_and_the_disc_grows() -> None:
    seen = clip(body(0.5, 0.5), *[None] * 4, body(0.6, 0.5))

    [sure] = clip(body(0.5, 0.5)).at(0, height_px=100)
    discs = seen.at(80, height_px=100)

    assert sorted(round(disc.x_px) for disc in discs) == [50, 60]
    assert all(disc.radius_px > 1.1 * sure.radius_px for disc in discs)


def test_heads__after_a_long_gap_nothing_is_known() -> None:
    frames = [None] * (2 * HELD_MS // 40)

    seen = clip(body(0.5, 0.5), *frames, body(0.5, 0.5))

    assert seen.at(HELD_MS, height_px=100)
    assert not clip(body(0.5, 0.5), *frames).at(HELD_MS + 80, height_px=100)
    assert not clip(None, None).at(0, height_px=100)
    assert not NOWHERE.at(0, height_px=100)


def test_heads__an_invented_body_is_no_head() -> None:
    points, hardly = body(0.5, 0.5)[None], np.full((1, POSE_POINTS), 0.1, np.float32)

    seen = heads(points, hardly, np.zeros(1, np.int64), aspect=1.0)

    assert not seen.at(0, height_px=100)


def noise() -> Image.Image:
    rng = np.random.default_rng(0)
    return Image.fromarray(rng.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8))


def test_without_face__the_disc_is_covered_and_nothing_else() -> None:
    picture, seen = noise(), clip(body(0.5, 0.25))
    [disc] = seen.at(0, height_px=SIDE)

    hidden = np.asarray(without_face(picture, seen, 0, Window(SIDE)))

    y, x = np.mgrid[:SIDE, :SIDE]
    away = np.hypot(x - disc.x_px, y - disc.y_px)
    assert (hidden[away < disc.radius_px - 2] == GREY).all()
    outside = away > disc.radius_px + 2
    assert (hidden[outside] == np.asarray(picture)[outside]).all()


def test_without_face__an_unknown_head_leaves_only_the_hands() -> None:
    points = np.full((POINTS, 3), np.nan, np.float32)
    angle = np.linspace(0, 6, 21)
    points[HAND_SLICES["right"], 0] = 0.7 + 0.1 * np.cos(angle)
    points[HAND_SLICES["right"], 1] = 0.7 + 0.1 * np.sin(angle)
    picture = noise()
    seen = heads(
        points[None],
        np.zeros((1, POSE_POINTS), np.float32),
        np.zeros(1, np.int64),
        aspect=1.0,
    )

    hidden = np.asarray(without_face(picture, seen, 0, Window(SIDE)))

    same = (hidden == np.asarray(picture)).all(axis=2)
    assert same[round(0.7 * SIDE), round(0.8 * SIDE)]
    # By chance a few pixels of noise are those of their patch.
    assert same[: SIDE // 2].mean() < 0.001


def test_shown_pictures__crops_of_a_corpus_that_hides_faces(store: Store) -> None:
    crop = "village/v0/f0003/right/p00"
    write_corpus(store, "village", exportable=True)
    file = io.BytesIO()
    noise().save(file, "JPEG")
    jpeg = file.getvalue()
    write_crop(store, crop, "v0", image=jpeg)

    shown = shown_pictures(Database(store), [crop])
    consent.set_corpus(store, "village", {"show_faces": False})
    hidden = shown_pictures(Database(store), [crop])

    write_crop(store, crop, "v0")  # no JPEG any more
    assert shown_pictures(Database(store), [crop]) == {}
    assert shown == {crop: jpeg}
    with Image.open(io.BytesIO(hidden[crop])) as picture:
        # Nothing is known of its clip, so all of it is patches: neighbours are alike.
        steps = np.abs(np.diff(np.asarray(picture.convert("L"), np.int16), axis=1))
    assert steps.mean() < 3
