"""The training loop on a model of eight numbers."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.training import Figures, TrainingSettings, rate, train
from store.errors import CallError

SETTINGS = TrainingSettings(epochs=8, batch=5, learning_rate=0.05)


class Line:
    """Learns y = sum of x, with dropout, so that something is drawn at every step."""

    steps = 4

    def __init__(self, *, width: int = 4, stop_at: int | None = None) -> None:
        torch.manual_seed(0)
        self.model: nn.Module = nn.Sequential(
            nn.Linear(4, width), nn.Dropout(0.2), nn.Linear(width, 1)
        )
        self.stop_at = stop_at
        self.measured = 0.0
        draw = torch.Generator().manual_seed(1)
        self.seen = torch.randn(20, 4, generator=draw)

    def batches(self, epoch: int) -> Iterator[Tensor]:
        if epoch == self.stop_at:
            raise KeyboardInterrupt
        order = np.random.default_rng(epoch).permutation(20)
        yield from (self.seen[order[i : i + 5]] for i in range(0, 20, 5))

    def loss(self, batch: Tensor) -> Tensor:
        # The memory takes part in the loss: forgetting it would show.
        wanted = batch.sum(dim=1, keepdim=True) + 0.01 * self.measured
        lacking: Tensor = (self.model(batch) - wanted) ** 2
        return lacking.mean()

    def measure(self) -> Figures:
        with torch.inference_mode():
            found = self.model(self.seen) - self.seen.sum(dim=1, keepdim=True)
        self.measured = float((found**2).mean())
        return {"validation/loss": self.measured}

    def memory(self) -> dict[str, Any]:
        return {"measured": self.measured}

    def remember(self, memory: dict[str, Any]) -> None:
        self.measured = memory["measured"]


def weights(lesson: Line) -> list[float]:
    return torch.cat([p.detach().flatten() for p in lesson.model.parameters()]).tolist()


def test_train__learns() -> None:
    lesson = Line()

    history = train(lesson, SETTINGS, seed=0)

    assert len(history) == 8
    assert history[-1]["validation/loss"] < 0.5 * history[0]["validation/loss"]
    assert math.isfinite(history[0]["train/loss"])
    assert not lesson.model.training


def test_train__interrupted_ends_with_the_same_weights(tmp_path: Path) -> None:
    whole = Line()
    expected = train(whole, SETTINGS, seed=3)
    path = tmp_path / "run" / "checkpoint.pt"
    with pytest.raises(KeyboardInterrupt):
        train(Line(stop_at=4), SETTINGS, seed=3, checkpoint=path, every_s=0)
    there = path.is_file()
    again = Line()

    history = train(again, SETTINGS, seed=3, checkpoint=path, every_s=0)

    assert there
    assert history == expected
    assert weights(again) == weights(whole)
    assert not path.exists()


def test_train__another_seed_other_weights() -> None:
    one, other = Line(), Line()

    train(one, SETTINGS, seed=0)
    train(other, SETTINGS, seed=1)

    assert weights(one) != weights(other)


class Worse(Line):
    """Gets worse after the third epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[list[float]] = []

    def measure(self) -> Figures:
        self.states.append(weights(self))
        return {"validation/loss": abs(len(self.states) - 3.0)}


def test_train__stops_early_and_keeps_the_best() -> None:
    lesson = Worse()
    settings = TrainingSettings(epochs=50, patience=2, learning_rate=0.05)

    history = train(lesson, settings, seed=0)

    assert len(history) == 5
    assert weights(lesson) == lesson.states[2]


class Blind(Line):
    """Has no validation examples."""

    def measure(self) -> Figures:
        return {}


class Diverging(Line):
    """Learns for an epoch, then has no finite loss any more."""

    def __init__(self) -> None:
        super().__init__()
        self.states: list[list[float]] = []

    def measure(self) -> Figures:
        self.states.append(weights(self))
        return {"validation/loss": 1.0 if len(self.states) == 1 else math.nan}


def test_train__without_validation_the_last_state_is_kept() -> None:
    history = train(Blind(), TrainingSettings(epochs=3, patience=1), seed=0)

    assert len(history) == 3


def test_train__diverged_goes_back_to_the_best() -> None:
    lesson = Diverging()

    train(lesson, TrainingSettings(epochs=3), seed=0)

    assert weights(lesson) == lesson.states[0]


def test_train__checkpoint_of_another_model(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    with pytest.raises(KeyboardInterrupt):
        train(Line(stop_at=2), SETTINGS, seed=0, checkpoint=path, every_s=0)

    with pytest.raises(CallError, match="belongs to another model"):
        train(Line(width=5), SETTINGS, seed=0, checkpoint=path)


def test_train__checkpoint_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    path.write_bytes(b"no checkpoint")

    with pytest.raises(CallError, match="holds no checkpoint"):
        train(Line(), SETTINGS, seed=0, checkpoint=path)


def test_train__tells_every_epoch() -> None:
    told: list[int] = []

    train(Line(), SETTINGS, seed=0, listener=lambda epoch, figures: told.append(epoch))

    assert told == list(range(8))


@pytest.mark.parametrize(
    ("done", "expected"), [(0.0, 0.0), (0.05, 0.5), (0.1, 1.0), (1.0, 0.0)]
)
def test_rate__rises_then_falls(done: float, expected: float) -> None:
    share = rate(done, warm_up=0.1)

    assert share == pytest.approx(expected)


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"warm_up": 1.0}, {"batch": -1}])
def test_training_settings__that_cannot_work(wrong: dict[str, Any]) -> None:
    with pytest.raises(CallError, match="Training: "):
        TrainingSettings(**wrong)


def test_train__a_schedule_and_the_last_state() -> None:
    lesson = Worse()
    seen: list[tuple[float, int]] = []

    def share(done: float, history: Sequence[Figures]) -> float:
        seen.append((done, len(history)))
        return 0.0 if history else 1.0

    train(lesson, replace(SETTINGS, epochs=2), seed=0, schedule=share, best=False)
    once = Worse()
    train(once, replace(SETTINGS, epochs=1), seed=0, schedule=share, best=False)

    assert [length for _, length in seen[:8]] == [0] * 4 + [1] * 4
    assert seen[7][0] == 1
    assert weights(lesson) == weights(once)
