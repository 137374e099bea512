"""Workers on the machines of a Ray cluster.

Only this module and `ray_cluster` know Ray. Each worker is an actor with one core, which reads one clip after another with the same
steps as a local process and writes the rows itself. So many clips are in flight as there
are workers, however long the list. A worker that dies, or whose machine does, is
replaced; workers are added when machines join.
"""

import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import ray
from ray.exceptions import RayError

from ingest.clean_up import clean_up
from ingest.engines import Ended, too_slow
from ingest.jobs import Job, Outcome, Place
from ingest.limits import confine
from ingest.ray_cluster import cores, here, join, told
from ingest.worker import outcome_of
from store.errors import StoreError
from store.layout import replace_text

_GROW_EVERY_S: Final = 5.0
_STARTING_AT_ONCE: Final = 256
_FAILED_STARTS_ALLOWED: Final = 8
_KILLED_WITHIN_S: Final = 10.0
_GRACE_S: Final = 0.5
_LOGS: Final = "/tmp/ray/session_latest/logs"


class ClipWorker:
    """The actor: a process on some machine of the cluster."""

    def __init__(self, place: Place, token: str) -> None:
        self._place = place
        self._fault = _fault(place, token)
        if not self._fault:
            # MediaPipe loads in workers only.
            from ingest.shipping import clip_process  # noqa: PLC0415

            confine(place.limits)
            self._process = clip_process(place)

    def ready(self) -> "_Facts":
        """Return where this worker is, and why it cannot work."""
        context = ray.get_runtime_context()
        address = ray.util.get_node_ip_address()
        return _Facts(context.get_node_id(), address, os.getpid(), self._fault)

    def read(self, job: Job) -> Outcome:
        """Read a clip and write its rows."""
        source = job.source
        if source.performance is None and not source.path.exists():
            return Outcome(
                failure=f"{here()} does not see {source.path}: put the videos where "
                "every machine of the cluster finds them under the same path."
            )
        return outcome_of(self._process.run, job)


class RayCrew:
    """A `Crew` of actors."""

    def __init__(
        self, place: Place, *, workers: int | None, jobs: int, address: str | None
    ) -> None:
        """Join a cluster, or start one on this machine, and ask for workers.

        Args:
            place: where they work.
            workers: how many; None: as many as the cluster has cores at any time.
            jobs: clips to read; more workers than that are not asked for.
            address: of the cluster; None: $RAY_ADDRESS, else this machine alone.

        Raises:
            CallError: no cluster answers there.
        """
        self._place, self._workers, self._jobs = place, workers, jobs
        self._joined = join(address, workers)
        self._token = _leave_token(place)
        self._starting: dict[Any, Any] = {}
        self._free: list[_Worker] = []
        self._hands: dict[Any, _Hand] = {}
        self._failed_starts = 0
        self._grown_s = float("-inf")
        self._grow()

    @property
    def busy(self) -> int:
        """How many clips are in hand."""
        return len(self._hands)

    def start(self, job: Job) -> bool:
        """Give a clip to a worker; return False where none is free now."""
        if not self._free:
            return False
        worker = self._free.pop()
        self._hands[worker.actor.read.remote(job)] = _Hand(
            job, worker, time.monotonic()
        )
        return True

    def finished(self, seconds: float) -> Sequence[tuple[Job, Outcome | Ended]]:
        """Return what became of clips in hand; wait for the first so long at most.

        Raises:
            StoreError: a machine does not see the store or has another version of
                signatlas, or workers do not start at all.
        """
        self._grow()
        pending = [*self._starting, *self._hands]
        if not pending:
            time.sleep(seconds)
            return []
        ray.wait(pending, timeout=seconds)
        over, _ = ray.wait(pending, num_returns=len(pending), timeout=0)
        done = []
        for reference in over:
            if reference in self._starting:
                self._welcome(reference)
            else:
                done.append(self._taken(reference))
        return done + self._overdue()

    def close(self) -> None:
        """End the workers; what they had written of clips in hand is taken away."""
        hands = self._hands
        working = [hand.worker.actor for hand in hands.values()]
        idle = [worker.actor for worker in self._free]
        for actor in (*working, *idle, *self._starting.values()):
            ray.kill(actor)
        if hands:
            ray.wait([*hands], num_returns=len(hands), timeout=_KILLED_WITHIN_S)
            # The cluster says so a moment before the process is gone.
            time.sleep(_GRACE_S)
        for hand in hands.values():
            clean_up(self._place, hand.job.source)
        _token_file(self._place).unlink(missing_ok=True)
        if self._joined:
            ray.shutdown()

    def _grow(self) -> None:
        if time.monotonic() - self._grown_s < _GROW_EVERY_S:
            return
        self._grown_s = time.monotonic()
        wanted = min(self._workers or cores(), self._jobs)
        there = len(self._starting) + len(self._free) + len(self._hands)
        for _ in range(min(wanted - there, _STARTING_AT_ONCE - len(self._starting))):
            actor = _ACTOR.remote(self._place, self._token)
            self._starting[actor.ready.remote()] = actor

    def _welcome(self, reference: Any) -> None:
        actor = self._starting.pop(reference)
        try:
            facts: _Facts = ray.get(reference)
        except RayError as error:
            self._failed_starts += 1
            if self._failed_starts > _FAILED_STARTS_ALLOWED:
                raise StoreError(
                    f"Workers do not start on the Ray cluster: {told(error)}. See "
                    f"{_LOGS} on its machines, or use --engine local."
                ) from error
            return
        if facts.fault:
            raise StoreError(facts.fault)
        self._failed_starts = 0
        self._free.append(_Worker(actor, facts))

    def _taken(self, reference: Any) -> tuple[Job, Outcome | Ended]:
        hand = self._hands.pop(reference)
        try:
            outcome: Outcome = ray.get(reference)
        except RayError as error:
            return hand.job, self._ended(hand, _died(hand.worker.facts, error))
        self._free.append(hand.worker)
        return hand.job, outcome

    def _overdue(self) -> list[tuple[Job, Outcome | Ended]]:
        minutes = self._place.settings.minutes_per_clip
        since_s = time.monotonic() - 60 * minutes
        late = [key for key, hand in self._hands.items() if hand.since_s < since_s]
        hands = [self._hands.pop(reference) for reference in late]
        return [(hand.job, self._ended(hand, too_slow(minutes))) for hand in hands]

    def _ended(self, hand: "_Hand", ended: Ended) -> Ended:
        ray.kill(hand.worker.actor)
        self._grown_s = float("-inf")
        clean_up(self._place, hand.job.source)
        return ended


@dataclass(frozen=True, slots=True)
class _Facts:
    """Where a worker is, and why it cannot work; empty where it can."""

    node_id: str
    address: str
    process: int
    fault: str


@dataclass(frozen=True, slots=True)
class _Worker:
    actor: Any
    facts: _Facts


@dataclass(frozen=True, slots=True)
class _Hand:
    """A clip in the hand of a worker, since a moment of the monotonic clock."""

    job: Job
    worker: _Worker
    since_s: float


_ACTOR: Final[Any] = ray.remote(num_cpus=1, max_restarts=0)(ClipWorker)


def _leave_token(place: Place) -> str:
    """Leave in the store what a worker must find to know that it sees the same one."""
    token = f"{version('signatlas')} {secrets.token_hex(8)}"
    if not place.remote:
        replace_text(_token_file(place), token)
    return token


def _token_file(place: Place) -> Path:
    return place.store.run_dir(place.run_id) / "ray-token"


def _fault(place: Place, token: str) -> str:
    """Return why this process cannot work for an ingest; empty where it can."""
    theirs, ours = token.split(maxsplit=1)[0], version("signatlas")
    if theirs != ours:
        return (
            f"{here()} has signatlas {ours}, the machine that leads {theirs}: install "
            "the same everywhere."
        )
    if place.remote:
        return ""
    try:
        seen = _token_file(place).read_text(encoding="utf-8")
    except OSError:
        seen = ""
    if seen == token:
        return ""
    return (
        f"{here()} does not see the store in {place.store.root}: put it on a file "
        "system that all machines share under the same path, or give an s3:// address."
    )


def _died(facts: _Facts, error: RayError) -> Ended:
    """Return how a worker ended, and whether its machine ended with it."""
    alive = {node["NodeID"] for node in ray.nodes() if node["Alive"]}
    return Ended(
        "worker-died",
        f"The process that read it ended twice: {told(error)}.",
        f"See worker-*-{facts.process}.err in {_LOGS} on {facts.address}; if memory ran "
        "out, use fewer --workers.",
        by_clip=facts.node_id in alive,
    )
