"""A Ray cluster: joining it, and what it says."""

import logging
import os
import socket
from functools import partial
from typing import Final

import ray
from ray.exceptions import RayError

from store.errors import CallError

ADDRESS_VARIABLE: Final = "RAY_ADDRESS"
_THIS_MACHINE: Final = "local"
_KNOCK_S: Final = 10.0


def join(address: str | None, workers: int | None) -> bool:
    """Connect to a cluster; return False where this process already was.

    Args:
        address: of the cluster; None: $RAY_ADDRESS, else this machine alone.
        workers: cores to use of this machine alone; None: all.

    Raises:
        CallError: no cluster answers there.
    """
    address = address or os.environ.get(ADDRESS_VARIABLE)
    if ray.is_initialized():
        return False
    # Ray would tell its makers how it is used.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    connect = partial(ray.init, log_to_driver=False, logging_level=logging.ERROR)
    try:
        if address in (None, _THIS_MACHINE):
            connect(_THIS_MACHINE, num_cpus=workers, include_dashboard=False)
        else:
            _knock(address)
            connect(address)
    except (RayError, OSError, RuntimeError, ValueError) as error:
        raise CallError(
            f"No Ray cluster answers at {address or 'this machine'}: {told(error)}. "
            "Start one with `ray start --head`, give its --address HOST:6379, or use "
            "--engine local."
        ) from error
    return True


def _knock(address: str) -> None:
    """Raise an `OSError` where nobody listens; Ray would ask again for minutes."""
    host, _, port = address.rpartition(":")
    if "/" not in host and port.isdecimal():
        socket.create_connection((host, int(port)), _KNOCK_S).close()


def cores() -> int:
    """Return how many cores the cluster has now."""
    return int(ray.cluster_resources().get("CPU", 0))


def here() -> str:
    """Return the machine that this process is on, as a sentence begins."""
    return f"The machine {ray.util.get_node_ip_address()} of the Ray cluster"


def told(error: Exception) -> str:
    """Return the one sentence of what Ray says that tells: its last line begins so."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    last = (lines or [type(error).__name__])[-1]
    return last.partition(". ")[0].rstrip(".")
