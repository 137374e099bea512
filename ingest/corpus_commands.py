"""`signatlas ingest slovo` and `asl-citizen`: corpora that bring tables of labels."""

from typing import Final

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
from ingest.crews import EngineName
from ingest.listing_commands import corpus_id, ingest_listings, told_columns
from ingest.settings import IngestSettings

_DEFAULTS: Final = IngestSettings()


def slovo(
    path: Folder,
    *,
    store: SharedStoreOption = None,
    workers: Workers = None,
    engine: EngineOption = EngineName.LOCAL,
    address: Address = None,
    corpus: Corpus = "slovo",
    title: Title = None,
    language: Language = None,
    licence: Licence = None,
    citation: Citation = None,
    hold_speed: HoldSpeed = _DEFAULTS.hold_speed,
    hold_ms: HoldMs = _DEFAULTS.hold_ms,
    blur_threshold: BlurThreshold = None,
) -> None:
    """Read Slovo: annotations.csv with the videos in train and test, cut or uncut."""
    # It brings video codecs, which `--help` does not need.
    from ingest.corpora.slovo import list_slovo  # noqa: PLC0415

    ingest_listings(
        [list_slovo(path, corpus_id(corpus, path))],
        importer="slovo",
        store=store,
        workers=workers,
        engine=engine,
        address=address,
        settings=IngestSettings(hold_speed=hold_speed, hold_ms=hold_ms),
        told=told_columns(title, language, licence, citation, blur_threshold),
    )


def asl_citizen(
    path: Folder,
    *,
    store: SharedStoreOption = None,
    workers: Workers = None,
    engine: EngineOption = EngineName.LOCAL,
    address: Address = None,
    corpus: Corpus = "asl-citizen",
    title: Title = None,
    language: Language = None,
    licence: Licence = None,
    citation: Citation = None,
    hold_speed: HoldSpeed = _DEFAULTS.hold_speed,
    hold_ms: HoldMs = _DEFAULTS.hold_ms,
    blur_threshold: BlurThreshold = None,
) -> None:
    """Read ASL Citizen: its videos with splits/train.csv, val.csv and test.csv."""
    from ingest.corpora.asl_citizen import list_asl_citizen  # noqa: PLC0415 - as above

    ingest_listings(
        [list_asl_citizen(path, corpus_id(corpus, path))],
        importer="asl-citizen",
        store=store,
        workers=workers,
        engine=engine,
        address=address,
        settings=IngestSettings(hold_speed=hold_speed, hold_ms=hold_ms),
        told=told_columns(title, language, licence, citation, blur_threshold),
    )
