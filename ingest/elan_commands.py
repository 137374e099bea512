"""The command `signatlas ingest elan`."""

from typing import Annotated, Final

import typer

from ingest.command_options import (
    Address,
    BlurThreshold,
    Citation,
    Corpus,
    EngineOption,
    Folder,
    HoldMs,
    HoldSpeed,
    Language,
    Licence,
    SharedStoreOption,
    Title,
    Workers,
)
from ingest.corpora.elan import list_elan
from ingest.crews import EngineName
from ingest.listing_commands import corpus_id, ingest_listings, told_columns
from ingest.settings import IngestSettings
from ingest.sources import CorpusFacts
from store.elan.tiers import TierNames

_DEFAULTS: Final = IngestSettings()
TierName = str | None


def elan(
    path: Folder,
    *,
    gloss_tier: Annotated[
        TierName,
        typer.Option(
            help="Tier of the glosses; may hold * and ?. Without it, a tier is known by "
            "its name, e.g. Gloss, GlossR S1, RH-IDgloss."
        ),
    ] = None,
    gloss_tier_left: Annotated[
        TierName,
        typer.Option(help="Tier of the glosses of the left, or other, hand."),
    ] = None,
    handshape_tier: Annotated[
        TierName,
        typer.Option(
            help="Tier of the handshapes of the right, or dominant, hand. Without it, a "
            "tier is known by its name, e.g. Handshape, RH-Handshape."
        ),
    ] = None,
    handshape_tier_left: Annotated[
        TierName,
        typer.Option(help="Tier of the handshapes of the left, or other, hand."),
    ] = None,
    signer: Annotated[
        str | None, typer.Option(help="Who signs where no tier has a participant.")
    ] = None,
    store: SharedStoreOption = None,
    workers: Workers = None,
    engine: EngineOption = EngineName.LOCAL,
    address: Address = None,
    corpus: Corpus = None,
    title: Title = None,
    language: Language = None,
    licence: Licence = None,
    citation: Citation = None,
    hold_speed: HoldSpeed = _DEFAULTS.hold_speed,
    hold_ms: HoldMs = _DEFAULTS.hold_ms,
    blur_threshold: BlurThreshold = None,
) -> None:
    """Read videos annotated with ELAN: each annotation of a gloss is a clip.

    Every .eaf file of the folder is read, with the video that it links. Afterwards
    `signatlas labels import FOLDER` makes labels of hands of its handshape tiers.
    """
    name = corpus_id(corpus, path)
    names = TierNames(gloss_tier, gloss_tier_left, handshape_tier, handshape_tier_left)
    listing = list_elan(path, name, facts=CorpusFacts(name), names=names, signer=signer)
    ingest_listings(
        [listing],
        importer="elan",
        store=store,
        workers=workers,
        engine=engine,
        address=address,
        settings=IngestSettings(hold_speed=hold_speed, hold_ms=hold_ms),
        told=told_columns(title, language, licence, citation, blur_threshold),
    )
