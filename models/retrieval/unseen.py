"""A recipe measured on glosses that it was not taught: one training for each draw."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from models.poses import untrained
from models.retrieval.ensemble import Ensemble, Vectors
from models.retrieval.evaluation import DRAWS, HELD, Evaluated
from models.retrieval.metrics import Rankings, joined
from models.retrieval.protocols import held_glosses, leave_one_out
from models.retrieval.recipe import SignRecipe
from models.retrieval.taught import Taught
from models.retrieval.training import Material, fitted_ensemble, read_material
from models.training import Listener
from models.training_progress import TrainingProgress
from store.errors import CallError
from store.layout import Store
from store.runs import Run, State, end_run, start_run

PROTOCOL: Final = "unseen-glosses"


def evaluate_unseen(
    store: Store,
    recipe: SignRecipe,
    *,
    draws: int = DRAWS,
    held: int = HELD,
    neighbours: int = 0,
) -> Evaluated:
    """Train by a recipe without the glosses of each draw, which then find each other.

    Networks of finished draws are kept in the run's folder and used again.

    Args:
        store: where the clips are.
        recipe: how networks are trained; its folds do not matter.
        draws: of glosses.
        held: glosses that are not taught in each draw.
        neighbours: with which every clip is joined before; 0: none.

    Raises:
        CallError: there are too few glosses, or the weights that the recipe begins with
            were taught the corpus.
    """
    material = _material(store, recipe, held)
    settings = {"protocol": PROTOCOL, "draws": draws, "held": held}
    run = Run(
        "evaluate",
        recipe.corpora[0] if len(recipe.corpora) == 1 else "",
        {**recipe.plain(), **settings},
        recipe.seed,
        inputs=recipe.corpora,
    )
    started_ms = start_run(store, run)
    folder = store.run_dir(run.run_id)
    epochs = recipe.training.epochs * recipe.members * draws
    try:
        with TrainingProgress(store, run, epochs=epochs) as progress:
            drawn = list(_drawn(recipe, material, folder, (held, draws), progress))
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    told = _told(drawn, neighbours)
    metrics = {name: asdict(figure) for name, figure in told.figures.items()}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return told


def _material(store: Store, recipe: SignRecipe, held: int) -> Material:
    material = read_material(store, recipe)
    begun = material.beginning.corpora if material.beginning else ()
    if known := sorted(set(begun) & set(recipe.corpora)):
        raise CallError(
            f"[beginning] weights were taught {', '.join(known)}, of which glosses are "
            "to be held out: begin with networks that were not."
        )
    if material.real.classes <= held + 1:
        raise CallError(
            f"{', '.join(recipe.corpora)} has {material.real.classes} glosses of two "
            f"clips or more; to hold out {held}, {held + 2} are needed at least."
        )
    return material


def _drawn(
    recipe: SignRecipe,
    material: Material,
    folder: Path,
    drawing: tuple[int, int],
    listener: Listener,
) -> Iterator[tuple[Ensemble, Taught]]:
    """Yield networks, and the clips of the glosses that they were not taught."""
    held, draws = drawing
    masks = held_glosses(material.real.glosses, held=held, draws=draws)
    for draw, asked in enumerate(masks):
        known = material.where(~asked)
        ensemble = fitted_ensemble(recipe, known, folder, f"draw-{draw}", listener)
        yield ensemble, material.real.where(asked)


def _told(drawn: Sequence[tuple[Ensemble, Taught]], neighbours: int) -> Evaluated:
    """Return how held-out glosses of all draws find each other."""

    def ranked(vectors: Vectors, clips: Taught) -> Rankings:
        return leave_one_out(vectors, clips.glosses, neighbours=neighbours)

    ours = [ranked(made.vectors(clips.points), clips) for made, clips in drawn]
    theirs = [ranked(untrained.of_prepared(clips.points), clips) for _, clips in drawn]
    return Evaluated(joined(ours), {untrained.NAME: joined(theirs)})
