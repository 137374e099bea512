"""From rendered hands in a store to weights that the feature set uses."""

import json
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from models.architectures.hand_encoder import HandEncoder, HandEncoderConfig
from models.features.hand_embedding import compute
from models.features.joint_angles import DIMENSIONS
from models.hand_recipe import HandRecipe, HandTraining, read_recipe
from models.hand_training import Figures, train_hand_encoder
from models.hand_views import Errors
from models.hand_weights import encoded, load_encoder, newest_weights, save_encoder
from models.recipe_files import RECIPES
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from tests.models.hand_maker import hand_crops, open_hand
from tests.models.rendered_maker import turned_out, write_rendered

BENDS = {"flat": 0.0, "curved": 0.5, "hooked": 1.0, "fist": 1.5, "Y": 0.75}
RECIPE = HandRecipe(
    corpus="rendered",
    seed=3,
    held_out=("Y",),
    model=HandEncoderConfig(width=32, layers=2),
    errors=Errors(across=0.02, deep=0.1),
    training=HandTraining(
        steps=2,
        hands_per_batch=32,
        seen_share=0.5,
        learning_rate=3e-3,
        weight_decay=0.0,
        measure_every=1,
    ),
)


def quiet(step: int, figures: Figures) -> None:
    """Listen to nothing."""


def for_steps(steps: int) -> HandRecipe:
    training = replace(RECIPE.training, steps=steps, measure_every=50)
    return replace(RECIPE, training=training)


@pytest.fixture
def rendered(store: Store) -> Store:
    """A hand of each handshape of 12 training and of 6 validation signers."""
    hands = [
        (name, part, form_of(bend, seed))
        for seed, part in enumerate(12 * ["train"] + 6 * ["validation"])
        for name, bend in BENDS.items()
    ]
    write_rendered(store, "rendered", hands)
    return store


def form_of(bend: float, seed: int) -> NDArray[np.float32]:
    """A hand of one handshape, of a person with longer or shorter bones."""
    stretched = np.random.default_rng(seed).normal(1, 0.02, 3)
    form = open_hand(bend=bend) * np.array([1, -1, 1]) * stretched * 100
    return np.asarray(form, np.float32)


def test_train_hand_encoder__empty_store(store: Store) -> None:
    with pytest.raises(CallError, match="ingest rendered-hands"):
        train_hand_encoder(store, RECIPE, quiet)


def test_train_hand_encoder__no_validation_signers(store: Store) -> None:
    write_rendered(store, "rendered", [("fist", "train", form_of(1.5, 0))])

    with pytest.raises(CallError, match="no hands of validation signers"):
        train_hand_encoder(store, RECIPE, quiet)


def test_train_hand_encoder__learns_far_better_than_chance(rendered: Store) -> None:
    trained = train_hand_encoder(rendered, for_steps(300), quiet)

    # Always to tell the mean of the taught hands explains 0.
    assert trained.figures["explained"] > 0.35


def test_train_hand_encoder__embedding_tells_handshapes_from_any_side(
    rendered: Store,
) -> None:
    weights = train_hand_encoder(rendered, for_steps(300), quiet).weights
    forms, names = [form_of(bend, 99) for bend in BENDS.values()], np.array([*BENDS])
    turned = np.stack([form @ turn for turn in turns() for form in forms])

    points = encoded(load_encoder(weights), turned)

    likeness = points @ points.T
    np.fill_diagonal(likeness, -1)
    same = np.tile(names, 8)[likeness.argmax(axis=1)] == np.tile(names, 8)
    assert same.mean() > 0.75  # chance: 0.18


def turns() -> list[NDArray[np.float64]]:
    """Eight turns, none of them so far that the palm is edge on."""
    return [turned_out(x, y) for x in (-0.6, -0.2, 0.3, 0.7) for y in (-0.4, 0.4)]


def test_train_hand_encoder__held_out_handshapes_teach_nothing(
    rendered: Store,
) -> None:
    first = load_encoder(train_hand_encoder(rendered, RECIPE, quiet).weights)
    hands = [
        (name, part, form_of(9.0 if name == "Y" else bend, seed))
        for seed, part in enumerate(12 * ["train"] + 6 * ["validation"])
        for name, bend in BENDS.items()
    ]
    write_rendered(rendered, "rendered", hands)

    again = load_encoder(train_hand_encoder(rendered, RECIPE, quiet).weights)

    assert same_weights(first, again)


def test_train_hand_encoder__same_seed_same_weights(rendered: Store) -> None:
    first = load_encoder(train_hand_encoder(rendered, RECIPE, quiet).weights)

    again = load_encoder(train_hand_encoder(rendered, RECIPE, quiet).weights)

    assert first is not again
    assert same_weights(first, again)


def test_train_hand_encoder__weights_split_and_history_are_kept(
    rendered: Store,
) -> None:
    trained = train_hand_encoder(rendered, RECIPE, quiet)

    database = Database(rendered)
    run = database.rows("runs_trained", task="hand_embedding")[0]
    assert run["run_id"] == trained.run_id
    assert json.loads(run["recipe"])["held_out"] == ["Y"]
    assert newest_weights(database) == trained.weights
    counts = database.row_counts()
    assert (counts["splits"], counts["run_history"]) == (90, 6)


def test_train_hand_encoder__stopped_training_leaves_the_best_so_far(
    rendered: Store,
) -> None:
    def stop(step: int, figures: Figures) -> None:
        if step == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_hand_encoder(rendered, RECIPE, stop)

    path = newest_weights(Database(rendered))
    assert load_encoder(path).config == RECIPE.model


def test_train_hand_encoder__weights_are_those_of_the_best_figures(
    rendered: Store,
) -> None:
    told: list[float] = []

    def listen(step: int, figures: Figures) -> None:
        told.append(figures["explained"])

    trained = train_hand_encoder(rendered, for_steps(200), listen)

    assert trained.figures["explained"] == max(told)


def test_compute__trained_weights_give_unit_vectors(rendered: Store) -> None:
    weights = train_hand_encoder(rendered, RECIPE, quiet).weights
    crops = hand_crops([open_hand()])

    values = compute(crops, weights=str(weights))

    assert values.shape == (1, DIMENSIONS)
    assert np.linalg.norm(values[0]) == pytest.approx(1, abs=1e-5)
    assert not np.allclose(values, compute(crops))


def test_compute__left_hand_lies_where_its_mirror_image_does() -> None:
    right = hand_crops([open_hand(bend=0.4)])
    points = right.points * (-1, 1, 1) + (1, 0, 0)

    left = replace(right, hands=["left"], points=points.astype(np.float32))

    np.testing.assert_allclose(compute(left), compute(right), atol=1e-4)


def test_compute__frame_that_is_not_square() -> None:
    square = hand_crops([open_hand(bend=0.4)])
    wide = np.array([[200, 100]], np.float32)
    squeezed = (square.points * (0.5, 1, 0.5)).astype(np.float32)

    values = compute(replace(square, frames_px=wide, points=squeezed))

    np.testing.assert_allclose(values, compute(square), atol=1e-4)


def test_compute__no_such_file() -> None:
    with pytest.raises(CallError, match="cannot be read"):
        compute(hand_crops([open_hand()]), weights="nowhere.pt")


def test_load_encoder__file_of_something_else(store: Store) -> None:
    path = store.root / "other.pt"
    path.write_bytes(b"no weights")

    with pytest.raises(CallError, match="holds no hand encoder"):
        load_encoder(path)


def test_load_encoder__file_that_changed_is_read_again(store: Store) -> None:
    path = store.root / "weights.pt"
    save_encoder(path, HandEncoder(HandEncoderConfig(width=8)), {})
    before = load_encoder(path)

    save_encoder(path, HandEncoder(HandEncoderConfig(width=16)), {})

    assert load_encoder(path).config.width == 16
    assert before.config.width == 8


def test_newest_weights__nothing_was_trained(store: Store) -> None:
    with pytest.raises(CallError, match="signatlas train hand_embedding"):
        newest_weights(Database(store))


@pytest.mark.parametrize(
    "name", [path.stem for path in RECIPES.glob("hand_embedding*.toml")]
)
def test_read_recipe__every_recipe_names_its_errors(name: str) -> None:
    assert 0 < read_recipe(name).errors.across < 0.2


def test_read_recipe__unknown_name() -> None:
    with pytest.raises(UnknownNameError, match="hand_embedding"):
        read_recipe("hand_embeding")


def same_weights(one: HandEncoder, other: HandEncoder) -> bool:
    values = other.state_dict()
    return all(value.equal(values[name]) for name, value in one.state_dict().items())
