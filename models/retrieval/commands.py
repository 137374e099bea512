"""Commands before a search for signs: `signatlas embed`, `evaluate`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from models.poses.untrained import NAME
from store.errors import UnknownNameError
from store.layout import Store, open_store
from store.settings import gather_settings

if TYPE_CHECKING:
    from models.retrieval.metrics import Interval


StoreOption = Annotated[
    Path | None,
    typer.Option(help="Folder of the store [default: $SIGNATLAS_STORE, atlas-store]."),
]
By = Annotated[
    str, typer.Option(help="`untrained`, `plain`, or the run of a training of signs.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print for machines.")]


def embed(
    *,
    corpus: Annotated[
        list[str] | None,
        typer.Option(help="Corpus; may be repeated [default: all]."),
    ] = None,
    by: By = NAME,
    index: Annotated[
        str,
        typer.Option(
            help="exact: all clips are compared; hnsw: a graph finds nearly all of the "
            "nearest; auto: hnsw above $SIGNATLAS_EXACT_UP_TO clips [100,000]."
        ),
    ] = "auto",
    store: StoreOption = None,
) -> None:
    """Embed the clips of signs, so that signs like a given one can be found."""
    from models.retrieval.embedding import corpora_of_signs  # noqa: PLC0415
    from models.retrieval.embedding import embed as embed_clips  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    opened = _store(store)
    corpora = corpus or corpora_of_signs(Database(opened))
    exact_up_to = gather_settings().exact_up_to
    made = embed_clips(opened, corpora, by=by, index=index, exact_up_to=exact_up_to)
    typer.echo(
        f"Run {made.run_id}: {made.clips:,} clips can be found"
        + (f", {made.left_out:,} show no hand." if made.left_out else ".")
    )
    if made.recall_at_10 is not None:
        typer.echo(
            f"By a graph that finds them with recall@10 {made.recall_at_10:.3f}."
        )


def evaluate(
    *,
    corpus: Annotated[str, typer.Option(help="Corpus whose clips search each other.")],
    by: By = NAME,
    protocol: Annotated[
        str,
        typer.Option(
            help="leave-one-out: each clip among all others; unseen-glosses: the same "
            "among 15 glosses drawn, for embeddings that were not taught them."
        ),
    ] = "leave-one-out",
    draws: Annotated[int, typer.Option(help="Draws of glosses.")] = 10,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Show how well clips find their gloss: recall@k, mean average precision."""
    from models.retrieval.evaluation import PROTOCOLS, evaluated  # noqa: PLC0415

    if protocol not in PROTOCOLS:
        raise UnknownNameError("protocol", protocol, PROTOCOLS)
    found = evaluated(_store(store), corpus, by=by, protocol=protocol, draws=draws)
    if as_json:
        told = {name: asdict(figure) for name, figure in found.items()}
        typer.echo(json.dumps(told, indent=2))
        return
    _print_figures(f"{corpus}, {by}, {protocol}", found)


def _print_figures(title: str, found: "dict[str, Interval]") -> None:
    table = Table(title=title, title_justify="left")
    for heading in ("measure", "value", "95 % over glosses"):
        table.add_column(heading)
    for name, figure in found.items():
        table.add_row(
            name, f"{figure.value:.3f}", f"{figure.low:.3f} .. {figure.high:.3f}"
        )
    Console(markup=False, highlight=False).print(table)


def _store(store: Path | None) -> Store:
    return open_store(gather_settings(store=store).store)
