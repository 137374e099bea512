"""From rendered hands in a store to weights that the feature set uses."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from models.architectures.hand_encoder import HandEncoderConfig
from models.features.hand_embedding import DIMENSIONS, compute
from models.hand_recipe import HandRecipe, HandTraining, read_recipe, recipe_names
from models.hand_training import Figures, train_hand_encoder
from models.hand_weights import load_encoder, newest_weights
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.write import write_rows
from tests.models.hand_maker import hand_crops, open_hand, picture_of

Row = dict[str, object]

RECIPE = HandRecipe(
    corpus="rendered",
    seed=3,
    held_out=("Y",),
    model=HandEncoderConfig(side_px=32, width=4, dimensions=DIMENSIONS),
    training=HandTraining(
        steps=2,
        classes_per_batch=2,
        hands_per_class=2,
        learning_rate=1e-3,
        weight_decay=0.0,
        temperature=0.1,
        measure_every=1,
    ),
)
FACTS: Row = {
    "gloss": None,
    "media": "image",
    "source": "",
    "source_sha256": "",
    "source_start_ms": 0,
    "source_end_ms": None,
    "playable": "",
    "playable_in_store": True,
    "width_px": 64,
    "height_px": 64,
    "rotation_deg": 0,
    "fps": 0.0,
    "duration_ms": 0,
    "frames": 1,
    "pose_frames": 0,
    "left_frames": 0,
    "right_frames": 0,
    "holds": 1,
    "dominant_hand": "right",
    "two_handed": False,
    "fingerprint": "",
    "run_id": "ingest",
}


def quiet(step: int, figures: Figures) -> None:
    """Listen to nothing."""


@pytest.fixture
def rendered(store: Store) -> Store:
    """Two hands of a training and two of a validation signer, of three handshapes."""
    hands = [
        (handshape, split)
        for split in ("train", "train", "validation", "validation")
        for handshape in ("A", "B", "Y")
    ]
    for number, (handshape, split) in enumerate(hands):
        write_hand(store, number, handshape, split)
    return store


def write_hand(store: Store, number: int, handshape: str, split: str) -> None:
    clip: Row = {"clip_id": f"rendered/h{number:03d}", "corpus": "rendered"}
    time: Row = {"frame_index": 0, "time_ms": 0}
    frame = clip | time | {"frame_id": f"{clip['clip_id']}/f0000"}
    points = 0.5 + 2 * open_hand()[:, :2]
    unseen = np.full_like(points, np.nan)
    encoded = cv2.imencode(".jpg", picture_of(number, side_px=64))[1].tobytes()
    part, here = f"h{number:03d}", {"corpus": "rendered"}
    labels: Row = {"handshape": handshape, "signer": f"r{number}", "split": split}
    crop: Row = {
        "crop_id": f"{frame['frame_id']}/right/p20",
        "hand": "right",
        "padding_px": 20,
        "hold": 0,
        "left_px": 0.0,
        "top_px": 0.0,
        "side_px": 64.0,
        "sharpness": 500.0,
        "image": encoded,
    }
    sign: Row = dict.fromkeys(
        [
            "gloss",
            "signer",
            "hands",
            "place",
            "movement",
            "description",
            "minimal_pairs",
            "end_handshape",
            "end_orientation",
        ],
        "",
    )
    sign |= {"handshape": handshape, "orientation": "up-out", "seed": 0}
    sign |= {"dominant_hand": "right", "base_handshape": None}
    truth: Row = {"phase": "hold", "left_signs": False, "right_signs": True}
    truth |= {"left_handshape": None, "right_handshape": handshape}
    truth |= {"left_orientation": None, "right_orientation": "up-out"}
    truth |= {"left_palm": 0.0, "right_palm": 0.2}
    truth |= {"hands": np.concatenate([unseen, points]).ravel()}
    write_rows(store, "crops", [frame | crop], part=part, partition=here)
    write_rows(store, "truth_signs", [clip | sign], part=part, partition=here)
    write_rows(store, "truth_frames", [frame | truth], part=part, partition=here)
    write_rows(store, "clips", [clip | FACTS | labels], part=part, partition=here)


def test_train_hand_encoder__empty_store(store: Store) -> None:
    with pytest.raises(CallError, match="ingest rendered-hands"):
        train_hand_encoder(store, RECIPE, quiet)


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
    assert (counts["splits"], counts["run_history"]) == (12, 6)


def test_train_hand_encoder__same_seed_same_weights(rendered: Store) -> None:
    first = train_hand_encoder(rendered, RECIPE, quiet)
    before = load_encoder(first.weights).state_dict()
    load_encoder.cache_clear()

    again = load_encoder(train_hand_encoder(rendered, RECIPE, quiet).weights)

    for name, values in again.state_dict().items():
        assert values.equal(before[name])


def test_train_hand_encoder__too_few_handshapes(rendered: Store) -> None:
    training = replace(RECIPE.training, classes_per_batch=3)

    with pytest.raises(CallError, match="batch of 3 handshapes"):
        train_hand_encoder(rendered, replace(RECIPE, training=training), quiet)


def test_compute__trained_weights_give_unit_vectors(rendered: Store) -> None:
    weights = train_hand_encoder(rendered, RECIPE, quiet).weights
    crops = hand_crops([open_hand()], pictures=[picture_of(1)])

    values = compute(crops, weights=str(weights))

    assert np.linalg.norm(values[0]) == pytest.approx(1, abs=1e-5)
    assert not np.allclose(values, compute(crops))


def test_compute__no_such_file() -> None:
    crops = hand_crops([open_hand()], pictures=[picture_of(1)])

    with pytest.raises(CallError, match="cannot be read"):
        compute(crops, weights="nowhere.pt")


def test_newest_weights__nothing_was_trained(store: Store) -> None:
    with pytest.raises(CallError, match="signatlas train hand_embedding"):
        newest_weights(Database(store))


@pytest.mark.parametrize(
    "name", [name for name in recipe_names() if name.startswith("hand_embedding")]
)
def test_read_recipe__every_recipe_fits_the_feature(name: str) -> None:
    recipe = read_recipe(name)

    assert recipe.model.dimensions == DIMENSIONS


def test_read_recipe__unknown_name() -> None:
    with pytest.raises(UnknownNameError, match="hand_embedding"):
        read_recipe("hand_embeding")
