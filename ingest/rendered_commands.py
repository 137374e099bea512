"""The command `signatlas ingest rendered-hands`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from store.layout import create_store
from store.settings import gather_settings

_HANDS: Final = 4000
_SIGNERS: Final = 100
_MADE: Final = 400


def rendered_hands(
    *,
    hands: Annotated[int, typer.Option(help="How many hands.")] = _HANDS,
    signers: Annotated[
        int, typer.Option(help="How many invented people they belong to.")
    ] = _SIGNERS,
    made: Annotated[
        int, typer.Option(help="Made handshapes beside the inventory's.")
    ] = _MADE,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 0,
    store: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the store [default: $SIGNATLAS_STORE, atlas-store]."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes [default: one for each core].")
    ] = None,
) -> None:
    """Render single synthetic hands, on which `hand_embedding` is trained."""
    # The signer brings compiled code, which no other command needs.
    from ingest.corpora.rendered_hands import (  # noqa: PLC0415
        RenderedHands,
        render_hands,
    )

    told = RenderedHands(hands=hands, seed=seed, signers=signers, made=made)
    gathered = gather_settings(store=store, workers=workers)
    opened = create_store(gathered.store)
    run = render_hands(opened, told, workers=gathered.workers)
    typer.echo(f"{hands:,} synthetic hands are in {opened.root} (run {run.run_id}).")
