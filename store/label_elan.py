"""Handshapes annotated with ELAN, as labels of the hands that are seen at their times."""

import ntpath
import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from store.db import Database
from store.elan import document as elan
from store.elan.addresses import possible_paths
from store.elan.reading import ElanProblem, read_eaf
from store.elan.tiers import ChosenTier, TierNames, chosen_tiers, no_such_tier
from store.elan.times import TimedAnnotation, timed_annotations
from store.errors import MediaError
from store.given_labels import GivenLabel, LabelProblem

SUFFIX: Final = ".eaf"
BY_CORPORA: Final = TierNames()
Row = dict[str, Any]


def elan_files(source: Path) -> list[Path]:
    """Return the .eaf files that a path means: itself, or those of a folder."""
    if source.is_dir():
        found = (path for path in source.rglob("*") if path.suffix.lower() == SUFFIX)
        return sorted(path for path in found if not path.name.startswith("."))
    return [source] if source.suffix.lower() == SUFFIX and source.is_file() else []


def elan_labels(
    database: Database,
    files: Sequence[Path],
    *,
    annotator: str,
    names: TierNames = BY_CORPORA,
) -> tuple[list[GivenLabel], list[LabelProblem]]:
    """Return the labels that .eaf files give to hands in the store.

    A hand is labelled if it was seen, in a clip of the video that the file links, while
    an annotation of a handshape tier of that hand lasts.

    Args:
        database: the store.
        files: the .eaf files.
        annotator: who annotated where the tier does not say.
        names: tiers to take.

    Returns:
        Labels, and what could not be used.
    """
    labels: list[GivenLabel] = []
    problems: list[LabelProblem] = []
    for path in files:
        try:
            found = _Annotated(path, database, annotator, names)
        except MediaError as error:
            nothing = GivenLabel(path.name, "", "", annotator)
            problems.append(LabelProblem(error.kind, nothing, error.what, error.remedy))
            continue
        for tier in found.tiers:
            labels += found.labels(tier)
        problems += found.problems
    return labels, problems


class _Annotated:
    """One .eaf file with the clips of its video that the store has."""

    def __init__(
        self, path: Path, database: Database, annotator: str, names: TierNames
    ) -> None:
        self.path = path
        self._annotator = annotator
        document, problems = read_eaf(path)
        self.tiers = chosen_tiers(document.tiers, "handshape", names)
        if not self.tiers:
            raise MediaError(
                "no-handshape-tier",
                no_such_tier("handshape", document.tiers, path.name),
                "Name it with --handshape-tier, which may hold * and ?.",
            )
        self._clips = _clips_of(document, path, database)
        clips = sorted({clip["clip_id"] for clip in self._clips})
        self._hands = database.rows("hands_of_clips", clips=clips)
        self._annotations, untimed = timed_annotations(document)
        wanted = {"", *(tier.tier.name for tier in self.tiers)}
        self.problems = [
            self._problem(problem)
            for problem in (*problems, *untimed)
            if problem.tier in wanted
        ]

    def labels(self, tier: ChosenTier) -> Iterator[GivenLabel]:
        """Yield the labels of one tier; annotations of no hand become one problem."""
        annotator = (tier.tier.annotator or "").strip() or self._annotator
        hands = sorted(self._hands_of(tier))
        times = [time_ms for time_ms, _ in hands]
        missed = []
        for annotation in self._annotations:
            if annotation.tier.name != tier.tier.name or not annotation.value:
                continue
            first = bisect_left(times, annotation.start_ms)
            last = bisect_left(times, annotation.end_ms)
            place = self._place(annotation)
            for _, crop_id in hands[first:last]:
                yield GivenLabel(place, crop_id, annotation.value, annotator)
            if first == last:
                missed.append(annotation)
        if missed:
            self.problems.append(self._missed(tier, missed, annotator))

    def _hands_of(self, tier: ChosenTier) -> Iterator[tuple[int, str]]:
        """Yield the hands that a tier is about, with their times in the document."""
        by_clip: dict[str, list[Row]] = {}
        for hand in self._hands:
            by_clip.setdefault(hand["clip_id"], []).append(hand)
        several = len({one.signer for one in self.tiers}) > 1
        signer = tier.signer if several else tier.participant
        for clip in self._clips:
            if signer and clip["signer"] and clip["signer"] != signer:
                continue
            side = tier.hand(clip["dominant_hand"])
            for hand in by_clip.get(clip["clip_id"], ()):
                if hand["hand"] == side:
                    yield clip["cut_ms"] + hand["time_ms"], hand["crop_id"]

    def _place(self, annotation: TimedAnnotation) -> str:
        name = annotation.annotation_id
        return f"{self.path.name}, tier {annotation.tier.name}, annotation {name}"

    def _problem(self, problem: ElanProblem) -> LabelProblem:
        place = GivenLabel(
            f"{self.path.name}, {problem.place}", self._any_clip, "", self._annotator
        )
        return LabelProblem(problem.kind, place, problem.what, problem.remedy)

    def _missed(
        self, tier: ChosenTier, missed: Sequence[TimedAnnotation], annotator: str
    ) -> LabelProblem:
        first = missed[0]
        place = GivenLabel(self._place(first), self._any_clip, first.value, annotator)
        return LabelProblem(
            "no-hand-then",
            place,
            f"{len(missed):,} annotations of tier {tier.tier.name!r} label nothing: no "
            f"hand of theirs was seen then in any clip; the first is {first.value!r} "
            f"from {first.start_ms:,} to {first.end_ms:,} ms.",
            "Nothing is wrong where no clip was ingested, or no hand was found, at these "
            "times.",
        )

    @property
    def _any_clip(self) -> str:
        """A clip of the file's corpus, by which problems are filed."""
        return str(self._clips[0]["clip_id"])


def _clips_of(document: elan.Document, path: Path, database: Database) -> list[Row]:
    """Return the clips of a document's first video that the store knows.

    `cut_ms` is where each starts on the document's timeline.

    Raises:
        MediaError: the store has none, or of several videos of that name.
    """
    for media in document.header.media:
        paths = possible_paths(media)
        names = sorted({ntpath.basename(one) for one in paths} - {""})
        clips = database.rows("clips_of_files", names=names)
        files = {clip["file"] for clip in clips}
        exact = {
            os.path.normpath(path.absolute().parent / one) for one in paths
        } & files
        if len(exact or files) > 1:
            raise _ambiguous(path, names)
        if clips:
            origin_ms = media.time_origin_ms or 0
            return [
                clip | {"cut_ms": clip["cut_ms"] - origin_ms}
                for clip in clips
                if clip["file"] in (exact or files)
            ]
    named = ", ".join(
        repr(one.relative_url or one.url) for one in document.header.media
    )
    raise MediaError(
        "unknown-video",
        f"{path.name} annotates {named or 'no video'}, and no clip in the store is of a "
        "video of that name.",
        "Ingest the video first: `signatlas ingest elan` reads it with its annotations.",
    )


def _ambiguous(path: Path, names: Sequence[str]) -> MediaError:
    return MediaError(
        "ambiguous-video",
        f"{path.name} annotates {names[0]!r}, and the store has clips of several videos "
        "of that name.",
        "Keep the .eaf file where its relative link leads to the video.",
    )
