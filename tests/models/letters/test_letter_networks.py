"""Letters are learnt: by networks, by their averaged weights, and after an interruption."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from models.letters.averaging import Averaged
from models.letters.data import Letters, Pictures
from models.letters.networks import train_network
from models.letters.perceptrons import train_perceptron
from models.letters.rows import Network, Perceptron
from models.training import Figures
from tests.models.letters.letter_maker import bars

QUICK = Network("cnn2", dense_l2=0.01, augmented=True, epochs=3, batch=16)


def made_letters() -> Letters:
    def pictures(count: int, seed: int) -> Pictures:
        labels = np.arange(count, dtype=np.intp) % 3
        names = np.array([f"{seed}-{number}" for number in range(count)])
        return Pictures(names, bars(labels, seed=seed), labels, np.full(count, ""))

    return Letters("bars", ("a", "b", "c"), pictures(120, 0), pictures(30, 1))


def test_train_network__learns_bars() -> None:
    recipe = Network("cnn3", epochs=12, batch=16, patience=0)

    trained = train_network(made_letters(), recipe, seed=0)

    assert (trained.said.argmax(axis=1) == np.arange(30) % 3).mean() > 0.9
    assert np.allclose(trained.said.sum(axis=1), 1)
    assert trained.images == 12 * 108
    assert {"train/loss", "train/accuracy", "validation/loss"} <= set(
        trained.history[0]
    )


def test_train_network__the_same_seed_says_the_same() -> None:
    one, other = (train_network(made_letters(), QUICK, seed=4) for _ in range(2))

    assert (one.said == other.said).all()


def test_train_network__interrupted_ends_the_same(tmp_path: Path) -> None:
    letters, path = made_letters(), tmp_path / "checkpoint.pt"
    whole = train_network(letters, QUICK, seed=0)

    def stop(epoch: int, figures: Figures) -> None:
        if epoch == 1:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.training.train.__kwdefaults__", kept_at_once())
        with pytest.raises(KeyboardInterrupt):
            train_network(letters, QUICK, seed=0, checkpoint=path, listener=stop)
        there = path.is_file()
        again = train_network(letters, QUICK, seed=0, checkpoint=path)

    assert there
    assert np.allclose(again.said, whole.said, atol=1e-6)
    assert len(again.history) == len(whole.history)
    assert again.images < whole.images


def kept_at_once() -> dict[str, object]:
    """Return the defaults of the training loop, with a checkpoint after each epoch."""
    from models.training import train  # noqa: PLC0415 - its defaults are read anew

    return {**(train.__kwdefaults__ or {}), "every_s": 0.0}


def test_averaged__answers_with_the_mean_of_its_weights() -> None:
    network = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(network.weight)
    averaged = Averaged(network, kept=0.5).train()
    averaged(torch.ones(1, 1))
    nn.init.ones_(network.weight)
    averaged(torch.ones(1, 1))
    averaged.eval()

    # The second of the first steps keeps 2/11 of the mean.
    assert float(averaged(torch.ones(1, 1))) == pytest.approx(9 / 11)
    assert not any(p.requires_grad for p in averaged.mean.parameters())


def test_train_perceptron__copies_are_learnt_too() -> None:
    letters = made_letters()
    recipe = Perceptron((8,), copies=True, early_stopping=False, iterations=5)

    trained = train_perceptron(letters, recipe, seed=0)

    assert trained.images == 5 * 4 * 120
    assert trained.parameters == 784 * 8 + 8 + 8 * 3 + 3
    assert len(trained.history) == 5


def test_train_perceptron__an_interruption_is_no_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*args: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(
        "sklearn.neural_network.MLPClassifier._update_no_improvement_count", interrupted
    )

    with pytest.raises(KeyboardInterrupt):
        train_perceptron(made_letters(), Perceptron((8,)), seed=0)
