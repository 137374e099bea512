from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.feature_parts import CROPS_PER_PART, plan_parts
from models.feature_steps import FeatureTask, compute_features
from models.handcrop_reading import Choice
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.write import write_rows
from tests.models.hand_maker import Silent, open_hand, write_corpus

UNSEEN = np.full((21, 3), np.nan, dtype=np.float32)
WORLDS = [open_hand(bend=0.1 * i) for i in range(6)]


def values_in(
    store: Store, features: str, corpus: str = "hands"
) -> dict[str, NDArray[Any]]:
    rows = Database(store).rows("features_of_corpus", corpus=corpus, features=features)
    return {row["crop_id"]: np.array(row["vector"]) for row in rows}


def test_compute_features__unknown_corpus(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="corpus 'hands'"):
        compute_features(store, FeatureTask("hands", "hog"), Silent())


def test_compute_features__corpus_without_crops(store: Store) -> None:
    write_corpus(store, "hands", [])

    with pytest.raises(CallError, match="has no crops"):
        compute_features(store, FeatureTask("hands", "hog"), Silent())


def test_compute_features__every_hand_has_a_row_and_a_run(store: Store) -> None:
    write_corpus(store, "hands", WORLDS)

    counts = compute_features(store, FeatureTask("hands", "hog"), Silent())

    values = values_in(store, "hog")
    assert next(iter(values)) == "hands/clip000/f0000/right/p00"
    assert len(values) == counts.crops == 6
    assert np.isfinite(list(values.values())).all()
    (run,) = Database(store).rows("runs_newest_first")
    assert (run["run_id"], run["state"]) == (counts.run_id, "finished")


def test_compute_features__again_keeps_what_is_there(store: Store) -> None:
    write_corpus(store, "hands", WORLDS)
    task = FeatureTask("hands", "joint_angles")
    compute_features(store, task, Silent())
    parts = [(path, path.stat().st_mtime_ns) for path in store.parts("features")]

    counts = compute_features(store, task, Silent())

    assert counts.crops == 0
    assert counts.parts_kept == 1
    assert [
        (path, path.stat().st_mtime_ns) for path in store.parts("features")
    ] == parts


def test_compute_features__other_choice_replaces(store: Store) -> None:
    write_corpus(store, "hands", WORLDS, media="video", sharpness=100)
    compute_features(store, FeatureTask("hands", "joint_angles", "all"), Silent())

    counts = compute_features(store, FeatureTask("hands", "joint_angles"), Silent())

    assert counts.crops == 0
    assert values_in(store, "joint_angles") == {}


@pytest.mark.parametrize(
    ("choice", "expected"), [("sharp", 0), ("holds", 6), ("all", 6)]
)
def test_compute_features__choice_of_blurred_crops(
    store: Store, choice: Choice, expected: int
) -> None:
    write_corpus(store, "hands", WORLDS, media="video", sharpness=100)

    counts = compute_features(
        store, FeatureTask("hands", "joint_angles_hold", choice), Silent()
    )

    assert counts.crops == expected


def test_compute_features__unreadable_picture_is_a_problem_and_nan(
    store: Store,
) -> None:
    write_corpus(store, "hands", WORLDS, broken=[2])

    counts = compute_features(store, FeatureTask("hands", "hog"), Silent())

    broken = "hands/clip002/f0000/right/p00"
    assert counts.unreadable == [broken]
    assert counts.without_values == 1
    assert np.isnan(values_in(store, "hog")[broken]).all()
    (problem,) = Database(store).rows(
        "problems_found", corpus="hands", kind=None, at_most=9
    )
    assert problem["kind"] == "unreadable-crop"
    assert not problem["lost"]


def test_compute_features__unseen_hand_is_nan(store: Store) -> None:
    write_corpus(store, "hands", [WORLDS[0], UNSEEN])

    counts = compute_features(store, FeatureTask("hands", "joint_angles"), Silent())

    assert (counts.crops, counts.without_values) == (2, 1)


def test_compute_features__landmarks_that_are_not_there(store: Store) -> None:
    write_corpus(store, "hands", WORLDS)
    write_rows(store, "landmarks", [], part="made", partition={"corpus": "hands"})

    counts = compute_features(store, FeatureTask("hands", "joint_angles"), Silent())

    assert (counts.crops, counts.without_values) == (6, 6)


def clips(count: int, crops: int = 40) -> list[dict[str, object]]:
    return [
        {"clip_id": f"c/{i:05d}", "fingerprint": f"{i}", "crops": crops}
        for i in range(count)
    ]


def test_plan_parts__no_clips() -> None:
    assert plan_parts([], run_id="r") == []


def test_plan_parts__sizes_and_every_clip_once() -> None:
    parts = plan_parts(clips(5000), run_id="r")

    assert sum(part.crops for part in parts) == 5000 * 40
    assert max(part.crops for part in parts) <= 4 * CROPS_PER_PART + 40
    assert 20 <= len(parts) <= 100


def test_plan_parts__a_new_clip_changes_one_part() -> None:
    before = plan_parts(clips(5000), run_id="r")

    after = plan_parts(
        [*clips(5000), {"clip_id": "c/z", "fingerprint": "", "crops": 9}], run_id="r"
    )
    without = plan_parts(clips(5000)[:2000] + clips(5000)[2001:], run_id="r")

    names = {part.name for part in before}
    assert len(names - {part.name for part in after}) <= 1
    assert len(names - {part.name for part in without}) <= 2


def test_plan_parts__another_run_has_other_names() -> None:
    one, other = (plan_parts(clips(10), run_id=run) for run in ("r", "s"))

    assert one[0].name != other[0].name
