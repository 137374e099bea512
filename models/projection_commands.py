"""The command that draws maps: `signatlas project`."""

from typing import TYPE_CHECKING, Annotated

import typer

from store.command_options import StoreOption
from store.errors import CallError, UnknownNameError
from store.layout import open_store
from store.run_bar import RunBar
from store.settings import gather_settings

if TYPE_CHECKING:
    from models.projections.steps import MapMade


def project(
    run: Annotated[
        str | None, typer.Argument(help="Of embeddings: the run that made them.")
    ] = None,
    *,
    of: Annotated[
        str,
        typer.Option(
            help="embeddings (of a classifier's hands or signs, or of the clips of "
            "`signatlas embed`), or features:NAME."
        ),
    ] = "embeddings",
    corpus: Annotated[
        list[str] | None,
        typer.Option(help="Of these corpora; may be repeated [embeddings: all]."),
    ] = None,
    method: Annotated[
        str | None, typer.Option(help="umap, tsne or pca [default: umap].")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the map [default: 0].")
    ] = None,
    onto: Annotated[
        str | None,
        typer.Option(help="Run of a map: place the items on it, and draw no other."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Draw a map of hands or clips: alike ones lie together, as far as it can be trusted."""
    from models.projections.fitted import METHODS  # noqa: PLC0415 - heavy
    from models.projections.placing import place_source  # noqa: PLC0415
    from models.projections.sources import read_source  # noqa: PLC0415
    from models.projections.steps import draw_map  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    if onto is not None and (method is not None or seed is not None):
        raise CallError(
            "Items are placed on a map as it was drawn: leave --method and --seed out."
        )
    chosen = next((known for known in METHODS if known == (method or "umap")), None)
    if chosen is None:
        raise UnknownNameError("method", str(method), METHODS)
    there = open_store(gather_settings(store=store).store)
    source = read_source(Database(there), of, run_id=run, corpora=corpus or ())
    with RunBar(there, "drawing a map", "epochs") as progress:
        if onto is None:
            made = draw_map(there, source, chosen, progress, seed=seed or 0)
        else:
            made = place_source(there, onto, source, progress)
    typer.echo(_told(made, source.items))


def _told(made: "MapMade", items: str) -> str:
    trust = made.trust
    left_out = f", {made.left_out:,} without values left out" if made.left_out else ""
    return (
        f"Run {made.run_id}: {made.points:,} {items} are on the map{left_out}.\n"
        f"It keeps {trust.kept.mean():.1%} of the {trust.neighbours} nearest of each; "
        f"trustworthiness {trust.trustworthiness:.3f}, neighbourhood preservation "
        f"{trust.neighbourhood_preservation:.3f} (1 is best, about 0.5 is chance)."
    )
