"""The command `signatlas ingest asl-lex`."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from store.command_options import StoreOption
from store.layout import checked_name, create_store
from store.settings import gather_settings


def asl_lex(
    path: Annotated[
        Path, typer.Argument(help="signdata-*.csv of ASL-LEX 2.0, from its OSF page.")
    ],
    *,
    corpus: Annotated[str, typer.Option(help="Id of the corpus.")] = "asl-lex",
    encoding: Annotated[
        str | None, typer.Option(help="Of the file [default: UTF-8, else ISO-8859-1].")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Read ASL-LEX 2.0 as a coded lexicon: phonology and frequency of 2,723 signs.

    Page Compare sets its handshapes beside those of your corpora. Its licence is CC BY-NC
    4.0; written descriptions of the same file: `signatlas ingest descriptions`.
    """
    # It brings the database, which `--help` does not need.
    from ingest.corpora.asl_lex import list_asl_lex  # noqa: PLC0415
    from ingest.lexicon_rows import write_lexicon  # noqa: PLC0415

    name = checked_name("corpus", corpus)
    listing = list_asl_lex(path, encoding=encoding)
    there = create_store(gather_settings(store=store).store)
    write_lexicon(there, name, listing)
    kinds = Counter(problem.kind for problem in listing.problems)
    told = ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common())
    unnamed = sum(entry["handshape"] is None for entry in listing.entries)
    typer.echo(
        f"{name}: {len(listing.entries):,} coded signs read; the handshape of "
        f"{unnamed:,} has no name in our inventory and keeps its own code. "
        f"Problems: {told or 'none'}.\n"
        f"Next: page Compare of `signatlas serve --store {there.root}`"
    )
    for problem in listing.problems:
        if problem.kind in ("assumed-encoding", "missing-column"):
            typer.echo(f"{problem.what} {problem.remedy}")
