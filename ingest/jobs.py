"""What passes between the main process and its workers."""

from dataclasses import dataclass, field
from pathlib import Path

from ingest.limits import WorkerLimits
from ingest.settings import IngestSettings
from ingest.sources import ClipSource, Problem
from store.layout import Store


@dataclass(frozen=True, slots=True)
class Job:
    """One clip to read, with what is known of it before it is opened.

    Attributes:
        source: the clip.
        fingerprint: digest of source, times, settings and version.
        sha256: digest of the file; empty for a synthetic clip that is yet to be made.
    """

    source: ClipSource
    fingerprint: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one clip.

    Attributes:
        frames: how many frames are in the store now.
        problems: what was met; the clip is lost if one of them says so.
        failure: a sentence that ends the whole ingest, e.g. of a full disk; or empty.
    """

    frames: int = 0
    problems: tuple[Problem, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker works.

    Attributes:
        store: where rows go, and what they are planned from.
        run_id: the run.
        settings: how clips are read.
        remote: address of the store on object storage, `s3://bucket/prefix`, where rows
            go instead; then `store` is the main process's working copy. Or empty.
        limits: what the worker may take of its machine.
    """

    store: Store
    run_id: str
    settings: IngestSettings
    remote: str = ""
    limits: WorkerLimits = field(default_factory=WorkerLimits)

    @property
    def log(self) -> Path:
        """The file that takes what MediaPipe and crashing workers say."""
        return self.store.run_dir(self.run_id) / "workers.log"
