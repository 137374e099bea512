"""The command `signatlas ingest descriptions`."""

import enum
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from ingest.corpora.descriptions import Columns, list_descriptions
from store.command_options import StoreOption
from store.layout import checked_name, create_store
from store.settings import gather_settings


class UnitChoice(enum.StrEnum):
    """What of descriptions is compared."""

    CHARACTER = "character"
    WORD = "word"
    SYMBOL = "symbol"


def descriptions(
    path: Annotated[
        Path, typer.Argument(help="csv, tsv or json with gloss and text; SiGML.")
    ],
    *,
    corpus: Annotated[
        str | None, typer.Option(help="Id of the corpus [default: from the file].")
    ] = None,
    gloss_column: Annotated[
        str | None, typer.Option(help="Column of the gloss [default: by its name].")
    ] = None,
    text_column: Annotated[
        str | None, typer.Option(help="Column of the text [default: by its name].")
    ] = None,
    language_column: Annotated[
        str | None, typer.Option(help="Column of the language of the text.")
    ] = None,
    source_column: Annotated[
        str | None, typer.Option(help="Column of where a text comes from.")
    ] = None,
    text_language: Annotated[
        str | None, typer.Option(help="Language of the texts [default: by script].")
    ] = None,
    unit: Annotated[
        UnitChoice | None,
        typer.Option(
            help="What is compared [default: character; HamNoSys symbol; word of codes]."
        ),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="Of the file [default: UTF-8, else guessed].")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Name for people.")] = None,
    language: Annotated[str | None, typer.Option(help="The sign language.")] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of the texts.")] = None,
    citation: Annotated[str | None, typer.Option(help="How to cite them.")] = None,
    store: StoreOption = None,
) -> None:
    """Read written descriptions of signs: words, HamNoSys, or the codes of ASL-LEX.

    They may belong to a corpus of videos (--corpus), whose clips are found by gloss.
    """
    # It brings the database, which `--help` does not need.
    from ingest.description_rows import source_name, write_descriptions  # noqa: PLC0415

    listing = list_descriptions(
        path,
        columns=Columns(gloss_column, text_column, language_column, source_column),
        language=text_language,
        unit=None if unit is None else unit.value,
        encoding=encoding,
    )
    name = checked_name("corpus", corpus or source_name(path.name))
    given = {
        "title": title,
        "language": language,
        "licence": licence,
        "citation": citation,
    }
    facts = {key: value for key, value in given.items() if value is not None}
    there = create_store(gather_settings(store=store).store)
    write_descriptions(there, name, listing, facts)
    kinds = Counter(problem.kind for problem in listing.problems)
    told = ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common())
    typer.echo(
        f"{name}: {len(listing.descriptions):,} descriptions read. "
        f"Problems: {told or 'none'}.\n"
        f"Next: signatlas families --corpus {name} --store {there.root}"
    )
    for problem in listing.problems:
        if problem.kind == "assumed-encoding":
            typer.echo(f"{problem.what} {problem.remedy}")
