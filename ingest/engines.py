"""How clips are given to workers, wherever these are, and what became of each.

A crew holds the workers: `ingest.local_crew` in processes of this machine,
`ingest.ray_crew` on the machines of a Ray cluster. What is promised of a clip (tried
once more when its worker dies, then a problem; nothing half-written stays) is here, once.
"""

from collections import Counter, deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from ingest.clean_up import holds
from ingest.jobs import Job, Outcome, Place
from ingest.parts import write_problems
from ingest.sources import Problem

TICK_S: Final = 1.0
_DEATHS_ALLOWED: Final = 1
_MACHINES_ALLOWED: Final = 5
"""Machines that may go while they have the same clip in hand: it may be what ends them."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A worker is no more, and why.

    Attributes:
        kind: of the problem that this becomes, if it does.
        what, remedy: one sentence each.
        may_retry: whether another worker may try the clip.
        by_clip: whether the clip may be the reason; a machine that is gone is not.
    """

    kind: str
    what: str
    remedy: str
    may_retry: bool = True
    by_clip: bool = True


class Crew(Protocol):
    """Workers, each with at most one clip in hand."""

    @property
    def busy(self) -> int:
        """How many clips are in hand."""

    def start(self, job: Job) -> bool:
        """Give a clip to a worker; return False where none is free now."""

    def finished(self, seconds: float) -> Sequence[tuple[Job, Outcome | Ended]]:
        """Return what became of clips in hand; wait for the first so long at most."""

    def close(self) -> None:
        """End the workers; what they had written of clips in hand is taken away."""


def run_jobs(
    jobs: Sequence[Job], place: Place, crew: Crew
) -> Generator[Outcome | None]:
    """Read clips, yielding what became of each in any order.

    A worker that dies takes nothing along but the clip in hand, which is tried once more
    and then becomes a problem. The caller closes the crew.

    Yields:
        An outcome, or None about once a second so that the caller may report.
    """
    waiting = deque(jobs)
    tries = _Tries()
    while waiting or crew.busy:
        while waiting and crew.start(waiting[0]):
            waiting.popleft()
        for job, outcome in crew.finished(TICK_S):
            if not isinstance(outcome, Ended):
                yield outcome
                continue
            if tries.another(job, outcome):
                waiting.appendleft(job)
            else:
                yield _given_up(job, place, outcome)
        yield None


class _Tries:
    """How often workers died with a clip in hand."""

    def __init__(self) -> None:
        self._deaths: Counter[str] = Counter()
        self._machines: Counter[str] = Counter()

    def another(self, job: Job, ended: Ended) -> bool:
        """Count a death; return whether another worker may try the clip."""
        clip_id = job.source.clip_id
        (self._deaths if ended.by_clip else self._machines)[clip_id] += 1
        return (
            ended.may_retry
            and self._deaths[clip_id] <= _DEATHS_ALLOWED
            and self._machines[clip_id] <= _MACHINES_ALLOWED
        )


def too_slow(minutes: int) -> Ended:
    """Return how a worker ended that took too long over a clip."""
    return Ended(
        "too-slow",
        f"Reading it took more than {minutes} minutes and was given up.",
        "Cut it into signs, or make the video smaller.",
        may_retry=False,
    )


def _given_up(job: Job, place: Place, ended: Ended) -> Outcome:
    source = job.source
    problem = Problem(
        ended.kind,
        str(source.path),
        ended.what,
        ended.remedy,
        clip_id=source.clip_id,
        lost=not holds(place, source),
    )
    write_problems(place.store, source, [problem], run_id=place.run_id)
    return Outcome(problems=(problem,))
