"""Trains a hand encoder on rendered hands, and keeps it in the run's folder."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from models.hand_batches import HandBatch, hand_batches
from models.hand_data import MARGIN, HandData, read_hand_data
from models.hand_recipe import HandRecipe
from models.hand_weights import WEIGHTS_FILE, encoded, save_encoder
from store.db import Database
from store.layout import Store
from store.runs import Run, State, end_run, start_run
from store.write import write_rows

if TYPE_CHECKING:
    from torch.optim import AdamW

    from models.architectures.hand_encoder import HandEncoder

LONGEST_GRADIENT: Final = 5.0
WARM_UP: Final = 0.1
"""Share of the steps in which the learning rate rises."""

Figures = dict[str, float]
History = list[tuple[int, Figures]]


class Listener(Protocol):
    """Is told how training goes."""

    def __call__(self, step: int, figures: Figures) -> None:
        """Learn the figures after so many steps."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A finished training: its run, its weights' file and its last figures."""

    run_id: str
    weights: Path
    figures: Figures


def train_hand_encoder(store: Store, recipe: HandRecipe, tell: Listener) -> Trained:
    """Train an encoder by a recipe; write its weights, split and history.

    Raises:
        CallError: the corpus has no rendered hands, or too few handshapes.
    """
    run = Run("train", recipe.corpus, recipe.plain(), recipe.seed, (recipe.corpus,))
    data = read_hand_data(Database(store), recipe.corpus, side_px=recipe.model.side_px)
    started_ms = start_run(store, run)
    _write_split(store, run, data, recipe)
    history: History = []
    try:
        encoder = fitted(data, recipe, history, tell)
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    path = store.run_dir(run.run_id) / WEIGHTS_FILE
    save_encoder(path, encoder, {"run_id": run.run_id, "recipe": recipe.plain()})
    _write_history(store, run, history)
    figures = history[-1][1]
    end_run(store, run, state="finished", started_ms=started_ms, metrics=figures)
    return Trained(run.run_id, path, figures)


def taught(data: HandData, recipe: HandRecipe) -> NDArray[np.bool_]:
    """Return which hands are trained on: taught handshapes of training signers."""
    known: NDArray[np.bool_] = ~np.isin(data.handshapes, recipe.held_out)
    chosen: NDArray[np.bool_] = known & (data.parts == "train")
    return chosen


def fitted(
    data: HandData, recipe: HandRecipe, history: History, tell: Listener
) -> "HandEncoder":
    """Return an encoder trained on the taught hands; figures are added to `history`."""
    import torch  # noqa: PLC0415 - torch takes seconds

    from models.architectures.hand_encoder import HandEncoder  # noqa: PLC0415

    torch.manual_seed(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    training = recipe.training
    encoder = HandEncoder(recipe.model).to(memory_format=torch.channels_last)
    encoder = encoder.to(device)
    optimiser = torch.optim.AdamW(
        encoder.parameters(), weight_decay=training.weight_decay
    )
    seen = data.where(taught(data, recipe))
    batches = hand_batches(seen, training, seed=recipe.seed, device=device)
    losses: list[float] = []
    for step, batch in enumerate(batches, start=1):
        for group in optimiser.param_groups:
            group["lr"] = _rate(step, training.steps) * training.learning_rate
        losses.append(_learn(encoder, optimiser, recipe, batch))
        if step == training.steps or step % training.measure_every == 0:
            figures = {"loss": float(np.mean(losses))} | measured(encoder, data, recipe)
            history.append((step, figures))
            tell(step, figures)
            losses.clear()
    encoder.eval()
    return encoder


def measured(encoder: "HandEncoder", data: HandData, recipe: HandRecipe) -> Figures:
    """Return how often the nearest hand of another clip has the same handshape.

    `neighbour`: among the validation signers' hands of taught handshapes;
    `neighbour_held_out`: among all hands of handshapes that are never taught.
    """
    held_out = np.isin(data.handshapes, recipe.held_out)
    validation = ~held_out & (data.parts == "validation")
    encoder.eval()
    return {
        "neighbour": _neighbours(encoder, data.where(validation)),
        "neighbour_held_out": _neighbours(encoder, data.where(held_out)),
    }


def _neighbours(encoder: "HandEncoder", data: HandData) -> float:
    if len(data) <= 1:
        return float("nan")
    points = encoded(encoder, middles(data.squares, encoder.config.side_px))
    likeness = points @ points.T
    np.fill_diagonal(likeness, -np.inf)
    nearest = data.handshapes[likeness.argmax(axis=1)]
    return float(np.mean(nearest == data.handshapes))


def middles(squares: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    """Return squares without their margin, shape (N, side_px, side_px, 3)."""
    start = (squares.shape[1] - side_px) // 2
    inside = slice(start, start + side_px)
    return np.ascontiguousarray(squares[:, inside, inside])


def _learn(
    encoder: "HandEncoder", optimiser: "AdamW", recipe: HandRecipe, batch: HandBatch
) -> float:
    import torch  # noqa: PLC0415

    from models.hand_augmentation import augmented  # noqa: PLC0415
    from models.losses.supervised_contrastive import (  # noqa: PLC0415
        supervised_contrastive,
    )

    encoder.train()
    side_px = recipe.model.side_px
    pictures = augmented(batch.squares, batch.masks, side_px=side_px, margin=MARGIN)
    # Half precision halves the time, on processors too that have matrix units for it.
    with torch.autocast(pictures.device.type, dtype=torch.bfloat16):
        points = encoder(pictures.contiguous(memory_format=torch.channels_last))
    temperature = recipe.training.temperature
    loss = supervised_contrastive(points, batch.classes, temperature=temperature)
    optimiser.zero_grad()
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(encoder.parameters(), LONGEST_GRADIENT)
    optimiser.step()
    return float(loss.detach())


def _rate(step: int, steps: int) -> float:
    """Return the share of the learning rate at a step: it rises, then falls to 0."""
    done = step / steps
    if done < WARM_UP:
        return done / WARM_UP
    return 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (1 - WARM_UP)))


def _write_split(store: Store, run: Run, data: HandData, recipe: HandRecipe) -> None:
    """Write which hand is in which part; hands that train nothing are test hands."""
    known = ~np.isin(data.handshapes, recipe.held_out)
    parts = np.where(known, data.parts, "test")
    rows = [
        {"run_id": run.run_id, "item_id": str(clip), "part": str(part), "fold": 0}
        for clip, part in zip(data.clip_ids, parts, strict=True)
    ]
    write_rows(store, "splits", rows, part=run.run_id, partition={"run_id": run.run_id})


def _write_history(store: Store, run: Run, history: History) -> None:
    rows = [
        {
            "run_id": run.run_id,
            "step_number": step,
            "measure": measure,
            "part": "train" if measure == "loss" else "validation",
            "value": value,
        }
        for step, figures in history
        for measure, value in figures.items()
    ]
    write_rows(
        store, "run_history", rows, part=run.run_id, partition={"run_id": run.run_id}
    )
