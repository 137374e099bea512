"""Pictures of rendered hands: read, changed at random, and learnt from."""

import numpy as np
import pytest
import torch
from numpy.random import default_rng

from ingest.corpora.rendered_hands import CORPUS, RenderedHands, render_hands
from models.architectures.resnet import Resnet, ResnetConfig, begin_with
from models.hand_picture_lesson import POINTS_SCALE, VALUES, HandPictureLesson
from models.hand_picture_training import (
    read_hand_picture_recipe,
    train_hand_pictures,
)
from models.hand_pictures import (
    HandPictures,
    changed,
    read_hand_pictures,
    recoloured,
)
from models.recipe_files import recipe_file
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.skeleton import MIDDLE_MCP, WRIST

SIDE_PX = 32


def made_hands(count: int = 12) -> HandPictures:
    """Hands of which the picture is brighter the more they are bent."""
    draw = default_rng(0)
    bends = np.linspace(0, 1, count, dtype=np.float32)
    shades = (40 + 150 * bends)[:, None, None, None] * np.ones((1, SIDE_PX, SIDE_PX, 3))
    parts = np.where(np.arange(count) % 3 == 2, "validation", "train")
    return HandPictures(
        pictures=shades.astype(np.uint8),
        points=draw.uniform(0.2, 0.8, (count, 21, 2)).astype(np.float32),
        forms=np.repeat(bends[:, None], 38, axis=1),
        parts=parts.astype(np.str_),
    )


def test_changed__points_move_with_the_picture() -> None:
    points = np.full((21, 2), 0.5, np.float32)
    points[0] = (0.35, 0.6)
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[58:63, 33:38] = 255

    for seed in range(5):
        moved, placed = changed(picture, points, default_rng(seed))
        rows, columns = np.nonzero(moved.max(axis=2) > moved.max() / 2)
        seen = np.array([columns.mean(), rows.mean()]) / 100
        assert placed[0] == pytest.approx(seen, abs=0.015)


def test_recoloured__black_stays_and_colours_change() -> None:
    picture = np.zeros((2, 2, 3), np.uint8)
    picture[0, 0] = (200, 120, 90)

    found = recoloured(picture, default_rng(0))

    assert (found[1] == 0).all()
    assert not np.array_equal(found[0, 0], picture[0, 0])


def test_lesson__right_answers_explain_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hands = made_hands()
    network = Resnet(ResnetConfig(side_px=SIDE_PX, upright=True), classes=VALUES)
    lesson = HandPictureLesson(network, hands, batch=4, seed=0)
    train, asked = hands.parts == "train", hands.parts == "validation"
    taught = hands.forms[train]
    forms = (hands.forms[asked] - taught.mean(axis=0)) / taught.std(axis=0)
    places = POINTS_SCALE * (hands.points[asked].reshape(len(forms), -1) - 0.5)
    right = torch.from_numpy(np.concatenate([forms, places], axis=1))
    monkeypatch.setattr(network, "forward", lambda seen: (right, None))

    figures = lesson.measure()

    assert figures["validation/loss"] == pytest.approx(0, abs=1e-6)
    assert figures["validation/form-explained"] == pytest.approx(1, abs=1e-4)
    assert figures["validation/points-explained"] == pytest.approx(1, abs=1e-4)


def test_lesson__same_batches_whenever_asked() -> None:
    network = Resnet(ResnetConfig(side_px=SIDE_PX, upright=True), classes=VALUES)
    lesson = HandPictureLesson(network, made_hands(), batch=4, seed=0)

    first, again = (list(lesson.batches(3)) for _ in range(2))

    assert len(first) == lesson.steps == 2
    for one, other in zip(first, again, strict=True):
        assert torch.equal(one[0], other[0])
        assert torch.equal(one[1], other[1])


def test_train_hand_pictures__a_classifier_can_begin_with_it(store: Store) -> None:
    recipe = read_hand_picture_recipe(
        recipe_file("resnet18_rendered"),
        changes=("network.side_px=32", "training.epochs=1", "training.batch=4"),
    )
    with pytest.raises(CallError, match="has no pictures of rendered hands"):
        train_hand_pictures(store, recipe)
    render_hands(
        store, RenderedHands(hands=6, signers=3, made=1, side_px=64), workers=1
    )
    hands = read_hand_pictures(Database(store), CORPUS, side_px=SIDE_PX)

    run_id, weights = train_hand_pictures(store, recipe)

    assert (hands.points[:, MIDDLE_MCP, 1] < hands.points[:, WRIST, 1]).all()
    assert ((hands.points > 0) & (hands.points < 1)).all()
    assert train_hand_pictures(store, recipe) == (run_id, weights)
    network = Resnet(ResnetConfig(side_px=32), classes=3)
    begin_with(network, str(weights))
    learnt = torch.load(weights, weights_only=True)["state"][0]["body.conv1.weight"]
    assert torch.equal(network.body.conv1.weight, learnt)


@pytest.mark.parametrize(
    ("change", "said"),
    [("network.upright=false", "say upright = true"), ("corpus=''", "learns from one")],
)
def test_read_hand_picture_recipe__cannot_work(change: str, said: str) -> None:
    with pytest.raises(CallError, match=said):
        read_hand_picture_recipe(recipe_file("resnet18_rendered"), changes=(change,))
