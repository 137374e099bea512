"""How far a training is; see `store.run_bar`."""

from models.training import Figures
from store.layout import Store
from store.run_bar import RunBar
from store.runs import Run


class TrainingProgress(RunBar):
    """A bar of epochs; call it after each one."""

    def __init__(self, store: Store, run: Run, *, epochs: int) -> None:
        super().__init__(store, "train", "epochs")
        self.begin(run, total=epochs, title=f"train {run.recipe['name']}")

    def __call__(self, epoch: int, figures: Figures) -> None:
        """Show the figures of an epoch."""
        told = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
        self.advance(told=told)
