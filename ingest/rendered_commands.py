"""Commands that make synthetic data: `signatlas ingest rendered-hands|synthetic-poses`."""

from typing import Annotated, Final

import typer

from ingest.command_options import Workers
from store.command_options import StoreOption
from store.layout import create_store
from store.settings import gather_settings

_HANDS: Final = 4000
_SIGNERS: Final = 100
_MADE: Final = 400
_SIGNS: Final = 250
_CLIPS: Final = 12
_PEOPLE: Final = 60


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
    store: StoreOption = None,
    workers: Workers = None,
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


def synthetic_poses(
    *,
    signs: Annotated[int, typer.Option(help="How many invented signs.")] = _SIGNS,
    clips: Annotated[int, typer.Option(help="Clips of each sign.")] = _CLIPS,
    people: Annotated[
        int, typer.Option(help="How many invented people sign them.")
    ] = _PEOPLE,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 0,
    store: StoreOption = None,
) -> None:
    """Make synthetic signs as keypoints, on which networks of signs can begin."""
    from ingest.corpora.synthetic_poses import (  # noqa: PLC0415 - takes a while
        SyntheticPoses,
        write_synthetic_poses,
    )

    told = SyntheticPoses(signs=signs, clips=clips, people=people, seed=seed)
    opened = create_store(gather_settings(store=store).store)
    run = write_synthetic_poses(opened, told)
    typer.echo(
        f"{told.total:,} synthetic clips are in {opened.root} (run {run.run_id})."
    )
