"""Where clips are read, as the user chose: on this machine or on a Ray cluster."""

import enum
from dataclasses import dataclass

from ingest.engines import Crew
from ingest.jobs import Place
from ingest.local_crew import LocalCrew
from store.errors import CallError


class EngineName(enum.StrEnum):
    """Where clips can be read."""

    LOCAL = "local"
    RAY = "ray"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine and how much of it to use.

    Attributes:
        name: which.
        workers: processes of this machine; a Ray cluster uses so many only if asked.
        asked: whether a user asked for that number.
        address: of a Ray cluster; None: $RAY_ADDRESS, else this machine alone.
    """

    name: EngineName = EngineName.LOCAL
    workers: int = 1
    asked: bool = False
    address: str | None = None

    def __post_init__(self) -> None:
        if self.address is not None and self.name is not EngineName.RAY:
            raise CallError("--address is of a Ray cluster: add --engine ray.")

    def crew(self, place: Place, *, jobs: int) -> Crew:
        """Return workers for so many clips.

        Raises:
            CallError: Ray is not installed, or no cluster answers.
        """
        if self.name is EngineName.LOCAL:
            return LocalCrew(place, workers=min(self.workers, jobs))
        try:
            from ingest.ray_crew import RayCrew  # noqa: PLC0415 - an optional extra
        except ModuleNotFoundError as error:
            raise CallError(
                f"--engine ray needs Ray ({error}): pip install 'signatlas[ray]'."
            ) from error
        asked = self.workers if self.asked else None
        return RayCrew(place, workers=asked, jobs=jobs, address=self.address)
