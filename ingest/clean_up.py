"""What is there of one clip, wherever its store is, when its worker was stopped."""

from ingest.jobs import Place
from ingest.parts import CLIP_TABLES, is_done, media_paths, part_path, remove_unfinished
from ingest.sources import ClipSource
from store.remote import Remote


def holds(place: Place, source: ClipSource) -> bool:
    """Return whether the clip is in the store, from this or an earlier source."""
    if not place.remote:
        return is_done(place.store, source)
    return Remote(place.remote).has(_name(place, source, "clips"))


def clean_up(place: Place, source: ClipSource) -> None:
    """Take away what a worker that was stopped had written of a clip."""
    if not place.remote:
        remove_unfinished(place.store, source)
    elif not holds(place, source):
        remote = Remote(place.remote)
        for table in CLIP_TABLES:
            remote.drop(_name(place, source, table))
        for path in media_paths(place.store, source):
            remote.drop(path.relative_to(place.store.root).as_posix())


def _name(place: Place, source: ClipSource, table: str) -> str:
    path = part_path(place.store, source, table)
    return path.relative_to(place.store.root).as_posix()
