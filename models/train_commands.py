"""The command `signatlas train`."""

from typing import Annotated, Final

import typer

from models.recipe_files import recipe_file, task_of
from store.command_options import StoreOption
from store.layout import open_store
from store.settings import gather_settings

CLASSIFIERS: Final = ("classifier", "fusion", "sign_classifier")
SIGNS: Final = "signs"
PICTURES: Final = "hand_pictures"


def train(
    recipe: Annotated[
        str, typer.Argument(help="Name of a recipe, or a file ending in .toml.")
    ],
    corpus: Annotated[
        list[str] | None,
        typer.Option(help="For classifiers: corpus to learn; may be repeated."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="For classifiers: instead of the recipe's.")
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="For classifiers: a value of the recipe set otherwise, e.g. "
            "training.epochs=40 or network.weights=none; may be repeated.",
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Train a model by a recipe; weights, split and history stay in the store."""
    path = recipe_file(recipe)
    task = task_of(path)
    opened = open_store(gather_settings(store=store).store)
    if task in CLASSIFIERS:
        from models.classify_commands import train_by_recipe  # noqa: PLC0415

        run_id = train_by_recipe(
            opened,
            path,
            corpora=tuple(corpus or ()),
            seed=seed,
            changes=tuple(change or ()),
        )
        typer.echo(f"Run {run_id}: see it with `signatlas report {run_id}`")
        return
    if task == SIGNS:
        from models.retrieval.recipe import read_sign_recipe  # noqa: PLC0415
        from models.retrieval.training import train_signs  # noqa: PLC0415

        told_signs = read_sign_recipe(
            path, corpora=tuple(corpus or ()), seed=seed, changes=tuple(change or ())
        )
        run_id = train_signs(opened, told_signs)
        typer.echo(f"Run {run_id}: use it with `signatlas embed --by {run_id}`")
        return
    if task == PICTURES:
        from models.hand_picture_training import (  # noqa: PLC0415
            read_hand_picture_recipe,
            train_hand_pictures,
        )

        learnt = read_hand_picture_recipe(
            path, corpora=tuple(corpus or ()), seed=seed, changes=tuple(change or ())
        )
        run_id, weights = train_hand_pictures(opened, learnt)
        typer.echo(f"Run {run_id}: begin with --set network.weights={weights}")
        return
    # Training brings torch, which takes seconds to import.
    from models.hand_recipe import read_recipe  # noqa: PLC0415
    from models.hand_training import train_hand_encoder  # noqa: PLC0415

    told = read_recipe(recipe)
    trained = train_hand_encoder(opened, told, _tell)
    typer.echo(f"Run {trained.run_id}: weights in {trained.weights}")


def _tell(step: int, figures: dict[str, float]) -> None:
    typer.echo(f"step {step:,}: {_plain(figures)}")


def _plain(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
