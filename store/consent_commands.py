"""Commands about what may be done with a corpus: `signatlas corpus show|set`."""

from typing import Annotated

import typer
from rich.table import Table

from store.command_options import StoreOption
from store.layout import open_store
from store.settings import gather_settings
from store.terminal import Terminal

corpus_app = typer.Typer(
    help="Show and set licence, citation and consent of a corpus.", no_args_is_help=True
)
CorpusName = Annotated[str, typer.Argument(help="Id of the corpus.")]


@corpus_app.callback()
def _corpus() -> None:
    """Show and set licence, citation and consent of a corpus."""


@corpus_app.command()
def show(corpus: CorpusName, store: StoreOption = None) -> None:
    """Show a corpus's title, language, licence, citation, and what is allowed."""
    # It brings the database, which `--help` does not need.
    from store.consent import corpus_row  # noqa: PLC0415

    _print(corpus_row(open_store(gather_settings(store=store).store), corpus))


@corpus_app.command("set")
def set_(
    corpus: CorpusName,
    *,
    title: Annotated[str | None, typer.Option(help="Name for people.")] = None,
    language: Annotated[str | None, typer.Option(help="Sign language.")] = None,
    licence: Annotated[str | None, typer.Option(help="Licence.")] = None,
    citation: Annotated[str | None, typer.Option(help="How to cite it.")] = None,
    faces: Annotated[
        bool | None,
        typer.Option(
            "--show-faces/--hide-faces",
            help="Whether the signers agreed that their faces are shown.",
        ),
    ] = None,
    export: Annotated[
        bool | None,
        typer.Option(
            "--export/--no-export", help="Whether clips and crops may be exported."
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Set what is known of a corpus. Nothing is read again; later ingests keep it."""
    from store.consent import set_corpus  # noqa: PLC0415 - as above

    given = {
        "title": title,
        "language": language,
        "licence": licence,
        "citation": citation,
        "show_faces": faces,
        "exportable": export,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    opened = open_store(gather_settings(store=store).store)
    _print(set_corpus(opened, corpus, changes))


def _print(row: dict[str, object]) -> None:
    table = Table(show_header=False, box=None)
    shown = {
        "corpus": row["corpus"],
        "title": row["title"],
        "language": row["language"] or "not stated",
        "licence": row["licence"] or "not stated",
        "citation": row["citation"] or "none given",
        "faces": "may be shown"
        if row["show_faces"]
        else "hidden: covered wherever they would be seen",
        "media": "may be exported" if row["exportable"] else "not for export",
    }
    for name, value in shown.items():
        table.add_row(name, str(value))
    Terminal().print(table)
