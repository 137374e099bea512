"""Which rows stand behind hands, clips and the labels of annotators."""

from collections.abc import Iterable, Sequence

from store.crop_ids import clip_of, corpus_of, place_of
from store.db import Database
from store.excerpts import Excerpt, read_excerpt
from store.labels import LabelEvent, events


def items_of_runs(database: Database, table: str, runs: Sequence[str]) -> list[str]:
    """Return the hands or clips of which `predictions` or `projections` of runs tell."""
    rows = read_excerpt(database.store, Excerpt(table, {"run_id": runs}))
    return sorted(set(rows["item_id"].to_pylist()))


def corpora_of(items: Iterable[str]) -> tuple[str, ...]:
    """Return the corpora of hands or clips, by id."""
    return tuple(sorted({corpus_of(item) for item in items}))


def clips_of(items: Iterable[str]) -> Excerpt:
    """Return the rows of the clips that hands were cut out of, or of clips themselves."""
    clips = {clip_of(item) if place_of(item) else item for item in items}
    return Excerpt("clips", {"clip_id": sorted(clips), "corpus": corpora_of(clips)})


def truth_of(crops: Iterable[str]) -> Excerpt:
    """Return the rows that tell the truth of hands of generated clips."""
    frames = {crop.rsplit("/", 2)[0] for crop in crops}
    return Excerpt(
        "truth_frames", {"frame_id": sorted(frames), "corpus": corpora_of(frames)}
    )


def labels_of(database: Database, crops: Sequence[str]) -> tuple[Excerpt, ...]:
    """Return the label events that concern hands, and the clusterings they are of.

    Without label events nothing is read.
    """
    listed = events(database)
    if not listed:
        return ()
    clustered = read_excerpt(
        database.store,
        Excerpt("cluster_assignments", {"run_id": _runs(listed), "crop_id": crops}),
    )
    concerned = _concerned(listed, {*crops}, {*clustered["run_id"].to_pylist()})
    kept = Excerpt("label_events", {"event_id": concerned})
    runs = {event.run_id for event in listed if event.event_id in {*concerned}}
    members = {"run_id": sorted(run for run in runs if run), "crop_id": crops}
    return kept, Excerpt("cluster_assignments", members)


def _runs(listed: Sequence[LabelEvent]) -> list[str]:
    return sorted({event.run_id for event in listed if event.run_id})


def _concerned(
    listed: Sequence[LabelEvent], crops: set[str], clusterings: set[str]
) -> list[str]:
    """Return the ids of events on these hands or clusterings, and of their undoing."""
    kept: set[str] = set()
    for event in listed:
        of_cluster = not event.crops and event.run_id in clusterings
        if of_cluster or event.undoes in kept or not crops.isdisjoint(event.crops):
            kept.add(event.event_id)
    return sorted(kept)
