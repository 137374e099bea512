"""What the commands that read videos or photographs have in common."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from ingest.crews import Engine, EngineName
from ingest.settings import IngestSettings
from ingest.sources import Listing
from store.layout import Store, checked_name, create_store
from store.plain_text import visible
from store.settings import Settings, gather_settings

if TYPE_CHECKING:
    from ingest.working_copy import WorkingCopy

_STOPPED: Final = "Stopped. Run the same command again to go on where it was."


def ingest_listings(
    listings: Sequence[Listing],
    *,
    importer: str,
    store: Path | str | None,
    workers: int | None,
    engine: EngineName,
    address: str | None,
    settings: IngestSettings,
    told: Mapping[str, object],
) -> None:
    """Ingest listings one after another and print how each ended."""
    # It brings the database, which `--help` does not need.
    from ingest.pipeline import ingest  # noqa: PLC0415

    gathered = gather_settings(store=store, workers=workers, remote_too=True)
    chosen = Engine(engine, gathered.workers, gathered.workers_asked, address)
    for listing in listings:
        with _opened(gathered, listing.corpus) as (opened, remote):
            try:
                summary = ingest(
                    listing,
                    opened,
                    settings,
                    importer=importer,
                    engine=chosen,
                    told=told,
                    remote=remote,
                )
            except KeyboardInterrupt:
                typer.echo(_STOPPED, err=True)
                raise
        typer.echo(
            visible(summary.told(listing.corpus, gathered.remote or opened.root))
        )


@contextmanager
def _opened(
    settings: Settings, corpus: str
) -> Iterator[tuple[Store, "WorkingCopy | None"]]:
    """Give the store in a folder, or the working copy of one on object storage."""
    if not settings.remote:
        yield create_store(settings.store), None
        return
    # They bring the storage's client, which a folder does not need.
    from ingest.working_copy import working_copy  # noqa: PLC0415
    from store.remote import create_remote  # noqa: PLC0415

    with working_copy(create_remote(settings.remote), corpus) as copy:
        yield copy.store, copy


def told_columns(
    title: str | None,
    language: str | None,
    licence: str | None,
    citation: str | None,
    blur_threshold: float | None,
) -> dict[str, object]:
    """Return the columns of `corpora` that the user gave."""
    given = {
        "title": title,
        "language": language,
        "licence": licence,
        "citation": citation,
        "blur_threshold": blur_threshold,
    }
    return {name: value for name, value in given.items() if value is not None}


def corpus_id(given: str | None, path: Path) -> str:
    """Return the id given, or one made from the folder's name."""
    if given is not None:
        return checked_name("corpus", given)
    plain = re.sub(r"[^a-z0-9]+", "-", path.resolve().name.lower()).strip("-")
    return checked_name("corpus", plain or "folder")
