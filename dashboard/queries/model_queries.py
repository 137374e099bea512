"""Questions about trainings: what was run, how it went, what came out."""

import json
from dataclasses import dataclass
from typing import Any

from dashboard.asking import ask

STEPS = ("train", "predict")


@dataclass(frozen=True, slots=True)
class ModelRun:
    """One training or prediction. Times in ms since 1970, UTC; None: not ended."""

    run_id: str
    step: str
    corpus: str
    state: str
    seed: int | None
    started_ms: int
    ended_ms: int | None
    recipe: dict[str, Any]
    metrics: dict[str, Any]
    note: str

    @property
    def name(self) -> str:
        """What the recipe calls it."""
        return str(self.recipe.get("name") or self.recipe.get("task") or self.step)


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One measure of a training at one epoch or step."""

    step_number: int
    measure: str
    part: str
    value: float


def model_runs() -> list[ModelRun]:
    """Return all trainings and predictions, newest first."""
    rows = ask("runs_of_steps", ("runs",), steps=STEPS)
    return [
        ModelRun(
            **{
                **row,
                "recipe": json.loads(row["recipe"] or "{}"),
                "metrics": json.loads(row["metrics"] or "{}"),
            }
        )
        for row in rows
    ]


def history(run_id: str) -> list[HistoryPoint]:
    """Return how a training went, by measure, part and step."""
    rows = ask("history_of_run", ("run_history",), run_id=run_id)
    return [HistoryPoint(**row) for row in rows]
