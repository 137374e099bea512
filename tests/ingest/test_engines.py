"""What is promised of a clip, whatever its worker does."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from ingest.engines import Ended, run_jobs, too_slow
from ingest.jobs import Job, Outcome, Place
from ingest.settings import IngestSettings
from ingest.sources import ClipSource
from store.db import Database
from store.layout import Store

DIED = Ended("worker-died", "It ended twice.", "See the log.")
MACHINE_GONE = Ended("worker-died", "It ended twice.", "See the log.", by_clip=False)


class ScriptedCrew:
    """Workers that do what is written for each clip, one thing at each try."""

    def __init__(self, script: dict[str, list[Outcome | Ended]], workers: int) -> None:
        self.script, self.workers = script, workers
        self.hands: deque[Job] = deque()
        self.most_in_hand = 0

    @property
    def busy(self) -> int:
        return len(self.hands)

    def start(self, job: Job) -> bool:
        if len(self.hands) == self.workers:
            return False
        self.hands.append(job)
        self.most_in_hand = max(self.most_in_hand, len(self.hands))
        return True

    def finished(self, seconds: float) -> Sequence[tuple[Job, Outcome | Ended]]:
        job = self.hands.popleft()
        return [(job, self.script[job.source.name].pop(0))]

    def close(self) -> None:
        self.hands.clear()


def outcomes(
    store: Store, script: dict[str, list[Outcome | Ended]], *, workers: int = 2
) -> list[Outcome]:
    place = Place(store, "ingest-c", IngestSettings())
    jobs = [
        Job(ClipSource("c", name, Path(f"{name}.mp4")), "f", "s") for name in script
    ]
    crew = ScriptedCrew(script, workers)
    done = [outcome for outcome in run_jobs(jobs, place, crew) if outcome is not None]
    assert crew.most_in_hand <= workers
    assert not any(script.values()), "Something was tried less often than written."
    return done


def test_run_jobs__no_clips(store: Store) -> None:
    assert outcomes(store, {}) == []


def test_run_jobs__each_clip_once(store: Store) -> None:
    script: dict[str, list[Outcome | Ended]] = {
        f"clip{number}": [Outcome(frames=number)] for number in range(1, 8)
    }

    done = outcomes(store, script)

    assert sorted(outcome.frames for outcome in done) == list(range(1, 8))


def test_run_jobs__a_clip_whose_worker_died_is_tried_again(store: Store) -> None:
    done = outcomes(store, {"a": [DIED, Outcome(frames=3)], "b": [Outcome(frames=1)]})

    assert sorted(outcome.frames for outcome in done) == [1, 3]
    assert Database(store).rows("problems_by_kind") == []


def test_run_jobs__the_second_death_is_a_problem(store: Store) -> None:
    [done] = outcomes(store, {"a": [DIED, DIED]})

    assert [problem.kind for problem in done.problems] == ["worker-died"]
    assert done.problems[0].lost
    [row] = Database(store).rows("problems_by_kind")
    assert row["kind"] == "worker-died"


def test_run_jobs__a_machine_that_goes_is_not_blamed_on_the_clip(store: Store) -> None:
    [done] = outcomes(store, {"a": [*[MACHINE_GONE] * 5, DIED, Outcome(frames=2)]})

    assert done.frames == 2


def test_run_jobs__a_clip_that_ends_machine_after_machine_is_given_up(
    store: Store,
) -> None:
    [done] = outcomes(store, {"a": [MACHINE_GONE] * 6})

    assert [problem.kind for problem in done.problems] == ["worker-died"]


def test_run_jobs__what_took_too_long_is_not_tried_again(store: Store) -> None:
    [done] = outcomes(store, {"a": [too_slow(30)]})

    assert [problem.kind for problem in done.problems] == ["too-slow"]
