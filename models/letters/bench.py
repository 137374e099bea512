"""Training the table's rows on the corpora of letters; what is finished is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from models.letters.data import Letters, Pictures, checked
from models.letters.leakage import groups, near_duplicates
from models.letters.networks import train_network
from models.letters.perceptrons import ask_neighbours, train_perceptron
from models.letters.records import Metrics, finished_runs, letters_run, write_trained
from models.letters.rows import Neighbours, Network, Perceptron, Row
from models.letters.trained import Probabilities, Trained
from models.training import Listener
from models.training_progress import TrainingProgress
from store.db import Database
from store.layout import Store
from store.runs import Run, State, end_run, now_ms, start_run

Tell = Callable[[str], None]
CHECKPOINT: Final = "checkpoint.pt"
GROUPWISE: Final = "accuracy_groupwise"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured on one corpus.

    Attributes:
        letters: the corpus.
        rows: of the table.
        seeds: how many: 0, 1, ...
        groupwise: train again with near-duplicates kept on one side.
    """

    letters: Letters
    rows: Sequence[Row]
    seeds: int
    groupwise: bool = False

    def cases(self) -> list[tuple[Row, int]]:
        """Return every row with every seed; rows without chance only once."""
        return [
            (row, seed)
            for row in self.rows
            for seed in range(self.seeds if row.is_drawn else 1)
        ]


@dataclass(frozen=True, slots=True)
class Case:
    """One row with one seed.

    Attributes:
        letters: what it learns and is tested on.
        row: of the table.
        seed: of everything that is drawn.
        alone: test pictures without a near-duplicate in train, shape (M,).
    """

    letters: Letters
    row: Row
    seed: int
    alone: NDArray[np.bool_]

    @property
    def run(self) -> Run:
        """Its run in a store."""
        return letters_run(self.letters, self.row, seed=self.seed)

    @property
    def name(self) -> str:
        """What it is, for people."""
        return f"{self.letters.corpus} {self.row.name} seed {self.seed}"


def measure(store: Store, asked: Asked, tell: Tell) -> None:
    """Train what is asked for and not finished yet; its rows go into the store.

    Args:
        store: where to.
        asked: what.
        tell: is told the figures of each run as it ends.
    """
    finished = finished_runs(Database(store))
    letters = asked.letters
    alone = ~near_duplicates(letters.train.pixels, letters.test.pixels)
    for row, seed in asked.cases():
        case = Case(letters, row, seed, alone)
        metrics = finished.get(case.run.run_id)
        if metrics is None:
            metrics = _measure_one(store, case)
            tell(_sentence(case, metrics))
        if asked.groupwise and GROUPWISE not in metrics:
            metrics = _measure_groupwise(store, case, metrics)
            tell(f"{case.name}: {metrics[GROUPWISE]:.4f} by groups")


def regrouped(letters: Letters, *, seed: int) -> Letters:
    """Return the corpus dealt out anew: near-duplicates are all in train or all in test.

    The test part is about as large as it was.

    Raises:
        CallError: a class has no picture in train any more.
    """
    joined = _joined(letters.train, letters.test)
    codes = groups(joined.pixels)
    order = default_rng(seed).permutation(int(codes.max()) + 1)
    sizes = np.bincount(codes, minlength=len(order))[order]
    before = np.cumsum(sizes) - sizes
    tests = np.isin(codes, order[before < len(letters.test)])
    dealt = replace(letters, train=joined.chosen(~tests), test=joined.chosen(tests))
    return checked(dealt)


def _measure_one(store: Store, case: Case) -> Metrics:
    run = case.run
    started_ms = start_run(store, run)
    recipe = case.row.recipe
    epochs = recipe.epochs if isinstance(recipe, Network) else 1
    checkpoint = store.run_dir(run.run_id) / CHECKPOINT
    try:
        with TrainingProgress(store, run, epochs=epochs) as progress:
            trained = _train(case, checkpoint, progress)
        write_trained(store, run, case.letters, trained)
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    metrics = _metrics(case, trained)
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return metrics


def _measure_groupwise(store: Store, case: Case, metrics: Metrics) -> Metrics:
    """Add the accuracy by groups to a finished run, which stays finished meanwhile."""
    started_ms = now_ms()
    dealt = regrouped(case.letters, seed=case.seed)
    trained = _train(replace(case, letters=dealt))
    found = {**metrics, GROUPWISE: _accuracy(dealt.test.labels, trained.said)}
    end_run(store, case.run, state="finished", started_ms=started_ms, metrics=found)
    return found


def _train(
    case: Case, checkpoint: Path | None = None, listener: Listener | None = None
) -> Trained:
    letters, recipe, seed = case.letters, case.row.recipe, case.seed
    if isinstance(recipe, Neighbours):
        return ask_neighbours(letters, recipe)
    if isinstance(recipe, Perceptron):
        return train_perceptron(letters, recipe, seed=seed)
    return train_network(
        letters, recipe, seed=seed, checkpoint=checkpoint, listener=listener
    )


def _metrics(case: Case, trained: Trained) -> Metrics:
    true, said, alone = case.letters.test.labels, trained.said, case.alone
    metrics: Metrics = {
        "accuracy": _accuracy(true, said),
        "macro_f1": _macro_f1(true, said),
        "parameters": trained.parameters,
        "seconds": trained.seconds,
        "test": len(true),
        "test_without_duplicates": int(alone.sum()),
    }
    if trained.images:
        metrics["images_per_second"] = trained.images / trained.seconds
    if trained.history:
        metrics["epochs"] = len(trained.history)
    if alone.any():
        metrics["accuracy_without_duplicates"] = _accuracy(true[alone], said[alone])
    if (views := trained.said_of_views) is not None:
        metrics["accuracy_of_views"] = _accuracy(true, views)
        metrics["macro_f1_of_views"] = _macro_f1(true, views)
    return metrics


def _accuracy(true: NDArray[np.intp], said: Probabilities) -> float:
    return float((said.argmax(axis=1) == true).mean())


def _macro_f1(true: NDArray[np.intp], said: Probabilities) -> float:
    return float(f1_score(true, said.argmax(axis=1), average="macro", zero_division=0))


def _joined(one: Pictures, other: Pictures) -> Pictures:
    return Pictures(
        np.concatenate([one.ids, other.ids]),
        np.concatenate([one.pixels, other.pixels]),
        np.concatenate([one.labels, other.labels]),
        np.concatenate([one.signers, other.signers]),
    )


def _sentence(case: Case, metrics: Metrics) -> str:
    return (
        f"{case.name}: accuracy {metrics['accuracy']:.4f}, "
        f"F1 {metrics['macro_f1']:.4f} in {metrics['seconds']:.0f} s"
    )
