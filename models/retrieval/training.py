"""Training networks of signs: folds that are measured, then one that learns from all."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.architectures.pose_transformer import (
    PoseTransformer,
    PoseTransformerConfig,
)
from models.poses.describing import VALUES, described, shows_a_sign
from models.poses.preparation import Points, PoseSequence, prepared
from models.poses.reading import Signs, read_signs
from models.retrieval.lesson import SignClips, SignLesson, embedded
from models.retrieval.losses import SignLoss
from models.retrieval.metrics import Rankings, figures, joined
from models.retrieval.protocols import fold_of, gallery_and_queries
from models.retrieval.recipe import SignRecipe
from models.training import Listener, train
from models.training_progress import TrainingProgress
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, State, end_run, start_run
from store.temporary import temporary_beside

LENGTH = 64
"""Frames that a clip is resampled to before it is changed at random."""
LEAST_CLIPS = 2
Networks = tuple[PoseTransformer, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """Clips that can be learnt from: their points, glosses and labels."""

    points: Points
    glosses: NDArray[np.str_]
    labels: NDArray[np.intp]

    def where(self, chosen: NDArray[np.bool_]) -> "Taught":
        """Return some of the clips, labels counted anew."""
        glosses = self.glosses[chosen]
        labels = np.unique(glosses, return_inverse=True)[1].astype(np.intp)
        return Taught(self.points[chosen], glosses, labels)


def train_signs(store: Store, recipe: SignRecipe) -> str:
    """Train by a recipe and return the run's id; what was finished before is kept.

    Raises:
        CallError: there are too few clips to learn from.
    """
    signs = read_signs(Database(store), recipe.corpora)
    taught = learnable(signs)
    run = Run(
        "train",
        recipe.corpora[0] if len(recipe.corpora) == 1 else "",
        recipe.plain(),
        recipe.seed,
        inputs=recipe.corpora,
    )
    started_ms = start_run(store, run)
    try:
        epochs = recipe.training.epochs * recipe.members * (recipe.folds + 1)
        with TrainingProgress(store, run, epochs=epochs) as progress:
            rankings = _measured(store, run, recipe, taught, progress)
            _networks(store, run, recipe, taught, "all", progress)
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    metrics: dict[str, object] = {
        name: asdict(figure) for name, figure in figures(rankings).items()
    }
    metrics |= {"clips": len(taught.glosses), "queries": len(rankings.glosses)}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run.run_id


def learnable(signs: Signs) -> Taught:
    """Return the clips with hands whose gloss has two clips or more.

    Raises:
        CallError: there are not even two such glosses.
    """
    points = prepared_clips(signs.sequences)
    usable = np.array([shows_a_sign(clip) for clip in points], bool)
    names, counts = np.unique(signs.glosses[usable], return_counts=True)
    several = names[(counts >= LEAST_CLIPS) & (names != "")]
    if len(several) < LEAST_CLIPS:
        raise CallError(
            f"{len(several)} glosses have two clips or more; two are needed at least "
            "to learn which signs are alike. Ingest more clips with glosses."
        )
    everything = Taught(points, signs.glosses, np.zeros(len(points), np.intp))
    return everything.where(usable & np.isin(signs.glosses, several))


def prepared_clips(sequences: Sequence[PoseSequence]) -> Points:
    """Return clips ready for a network, shape (N, 64, 75, 3)."""
    return np.stack([prepared(s, frames=LENGTH, mirror_left=False) for s in sequences])


def fitted(
    recipe: SignRecipe, taught: Taught, seed: int, checkpoint: Path, listener: Listener
) -> PoseTransformer:
    """Return a network trained on clips."""
    torch.manual_seed(seed)
    classes = int(taught.labels.max()) + 1
    network = PoseTransformer(recipe.network, values=VALUES, classes=classes)
    loss = SignLoss(recipe.losses, embedding=recipe.network.embedding, classes=classes)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    lesson = SignLesson(
        network,
        loss,
        SignClips(taught.points, taught.labels),
        how=recipe.augmentation,
        batch=recipe.training.batch,
        per_gloss=recipe.per_gloss,
        seed=seed,
    )
    lesson.model.to(device)
    train(lesson, recipe.training, seed=seed, checkpoint=checkpoint, listener=listener)
    return network.eval()


def joined_embeddings(networks: Networks, points: Points) -> NDArray[np.float32]:
    """Return the members' embeddings side by side, unit length, shape (N, M * E)."""
    parts = [embedded(network, points) for network in networks]
    return np.concatenate(parts, axis=1) / np.float32(len(parts) ** 0.5)


def attention(networks: Networks, points: Points) -> NDArray[np.float32]:
    """Return how much each frame counts, the members' mean, shape (N, T)."""
    found = []
    for network in networks:
        at = np.linspace(0, points.shape[1] - 1, network.config.frames)
        seen = described(points[:, np.rint(at).astype(int)])
        with torch.inference_mode():
            found.append(network.frame_weights(torch.from_numpy(seen)).numpy())
    mean: NDArray[np.float32] = np.mean(found, axis=0)
    return mean


def load_networks(path: Path) -> Networks:
    """Return the networks in a file.

    Raises:
        CallError: there are none.
    """
    try:
        kept = torch.load(path, map_location="cpu", weights_only=True)
        config = PoseTransformerConfig(**kept["config"])
        networks = []
        for state in kept["states"]:
            classes = len(state["head.bias"])
            network = PoseTransformer(config, values=VALUES, classes=classes)
            network.load_state_dict(state)
            networks.append(network.eval())
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    except (RuntimeError, KeyError, TypeError, EOFError) as error:
        raise CallError(
            f"{path} holds no networks of signs: train them again."
        ) from error
    return tuple(networks)


def _measured(
    store: Store, run: Run, recipe: SignRecipe, taught: Taught, listener: Listener
) -> Rankings:
    """Return how the clips of each fold find their glosses among the others."""
    fold = fold_of(taught.glosses, recipe.folds, recipe.seed)
    parts = []
    for number in range(recipe.folds):
        asked = fold == number
        known = taught.where(~asked)
        networks = _networks(store, run, recipe, known, str(number), listener)
        gallery, queries = (
            (joined_embeddings(networks, taught.points[rows]), taught.glosses[rows])
            for rows in (~asked, asked)
        )
        parts.append(gallery_and_queries(gallery, queries))
    return joined(parts)


def _networks(  # noqa: PLR0917 - what, from what, for whom
    store: Store,
    run: Run,
    recipe: SignRecipe,
    taught: Taught,
    name: str,
    listener: Listener,
) -> Networks:
    """Return the trained members; those that were finished before are read."""
    folder = store.run_dir(run.run_id)
    path = folder / f"signs-{name}.pt"
    if path.is_file():
        return load_networks(path)
    folder.mkdir(parents=True, exist_ok=True)
    networks = []
    for member in range(recipe.members):
        drawn = np.random.SeedSequence([recipe.seed, len(name), hash_of(name), member])
        seed = int(drawn.generate_state(1)[0])
        checkpoint = folder / f"signs-{name}-{member}.checkpoint"
        networks.append(fitted(recipe, taught, seed, checkpoint, listener).cpu())
    temporary = temporary_beside(path)
    states = [network.state_dict() for network in networks]
    torch.save({"config": asdict(recipe.network), "states": states}, temporary)
    temporary.replace(path)
    return tuple(networks)


def hash_of(name: str) -> int:
    """Return a number that follows from a text alone, the same in every process."""
    return int.from_bytes(name.encode(), "big")
