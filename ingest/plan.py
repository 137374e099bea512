"""Which clips of a listing are to be read, and which are in the store already."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ingest.digests import sha256_of
from ingest.jobs import Job
from ingest.settings import IngestSettings
from ingest.sources import ClipSource, Listing, Problem, media_problem
from store.db import Database
from store.errors import MediaError
from store.layout import Store

Row = dict[str, Any]
LONGEST_LABEL: Final = 1_000
_USUAL_BYTES_PER_MS: Final = 125
"""A megabit per second, as videos on the web have."""


@dataclass(slots=True)
class Plan:
    """What an ingest will do.

    Attributes:
        known: rows of `clips` as the store has them.
        jobs: clips to read, those that seem longest first.
        done: rows of `clips` that stay as they are, or change only their labels.
        relabelled: rows of `clips` whose labels changed since they were read.
        problems: met while listing and planning.
    """

    known: list[Row] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    done: list[Row] = field(default_factory=list)
    relabelled: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def make_plan(
    listing: Listing, store: Store, settings: IngestSettings, *, workers: int
) -> Plan:
    """Compare a listing with what the store holds of its corpus."""
    known = {
        row["clip_id"]: row
        for row in Database(store).rows("clips_known", corpus=listing.corpus)
    }
    plan = Plan(known=list(known.values()), problems=list(listing.problems))
    named = _with_usable_labels(listing.clips, plan.problems)
    digests = _digests(named, plan.problems, workers)
    clips = _without_repeats(named, digests, known, plan.problems)
    for source in clips:
        job = _job(source, digests[source.clip_id], settings)
        row = known.get(source.clip_id)
        if row is None or not _still_holds(row, job, store):
            plan.jobs.append(job)
        else:
            _keep(row, source, plan)
    # Else the last worker may be busy with a long clip while the others have none.
    plan.jobs.sort(key=lambda job: -_expected_ms(job.source))
    listed = {clip.clip_id for clip in listing.clips}
    plan.problems += _gone(row for name, row in known.items() if name not in listed)
    return plan


def _with_usable_labels(
    clips: Sequence[ClipSource], problems: list[Problem]
) -> list[ClipSource]:
    """Return the clips but those with an endless label, which no page could show."""
    usable = []
    for clip in clips:
        labels = (clip.gloss, clip.handshape, clip.signer)
        if max(len(label or "") for label in labels) <= LONGEST_LABEL:
            usable.append(clip)
        else:
            problems.append(_endless_label(clip))
    return usable


def _digests(
    clips: Sequence[ClipSource], problems: list[Problem], workers: int
) -> dict[str, str]:
    """Return the digest of each clip's file; unreadable files become problems."""
    files = {clip.path for clip in clips if clip.performance is None}
    with ThreadPoolExecutor(workers) as pool:
        found = dict(zip(files, pool.map(_digest_or_error, files), strict=True))
    digests = {}
    for clip in clips:
        digest = found.get(clip.path, "")
        if isinstance(digest, MediaError):
            problems.append(media_problem(digest, clip, lost=True))
        else:
            digests[clip.clip_id] = digest
    return digests


def _digest_or_error(path: Path) -> str | MediaError:
    try:
        return sha256_of(path)
    except MediaError as error:
        return error


def _without_repeats(
    clips: Sequence[ClipSource],
    digests: dict[str, str],
    known: dict[str, Row],
    problems: list[Problem],
) -> list[ClipSource]:
    """Return the readable clips, each content once; the store's own copy stays."""
    first: dict[object, str] = {}
    kept = []
    readable = (clip for clip in clips if clip.clip_id in digests)
    for clip in sorted(readable, key=lambda c: (c.clip_id not in known, c.name)):
        content = (
            digests[clip.clip_id] or clip.made_from,
            clip.start_ms,
            clip.end_ms,
        )
        other = first.setdefault(content, clip.clip_id)
        if other == clip.clip_id:
            kept.append(clip)
        else:
            problems.append(_repeated(clip, other))
    return sorted(kept, key=lambda clip: clip.name)


def _job(source: ClipSource, sha256: str, settings: IngestSettings) -> Job:
    fingerprint = settings.fingerprint(
        sha256 or source.made_from,
        source.media,
        source.start_ms,
        source.end_ms,
        source.whole_if_shorter,
    )
    return Job(source, fingerprint, sha256)


def _expected_ms(source: ClipSource) -> float:
    """Return about how long a clip is, without opening it."""
    if source.end_ms is not None:
        return source.end_ms - source.start_ms
    if not source.path.is_file():
        return 0
    return source.path.stat().st_size / _USUAL_BYTES_PER_MS


def _still_holds(row: Row, job: Job, store: Store) -> bool:
    if row["fingerprint"] != job.fingerprint:
        return False
    return not row["playable_in_store"] or store.has_file(row["playable"])


def _keep(row: Row, source: ClipSource, plan: Plan) -> None:
    plan.done.append(row)
    changed = row | source.labels()
    if not row["playable_in_store"]:
        changed["playable"] = str(source.path)
    if changed != row:
        plan.relabelled.append(changed)


def _repeated(clip: ClipSource, other: str) -> Problem:
    return Problem(
        "duplicate",
        str(clip.path),
        f"{clip.path.name} has the same content as clip {other}, so it was left out.",
        "Remove one of the two; if they are labelled differently, see which is right.",
        clip_id=clip.clip_id,
    )


def _endless_label(clip: ClipSource) -> Problem:
    return Problem(
        "too-long-label",
        str(clip.path),
        f"Clip {clip.clip_id} has a label of more than {LONGEST_LABEL:,} letters.",
        "Look for a missing quotation mark or line end in the table of labels.",
        clip_id=clip.clip_id,
    )


def _gone(rows: Iterable[Row]) -> list[Problem]:
    return [
        Problem(
            "source-gone",
            row["source"],
            f"Clip {row['clip_id']} is in the store, but its file is no longer listed.",
            "Put the file back, or ingest into a new store to be rid of the clip.",
            clip_id=row["clip_id"],
            lost=False,
        )
        for row in rows
    ]
