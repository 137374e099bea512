"""Maps in the store: what is shown, what is kept of a run, and what is refused."""

import json

import numpy as np
import pytest

from models.feature_steps import FeatureTask, compute_features
from models.projections import steps
from models.projections.placing import place_on_map, place_source
from models.projections.sources import read_source
from models.projections.steps import draw_map
from store.db import Database
from store.errors import CallError, StoreError, UnknownNameError
from store.layout import Store
from tests.models.hand_maker import Silent, open_hand, write_corpus
from tests.models.projection_maker import (
    Counting,
    clouds,
    source_of,
    write_embedded,
)


def the_run(store: Store) -> dict[str, object]:
    (row,) = Database(store).rows("maps_drawn")
    return {**row, **json.loads(row["recipe"]), **json.loads(row["metrics"])}


def test_draw_map__clips_that_were_embedded(store: Store) -> None:
    run_id = write_embedded(store, ["ana", "bel"], clouds(24))
    source = read_source(Database(store), "embeddings", run_id=run_id, corpora=())
    progress = Counting()

    made = draw_map(store, source, "tsne", progress, seed=3)

    told = the_run(store)
    assert told["run_id"] == made.run_id
    assert told["of"] == run_id
    assert told["name"] == "tsne of clips embedded by untrained"
    assert told["corpora"] == ["ana", "bel"]
    assert (told["items"], told["points"], told["seed"]) == ("clips", 24, 3)
    assert told["trust"] == pytest.approx(made.trust.kept.mean())
    assert told["trustworthiness"] == made.trust.trustworthiness
    assert told["neighbourhood_preservation"] == made.trust.neighbourhood_preservation
    assert progress.left == 0
    placed = place_on_map(store, made.run_id, clouds(24))
    rows = Database(store).rows("map_points", run_id=made.run_id)
    by_id = {row["item_id"]: (row["x"], row["y"]) for row in rows}
    there = np.array([by_id[item] for item in source.item_ids.tolist()])
    assert placed == pytest.approx(there)


def test_draw_map__some_corpora_of_a_run(store: Store) -> None:
    run_id = write_embedded(store, ["ana", "bel"], clouds(24))
    database = Database(store)

    source = read_source(database, "embeddings", run_id=run_id, corpora=["bel"])

    assert {name.split("/")[0] for name in source.item_ids} == {"bel"}
    with pytest.raises(UnknownNameError, match="corpus in run"):
        read_source(database, "embeddings", run_id=run_id, corpora=["cel"])


def test_draw_map__a_feature_set(store: Store) -> None:
    worlds = [open_hand(bend=0.1 + 0.02 * number) for number in range(20)]
    write_corpus(store, "hands", worlds, handshapes=["5"] * 20)
    compute_features(store, FeatureTask("hands", "joint_angles"), Silent())
    of = "features:joint_angles"
    source = read_source(Database(store), of, run_id=None, corpora=["hands"])

    draw_map(store, source, "pca", Counting())

    told = the_run(store)
    assert (told["items"], told["features"]) == ("hands", "joint_angles")
    assert (told["corpus"], told["points"]) == ("hands", 20)


def test_read_source__predictions_are_by_their_training(store: Store) -> None:
    trained = write_embedded(store, ["ana"], clouds(24), step="train")
    recipe = {"name": "made on bel", "of": trained}
    predicted = write_embedded(
        store, ["bel"], clouds(24), step="predict", recipe=recipe
    )
    database = Database(store)

    first, other = (
        read_source(database, "embeddings", run_id=run_id, corpora=())
        for run_id in (trained, predicted)
    )

    assert first.made_by == other.made_by == trained
    assert (first.items, other.title) == ("hands", "made on bel")
    assert not first.about_mean


def test_place_on_map__no_map(store: Store) -> None:
    with pytest.raises(StoreError, match="draw the map again"):
        place_on_map(store, "project-x", clouds(2))


def test_place_source__another_corpus(store: Store) -> None:
    drawn = draw_map(store, source_of(clouds(24)), "pca", Counting())
    new = source_of(clouds(10, seed=5), prefix="others")

    made = place_source(store, drawn.run_id, new, Counting())

    rows = Database(store).rows("map_points", run_id=made.run_id)
    before = Database(store).rows("map_points", run_id=drawn.run_id)
    newest = Database(store).rows("maps_drawn")[0]
    recipe, metrics = json.loads(newest["recipe"]), json.loads(newest["metrics"])
    assert [row["x"] for row in rows[:24]] == [row["x"] for row in before]
    assert (recipe["onto"], recipe["corpora"]) == (drawn.run_id, ["hands", "others"])
    assert (metrics["points"], metrics["placed"]) == (34, 10)


def test_place_source__refused(store: Store) -> None:
    drawn = draw_map(store, source_of(clouds(24)), "pca", Counting())
    others = source_of(clouds(10, seed=5), prefix="others")
    joined = place_source(store, drawn.run_id, others, Counting())
    run_id = write_embedded(store, ["ana"], clouds(24))
    clips = read_source(Database(store), "embeddings", run_id=run_id, corpora=())

    with pytest.raises(CallError, match="shows all of these hands already"):
        place_source(store, drawn.run_id, source_of(clouds(24)), Counting())
    with pytest.raises(CallError, match="not what untrained does"):
        place_source(store, drawn.run_id, clips, Counting())
    with pytest.raises(CallError, match=f"placed on {drawn.run_id}"):
        place_source(store, joined.run_id, others, Counting())
    with pytest.raises(UnknownNameError, match="Unknown map"):
        place_source(store, "project-x", others, Counting())


def test_draw_map__interrupted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "trust_in", interrupt)

    with pytest.raises(KeyboardInterrupt):
        draw_map(store, source_of(clouds(24)), "pca", Counting())

    (unfinished,) = Database(store).rows("runs_unfinished")
    assert unfinished["state"] == "stopped"
    assert not Database(store).rows("maps_drawn")
    assert not store.has_parts("projections")


def test_draw_map__vectors_with_missing_values(store: Store) -> None:
    vectors = clouds(24)
    vectors[[3, 7], 1] = np.nan
    run_id = write_embedded(store, ["ana"], vectors)
    source = read_source(Database(store), "embeddings", run_id=run_id, corpora=())

    made = draw_map(store, source, "pca", Counting())

    assert (made.points, made.left_out) == (22, 2)
    assert the_run(store)["left_out"] == 2


def test_draw_map__refused(store: Store) -> None:
    alike = np.ones((24, 6), np.float32)

    with pytest.raises(CallError, match="are 4 hands to draw: a map needs 5"):
        draw_map(store, source_of(clouds(4)), "pca", Counting())
    with pytest.raises(CallError, match="All 24 hands have the same values"):
        draw_map(store, source_of(alike), "pca", Counting())
    with pytest.raises(UnknownNameError, match="Did you mean 'umap'"):
        draw_map(store, source_of(clouds(24)), "umaps", Counting())  # type: ignore[arg-type]
    assert not store.has_parts("runs")


@pytest.mark.parametrize(
    ("of", "run_id", "corpora", "said"),
    [
        ("embeddings", None, [], "none yet, run `signatlas embed`"),
        ("embeddings", "train-x", [], "Unknown run with embeddings"),
        ("features:", None, ["hands"], "say --of embeddings or --of features:NAME"),
        ("pictures", None, ["hands"], "say --of embeddings or --of features:NAME"),
        ("features:joint_angles", None, [], "give --corpus"),
        ("features:joint_angles", "train-x", ["hands"], "not both"),
        ("features:joint_angles", None, ["hands"], "signatlas features"),
        ("features:alexnet", None, ["hands", "others"], "name one corpus"),
    ],
)
def test_read_source__refused(
    store: Store, of: str, run_id: str | None, corpora: list[str], said: str
) -> None:
    write_corpus(store, "hands", [open_hand()])

    with pytest.raises(CallError, match=said):
        read_source(Database(store), of, run_id=run_id, corpora=corpora)
