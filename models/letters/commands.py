"""The command `signatlas bench sign-mnist`."""

from pathlib import Path
from typing import Annotated

import typer

from store.command_options import StoreOption
from store.layout import open_store, replace_text
from store.settings import gather_settings

bench_app = typer.Typer(
    help="Measure all rows of a published table.", no_args_is_help=True
)


@bench_app.callback()
def _bench() -> None:
    """Measure all rows of a published table."""


@bench_app.command("sign-mnist")
def sign_mnist(
    corpus: Annotated[
        list[str] | None,
        typer.Option(help="Corpus of letters; may be repeated [default: all]."),
    ] = None,
    rows: Annotated[
        str, typer.Option(help="Rows, as NN1,CNN3aug [default: all].")
    ] = "",
    seeds: Annotated[int, typer.Option(help="How often each row is trained.")] = 5,
    *,
    groupwise: Annotated[
        bool,
        typer.Option(
            "--groupwise",
            help="Train again with near-duplicates all in train or all in test.",
        ),
    ] = False,
    train: Annotated[
        bool,
        typer.Option("--train/--only-show", help="Train what is not finished yet."),
    ] = True,
    threads: Annotated[int, typer.Option(help="Threads of one training.")] = 1,
    save: Annotated[
        bool, typer.Option("--save", help="Put the figures into models/results.json.")
    ] = False,
    table: Annotated[
        Path | None, typer.Option(help="Write the table, Markdown, to this file too.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Train the rows of the Sign-Language MNIST paper, and ours; show the table.

    What is finished is kept: the same command goes on where it was.
    """
    # Training brings torch and scikit-learn, which take seconds to import.
    from models.letters.whole_table import Wanted, make_tables  # noqa: PLC0415

    wanted = Wanted(
        corpora=corpus or (),
        rows=rows.split(",") if rows else (),
        seeds=seeds,
        groupwise=groupwise,
        train=train,
        threads=threads,
        save=save,
    )
    opened = open_store(gather_settings(store=store).store)
    text = make_tables(opened, wanted, typer.echo)
    typer.echo(text)
    if table is not None:
        replace_text(table, text)
