"""ELAN: annotated videos, cut into clips by their annotations of glosses.

Every .eaf file of a folder is read, with the video that it links. Where glosses of both
hands are annotated, a sign of both is annotated twice: an annotation of the second hand
is a clip of its own only where none of the first overlaps it with the same gloss.

Reference: Wittenburg et al., ELAN: a professional framework for multimodality research,
LREC 2006.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from ingest.corpora.elan_media import is_video, media_name, video_of
from ingest.corpora.folder import list_folder
from ingest.sources import (
    ClipSource,
    CorpusFacts,
    Listing,
    Problem,
    clip_name,
    with_unique_names,
)
from store.elan import document as elan
from store.elan.reading import ElanProblem, read_eaf
from store.elan.tiers import ChosenTier, TierNames, chosen_tiers, no_such_tier
from store.elan.times import (
    TimedAnnotation,
    overlap_ms,
    overlapping,
    timed_annotations,
)
from store.errors import CallError, MediaError

SUFFIX: Final = ".eaf"
BY_CORPORA: Final = TierNames()
NOT_STATED: Final = CorpusFacts("").licence
_ByTier = Mapping[str, Sequence[TimedAnnotation]]


@dataclass(frozen=True, slots=True)
class _File:
    """One .eaf file with what it annotates.

    Attributes:
        place: its path within the corpus's folder.
        document: what is in it.
        video, origin_ms: the video, and its time at 0 of the document.
        glosses, handshapes: its tiers of these.
    """

    place: PurePosixPath
    document: elan.Document
    video: Path
    origin_ms: int
    glosses: Sequence[ChosenTier]
    handshapes: Sequence[ChosenTier]


def list_elan(
    folder: Path,
    corpus: str,
    *,
    facts: CorpusFacts,
    names: TierNames = BY_CORPORA,
    signer: str | None = None,
) -> Listing:
    """List the clips that the .eaf files of a folder annotate.

    A handshape that overlaps a gloss is the handshape of its clip, the longest of
    several.

    Args:
        folder: where the files are, in it or below.
        corpus: id of the corpus.
        facts: what is true of the whole corpus; the licence that the files agree on
            stands where none is stated.
        names: tiers to take.
        signer: who signs where no tier says so.

    Raises:
        CallError: there is no such folder, no .eaf file in it, or none with a gloss.
    """
    # An empty pattern fits every name: a manifest.csv is not for .eaf files.
    files = list_folder(
        folder, corpus, facts=facts, suffixes=frozenset({SUFFIX}), pattern=""
    )
    problems = list(files.problems)
    clips: list[ClipSource] = []
    licences: set[str] = set()
    for path in (clip.path for clip in files.clips):
        place = PurePosixPath(path.relative_to(folder.absolute()).as_posix())
        try:
            file = _read(path, place, folder, names, problems)
        except MediaError as error:
            problems.append(Problem(error.kind, str(place), error.what, error.remedy))
            continue
        clips += _clips(file, corpus, signer, problems)
        licences |= {licence.text.strip() for licence in file.document.licences}
    if not clips:
        _say_why(problems)
    return Listing(
        corpus,
        _licensed(facts, licences - {""}),
        files.source,
        with_unique_names(clips),
        _each_once(problems),
    )


def _licensed(facts: CorpusFacts, licences: set[str]) -> CorpusFacts:
    if facts.licence != NOT_STATED or len(licences) != 1:
        return facts
    return replace(facts, licence=licences.pop())


def _read(
    path: Path,
    place: PurePosixPath,
    folder: Path,
    names: TierNames,
    problems: list[Problem],
) -> _File:
    document, found = read_eaf(path)
    problems += [_problem(problem, place, lost=False) for problem in found]
    glosses = chosen_tiers(document.tiers, "gloss", names)
    if not glosses:
        raise MediaError(
            "no-gloss-tier",
            no_such_tier("gloss", document.tiers, place.name),
            "Name it with --gloss-tier, which may hold * and ?.",
        )
    video = video_of(document, path, folder)
    if video is None:
        raise _no_video(document, place)
    file, media = video
    handshapes = chosen_tiers(document.tiers, "handshape", names)
    return _File(place, document, file, media.time_origin_ms or 0, glosses, handshapes)


def _clips(
    file: _File, corpus: str, signer: str | None, problems: list[Problem]
) -> Iterator[ClipSource]:
    by_tier = _annotations(file, problems)
    several = len({gloss.signer for gloss in file.glosses}) > 1
    plain = ClipSource(corpus, "", file.video)
    for gloss in file.glosses:
        named = gloss.signer if several else gloss.participant
        own = _of_hand(gloss, file.glosses, by_tier)
        shapes = overlapping(own, _shapes_of(gloss, file.handshapes, by_tier))
        for annotation, during in zip(own, shapes, strict=True):
            clip = _cut(plain, file, annotation)
            if isinstance(clip, Problem):
                problems.append(clip)
                continue
            yield replace(
                clip,
                gloss=annotation.value or None,
                handshape=_longest_within(annotation, during),
                signer=named or signer,
            )


def _annotations(file: _File, problems: list[Problem]) -> _ByTier:
    """Return the annotations by tier; of those without a time, what concerns clips."""
    timed, found = timed_annotations(file.document)
    glosses = {gloss.tier.name for gloss in file.glosses}
    wanted = glosses | {shape.tier.name for shape in file.handshapes}
    problems += [
        _problem(problem, file.place, lost=problem.tier in glosses)
        for problem in found
        if not problem.tier or problem.tier in wanted
    ]
    by_tier = defaultdict(list)
    for annotation in timed:
        by_tier[annotation.tier.name].append(annotation)
    return by_tier


def _shapes_of(
    gloss: ChosenTier, handshapes: Sequence[ChosenTier], by_tier: _ByTier
) -> list[TimedAnnotation]:
    """Return the handshapes of a gloss tier's signer and hand."""
    return [
        annotation
        for shape in handshapes
        if shape.side == gloss.side
        and (not gloss.signer or not shape.signer or shape.signer == gloss.signer)
        for annotation in by_tier.get(shape.tier.name, ())
        if annotation.value
    ]


def _of_hand(
    gloss: ChosenTier, glosses: Sequence[ChosenTier], by_tier: _ByTier
) -> list[TimedAnnotation]:
    """Return a tier's annotations, without those that the first hand has as well."""
    own = sorted(by_tier.get(gloss.tier.name, ()), key=lambda one: one.start_ms)
    if gloss.side == "first":
        return own
    first_hand = [
        annotation
        for other in glosses
        if other.side == "first" and other.signer == gloss.signer
        for annotation in by_tier.get(other.tier.name, ())
    ]
    both = overlapping(own, first_hand)
    return [
        annotation
        for annotation, during in zip(own, both, strict=True)
        if annotation.value not in {other.value for other in during}
    ]


def _longest_within(
    gloss: TimedAnnotation, during: Sequence[TimedAnnotation]
) -> str | None:
    """Return the handshape with the longest time in common with a gloss."""
    longest = max(during, key=lambda shape: overlap_ms(gloss, shape), default=None)
    return longest.value if longest else None


def _cut(
    plain: ClipSource, file: _File, annotation: TimedAnnotation
) -> ClipSource | Problem:
    start_ms = annotation.start_ms + file.origin_ms
    end_ms = annotation.end_ms + file.origin_ms
    if end_ms <= 0:
        place = f"{file.place}, tier {annotation.tier.name}, {annotation.annotation_id}"
        return Problem(
            "before-video",
            place,
            f"{annotation.value!r} ends before its video begins, which is "
            f"{-file.origin_ms:,} ms after the document does.",
            "Correct the video's offset in ELAN.",
        )
    start_ms = max(start_ms, 0)
    name = f"{clip_name(file.place)}-{start_ms}-{end_ms}"
    return replace(plain, name=name, start_ms=start_ms, end_ms=end_ms)


def _problem(problem: ElanProblem, place: PurePosixPath, *, lost: bool) -> Problem:
    where = f"{place}, {problem.place}"
    return Problem(problem.kind, where, problem.what, problem.remedy, lost=lost)


def _no_video(document: elan.Document, place: PurePosixPath) -> MediaError:
    names = [repr(media_name(media)) for media in document.header.media]
    linked = "links no file" if not names else f"links {', '.join(names)}"
    kind = "missing-video" if any(map(is_video, document.header.media)) else "no-video"
    return MediaError(
        kind,
        f"{place.name} {linked}, and no video of it is in the folder.",
        "Put the video beside the .eaf file, or correct the link in ELAN.",
    )


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems once by place and kind, as rows of the store are."""
    return list({(one.kind, one.place): one for one in problems}.values())


def _say_why(problems: Sequence[Problem]) -> None:
    """Raise a sentence if no file has a gloss tier, so that nothing can be cut."""
    for problem in problems:
        if problem.kind == "no-gloss-tier":
            raise CallError(f"{problem.what} {problem.remedy}")
