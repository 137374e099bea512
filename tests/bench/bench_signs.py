"""Clips of signs made ready for a network, against the network that learns from them."""

from typing import Final

import numpy as np
import torch
from numpy.random import default_rng
from torch import Tensor

from models.poses.preparation import PoseSequence
from models.recipe_files import recipe_file
from models.retrieval.lesson import SignLesson
from models.retrieval.recipe import read_sign_recipe
from models.retrieval.taught import Taught, prepared_clips
from models.retrieval.training import Material, lesson_of
from store.skeleton import POINTS
from tests.bench.ratios import Ratio, compare

GLOSSES: Final = 50
CLIPS: Final = 8
"""Of each gloss."""


def run() -> list[Ratio]:
    """Return how much faster clips are read than learnt from, by recipe."""
    torch.set_num_threads(1)
    return [_reading(recipe) for recipe in ("signs_transformer", "m4")]


def _reading(recipe: str) -> Ratio:
    told = read_sign_recipe(recipe_file(recipe), corpora=("made",))
    lesson = lesson_of(told, Material(_made()), member=0, seed=0)
    optimiser = torch.optim.AdamW(
        lesson.model.parameters(), lr=told.training.learning_rate
    )
    batches = list(lesson.batches(0))
    lesson.model.train()
    return compare(
        f"bench/signs/reading-{recipe.replace('_', '-')}/ratio",
        lambda: [*lesson.batches(1)],
        lambda: _learn(lesson, optimiser, batches),
        meaning="CPU time of learning over reading and augmenting",
        data=f"{len(batches)} batches of {len(batches[0][1])} made clips, one thread",
        repeats=5,
        gain=True,
        floor=1.0,
    )


def _learn(
    lesson: SignLesson,
    optimiser: torch.optim.AdamW,
    batches: list[tuple[Tensor, Tensor]],
) -> None:
    for batch in batches:
        optimiser.zero_grad()
        torch.autograd.backward(lesson.loss(batch))
        optimiser.step()


def _made() -> Taught:
    """Return clips of noise: what is in them costs nothing."""
    rng = default_rng(0)
    times = np.arange(40) * 40
    labels = np.repeat(np.arange(GLOSSES), CLIPS)
    sequences = [
        PoseSequence(rng.random((40, POINTS, 3), np.float32), times, 1.0)
        for _ in labels
    ]
    return Taught(prepared_clips(sequences), labels.astype(np.str_), labels)
