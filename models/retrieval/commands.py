"""Commands that find signs: `signatlas embed`, `evaluate`, `search`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from models.poses.untrained import NAME
from store.errors import CallError, UnknownNameError
from store.layout import Store, open_store
from store.settings import gather_settings

if TYPE_CHECKING:
    from models.retrieval.metrics import Interval
    from models.retrieval.searching import Match


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
    store: StoreOption = None,
) -> None:
    """Embed the clips of signs, so that signs like a given one can be found."""
    from models.retrieval.embedding import corpora_of_signs  # noqa: PLC0415
    from models.retrieval.embedding import embed as embed_clips  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    opened = _store(store)
    corpora = corpus or corpora_of_signs(Database(opened))
    made = embed_clips(opened, corpora, by=by)
    typer.echo(
        f"Run {made.run_id}: {made.clips:,} clips can be found"
        + (f", {made.left_out:,} show no hand." if made.left_out else ".")
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


def search(
    clip: Annotated[str, typer.Argument(help="Id of a clip of the store.")],
    *,
    top: Annotated[int, typer.Option(help="How many are listed.")] = 10,
    corpus: Annotated[
        list[str] | None, typer.Option(help="Look in these corpora only.")
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """List the signs that are most like a clip of the store."""
    from models.poses.reading import read_signs  # noqa: PLC0415
    from models.retrieval.searching import Wanted, load_index  # noqa: PLC0415
    from models.retrieval.searching import search as find  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    database = Database(_store(store))
    signs = read_signs(database, [clip.partition("/")[0]], clip_ids=[clip])
    if not len(signs):
        raise CallError(f"The store has no keypoints of a clip {clip!r}.")
    wanted = Wanted(corpora=tuple(corpus or ()), not_clip=clip)
    index = load_index(database)
    found = find(index, signs.sequences[0], top=top, wanted=wanted)
    if as_json:
        typer.echo(json.dumps([asdict(match) for match in found], indent=2))
        return
    _print_matches(clip, found)


def _print_figures(title: str, found: "dict[str, Interval]") -> None:
    table = Table(title=title, title_justify="left")
    for heading in ("measure", "value", "95 % over glosses"):
        table.add_column(heading)
    for name, figure in found.items():
        table.add_row(
            name, f"{figure.value:.3f}", f"{figure.low:.3f} .. {figure.high:.3f}"
        )
    Console(markup=False, highlight=False).print(table)


def _print_matches(clip: str, found: "list[Match]") -> None:
    table = Table(title=f"Like {clip}", title_justify="left")
    for heading in ("gloss", "clip", "similarity", ""):
        table.add_column(heading, overflow="fold")
    for match in found:
        said = {True: "", False: "no good match", None: ""}[match.good]
        table.add_row(match.gloss, match.clip_id, f"{match.similarity:.3f}", said)
    Console(markup=False, highlight=False).print(table)


def _store(store: Path | None) -> Store:
    return open_store(gather_settings(store=store).store)
