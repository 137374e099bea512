"""Small ELAN documents, and the schema that valid ones keep to."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lxml import etree

from store.elan import document as elan

DATE = "2026-01-02T03:04:05+00:00"
NO_TYPE = elan.TierType("free", time_alignable=True)
DIVIDING = elan.TierType("parts", time_alignable=False, constraint=elan.SUBDIVISION)
ASSOCIATED = elan.TierType(
    "one to one", time_alignable=False, constraint="Symbolic_Association"
)
CONSTRAINTS = (
    elan.Constraint(elan.SUBDIVISION, "Symbolic subdivision"),
    elan.Constraint("Symbolic_Association", "1-1 association"),
)


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parents[2] / "data/eaf-3.0.xsd"))


def schema_errors(content: bytes) -> list[str]:
    """Return what the EAF 3.0 schema has against a file."""
    schema = _schema()
    schema.validate(etree.fromstring(content))
    return [f"line {entry.line}: {entry.message}" for entry in schema.error_log]


def made_document(
    tiers: Sequence[elan.Tier],
    slots: Sequence[int | elan.TimeSlot | None],
    **more: object,
) -> elan.Document:
    """Return a document of tiers; times are those of slots `ts1`, `ts2`, ..."""
    told: dict[str, object] = {
        "slots": tuple(
            slot
            if isinstance(slot, elan.TimeSlot)
            else elan.TimeSlot(f"ts{number}", slot)
            for number, slot in enumerate(slots, start=1)
        ),
        "tiers": tuple(tiers),
        "types": (NO_TYPE, DIVIDING, ASSOCIATED),
        "constraints": CONSTRAINTS,
    }
    return elan.Document("me", DATE, **(told | more))  # type: ignore[arg-type]


def aligned(name: str, start: int, end: int, value: str = "") -> elan.Annotation:
    return elan.AlignableAnnotation(name, f"ts{start}", f"ts{end}", value)


def hanging(
    name: str, parent: str, value: str = "", previous: str | None = None
) -> elan.Annotation:
    return elan.ReferenceAnnotation(name, parent, value, previous)
