"""The command `signatlas bench sign-mnist`."""

from pathlib import Path
from typing import Annotated

import typer

from store.errors import CallError
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
    threads: Annotated[int, typer.Option(help="Threads of one training.")] = 1,
    save: Annotated[
        bool, typer.Option("--save", help="Put the figures into models/results.json.")
    ] = False,
    table: Annotated[
        Path | None, typer.Option(help="Write the table, Markdown, to this file too.")
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the store [default: $SIGNATLAS_STORE, atlas-store]."
        ),
    ] = None,
) -> None:
    """Train the rows of the Sign-Language MNIST paper, and ours; show the table.

    What is finished is kept: the same command goes on where it was.
    """
    # Training brings torch and scikit-learn, which take seconds to import.
    import torch  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    from models.letters.bench import Asked, measure  # noqa: PLC0415
    from models.letters.data import letter_corpora, read_letters  # noqa: PLC0415
    from models.letters.records import finished_runs  # noqa: PLC0415
    from models.letters.rows import rows_named  # noqa: PLC0415
    from models.letters.saving import results_of  # noqa: PLC0415
    from models.letters.table import markdown, summarise  # noqa: PLC0415
    from models.results import save_results  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    if seeds < 1 or threads < 1:
        raise CallError("Give --seeds and --threads of 1 or more.")
    chosen = rows_named(rows.split(",") if rows else [])
    opened = open_store(gather_settings(store=store).store)
    database = Database(opened)
    corpora = letter_corpora(database, corpus or [])
    torch.set_num_threads(threads)
    tables = []
    for name in corpora:
        asked = Asked(read_letters(database, name), chosen, seeds, groupwise)
        with threadpool_limits(threads):
            measure(opened, asked, typer.echo)
        summaries = summarise(asked, finished_runs(database))
        tables.append(markdown(asked, summaries))
        if save:
            save_results(results_of(asked, summaries))
    text = "\n\n".join(tables) + "\n"
    typer.echo(text)
    if table is not None:
        replace_text(table, text)
