"""The command `signatlas train`."""

from pathlib import Path
from typing import Annotated

import typer

from store.layout import open_store
from store.settings import gather_settings


def train(
    recipe: Annotated[
        str, typer.Argument(help="Name of a recipe, or a file ending in .toml.")
    ],
    store: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the store [default: $SIGNATLAS_STORE, atlas-store]."
        ),
    ] = None,
) -> None:
    """Train a model by a recipe; weights, split and history stay in the store."""
    # Training brings torch, which takes seconds to import.
    from models.hand_recipe import read_recipe  # noqa: PLC0415
    from models.hand_training import train_hand_encoder  # noqa: PLC0415

    told = read_recipe(recipe)
    opened = open_store(gather_settings(store=store).store)
    trained = train_hand_encoder(opened, told, _tell)
    typer.echo(f"Run {trained.run_id}: weights in {trained.weights}")


def _tell(step: int, figures: dict[str, float]) -> None:
    typer.echo(f"step {step:,}: {_plain(figures)}")


def _plain(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
