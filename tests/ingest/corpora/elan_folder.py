"""Folders of .eaf files, and what the importer finds in them."""

from pathlib import Path

from ingest.corpora.elan import list_elan
from ingest.sources import CorpusFacts, Listing
from store.elan import document as elan
from store.elan.tiers import TierNames
from store.elan.writing import eaf_bytes
from tests.store.elan.elan_maker import aligned, made_document

FACTS = CorpusFacts("Village")
VIDEO = (elan.Media("file:///elsewhere/a.mp4", "video/mp4", "./a.mp4"),)
GLOSS = elan.Tier(
    "Gloss", "free", (aligned("a1", 1, 2, "HAUS"), aligned("a2", 2, 3, " "))
)


def write(
    folder: Path,
    tiers: list[elan.Tier],
    slots: list[int | None],
    media: tuple[elan.Media, ...] = VIDEO,
    name: str = "a.eaf",
) -> Path:
    document = made_document(tiers, slots, header=elan.Header(media))
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(eaf_bytes(document))
    return folder / name


def listed(folder: Path, names: TierNames | None = None, **more: str) -> Listing:
    return list_elan(folder, "v", facts=FACTS, names=names or TierNames(), **more)


def kinds(listing: Listing) -> list[str]:
    return [problem.kind for problem in listing.problems]
