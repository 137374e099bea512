"""Every row of the Sign-Language MNIST table as a recipe: the paper's, and ours.

Reference: Marto and Azevedo, Sign-Language MNIST and Classification with Machine Learning
(Universidade de Aveiro), tables I and II.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

from store.errors import CallError, UnknownNameError

OURS: Final = "Small"
Schedule = Literal["constant", "plateau", "cosine"]
Architecture = Literal["cnn1", "cnn2", "cnn3", "small"]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The commonest letter among the nearest pictures."""

    neighbours: int = 5


@dataclass(frozen=True, slots=True)
class Perceptron:
    """Dense layers, trained by scikit-learn's MLPClassifier.

    Attributes:
        hidden: units of the hidden layers.
        scaled: pixels from 0 to 1 instead of 0 to 255.
        early_stopping: end when a tenth of the pictures, held out, is no better known.
        alpha: L2 penalty.
        copies: learn three changed copies of each picture too.
        iterations: at most.
    """

    hidden: tuple[int, ...]
    scaled: bool = True
    early_stopping: bool = True
    alpha: float = 1e-4
    copies: bool = False
    iterations: int = 300


@dataclass(frozen=True, slots=True)
class Network:
    """A convolutional network, trained by the training loop with AdamW.

    Attributes:
        architecture: which.
        augmented: every picture is moved by its own draw whenever it is seen: rotation
            by 10 degrees, zoom by 10 %, shift by 10 %.
        mirrored: share of the pictures that are mirrored, as by left-handed signers.
        schedule: of the learning rate: constant, halved on a plateau of the validation
            loss, or falling along a cosine to 0, where the last weights are kept; else
            those of the best validation loss.
        dense_l2: penalty on the squared weights of the dense layers.
        weight_decay: of AdamW, on all weights.
        smoothing: share of a label that is spread over all letters.
        averaging: share of the mean weights that each step keeps; 0: no averaging.
        views: changed views that are averaged in test-time augmentation, which is
            reported apart; 0: none.
        epochs: at most.
        patience: epochs without a better validation loss after which training ends; 0:
            never.
        batch: pictures.
        learning_rate: the greatest.
    """

    architecture: Architecture
    augmented: bool = False
    mirrored: float = 0.0
    schedule: Schedule = "constant"
    dense_l2: float = 0.0
    weight_decay: float = 0.0
    smoothing: float = 0.0
    averaging: float = 0.0
    views: int = 0
    epochs: int = 30
    patience: int = 6
    batch: int = 64
    learning_rate: float = 1e-3


Recipe = Neighbours | Perceptron | Network


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Attributes:
        name: as users write it.
        what: what it is, in words.
        recipe: how it is trained.
        accuracy, f1: the paper's, on Sign-Language MNIST; None where it has none.
        parameters: the paper's count for 24 letters; None where it has none.
    """

    name: str
    what: str
    recipe: Recipe
    accuracy: float | None = None
    f1: float | None = None
    parameters: int | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether another seed gives another model."""
        return not isinstance(self.recipe, Neighbours)

    @property
    def is_ours(self) -> bool:
        """Whether it is no row of the paper, nor of its references."""
        return self.name == OURS

    @property
    def settings(self) -> dict[str, object]:
        """The recipe in plain values."""
        return {"kind": type(self.recipe).__name__.lower(), **asdict(self.recipe)}


_NN2: Final = Perceptron((256, 128))
_CNN1: Final = Network("cnn1")
_CNN2: Final = Network("cnn2", dense_l2=0.01)
_CNN3: Final = Network("cnn3")
_SMALL: Final = Network(
    "small",
    augmented=True,
    mirrored=0.2,
    schedule="cosine",
    weight_decay=0.05,
    smoothing=0.1,
    averaging=0.98,
    views=8,
    epochs=60,
    patience=0,
    learning_rate=4e-3,
)


def _taught_more(network: Network) -> Network:
    """Return a network of the paper with both of its techniques."""
    return replace(network, augmented=True, schedule="plateau")


def _hidden(first: int, second: int, accuracy: float, f1: float) -> Row:
    told = f"NN2 with hidden layers of {first} and {second}"
    name = f"NN2-{first}x{second}"
    return Row(name, told, Perceptron((first, second)), accuracy, f1)


def _penalised(alpha: float) -> Row:
    told = f"NN2 with L2 alpha {alpha:g}"
    return Row(f"NN3-{alpha:g}", told, replace(_NN2, alpha=alpha))


ROWS: Final = (
    Row("kNN", "5 nearest neighbours of the scaled pixels", Neighbours(), 0.84),
    Row(
        "NN1",
        "one hidden layer of 100, raw pixels from 0 to 255",
        Perceptron((100,), scaled=False, early_stopping=False),
        0.1861,
        0.156,
    ),
    _hidden(64, 32, 0.7338, 0.732),
    _hidden(128, 64, 0.7480, 0.7215),
    Row("NN2", "hidden layers of 256 and 128, early stopping", _NN2, 0.7796, 0.7577),
    _hidden(512, 256, 0.7393, 0.7134),
    *(_penalised(alpha) for alpha in (0.0001, 0.2, 1, 2, 3, 10)),
    Row("NN3", "NN2 with L2 alpha 0.1", replace(_NN2, alpha=0.1), 0.7786, 0.7559),
    Row(
        "NN4",
        "NN2 with three changed copies of each picture",
        replace(_NN2, copies=True),
        0.9948,
        0.9979,
        237_584,
    ),
    Row("CNN1", "conv 75-50-25, dense 512", _CNN1, 0.9090, 0.9019, 264_049),
    Row(
        "CNN1aug",
        "CNN1 with augmentation and a rate reduced on plateaus",
        _taught_more(_CNN1),
        1.0,
        1.0,
        264_049,
    ),
    Row(
        "CNN2",
        "conv 50-25-10, dense 32 with L2 0.01",
        _CNN2,
        0.9164,
        0.9106,
        30_539,
    ),
    Row(
        "CNN2aug",
        "CNN2 with augmentation and a rate reduced on plateaus",
        _taught_more(_CNN2),
        0.9765,
        0.9737,
        30_539,
    ),
    Row("CNN3", "conv 64-32-20-20, dense 32", _CNN3, 0.9652, 0.9660, 39_824),
    Row(
        "CNN3aug",
        "CNN3 with augmentation and a rate reduced on plateaus",
        _taught_more(_CNN3),
        0.9990,
        0.9989,
        39_824,
    ),
    Row(
        OURS, "ours: residual network, augmented and mirrored, weights averaged", _SMALL
    ),
)
"""In the order of the paper; kNN's accuracy is that of its third reference."""


def rows_named(names: Sequence[str]) -> list[Row]:
    """Return rows by name, in the order of the table; none named: all.

    Raises:
        UnknownNameError: there is no such row; the sentence names the nearest one.
        CallError: a name is empty.
    """
    known = {row.name.lower(): row for row in ROWS}
    for name in names:
        if not name.strip():
            raise CallError("A row has no name: write --rows NN1,CNN3aug.")
        if name.strip().lower() not in known:
            raise UnknownNameError("row", name.strip(), [row.name for row in ROWS])
    chosen = {name.strip().lower() for name in names}
    return [row for name, row in known.items() if not chosen or name in chosen]
