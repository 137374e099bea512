"""Trains a hand encoder on rendered hands; the best is kept in its run.

Most of what it learns from are forms seen from anywhere, each time anew, with made
errors: these are endless. The others are the hands as MediaPipe saw them in their
pictures: these show how it truly errs.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from models.features.joint_angles import joint_angles
from models.hand_data import HandData, read_hand_data
from models.hand_recipe import HandRecipe
from models.hand_weights import WEIGHTS_FILE, save_encoder
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.runs import Run, State, end_run, start_run
from store.write import write_rows

if TYPE_CHECKING:
    from torch import Tensor
    from torch.optim import AdamW

    from models.architectures.hand_encoder import HandEncoder

WARM_UP: Final = 0.05
"""Share of the steps in which the learning rate rises."""
LEAST_SPREAD: Final = 1e-3

Figures = dict[str, float]
History = list[tuple[int, Figures]]
Keep = Callable[["HandEncoder", Figures], None]


class Listener(Protocol):
    """Is told how training goes."""

    def __call__(self, step: int, figures: Figures) -> None:
        """Learn the figures after so many steps."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A finished training: its run, its weights' file and the figures of these."""

    run_id: str
    weights: Path
    figures: Figures


@dataclass(frozen=True, slots=True)
class _Task:
    """Forms and what is to be told of them, as tensors on the device.

    Attributes:
        forms: shape (N, 21, 3).
        seen: shape (N, 21, 3).
        wanted: values of `joint_angles`, standardised over the taught, shape (N, 38).
        taught: rows to learn from; `taught_seen`: those that MediaPipe saw.
        validation, held_out: seen rows to measure on.
    """

    forms: "Tensor"
    seen: "Tensor"
    wanted: "Tensor"
    taught: "Tensor"
    taught_seen: "Tensor"
    validation: "Tensor"
    held_out: "Tensor"


def train_hand_encoder(store: Store, recipe: HandRecipe, tell: Listener) -> Trained:
    """Train an encoder by a recipe; write its weights, split and history.

    The weights are those that did best on the validation signers. They are written
    whenever they are better, so that a stopped training leaves the best until then.

    Raises:
        CallError: the corpus has no rendered hands, or none to learn from.
    """
    run = Run("train", recipe.corpus, recipe.plain(), recipe.seed, (recipe.corpus,))
    data = read_hand_data(Database(store), recipe.corpus)
    started_ms = start_run(store, run)
    path = store.run_dir(run.run_id) / WEIGHTS_FILE
    history: History = []

    def keep(encoder: "HandEncoder", figures: Figures) -> None:
        told = {"run_id": run.run_id, "recipe": recipe.plain(), "figures": figures}
        save_encoder(path, encoder, told)

    def hear(step: int, figures: Figures) -> None:
        history.append((step, figures))
        tell(step, figures)

    try:
        _write_split(store, run, data, recipe)
        figures = fit(data, recipe, keep, hear)
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    _write_history(store, run, history)
    end_run(store, run, state="finished", started_ms=started_ms, metrics=figures)
    return Trained(run.run_id, path, figures)


def fit(data: HandData, recipe: HandRecipe, keep: Keep, tell: Listener) -> Figures:
    """Train an encoder, pass on the best so far, and return the figures of the best.

    `explained` is the share of the form's variance that the encoder tells right from
    what MediaPipe saw: of taught handshapes of the validation signers;
    `explained_held_out`: of all hands of handshapes that are never taught. Only the
    former decides what is best.
    """
    import torch  # noqa: PLC0415 - torch takes seconds

    from models.architectures.hand_encoder import HandEncoder  # noqa: PLC0415

    torch.manual_seed(recipe.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    task = _task(data, recipe, device)
    encoder = HandEncoder(recipe.model).to(device)
    training = recipe.training
    optimiser = torch.optim.AdamW(
        encoder.parameters(), weight_decay=training.weight_decay
    )
    best: Figures = {}
    losses: list[float] = []
    for step in range(1, training.steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = _rate(step, training.steps) * training.learning_rate
        losses.append(_learn(encoder, optimiser, task, recipe))
        if step == training.steps or step % training.measure_every == 0:
            figures = {"loss": float(np.mean(losses))} | _measured(encoder, task)
            tell(step, figures)
            losses.clear()
            if not best or figures["explained"] > best["explained"]:
                best = figures
                keep(encoder, figures)
    return best


def taught(data: HandData, recipe: HandRecipe) -> NDArray[np.bool_]:
    """Return which hands are trained on: taught handshapes of training signers."""
    known: NDArray[np.bool_] = ~np.isin(data.handshapes, recipe.held_out)
    chosen: NDArray[np.bool_] = known & (data.parts == "train")
    return chosen


def _task(data: HandData, recipe: HandRecipe, device: str) -> _Task:
    import torch  # noqa: PLC0415

    held_out = np.isin(data.handshapes, recipe.held_out)
    learnt = taught(data, recipe)
    seen = np.isfinite(data.seen).all(axis=(1, 2))
    parts = {
        "taught": learnt,
        "taught_seen": learnt & seen,
        "validation": ~held_out & (data.parts == "validation") & seen,
        "held_out": held_out & seen,
    }
    for name, what in (("taught_seen", "training"), ("validation", "validation")):
        if not parts[name].any():
            raise CallError(
                f"Corpus {recipe.corpus!r} has no hands of {what} signers that "
                "MediaPipe saw: render more hands, of 10 signers or more."
            )
    values = joint_angles(data.forms.astype(np.float64))
    mean, spread = values[learnt].mean(axis=0), values[learnt].std(axis=0)
    wanted = (values - mean) / np.maximum(spread, LEAST_SPREAD)
    return _Task(
        forms=torch.from_numpy(data.forms).to(device),
        seen=torch.from_numpy(data.seen).to(device),
        wanted=torch.from_numpy(wanted).to(device),
        **{
            name: torch.from_numpy(np.flatnonzero(rows)).to(device)
            for name, rows in parts.items()
        },
    )


def _learn(
    encoder: "HandEncoder", optimiser: "AdamW", task: _Task, recipe: HandRecipe
) -> float:
    import torch  # noqa: PLC0415

    from models.hand_views import seen_again, seen_anyhow  # noqa: PLC0415

    encoder.train()
    count = recipe.training.hands_per_batch
    as_seen = round(count * recipe.training.seen_share)
    turned = _drawn(task.taught, count - as_seen)
    seen = _drawn(task.taught_seen, as_seen)
    points = torch.cat(
        [
            seen_anyhow(task.forms[turned], recipe.errors),
            seen_again(task.seen[seen]),
        ]
    )  # (B, 21, 3)
    wanted = task.wanted[torch.cat([turned, seen])]  # (B, 38)
    loss = torch.nn.functional.mse_loss(encoder(points), wanted)
    optimiser.zero_grad()
    torch.autograd.backward(loss)
    optimiser.step()
    return float(loss.detach())


def _drawn(rows: "Tensor", count: int) -> "Tensor":
    import torch  # noqa: PLC0415

    return rows[torch.randint(len(rows), (count,)).to(rows.device)]


def _measured(encoder: "HandEncoder", task: _Task) -> Figures:
    return {
        "explained": _explained(encoder, task, task.validation),
        "explained_held_out": _explained(encoder, task, task.held_out),
    }


def _explained(encoder: "HandEncoder", task: _Task, rows: "Tensor") -> float:
    import torch  # noqa: PLC0415

    if not len(rows):
        return float("nan")
    encoder.eval()
    with torch.inference_mode():
        told = encoder(task.seen[rows])
    return 1 - float(torch.nn.functional.mse_loss(told, task.wanted[rows]))


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
