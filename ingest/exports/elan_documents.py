"""What a store knows of clips as one ELAN document: tiers of glosses and handshapes."""

import mimetypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.exports.elan_spans import Clip, Span
from store.consent import Credit
from store.elan import document as elan
from store.elan.handshapes import (
    AUTHOR,
    NO_LANGUAGE,
    VOCABULARY_NAME,
    date_text,
    entry_id,
    handshape_vocabulary,
)
from store.skeleton import Hand

GLOSS: Final = "gloss"
HANDSHAPE: Final = "handshape"
HOLD: Final = "hold"
_VOCABULARY_REF: Final = "er1"
_LETTER: Final[Mapping[Hand, str]] = {"right": "R", "left": "L"}
_CONSTRAINTS: Final = (
    elan.Constraint("Time_Subdivision", "Parts of the parent's time, without gaps"),
    elan.Constraint("Symbolic_Subdivision", "Parts of the parent, in order"),
    elan.Constraint("Symbolic_Association", "One for each annotation of the parent"),
    elan.Constraint("Included_In", "Within the parent's time, with gaps"),
)
"""Those that ELAN knows."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One thing that is known of hands, e.g. what a classifier sees.

    Attributes:
        name: of its tiers, with `{hand}` for R and L.
        kind: `handshape` or `hold`.
        annotator: who says so.
        spans: by clip.
    """

    name: str
    kind: str
    annotator: str
    spans: Mapping[str, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Words:
    """The handshapes that annotations choose from.

    Attributes:
        handshapes: all of them, in the order shown.
        address: of the .ecv file that holds them; empty: the document itself does.
    """

    handshapes: Sequence[str]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What one document is about: clips of one video on one timeline.

    Attributes:
        clips: in the order of time.
        media: the video; None where there is none.
        from_start: times are those of the clip, not of its source.
        glosses_seen: sign that a classifier sees in each clip, by id.
        glosses_by: the classifier's run.
    """

    clips: Sequence[Clip]
    media: str | None = None
    from_start: bool = False
    glosses_seen: Mapping[str, str] = field(default_factory=dict)
    glosses_by: str = ""

    def start_ms(self, clip: Clip) -> int:
        """Return where a clip starts on the timeline."""
        return 0 if self.from_start else clip.start_ms


@dataclass(slots=True)
class _Made:
    """A tier in the making: annotations as start, end and value."""

    kind: str
    annotator: str | None = None
    annotations: list[tuple[int, int, str]] = field(default_factory=list)


_Tiers = dict[tuple[str, str], _Made]
"""By name and signer."""


def elan_document(
    subject: Subject, layers: Iterable[Layer], words: Words, credit: Credit
) -> elan.Document:
    """Return the document of some clips; valid by the schema of EAF 3.0."""
    tiers, slots = _written_tiers(_tiers(subject, layers))
    count = sum(len(tier.annotations) for tier in tiers)
    external = bool(words.address)
    return elan.Document(
        AUTHOR,
        date_text(None),
        licences=(_licence(credit),),
        header=elan.Header(_media(subject.media), (), _properties(credit, count)),
        slots=tuple(slots),
        tiers=tuple(tiers),
        types=(
            elan.TierType(GLOSS, time_alignable=True, graphic_references=False),
            elan.TierType(
                HANDSHAPE,
                time_alignable=True,
                graphic_references=False,
                vocabulary=VOCABULARY_NAME,
            ),
            elan.TierType(HOLD, time_alignable=True, graphic_references=False),
        ),
        languages=(NO_LANGUAGE,),
        constraints=_CONSTRAINTS,
        vocabularies=(
            elan.Vocabulary(VOCABULARY_NAME, reference=_VOCABULARY_REF)
            if external
            else handshape_vocabulary(words.handshapes),
        ),
        references=(
            (elan.ExternalReference(_VOCABULARY_REF, "ecv", words.address),)
            if external
            else ()
        ),
    )


def _tiers(subject: Subject, layers: Iterable[Layer]) -> _Tiers:
    made: _Tiers = {}
    for clip in subject.clips:
        gloss = made.setdefault(("Gloss", clip.signer or ""), _Made(GLOSS))
        gloss.annotations.append(_whole(subject, clip, clip.gloss or ""))
        if seen := subject.glosses_seen.get(clip.clip_id):
            name = f"Gloss predicted by {subject.glosses_by}"
            tier = made.setdefault(
                (name, clip.signer or ""), _Made(GLOSS, subject.glosses_by)
            )
            tier.annotations.append(_whole(subject, clip, seen))
    for clip in subject.clips:
        if clip.handshape:
            tier = made.setdefault(("Handshape", clip.signer or ""), _Made(HANDSHAPE))
            tier.annotations.append(_whole(subject, clip, clip.handshape))
    for layer in layers:
        for hand, letter in _LETTER.items():
            name = layer.name.format(hand=letter)
            for clip in subject.clips:
                annotations = list(_moved(layer, hand, clip, subject.start_ms(clip)))
                if annotations:
                    tier = made.setdefault(
                        (name, clip.signer or ""), _Made(layer.kind, layer.annotator)
                    )
                    tier.annotations += annotations
    return made


def _moved(
    layer: Layer, hand: Hand, clip: Clip, start_ms: int
) -> Iterator[tuple[int, int, str]]:
    """Yield what a layer says of a hand in a clip, on the timeline of the document."""
    for span in layer.spans.get(clip.clip_id, ()):
        if span.hand == hand:
            yield start_ms + span.start_ms, start_ms + span.end_ms, span.value


def _whole(subject: Subject, clip: Clip, value: str) -> tuple[int, int, str]:
    start_ms = subject.start_ms(clip)
    end_ms = start_ms + max(clip.duration_ms, 1)
    if clip.end_ms is not None and not subject.from_start:
        end_ms = clip.end_ms
    return start_ms, end_ms, value


def _written_tiers(made: _Tiers) -> tuple[list[elan.Tier], list[elan.TimeSlot]]:
    """Return tiers as ELAN has them: annotations do not overlap, slots are in order."""
    signers = {signer for _, signer in made}
    lanes = [
        (name if len(signers) == 1 else f"{name} {signer or '?'}", signer, tier, lane)
        for (name, signer), tier in made.items()
        for lane in _lanes(tier.annotations)
    ]
    slot_ids, slots = _slots([lane for *_, lane in lanes])
    tiers: list[elan.Tier] = []
    used: defaultdict[str, int] = defaultdict(int)
    number = 0
    for (name, signer, tier, lane), ids in zip(lanes, slot_ids, strict=True):
        used[name] += 1
        annotations = []
        for (_, _, value), (first, last) in zip(lane, ids, strict=True):
            number += 1
            entry = entry_id(value) if tier.kind == HANDSHAPE else None
            annotations.append(
                elan.AlignableAnnotation(f"a{number}", first, last, value, entry)
            )
        tiers.append(
            elan.Tier(
                name if used[name] == 1 else f"{name} ({used[name]})",
                tier.kind,
                tuple(annotations),
                participant=signer or None,
                annotator=tier.annotator,
            )
        )
    return tiers, slots


_Lane = list[tuple[int, int, str]]


def _lanes(annotations: _Lane) -> list[_Lane]:
    """Return annotations in as few rows as hold them without an overlap."""
    lanes: list[_Lane] = []
    for annotation in sorted(annotations):
        free = next((lane for lane in lanes if lane[-1][1] <= annotation[0]), None)
        if free is None:
            lanes.append([annotation])
        else:
            free.append(annotation)
    return lanes


def _slots(
    lanes: Sequence[_Lane],
) -> tuple[list[list[tuple[str, str]]], list[elan.TimeSlot]]:
    """Return the slots of each annotation, and all slots in the order of time."""
    times = [
        (bound, lane, place, end)
        for lane, annotations in enumerate(lanes)
        for place, annotation in enumerate(annotations)
        for end, bound in enumerate(annotation[:2])
    ]
    ids = [[["", ""] for _ in annotations] for annotations in lanes]
    slots = []
    for number, (bound, lane, place, end) in enumerate(sorted(times), start=1):
        ids[lane][place][end] = f"ts{number}"
        slots.append(elan.TimeSlot(f"ts{number}", bound))
    return [[(first, last) for first, last in lane] for lane in ids], slots


def _media(file: str | None) -> tuple[elan.Media, ...]:
    if not file:
        return ()
    kind = mimetypes.guess_type(file)[0] or "unknown"
    return (elan.Media(file, kind, file),)


def _licence(credit: Credit) -> elan.Licence:
    licence = credit.licence
    # ELAN writes an empty address where there is none, and pympi insists on one.
    url = licence if licence.startswith(("http://", "https://")) else ""
    return elan.Licence(licence, url)


def _properties(credit: Credit, annotations: int) -> tuple[elan.Property, ...]:
    told = {
        "lastUsedAnnotationId": str(annotations),
        "corpus": f"{credit.title} ({credit.corpus})",
        "citation": credit.citation,
        "synthetic": "generated by computer" if credit.synthetic else "",
    }
    return tuple(elan.Property(value, name) for name, value in told.items() if value)
