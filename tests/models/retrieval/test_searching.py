"""Embedding a store's clips and finding signs among them."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.random import default_rng
from typer.testing import CliRunner

from dashboard.cli import app
from models.poses.preparation import PoseSequence
from models.poses.reading import read_signs
from models.retrieval import threshold
from models.retrieval.embedding import embed
from models.retrieval.evaluation import evaluated
from models.retrieval.protocols import fold_of, held_glosses
from models.retrieval.searching import (
    Wanted,
    deciding_frames,
    load_index,
    search,
)
from models.retrieval.threshold import calibrated, calibrated_distance
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from tests.models.poses.pose_maker import signing, standing
from tests.models.retrieval.sign_maker import CORPUS, add_signs


@pytest.fixture
def signs(store: Store) -> Store:
    return add_signs(store)


def test_search__the_same_clip_finds_itself_first(signs: Store) -> None:
    made = embed(signs, [CORPUS])
    database = Database(signs)
    index = load_index(database)

    clips = read_signs(database, [CORPUS])
    for number in (0, 9, 31):
        first = search(index, clips.sequences[number])[0]
        assert first.clip_id == clips.clip_ids[number]
        assert first.similarity == pytest.approx(1, abs=1e-4)
    assert made.clips == len(index) == 32
    assert index.run_id == made.run_id


def test_search__another_clip_of_the_sign_stands_first(signs: Store) -> None:
    embed(signs, [CORPUS])
    index = load_index(Database(signs))
    again = signing(3, frames=30, rng=default_rng(9))

    found = search(index, again, top=4)

    assert {match.gloss for match in found} == {"G3"}
    assert all(match.good for match in found)


def test_search__a_sign_that_is_not_there_is_no_good_match(signs: Store) -> None:
    embed(signs, [CORPUS])
    index = load_index(Database(signs))

    strange = [bool(search(index, signing(number))[0].good) for number in range(50, 70)]

    assert index.false_accepts == 0.05
    assert np.mean(strange) < 0.4


def test_search__filters_come_before_ranks(signs: Store) -> None:
    add_signs(signs, glosses=2, corpus="other-signs")
    embed(signs, [CORPUS, "other-signs"])
    index = load_index(Database(signs))
    query = signing(5)

    found = search(index, query, top=3, wanted=Wanted(corpora=("other-signs",)))

    assert len(found) == 3
    assert {match.corpus for match in found} == {"other-signs"}
    assert search(index, query, wanted=Wanted(handshape="no such")) == []
    assert search(index, query, wanted=Wanted(two_handed=True)) == []


def test_search__no_hands_is_a_sentence(signs: Store) -> None:
    embed(signs, [CORPUS])
    nobody = PoseSequence(standing(5), np.arange(5, dtype=np.int64), 1.0)

    with pytest.raises(CallError, match="No body or no hand"):
        search(load_index(Database(signs)), nobody)


def test_deciding_frames__unknown_clip(signs: Store) -> None:
    embed(signs, [CORPUS])
    index = load_index(Database(signs))

    assert deciding_frames(index, signing(1), index.clip_ids[4]).shape == (33,)
    with pytest.raises(UnknownNameError):
        deciding_frames(index, signing(1), "made-signs/none")


def test_load_index__nothing_embedded_or_another_run(signs: Store) -> None:
    with pytest.raises(CallError, match="signatlas embed"):
        load_index(Database(signs))
    embed(signs, [CORPUS])
    with pytest.raises(UnknownNameError, match="embed-x"):
        load_index(Database(signs), "embed-x")


def test_load_index__clips_that_are_not_there_any_more(signs: Store) -> None:
    embed(signs, [CORPUS])
    shutil.rmtree(signs.table_dir("clips"))

    with pytest.raises(CallError, match="run `signatlas embed` again"):
        load_index(Database(signs))


def test_embed__no_signs_and_unknown_training(store: Store) -> None:
    with pytest.raises(CallError, match="ingest videos"):
        embed(store, ["nowhere"])
    add_signs(store)
    with pytest.raises(CallError, match="no finished training"):
        embed(store, [CORPUS], by="train-x")


def test_calibrated__share_of_absent_signs_that_pass() -> None:
    rng = default_rng(0)
    centres = rng.normal(size=(30, 8))
    vectors = np.repeat(centres, 4, axis=0) + rng.normal(0, 0.1, (120, 8))
    glosses = np.repeat([f"G{i}" for i in range(30)], 4)

    told = calibrated(vectors.astype(np.float32), glosses)

    assert told is not None
    assert told.kept > 0.9
    assert calibrated(vectors[:8].astype(np.float32), glosses[:8]) is None


def test_calibrated_distance__hands_of_one_clip_do_not_find_each_other() -> None:
    # Handshape A at 0 and 1, B at 10: clips of two hands, which lie together.
    values = np.repeat([0.0, 1.0, 10.0, 12.0], 10)[:, None].astype(np.float32)
    shapes = np.repeat(["A", "A", "B", "B"], 10)
    clips = np.repeat(["a1", "a2", "b1", "b2"], 10)

    told = calibrated_distance(values, shapes, clips, false_accepts=0.0)

    # The nearest of another handshape: 9, from a2 to b1; the nearest of one's own: 1 or 2.
    assert told is not None
    assert told.similarity == pytest.approx(-9)
    assert told.kept == 1.0
    assert calibrated_distance(values[:10], shapes[:10], clips[:10]) is None


def test_calibrated__of_many_some_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threshold, "MOST_CLIPS", 30)
    vectors = default_rng(0).normal(size=(200, 4)).astype(np.float32)

    told = calibrated(vectors, np.repeat([f"G{i}" for i in range(50)], 4))

    assert told is not None
    assert told.clips == 30


def test_fold_of__each_gloss_is_dealt_out_evenly() -> None:
    glosses = np.repeat(["A", "B"], [10, 5])

    fold = fold_of(glosses, 5, seed=0)

    assert np.bincount(fold[:10]).tolist() == [2] * 5
    assert sorted(fold[10:]) == [0, 1, 2, 3, 4]


def test_held_glosses__whole_glosses() -> None:
    glosses = np.repeat([f"G{i}" for i in range(20)], 3)

    masks = list(held_glosses(glosses, held=5, draws=3))

    assert [mask.sum() for mask in masks] == [15, 15, 15]
    assert any((a != b).any() for a, b in pairwise(masks))


def test_evaluated__made_signs_are_found(signs: Store) -> None:
    told = evaluated(signs, CORPUS, by="untrained", protocol="leave-one-out", draws=1)

    assert told["recall@1"].value > 0.9


def test_commands__embed_evaluate_search(signs: Store) -> None:
    run, where = CliRunner(), ["--store", str(signs.root)]

    made = run.invoke(app, ["embed", *where])
    told = run.invoke(app, ["evaluate", "--corpus", CORPUS, "--json", *where])
    found = run.invoke(app, ["search", f"{CORPUS}/s00000", "--json", *where])

    assert "32 clips can be found." in made.stdout
    assert json.loads(told.stdout)["recall@1"]["value"] > 0.9
    matches = json.loads(found.stdout)
    assert matches[0]["gloss"] == "G0"
    assert f"{CORPUS}/s00000" not in {match["clip_id"] for match in matches}


def test_search_command__neither_file_nor_clip(signs: Store) -> None:
    embed(signs, [CORPUS])

    told = CliRunner().invoke(
        app, ["search", "nothing.mp4", "--store", str(signs.root)]
    )

    assert "is no file" in str(told.exception)


def test_search_command__a_real_video(signs: Store, shared_data: Path) -> None:
    video = sorted((shared_data / "wlasl_samples").glob("*.mp4"))[0]
    embed(signs, [CORPUS])

    told = CliRunner().invoke(
        app, ["search", str(video), "--json", "--top", "3", "--store", str(signs.root)]
    )

    matches = json.loads(told.stdout)
    assert len(matches) == 3
    assert not any(match["good"] for match in matches)
