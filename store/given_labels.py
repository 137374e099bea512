"""Labels as they were found elsewhere, and those that cannot be used."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GivenLabel:
    """One label as it was found.

    Attributes:
        place: file and line, or picture, or annotation.
        crop_id, handshape, annotator: as given, without spaces around them.
    """

    place: str
    crop_id: str
    handshape: str
    annotator: str


@dataclass(frozen=True, slots=True)
class LabelProblem:
    """One label that could not be used."""

    kind: str
    label: GivenLabel
    what: str
    remedy: str
