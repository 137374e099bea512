"""Commands that fill a store: `signatlas ingest ...` and `signatlas blur-threshold`."""

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
    Pattern,
    SharedStoreOption,
    Title,
    Workers,
)
from ingest.corpora.autsl import list_autsl
from ingest.corpora.folder import list_folder
from ingest.corpora.images import list_images
from ingest.corpora.wlasl import list_wlasl
from ingest.crews import EngineName
from ingest.letter_commands import fingerspelling, letters_28, sign_mnist
from ingest.listing_commands import corpus_id, ingest_listings, told_columns
from ingest.settings import IngestSettings
from ingest.sources import CorpusFacts
from store.command_options import StoreOption
from store.layout import create_store, open_store
from store.settings import gather_settings

_DEFAULTS: Final = IngestSettings()

ingest_app = typer.Typer(
    # Rich would take what stands in brackets, such as a default, for its own.
    rich_markup_mode="markdown",
    help="Read videos or photographs into a store.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
ingest_app.command("sign-mnist")(sign_mnist)
# As the files are called.
ingest_app.command("sign_mnist", hidden=True)(sign_mnist)
ingest_app.command("letters-28")(letters_28)
ingest_app.command()(fingerspelling)


@ingest_app.command()
def folder(
    path: Folder,
    *,
    store: SharedStoreOption = None,
    workers: Workers = None,
    engine: EngineOption = EngineName.LOCAL,
    address: Address = None,
    corpus: Corpus = None,
    pattern: Pattern = None,
    title: Title = None,
    language: Language = None,
    licence: Licence = None,
    citation: Citation = None,
    hold_speed: HoldSpeed = _DEFAULTS.hold_speed,
    hold_ms: HoldMs = _DEFAULTS.hold_ms,
    blur_threshold: BlurThreshold = None,
) -> None:
    """Read a folder of videos.

    Labels come from its manifest.csv (columns file, clip, gloss, handshape, signer,
    split, start_ms, end_ms; only `file` is required), else from --pattern, else the
    folder that a video lies in is its gloss.
    """
    name = corpus_id(corpus, path)
    listing = list_folder(path, name, facts=CorpusFacts(name), pattern=pattern)
    told = told_columns(title, language, licence, citation, blur_threshold)
    settings = IngestSettings(hold_speed=hold_speed, hold_ms=hold_ms)
    ingest_listings(
        [listing],
        importer="folder",
        store=store,
        workers=workers,
        engine=engine,
        address=address,
        settings=settings,
        told=told,
    )


@ingest_app.command()
def wlasl(
    path: Folder,
    *,
    store: SharedStoreOption = None,
    workers: Workers = None,
    engine: EngineOption = EngineName.LOCAL,
    address: Address = None,
    corpus: Corpus = "wlasl",
    title: Title = None,
    language: Language = None,
    licence: Licence = None,
    citation: Citation = None,
    hold_speed: HoldSpeed = _DEFAULTS.hold_speed,
    hold_ms: HoldMs = _DEFAULTS.hold_ms,
    blur_threshold: BlurThreshold = None,
) -> None:
    """Read WLASL: its videos with WLASL_v0.3.json or nslt_*.json beside them."""
    listing = list_wlasl(path, corpus_id(corpus, path))
    told = told_columns(title, language, licence, citation, blur_threshold)
    settings = IngestSettings(hold_speed=hold_speed, hold_ms=hold_ms)
    ingest_listings(
        [listing],
        importer="wlasl",
        store=store,
        workers=workers,
        engine=engine,
        address=address,
        settings=settings,
        told=told,
    )


@ingest_app.command()
def autsl(
    path: Folder,
    *,
    glosses: Annotated[
        str, typer.Option(help="Language of the glosses: tr (Turkish) or en.")
    ] = "tr",
    store: SharedStoreOption = None,
    workers: Workers = None,
    engine: EngineOption = EngineName.LOCAL,
    address: Address = None,
    corpus: Corpus = "autsl",
    title: Title = None,
    language: Language = None,
    licence: Licence = None,
    citation: Citation = None,
    hold_speed: HoldSpeed = _DEFAULTS.hold_speed,
    hold_ms: HoldMs = _DEFAULTS.hold_ms,
    blur_threshold: BlurThreshold = None,
) -> None:
    """Read AUTSL: its colour videos, label files and list of classes."""
    listing = list_autsl(path, corpus_id(corpus, path), glosses=glosses)
    told = told_columns(title, language, licence, citation, blur_threshold)
    settings = IngestSettings(hold_speed=hold_speed, hold_ms=hold_ms)
    ingest_listings(
        [listing],
        importer="autsl",
        store=store,
        workers=workers,
        engine=engine,
        address=address,
        settings=settings,
        told=told,
    )


@ingest_app.command()
def images(
    path: Folder,
    *,
    store: SharedStoreOption = None,
    workers: Workers = None,
    engine: EngineOption = EngineName.LOCAL,
    address: Address = None,
    corpus: Corpus = None,
    pattern: Pattern = None,
    title: Title = None,
    language: Language = None,
    licence: Licence = None,
    citation: Citation = None,
    blur_threshold: BlurThreshold = None,
) -> None:
    """Read photographs of handshapes: a folder per handshape, or a --pattern.

    Files named class_signer_take, as in LSA16, are understood without a pattern.
    """
    name = corpus_id(corpus, path)
    facts = CorpusFacts(name, media="image")
    listing = list_images(path, name, facts=facts, pattern=pattern)
    told = told_columns(title, language, licence, citation, blur_threshold)
    ingest_listings(
        [listing],
        importer="images",
        store=store,
        workers=workers,
        engine=engine,
        address=address,
        settings=IngestSettings(),
        told=told,
    )


@ingest_app.command()
def synthetic(
    *,
    size: Annotated[str, typer.Option(help="tiny, small or full.")] = "tiny",
    store: StoreOption = None,
    workers: Workers = None,
    engine: EngineOption = EngineName.LOCAL,
    address: Address = None,
    hold_speed: HoldSpeed = _DEFAULTS.hold_speed,
    hold_ms: HoldMs = _DEFAULTS.hold_ms,
    blur_threshold: BlurThreshold = None,
) -> None:
    """Render the synthetic signer's two invented languages and read them like videos."""
    # The signer brings compiled code, which no other command needs.
    from ingest.corpora.synthetic import (  # noqa: PLC0415
        list_synthetic,
        synthetic_descriptions,
    )
    from ingest.description_rows import write_descriptions  # noqa: PLC0415

    told = told_columns(None, None, None, None, blur_threshold)
    settings = IngestSettings(hold_speed=hold_speed, hold_ms=hold_ms)
    opened = create_store(gather_settings(store=store).store)
    listings = list_synthetic(opened.root / "media", size=size)
    ingest_listings(
        listings,
        importer="synthetic",
        store=store,
        workers=workers,
        engine=engine,
        address=address,
        settings=settings,
        told=told,
    )
    for listing in listings:
        described = synthetic_descriptions(listing.corpus, size=size)
        write_descriptions(opened, listing.corpus, described, {})


def blur_threshold(
    corpus: Annotated[str, typer.Argument(help="Id of the corpus.")],
    set_to: Annotated[
        float | None, typer.Option("--set", help="Use this threshold from now on.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Show how sharp a corpus's crops are, and how many each threshold keeps."""
    from ingest.blur import set_threshold, show_sharpness  # noqa: PLC0415 - as above

    opened = open_store(gather_settings(store=store).store)
    if set_to is not None:
        set_threshold(opened, corpus, set_to)
    show_sharpness(opened, corpus)
