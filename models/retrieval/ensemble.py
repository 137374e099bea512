"""Networks of signs that embed together, joined with the untrained vector; their file."""

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from models.architectures.pose_network import PoseNetwork
from models.architectures.sign_network import config_of, make_network, plain_config
from models.poses import untrained
from models.poses.preparation import Points
from models.retrieval.discriminant import Discriminant
from models.retrieval.joined import Joined
from models.weight_files import MISFITS, load_plain, texts
from store.errors import CallError, UnknownNameError
from store.whole_files import whole_file

Vectors = NDArray[np.float32]
SEEN_AT_ONCE: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """Networks whose embeddings are joined.

    Attributes:
        members: one or more.
        joined: weights of what is joined to them.
        discriminant: learnt from the same clips; None where glosses are not joined.
        corpora: what they were taught.
    """

    members: tuple[PoseNetwork, ...]
    joined: Joined = field(default_factory=Joined)
    discriminant: Discriminant | None = None
    corpora: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.members:
            raise ValueError("there is no network")

    def vectors(self, points: Points) -> Vectors:
        """Return unit vectors of prepared clips, (N, T, 75, 3), shape (N, D).

        Raises:
            CallError: weights are so large that what they say is no number.
        """
        answers = [answered(network, points) for network in self.members]
        share = np.float32(len(self.members) ** 0.5)
        parts = [embeddings / share for _, embeddings in answers]
        plain = untrained.of_prepared(points)
        if self.joined.untrained:
            parts.append(self.joined.untrained * plain)
        if self.discriminant is not None:
            likely = self.discriminant.likelihoods(plain)
            told = np.mean([_shares(s, likely.shape[1]) for s, _ in answers], axis=0)
            parts.append(self.joined.glosses * np.sqrt((likely + told) / 2))
        joined: Vectors = np.concatenate(parts, axis=1) / self.joined.length
        if not np.isfinite(joined).all():
            raise CallError("The networks of signs say nothing: train them again.")
        return joined.astype(np.float32)

    def frame_weights(self, points: Points) -> Vectors:
        """Return how much each frame counts, the members' mean, shape (N, T)."""
        found = []
        for network in self.members:
            seen = _seen(network, points)
            with torch.inference_mode():
                found.append(network.frame_weights(seen).cpu().numpy())
        mean: Vectors = np.mean(found, axis=0)
        return mean


def answered(network: PoseNetwork, points: Points) -> tuple[Vectors, Vectors]:
    """Return a network's scores and unit embeddings of prepared clips, (N, C), (N, E)."""
    network.eval()
    classes, size = network.head.weight.shape
    scores = [np.zeros((0, classes), np.float32)]
    embeddings = [np.zeros((0, size), np.float32)]
    with torch.inference_mode():
        for start in range(0, len(points), SEEN_AT_ONCE):
            told, placed = network(_seen(network, points[start : start + SEEN_AT_ONCE]))
            scores.append(told.float().cpu().numpy())
            embeddings.append(placed.float().cpu().numpy())
    return np.concatenate(scores), np.concatenate(embeddings)


def save_ensemble(ensemble: Ensemble, path: Path) -> None:
    """Write networks into a file, whole or not at all."""
    first = ensemble.members[0]
    told = {
        "config": plain_config(first.config),
        "states": [network.state_dict() for network in ensemble.members],
        "joined": asdict(ensemble.joined),
        "discriminant": _packed(ensemble.discriminant),
        "corpora": list(ensemble.corpora),
    }
    with whole_file(path) as temporary:
        torch.save(told, temporary)


def load_ensemble(path: Path) -> Ensemble:
    """Return the networks in a file.

    Raises:
        CallError: there are none.
    """
    try:
        kept = load_plain(path)
        members = tuple(_member(kept["config"], state) for state in kept["states"])
        return Ensemble(
            members,
            Joined(**kept["joined"]),
            _unpacked(kept["discriminant"]),
            texts(kept["corpora"]),
        )
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    except (UnknownNameError, *MISFITS) as error:
        raise CallError(
            f"{path} holds no networks of signs: train them again."
        ) from error


def begin_with(network: PoseNetwork, ensemble: Ensemble, member: int) -> None:
    """Give a network the weights of one that was trained, all but those of its classes.

    Args:
        network: takes them.
        ensemble: has them.
        member: number of the network; begins anew where there are fewer.

    Raises:
        CallError: the networks are of another size.
    """
    given = ensemble.members[member % len(ensemble.members)]
    state = {
        name: value
        for name, value in given.state_dict().items()
        if not name.startswith("head.")
    }
    try:
        own = {n: v for n, v in network.state_dict().items() if n.startswith("head.")}
        network.load_state_dict({**state, **own})
    except RuntimeError as error:
        raise CallError(
            f"[beginning] weights are of {plain_config(given.config)}, expected "
            f"{plain_config(network.config)}: make [network] alike in both recipes."
        ) from error


def _member(config: dict[str, Any], state: dict[str, Any]) -> PoseNetwork:
    network = make_network(config_of(config), classes=len(state["head.bias"]))
    network.load_state_dict(state)
    return network.eval()


def _shares(scores: Vectors, glosses: int) -> Vectors:
    """Return how likely each gloss is by scores; classes after them are synthetic."""
    return torch.from_numpy(scores[:, :glosses]).softmax(dim=1).numpy()


def _packed(discriminant: Discriminant | None) -> dict[str, torch.Tensor]:
    """Return a discriminant as tensors by name; none, where there is none."""
    if discriminant is None:
        return {}
    names = [one.name for one in fields(Discriminant)]
    return {name: torch.from_numpy(getattr(discriminant, name)) for name in names}


def _unpacked(kept: dict[str, torch.Tensor]) -> Discriminant | None:
    if not kept:
        return None
    return Discriminant(**{name: tensor.numpy() for name, tensor in kept.items()})


def _seen(network: PoseNetwork, points: Points) -> torch.Tensor:
    """Return what a network sees of clips, evenly spaced in time."""
    at = np.linspace(0, points.shape[1] - 1, network.config.frames)
    seen = network.seen(points[:, np.rint(at).astype(int)])
    return torch.from_numpy(seen).to(next(network.parameters()).device)
