"""When each annotation of an ELAN document is, in whole milliseconds.

What cannot be told is a problem, the rest is kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from store.elan import document as elan
from store.elan.reading import ElanProblem
from store.elan.references import (
    Placed,
    Reason,
    Span,
    add_reference_spans,
    parent_of,
    reference_shares,
)
from store.elan.slots import slot_times

_UNIT_MS: Final[Mapping[str, float]] = {"PAL-frames": 40.0, "NTSC-frames": 1001 / 30}
_REPAIR: Final = "Correct it in ELAN, or remove the annotation."
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class TimedAnnotation:
    """An annotation whose time is known.

    Attributes:
        tier: its tier, without that tier's annotations.
        annotation_id: as the file has it.
        value: its text, without spaces around it.
        start_ms, end_ms: half-open, by the document's clock.
        parent: id of the annotation that it hangs on.
    """

    tier: elan.Tier
    annotation_id: str
    value: str
    start_ms: int
    end_ms: int
    parent: str | None = None


def timed_annotations(
    document: elan.Document,
) -> tuple[list[TimedAnnotation], list[ElanProblem]]:
    """Return the annotations in the order of the file, and those without a time."""
    annotations, problems = _by_id(document.tiers)
    times, more = slot_times(document)
    problems += more
    spans, lost = _spans(document, annotations, times, problems)
    unit_ms = _UNIT_MS.get(document.header.time_units, 1.0)
    timed = []
    for name, (annotation, tier) in annotations.items():
        if name in lost:
            problems.append(_no_time(annotation, tier, lost[name]))
            continue
        start_ms, end_ms = (round(time * unit_ms) for time in spans[name])
        if end_ms <= start_ms:
            problems.append(_reversed(annotation, tier, start_ms, end_ms))
            continue
        parent = parent_of(annotation)
        value = annotation.value.strip()
        timed.append(TimedAnnotation(tier, name, value, start_ms, end_ms, parent))
    return timed, problems


def overlapping(
    annotations: Sequence[TimedAnnotation], others: Iterable[TimedAnnotation]
) -> Iterator[list[TimedAnnotation]]:
    """Yield of each annotation which others are at the same time, earliest first.

    Args:
        annotations: sorted by their start.
        others: in any order.
    """
    waiting = sorted(others, key=lambda other: other.start_ms, reverse=True)
    active: list[TimedAnnotation] = []
    for annotation in annotations:
        active = [other for other in active if other.end_ms > annotation.start_ms]
        while waiting and waiting[-1].start_ms < annotation.end_ms:
            active.append(waiting.pop())
        yield [other for other in active if overlap_ms(annotation, other)]


def overlap_ms(one: TimedAnnotation, other: TimedAnnotation) -> int:
    """Return how long two annotations are at the same time, ms."""
    return max(min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms), 0)


def _by_id(tiers: Sequence[elan.Tier]) -> tuple[Placed, list[ElanProblem]]:
    """Return annotations with their tiers by id; of an id given twice the first."""
    found: dict[str, tuple[elan.Annotation, elan.Tier]] = {}
    problems = []
    for tier in tiers:
        alone = replace(tier, annotations=())
        for annotation in tier.annotations:
            if annotation.annotation_id in found or not annotation.annotation_id:
                problems.append(_repeated(annotation, tier))
            else:
                found[annotation.annotation_id] = (annotation, alone)
    return found, problems


def _spans(
    document: elan.Document,
    annotations: Placed,
    times: Mapping[str, float],
    problems: list[ElanProblem],
) -> tuple[dict[str, Span], dict[str, Reason]]:
    """Return the time of every annotation, or why it has none."""
    spans: dict[str, Span] = {}
    lost: dict[str, Reason] = {}
    for name, (annotation, _) in annotations.items():
        if not isinstance(annotation, elan.AlignableAnnotation):
            continue
        bounds = (annotation.start_slot, annotation.end_slot)
        lacking = [slot for slot in bounds if slot not in times]
        if lacking:
            lost[name] = ("no-time", _unaligned(lacking[0]))
        else:
            spans[name] = (times[bounds[0]], times[bounds[1]])
    shares, circles = reference_shares(document, annotations)
    problems += [_unordered(tier_name, group) for tier_name, group in circles]
    return spans, lost | add_reference_spans(annotations, shares, spans)


def _unaligned(slot: str) -> str:
    return f"its time slot {slot!r} has no value and lies between none that have"


def _place(annotation: elan.Annotation, tier: elan.Tier) -> str:
    return f"tier {tier.name}, annotation {annotation.annotation_id or 'without id'}"


def _repeated(annotation: elan.Annotation, tier: elan.Tier) -> ElanProblem:
    shown = f"{annotation.value[:_SHOWN]!r} was left out"
    what = (
        f"The id {annotation.annotation_id} is given twice: {shown}."
        if annotation.annotation_id
        else f"An annotation has no id: {shown}."
    )
    return ElanProblem(
        "repeated-annotation",
        _place(annotation, tier),
        what,
        "Give every annotation an id of its own: open the file in ELAN and save it.",
        tier.name,
    )


def _reversed(
    annotation: elan.Annotation, tier: elan.Tier, start_ms: int, end_ms: int
) -> ElanProblem:
    return ElanProblem(
        "bad-times",
        _place(annotation, tier),
        f"{annotation.value[:_SHOWN]!r} lasts from {start_ms:,} to {end_ms:,} ms, which "
        "is no stretch of time.",
        _REPAIR,
        tier.name,
    )


def _no_time(
    annotation: elan.Annotation, tier: elan.Tier, reason: Reason
) -> ElanProblem:
    kind, why = reason
    return ElanProblem(
        kind,
        _place(annotation, tier),
        f"{annotation.value[:_SHOWN]!r} has no time: {why}.",
        _REPAIR,
        tier.name,
    )


def _unordered(
    tier_name: str, group: Sequence[elan.ReferenceAnnotation]
) -> ElanProblem:
    return ElanProblem(
        "cyclic-reference",
        f"tier {tier_name}, annotation {group[0].annotation_id}",
        f"{len(group)} annotations that divide another follow each other in a circle; "
        "they were taken in the order of the file.",
        "Correct their order in ELAN.",
        tier_name,
    )
