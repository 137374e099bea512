"""When the time slots of an ELAN document are, those without a value included.

Slots without a value divide the time between those around them evenly, as ELAN shows
them: first along the annotations of their tier, then along the document.
"""

from collections.abc import Sequence

from store.elan import document as elan
from store.elan.reading import ElanProblem


def slot_times(
    document: elan.Document,
) -> tuple[dict[str, float], list[ElanProblem]]:
    """Return the time of every slot that has one or lies between two that have.

    Times are in the document's unit. Of a slot that is there twice the first counts.
    """
    times: dict[str, float] = {}
    problems = []
    known = set()
    for slot in document.slots:
        if slot.slot_id in known:
            problems.append(_repeated(slot))
        elif slot.time is not None:
            times[slot.slot_id] = slot.time
        known.add(slot.slot_id)
    if len(times) < len(known):
        for tier in document.tiers:
            _divide_along_tier(tier, known, times)
        _divide_along_document([slot.slot_id for slot in document.slots], times)
    return times, problems


def _divide_along_tier(
    tier: elan.Tier, known: set[str], times: dict[str, float]
) -> None:
    """Give times to unaligned slots that touching annotations of one tier share."""
    ends = {
        annotation.start_slot: annotation.end_slot
        for annotation in tier.annotations
        if isinstance(annotation, elan.AlignableAnnotation)
        and annotation.end_slot in known
    }
    passed: set[str] = set()
    for start in [slot for slot in ends if slot in times]:
        chain = [start]
        while chain[-1] in ends and ends[chain[-1]] not in passed:
            chain.append(ends[chain[-1]])
            if chain[-1] in times:
                break
            passed.add(chain[-1])
        _divide(chain, times)


def _divide_along_document(slots: Sequence[str], times: dict[str, float]) -> None:
    chain: list[str] = []
    for slot in slots:
        chain.append(slot)
        if slot in times:
            _divide(chain, times)
            chain = [slot]


def _divide(chain: Sequence[str], times: dict[str, float]) -> None:
    """Spread the slots between the first and the last of a chain evenly."""
    if chain[0] not in times or chain[-1] not in times:
        return
    start, end = times[chain[0]], times[chain[-1]]
    for place, slot in enumerate(chain[1:-1], start=1):
        times.setdefault(slot, start + (end - start) * place / (len(chain) - 1))


def _repeated(slot: elan.TimeSlot) -> ElanProblem:
    return ElanProblem(
        "repeated-time-slot",
        f"time slot {slot.slot_id}",
        f"Time slot {slot.slot_id} is there twice; the first counts.",
        "Give every time slot an id of its own.",
    )
