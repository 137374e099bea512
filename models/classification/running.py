"""The run of a training: its folds one after another, with its state in the store."""

from collections.abc import Callable, Mapping, Sequence

from models.classification.folds import Fold, FoldRecipe, Taught, train_fold
from models.classification.splits import Split
from models.training_progress import TrainingProgress
from store.layout import Store
from store.runs import Run, State, end_run, start_run

Save = Callable[[list[Fold]], Mapping[str, object]]


def run_folds(
    store: Store,
    run: Run,
    recipe: FoldRecipe,
    *,
    taught: Taught,
    splits: Sequence[Split],
    save: Save,
) -> None:
    """Train the folds of a run, let them be saved, and end it.

    A training that was stopped goes on where it was when the same is asked again.

    Args:
        store: where the run is.
        run: that trains.
        recipe: how.
        taught: all items.
        splits: one a fold.
        save: writes what the folds say, and returns the run's figures.
    """
    started_ms = start_run(store, run)
    epochs = recipe.training.epochs * recipe.members * len(splits)
    folder = store.run_dir(run.run_id)
    try:
        with TrainingProgress(store, run, epochs=epochs) as progress:
            folds = [
                train_fold(taught, split, recipe, folder, progress) for split in splits
            ]
        metrics = save(folds)
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
