"""Commands before a search for signs: `signatlas embed`, `evaluate`."""

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from models.poses.untrained import NAME
from models.recipe_files import RECIPES, recipe_file
from store.command_options import StoreOption
from store.errors import CallError, UnknownNameError
from store.layout import Store, open_store
from store.settings import gather_settings

UNSEEN: Final = "unseen-glosses"

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
    by: Annotated[
        str,
        typer.Argument(
            help="`untrained`, `plain`, the run or file of a training of signs; for "
            "unseen-glosses also a recipe, which is trained without them once a draw."
        ),
    ] = NAME,
    *,
    corpus: Annotated[str, typer.Option(help="Corpus whose clips are looked for.")],
    protocol: Annotated[
        str,
        typer.Option(
            help="leave-one-out: each clip among all others; unseen-glosses: the same "
            "among 15 glosses drawn, that were not taught; fixed-split: the corpus's "
            "test clips among its others; gallery-query: among the clips of --gallery, "
            "or half of the clips of each gloss among the other half; cross-dataset: "
            "the same without glosses that the training knows from other corpora."
        ),
    ] = "leave-one-out",
    gallery: Annotated[str, typer.Option(help="Corpus that is searched.")] = "",
    draws: Annotated[int, typer.Option(help="Draws of glosses.")] = 10,
    neighbours: Annotated[
        int,
        typer.Option(
            min=0,
            help="Join every clip with so many that are nearest to it before, whatever "
            "their gloss.",
        ),
    ] = 0,
    seed: Annotated[
        int | None, typer.Option(help="Of a recipe, instead of its own.")
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="A value of a recipe set otherwise, as in `train`."),
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Show how well clips find their gloss: recall@k, mean average precision."""
    from models.retrieval import evaluation  # noqa: PLC0415
    from models.retrieval.evaluation_report import in_json, print_table  # noqa: PLC0415

    if protocol not in evaluation.PROTOCOLS:
        raise UnknownNameError("protocol", protocol, evaluation.PROTOCOLS)
    opened = _store(store)
    if _is_recipe(by):
        if protocol != UNSEEN:
            raise CallError(
                f"{by} is a recipe: it is measured by --protocol {UNSEEN}; for "
                "other protocols train it, and name the run."
            )
        from models.retrieval.recipe import read_sign_recipe  # noqa: PLC0415
        from models.retrieval.unseen import evaluate_unseen  # noqa: PLC0415

        recipe = read_sign_recipe(
            recipe_file(by),
            corpora=(corpus,),
            seed=seed,
            changes=tuple(change or ()),
        )
        found = evaluate_unseen(opened, recipe, draws=draws, neighbours=neighbours)
    else:
        asked = evaluation.Question(corpus, protocol, gallery, draws, neighbours)
        found = evaluation.evaluate(opened, by, asked)
    if as_json:
        typer.echo(json.dumps(in_json(found), indent=2))
        return
    print_table(f"{corpus}, {by}, {protocol}", found)


def _is_recipe(chosen: str) -> bool:
    return chosen.endswith(".toml") or (RECIPES / f"{chosen}.toml").is_file()


def _store(store: Path | None) -> Store:
    return open_store(gather_settings(store=store).store)
