"""`signatlas export ...`: files out of a store, for other programs and for people."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from store.command_options import StoreOption
from store.errors import UnknownNameError
from store.label_files import counted
from store.layout import open_store
from store.settings import gather_settings

if TYPE_CHECKING:
    from ingest.exports.tables import ExportedTable
    from store.db import Database

export_app = typer.Typer(
    help="Write files for other programs: ELAN, pose-format, Hugging Face, tables.",
    no_args_is_help=True,
)
TableFile = Annotated[
    Path, typer.Argument(help="New file; its ending says what it is: .csv or .parquet.")
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace a file of this name.")
]
Spreadsheet = Annotated[
    bool,
    typer.Option(
        "--spreadsheet",
        help="CSV to be opened in a spreadsheet: an apostrophe before texts that begin "
        "like a formula, and a byte order mark.",
    ),
]
NewFolder = Annotated[Path, typer.Argument(help="A new folder.")]
Corpora = Annotated[
    list[str], typer.Option("--corpus", help="Corpus; may be repeated.")
]
NOT_FOR_EXPORT: Final = "nothing says that it may be exported"
OnlyCorpora = Annotated[
    list[str] | None,
    typer.Option("--corpus", help="Only of this corpus; may be repeated."),
]


@export_app.callback()
def _export() -> None:
    """Write files for other programs: ELAN, pose-format, Hugging Face, tables."""


@export_app.command()
def labels(
    file: TableFile,
    *,
    events: Annotated[
        bool,
        typer.Option("--events", help="Everything annotators did instead, undos too."),
    ] = False,
    overwrite: Overwrite = False,
    spreadsheet: Spreadsheet = False,
    store: StoreOption = None,
) -> None:
    """Write the labels that count now as one table; `signatlas labels export`: pictures."""
    from ingest.exports import table_sources  # noqa: PLC0415 - heavy

    source = table_sources.label_events if events else table_sources.labels
    table = source(opened(store))
    write_reported(table, file, overwrite=overwrite, spreadsheet=spreadsheet)
    if not table.rows:
        typer.echo(
            "Nothing is labelled yet: name clusters in the dashboard (`signatlas serve`, "
            "page Clusters), or bring labels with `signatlas labels import`."
        )


@export_app.command()
def predictions(
    run: Annotated[str, typer.Argument(help="Id of a run with predictions.")],
    file: TableFile,
    *,
    overwrite: Overwrite = False,
    spreadsheet: Spreadsheet = False,
    store: StoreOption = None,
) -> None:
    """Write what a classifier says of every hand or clip."""
    from ingest.exports import table_sources  # noqa: PLC0415 - heavy

    table = table_sources.predictions(opened(store), run)
    write_reported(table, file, overwrite=overwrite, spreadsheet=spreadsheet)


@export_app.command()
def embeddings(
    run: Annotated[str, typer.Argument(help="Id of a run with embeddings.")],
    file: TableFile,
    *,
    corpus: OnlyCorpora = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
) -> None:
    """Write where a model places every hand or clip: one vector each."""
    from ingest.exports import table_sources  # noqa: PLC0415 - heavy

    table = table_sources.embeddings(opened(store), run, corpus or ())
    write_reported(table, file, overwrite=overwrite)


@export_app.command()
def features(
    name: Annotated[str, typer.Argument(help="Feature set, e.g. joint_angles.")],
    file: TableFile,
    *,
    corpus: OnlyCorpora = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
) -> None:
    """Write the feature vectors of hands."""
    from ingest.exports import table_sources  # noqa: PLC0415 - heavy

    table = table_sources.features(opened(store), name, corpus or ())
    write_reported(table, file, overwrite=overwrite)


def opened(folder: Path | None) -> "Database":
    """Return the store that a command means, to be asked."""
    from store.db import Database  # noqa: PLC0415 - heavy

    return Database(open_store(gather_settings(store=folder).store))


def write_reported(
    table: "ExportedTable",
    file: Path,
    *,
    overwrite: bool = False,
    spreadsheet: bool = False,
) -> None:
    """Write a table under a bar, and say what was written and whose data it is."""
    from ingest.exports.bars import export_bar  # noqa: PLC0415 - heavy
    from ingest.exports.tables import write_table  # noqa: PLC0415

    with export_bar(f"Writing {file.name}", table.rows, "rows") as told:
        written = write_table(
            table, file, overwrite=overwrite, spreadsheet=spreadsheet, told=told
        )
    files = " and ".join(str(path) for path in written.files)
    typer.echo(
        f"{counted(written.rows, 'row')} of {table.facts.name} written to {files}."
    )
    for corpus in table.left_out:
        typer.echo(f"Rows of {corpus} left out: {NOT_FOR_EXPORT}.")
    if written.formulas:
        typer.echo(
            f"{written.formulas:,} cells begin like a formula. Before a spreadsheet opens "
            "the file, write it with --spreadsheet."
        )
    for credit in table.facts.credits:
        typer.echo(credit.line)


@export_app.command()
def pose(
    folder: NewFolder,
    *,
    corpus: Corpora,
    world: Annotated[
        bool,
        typer.Option("--world", help="Add the hands in metres about their own centre."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write clips as .pose files (pose-format), one for each clip."""
    from ingest.exports.bars import export_bar  # noqa: PLC0415 - heavy
    from ingest.exports.pose_folder import clips_to_write, write_poses  # noqa: PLC0415

    root = open_store(gather_settings(store=store).store)
    total = clips_to_write(root, corpus)
    with export_bar("Writing .pose files", total, "clips") as told:
        done = write_poses(root, corpus, folder, world=world, told=told)
    typer.echo(
        f"{counted(done.clips, 'clip')} written to {folder}; no frame's own time is "
        f"further than {done.furthest_off_ms:.0f} ms from where its file puts it."
    )
    if done.unseen:
        typer.echo(f"{counted(done.unseen, 'clip')} without landmarks left out.")
    for name, clips in done.left_out.items():
        typer.echo(f"{counted(clips, 'clip')} of {name} left out: {NOT_FOR_EXPORT}.")
    for credit in done.credits:
        typer.echo(credit.line)


@export_app.command()
def huggingface(
    folder: NewFolder,
    *,
    corpus: Corpora,
    what: Annotated[
        str, typer.Option(help="What a row is: clips (keypoints), hands or labels.")
    ] = "clips",
    padding: Annotated[
        int, typer.Option(help="Margin around hands: 0, or 20 with the place.")
    ] = 0,
    blurred: Annotated[
        bool, typer.Option("--blurred", help="Blurred hands too.")
    ] = False,
    split_of: Annotated[
        str | None,
        typer.Option(
            help="Run whose split counts, e.g. by signer [default: corpus's]."
        ),
    ] = None,
    fold: Annotated[int, typer.Option(help="Fold of that split, from 0.")] = 0,
    store: StoreOption = None,
) -> None:
    """Write a folder for Hugging Face `datasets`: Parquet and a dataset card."""
    from ingest.exports.bars import export_bar  # noqa: PLC0415 - heavy
    from ingest.exports.huggingface import What, write_dataset  # noqa: PLC0415

    chosen = next((known for known in What if known == what), None)
    if chosen is None:
        raise UnknownNameError("kind of row", what, What)
    with export_bar(f"Writing {what}", None, what) as told:
        done = write_dataset(
            open_store(gather_settings(store=store).store),
            chosen,
            corpus,
            folder,
            padding_px=padding,
            blurred=blurred,
            split_of=split_of,
            fold=fold,
            told=told,
        )
    splits = ", ".join(f"{name} {count:,}" for name, count in done.splits.items())
    rows = counted(sum(done.splits.values()), "row")
    typer.echo(f"{rows} written to {folder}: {splits}.")
    for sentence in done.left_out:
        typer.echo(sentence)
    for credit in done.credits:
        typer.echo(credit.line)
