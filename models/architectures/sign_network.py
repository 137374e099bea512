"""Networks of signs by kind: made from a recipe's section, and packed into plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from models.architectures.pose_network import PoseNetwork, PoseNetworkConfig
from models.architectures.pose_transformer import (
    PoseTransformer,
    PoseTransformerConfig,
)
from models.architectures.st_gcn import StGcn, StGcnConfig
from models.architectures.two_stream_st_gcn import TwoStreamConfig, TwoStreamStGcn
from models.recipe_files import read_section
from store.errors import UnknownNameError


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of network, and what says how large it is."""

    config: type[PoseNetworkConfig]
    network: type[Any]


KINDS: Final[Mapping[str, Kind]] = {
    "transformer": Kind(PoseTransformerConfig, PoseTransformer),
    "st_gcn": Kind(StGcnConfig, StGcn),
    "two_stream_st_gcn": Kind(TwoStreamConfig, TwoStreamStGcn),
}
DEFAULT: Final = "transformer"


def read_network(told: Mapping[str, Any], path: Path) -> PoseNetworkConfig:
    """Return what the section `[network]` of a recipe says; `kind` chooses among `KINDS`.

    Raises:
        UnknownNameError: a kind or key is unknown.
        CallError: a value cannot work.
    """
    given = told.get("network", {})
    if not isinstance(given, Mapping):
        return read_section(told, "network", PoseTransformerConfig, path)
    rest = {key: value for key, value in given.items() if key != "kind"}
    kind = _kind(str(given.get("kind", DEFAULT)))
    return read_section({"network": rest}, "network", kind.config, path)


def make_network(config: PoseNetworkConfig, *, classes: int) -> PoseNetwork:
    """Return a network with random weights."""
    network: PoseNetwork = KINDS[kind_of(config)].network(config, classes=classes)
    return network


def plain_config(config: PoseNetworkConfig) -> dict[str, Any]:
    """Return settings, and the kind of network they are of, in plain values."""
    told = {
        key: list(v) if isinstance(v, tuple) else v for key, v in asdict(config).items()
    }
    return {"kind": kind_of(config), **told}


def config_of(plain: Mapping[str, Any]) -> PoseNetworkConfig:
    """Return the settings that `plain_config` packed.

    Raises:
        UnknownNameError: there is no such kind of network.
        TypeError: it has other settings.
    """
    rest = {key: value for key, value in plain.items() if key != "kind"}
    return _kind(str(plain["kind"])).config(**rest)


def kind_of(config: PoseNetworkConfig) -> str:
    """Return the kind of network that settings are of."""
    return next(name for name, kind in KINDS.items() if kind.config is type(config))


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise UnknownNameError("value of [network] kind", name, KINDS)
    return KINDS[name]
