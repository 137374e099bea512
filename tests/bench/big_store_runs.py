"""What models would have made of a big store: features, clusters, maps, predictions.

Predictions are of all hands; features, two clusterings, a map of hands and one of clips
are of the first corpus; every clip has an embedding to be found by.
"""

from typing import Final

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from store.labels import LabelEvent, add_event
from store.layout import Store
from store.write import Values, write_part, write_rows
from tests.bench.big_store_rows import (
    add_history,
    add_run,
    write_embeddings,
    write_of_run,
)
from tests.bench.big_store_shape import CORPORA, FRAMES, SHAPES, Shape
from tests.dashboard.description_maker import make_many
from tests.dashboard.letter_maker import add_letter_runs, add_letters

FIRST: Final = CORPORA[0]
CLASSIFIER, RIVAL, SIGNS = "train-big-angles", "train-big-hog", "train-big-signs"
CLUSTERINGS: Final = {"cluster-big-20": 20, "cluster-big-40": 40}
MAP, CLIP_MAP, EMBED = "project-big-hands", "project-big-signs", "embed-big"
ANGLES, SIGN_VALUES, HAND_VALUES = 38, 819, 64
LABELLED: Final = 0.1
"""Share of clips with a label that a classifier learns or is tested by."""
DESCRIPTIONS: Final = 500
_LIKELIEST: Final = 5


def add_runs(store: Store, shape: Shape) -> None:
    """Add runs of every kind and what they made."""
    rng = default_rng(0)
    _add_features(store, shape, rng)
    for place, (run_id, k) in enumerate(CLUSTERINGS.items()):
        _add_clustering(store, shape, run_id, k, started_ms=100 + place)
    _add_labels(store, shape)
    for run_id, right, started_ms in ((CLASSIFIER, 0.85, 400), (RIVAL, 0.7, 300)):
        of = CORPORA if run_id == CLASSIFIER else CORPORA[:1]
        _add_predictions(store, shape, run_id, rng, of=of, right=right)
        told = {"name": run_id.removeprefix("train-big-"), "task": "handshapes"}
        metrics = {"classes": list(SHAPES), "accuracy": right}
        add_run(store, run_id, "train", told, metrics, started_ms=started_ms)
        add_history(store, run_id)
    _add_signs(store, shape, rng)
    _add_maps(store, shape, rng)
    _add_embeddings(store, shape, rng)
    make_many(store, DESCRIPTIONS)
    add_letter_runs(add_letters(store))


def _hands_of(shape: Shape, corpus: str) -> list[str]:
    starts = f"{corpus}/"
    return [crop for crop in shape.crops(shape.clips_each) if crop.startswith(starts)]


def _truth(shape: Shape) -> NDArray[np.str_]:
    """Return the handshape of each hand of a corpus."""
    clips = [shape.handshape(clip) for clip in range(shape.clips_each)]
    return np.repeat(np.array(clips), FRAMES)


def _add_features(store: Store, shape: Shape, rng: Generator) -> None:
    crops = _hands_of(shape, FIRST)
    middles = rng.normal(0, 1, (len(SHAPES), ANGLES))
    values = middles[np.searchsorted(SHAPES, _truth(shape))]
    values = values + rng.normal(0, 0.4, values.shape)
    columns: dict[str, Values] = {
        "crop_id": crops,
        "corpus": [FIRST] * len(crops),
        "features": ["joint_angles"] * len(crops),
        "run_id": ["features-big"] * len(crops),
        "vector": values.astype(np.float32),
    }
    partition = {"corpus": FIRST, "features": "joint_angles"}
    write_part(store, "features", columns, part="all", partition=partition)
    told = {"name": "joint_angles"}
    add_run(store, "features-big", "features", told, {}, started_ms=50)


def _add_clustering(
    store: Store, shape: Shape, run_id: str, k: int, *, started_ms: int
) -> None:
    crops = _hands_of(shape, FIRST)
    rows, rng = len(crops), default_rng(k)
    clusters = np.searchsorted(SHAPES, _truth(shape)) % k
    stray = rng.random(rows) < 0.2
    clusters[stray] = rng.integers(0, k, int(stray.sum()))
    told = {
        "run_id": run_id,
        "corpus": FIRST,
        "features": "joint_angles",
        "method": "kmeans-sklearn",
        "k": k,
        "seed": 0,
        "crops": rows,
        "left_out": 0,
        "silhouette": 0.2,
        "silhouette_sample": 2_000,
        "inertia": 1.0,
    }
    write_rows(store, "clusterings", [told], part=run_id)
    columns: dict[str, Values] = {
        "run_id": [run_id] * rows,
        "crop_id": crops,
        "cluster": clusters.astype(np.int32),
        "distance": rng.random(rows),
        "margin": rng.random(rows),
    }
    where = {"part": "all", "partition": {"run_id": run_id}}
    write_part(store, "cluster_assignments", columns, **where)  # type: ignore[arg-type]
    steps = [
        {
            "run_id": run_id,
            "iteration": i,
            "silhouette": 0.2 - 0.1 / i,
            "silhouette_sample": 2_000,
            "nmi_previous": None if i == 1 else 1 - 0.6 / i,
            "inertia": 1 + 1 / i,
        }
        for i in range(1, 11)
    ]
    write_rows(store, "cluster_iterations", steps, **where)  # type: ignore[arg-type]
    add_run(store, run_id, "cluster", {"k": k}, {}, started_ms=started_ms)


def _add_labels(store: Store, shape: Shape) -> None:
    """Name some clusters and some hands of their own, as an annotator of an hour would."""
    run_id = next(iter(CLUSTERINGS))
    crops = _hands_of(shape, FIRST)
    for number in range(10):
        named = {"run_id": run_id, "cluster": number, "handshape": SHAPES[number]}
        add_event(store, LabelEvent("ana", "name", at_ms=1_000 + number, **named))  # type: ignore[arg-type]
        few = tuple(crops[number * 997 % len(crops) :][:6])
        add_event(
            store,
            LabelEvent(
                "ana",
                "assign",
                run_id=run_id,
                crops=few,
                handshape=SHAPES[number],
                at_ms=2_000 + number,
            ),
        )


def _add_predictions(
    store: Store,
    shape: Shape,
    run_id: str,
    rng: Generator,
    *,
    of: tuple[str, ...],
    right: float,
) -> None:
    truth = _truth(shape)
    drawn = np.repeat(default_rng(1).random(shape.clips_each), FRAMES)
    learnt = drawn < LABELLED
    parts = np.array(["train", "train", "train", "validation", "test"])
    part = np.where(
        learnt, parts[np.minimum(drawn / LABELLED * 5, 4).astype(int)], "unseen"
    )
    for corpus in of:
        said = np.searchsorted(SHAPES, truth)
        wrong = rng.random(len(said)) > right
        said = np.where(wrong, (said + rng.integers(1, 4, len(said))) % 35, said)
        sure = np.where(wrong, rng.beta(3, 3, len(said)), rng.beta(8, 0.7, len(said)))
        columns = _said(run_id, corpus, _hands_of(shape, corpus), said, sure)
        columns |= {
            "target": ["handshape"] * len(said),
            "true_class": [
                t if known else None
                for t, known in zip(truth.tolist(), learnt, strict=True)
            ],
            "part": part.tolist(),
        }
        write_of_run(store, "predictions", columns, part=corpus)
    crops = [crop for c in of for crop in np.array(_hands_of(shape, c))[learnt]]
    write_embeddings(store, run_id, crops, rng, values=HAND_VALUES)


def _said(
    run_id: str,
    corpus: str,
    ids: list[str],
    said: NDArray[np.int64],
    sure: NDArray[np.float64],
) -> dict[str, Values]:
    """Return what was said of items by class numbers, how surely, and what is next."""
    sure = sure.clip(0.3, 0.999)
    likeliest = (said[:, None] + np.arange(_LIKELIEST)) % len(SHAPES)
    rest = np.array([0.4, 0.3, 0.2, 0.1])
    shares = np.hstack([sure[:, None], (1 - sure)[:, None] * rest]).astype(np.float32)
    names = np.array(SHAPES, object)
    return {
        "run_id": [run_id] * len(said),
        "item_id": ids,
        "corpus": [corpus] * len(said),
        "predicted_class": names[said].tolist(),
        "probability": sure,
        "top_classes": names[likeliest].tolist(),
        "top_probabilities": shares,
        "calibrated": [True] * len(said),
    }


def _add_signs(store: Store, shape: Shape, rng: Generator) -> None:
    """Add a classifier of the commonest signs, tested on one clip in five."""
    clips = range(shape.clips_each)
    ids = [f"{FIRST}/{shape.name(clip)}" for clip in clips]
    glosses = np.array([f"SIGN{clip % 100:05d}" for clip in clips], object)
    wrong = rng.random(len(ids)) < 0.2
    said = np.where(wrong, np.roll(glosses, 1), glosses)
    columns = _said(
        SIGNS, FIRST, ids, np.zeros(len(ids), int), rng.random(len(ids))
    ) | {
        "predicted_class": said.tolist(),
        "top_classes": [[name] for name in said],
        "top_probabilities": np.ones((len(ids), 1), np.float32),
        "target": ["gloss"] * len(ids),
        "true_class": glosses.tolist(),
        "part": np.where(np.arange(len(ids)) % 5, "train", "test").tolist(),
    }
    write_of_run(store, "predictions", columns, part="all")
    told = {"name": "signs_classifier", "task": "signs", "target": "gloss"}
    add_run(store, SIGNS, "train", told, {}, started_ms=200)


def _add_maps(store: Store, shape: Shape, rng: Generator) -> None:
    middles = rng.normal(0, 10, (len(SHAPES), 2))
    hands = _hands_of(shape, FIRST)
    clips = [f"{FIRST}/{shape.name(clip)}" for clip in range(shape.clips_each)]
    for run_id, items in ((MAP, hands), (CLIP_MAP, clips)):
        numbers = np.searchsorted(SHAPES, _truth(shape)[:: len(hands) // len(items)])
        at = middles[numbers] + rng.normal(0, 1.5, (len(items), 2))
        columns: dict[str, Values] = {
            "run_id": [run_id] * len(items),
            "item_id": items,
            "x": at[:, 0],
            "y": at[:, 1],
            "trust": rng.uniform(0, 1, len(items)).round(1),
        }
        write_of_run(store, "projections", columns, part="all")
        kind = "hands" if items is hands else "clips"
        told = {"name": f"umap of {kind}", "corpora": [FIRST], "items": kind}
        figures = {"points": len(items), "trust": 0.5}
        add_run(store, run_id, "project", told, figures, started_ms=500)


def _add_embeddings(store: Store, shape: Shape, rng: Generator) -> None:
    told = {"by": "untrained", "corpora": list(CORPORA)}
    figures = {"threshold": 0.5, "false_accepts": 0.05}
    add_run(store, EMBED, "embed", told, figures, started_ms=600)
    for corpus in CORPORA:
        clips = [f"{corpus}/{shape.name(clip)}" for clip in range(shape.clips_each)]
        write_embeddings(store, EMBED, clips, rng, values=SIGN_VALUES, part=corpus)
