"""When reference annotations are: within the annotation that each hangs on.

One that is associated with its parent has its time; where several divide it
symbolically, each has an equal part.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from store.elan import document as elan

Span = tuple[float, float]
Placed = Mapping[str, tuple[elan.Annotation, elan.Tier]]
"""Annotations with their tiers by id."""
Reason = tuple[str, str]
"""Why an annotation has no time: the problem's kind, and a clause."""
Share = tuple[int, int]
"""Which part of its parent's time an annotation has: place from 0, number of parts."""


def parent_of(annotation: elan.Annotation) -> str | None:
    """Return the id of the annotation that one hangs on; None: on none."""
    if isinstance(annotation, elan.ReferenceAnnotation):
        return annotation.parent
    return None


def add_reference_spans(
    annotations: Placed, shares: Mapping[str, Share], spans: dict[str, Span]
) -> dict[str, Reason]:
    """Add the times of reference annotations to those of aligned ones.

    Args:
        annotations: all, by id.
        shares: of reference annotations.
        spans: times of alignable annotations; takes those of the others.

    Returns:
        Of those that have no time: why.
    """
    lost: dict[str, Reason] = {}
    for name, (annotation, _) in annotations.items():
        if isinstance(annotation, elan.ReferenceAnnotation):
            _follow(name, annotations, shares, spans, lost)
    return lost


def _follow(
    name: str,
    annotations: Placed,
    shares: Mapping[str, Share],
    spans: dict[str, Span],
    lost: dict[str, Reason],
) -> None:
    """Go up from an annotation to one with a time, and give its times to all passed."""
    path: dict[str, None] = {}
    here = name
    while here not in spans:
        if reason := lost.get(here) or _dead_end(here, path, annotations):
            lost.update(dict.fromkeys([*path, here], reason))
            return
        path[here] = None
        here = parent_of(annotations[here][0]) or ""
    span = spans[here]
    for passed in reversed(path):
        place, parts = shares[passed]
        length = (span[1] - span[0]) / parts
        span = (span[0] + place * length, span[0] + (place + 1) * length)
        spans[passed] = span


def _dead_end(
    here: str, path: Mapping[str, None], annotations: Placed
) -> Reason | None:
    if here in path:
        return "cyclic-reference", "what it refers to leads back to itself"
    if here not in annotations:
        return (
            "lost-reference",
            f"annotation {here!r}, on which it hangs, is not in the file",
        )
    if isinstance(annotations[here][0], elan.AlignableAnnotation):
        return "no-time", f"annotation {here!r}, on which it hangs, has none"
    return None


def reference_shares(
    document: elan.Document, annotations: Placed
) -> tuple[dict[str, Share], list[tuple[str, list[elan.ReferenceAnnotation]]]]:
    """Return the share of each reference annotation in its parent's time.

    Returns:
        The shares, and of each tier the annotations that follow each other in a circle:
        they are taken in the order of the file.
    """
    dividing = {
        kind.name for kind in document.types if kind.constraint == elan.SUBDIVISION
    }
    shares: dict[str, Share] = {}
    siblings = defaultdict(list)
    for name, (annotation, tier) in annotations.items():
        if isinstance(annotation, elan.ReferenceAnnotation):
            shares[name] = (0, 1)
            if tier.type_name in dividing:
                siblings[tier.name, annotation.parent].append(annotation)
    circles = []
    for (tier_name, _), group in siblings.items():
        ordered = list(_in_order(group))
        if len(ordered) < len(group):
            circles.append((tier_name, group))
            ordered = group
        for place, annotation in enumerate(ordered):
            shares[annotation.annotation_id] = (place, len(ordered))
    return shares, circles


def _in_order(
    group: Sequence[elan.ReferenceAnnotation],
) -> Iterator[elan.ReferenceAnnotation]:
    """Yield siblings by their `previous`; those in a circle are left out."""
    ids = {annotation.annotation_id for annotation in group}
    following = defaultdict(list)
    for annotation in group:
        before = annotation.previous if annotation.previous in ids else None
        following[before].append(annotation)
    waiting = following[None][::-1]
    while waiting:
        annotation = waiting.pop()
        yield annotation
        waiting.extend(following[annotation.annotation_id][::-1])
