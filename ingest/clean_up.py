"""Taking away what a worker that was stopped had written of a clip."""

from ingest.jobs import Place
from ingest.parts import remove_unfinished
from ingest.sources import ClipSource


def clean_up(place: Place, source: ClipSource) -> None:
    """Take away what is there of a clip that is not done, wherever its store is."""
    remove_unfinished(place.store, source)
