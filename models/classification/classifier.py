"""A trained classifier: its networks, classes and temperature, kept in one file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.architectures.mlp import Mlp, MlpConfig
from models.architectures.pose_network import PoseNetwork, PoseNetworkConfig
from models.architectures.resnet import Resnet, ResnetConfig, begin_with
from models.architectures.sign_network import config_of, make_network, plain_config
from models.classification.calibration import probabilities
from models.classification.examples import Examples
from models.classification.lesson import seen_by
from models.weight_files import MISFITS, load_plain, texts
from store.errors import CallError, UnknownNameError
from store.whole_files import whole_file

Reals = NDArray[np.float64]
Network = Mlp | Resnet | PoseNetwork
Config = MlpConfig | ResnetConfig | PoseNetworkConfig


@dataclass(frozen=True, slots=True)
class Classifier:
    """Networks whose scores are averaged.

    Attributes:
        networks: one or several members, on the CPU or a GPU.
        classes: names, in the order of the scores.
        features: feature sets that it sees; empty: crops, or keypoints of clips.
        temperature: scores are divided by it.
    """

    networks: tuple[Network, ...]
    classes: tuple[str, ...]
    features: tuple[str, ...]
    temperature: float

    @property
    def config(self) -> Config:
        """Configuration of its networks."""
        return self.networks[0].config


@dataclass(frozen=True, slots=True)
class Said:
    """What a classifier says of N hands or clips.

    Attributes:
        probabilities: calibrated, shape (N, C).
        embeddings: unit vectors, shape (N, D).
    """

    probabilities: Reals
    embeddings: NDArray[np.float32]


def new_network(
    config: Config,
    examples: Examples,
    rows: NDArray[np.intp],
    *,
    classes: int,
    seed: int,
) -> Network:
    """Return an untrained network, on the GPU if there is one.

    Args:
        config: of the network.
        examples: what it is to see.
        rows: those that it is trained on; values are standardised by them.
        classes: how many there are.
        seed: of its weights.

    Raises:
        CallError: the weights that it should begin with cannot be had.
    """
    torch.manual_seed(seed)
    network: Network
    if isinstance(config, MlpConfig):
        vectors = examples.batch(rows, None)  # (N, V)
        network = Mlp(config, values=vectors.shape[1], classes=classes)
        network.standardise_by(vectors)
    elif isinstance(config, PoseNetworkConfig):
        network = make_network(config, classes=classes)
    else:
        network = Resnet(config, classes=classes)
        begin_with(network, config.weights)
        network = network.to(memory_format=torch.channels_last)
    return network.to("cuda" if torch.cuda.is_available() else "cpu")


def scores_of(
    networks: Sequence[nn.Module], examples: Examples, rows: NDArray[np.intp]
) -> tuple[Reals, NDArray[np.float32]]:
    """Return mean scores, (N, C), and the members' embeddings joined, (N, D), unit."""
    seen = [seen_by(network, examples, rows) for network in networks]
    scores = torch.stack([scores for scores, _ in seen]).mean(dim=0)
    joined = torch.cat([points for _, points in seen], dim=1) / len(seen) ** 0.5
    return scores.numpy().astype(np.float64), joined.numpy()


def said_of(classifier: Classifier, examples: Examples) -> Said:
    """Return what a classifier says of examples.

    Raises:
        CallError: its weights are so large that what it says is no number.
    """
    rows = np.arange(len(examples))
    scores, embeddings = scores_of(classifier.networks, examples, rows)
    told = probabilities(scores, classifier.temperature)
    if not np.isfinite(told).all():
        raise CallError("The classifier says nothing of these hands: train it again.")
    return Said(told, embeddings)


def save_classifier(path: Path, classifier: Classifier) -> None:
    """Write a classifier into a file, whole or not at all."""
    first = classifier.networks[0]
    kept = {
        "config": _plain(classifier.config),
        "values": len(first.mean) if isinstance(first, Mlp) else 0,
        "state": [network.state_dict() for network in classifier.networks],
        "classes": list(classifier.classes),
        "features": list(classifier.features),
        "temperature": classifier.temperature,
    }
    with whole_file(path) as temporary:
        torch.save(kept, temporary)


def load_classifier(path: Path) -> Classifier:
    """Return the classifier in a file, on the CPU.

    Raises:
        CallError: there is none.
    """
    remedy = "Train one with `signatlas train RECIPE --corpus CORPUS`."
    try:
        kept = load_plain(path)
        classes, features = texts(kept["classes"]), texts(kept["features"])
        networks = []
        for state in kept["state"]:
            network = _empty(kept, len(classes), vectors=bool(features))
            network.load_state_dict(state)
            networks.append(network.eval())
        return Classifier(
            tuple(networks), classes, features, _temperature(kept["temperature"])
        )
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}. {remedy}") from error
    except (UnknownNameError, *MISFITS) as error:
        raise CallError(f"{path} holds no classifier. {remedy}") from error


def _temperature(kept: Any) -> float:
    """Return what scores are divided by.

    Raises:
        ValueError: nothing can be divided by it.
    """
    temperature = float(kept)
    if not temperature > 0:
        raise ValueError(f"the temperature is {temperature}")
    return temperature


def _plain(config: Config) -> dict[str, Any]:
    """Return settings in plain values; those of networks of signs also say their kind."""
    if isinstance(config, PoseNetworkConfig):
        return plain_config(config)
    return asdict(config)


def _empty(kept: dict[str, Any], classes: int, *, vectors: bool) -> Network:
    config = kept["config"]
    if "kind" in config:
        return make_network(config_of(config), classes=classes)
    if not vectors:
        return Resnet(ResnetConfig(**config), classes=classes)
    return Mlp(MlpConfig(**config), values=kept["values"], classes=classes)
