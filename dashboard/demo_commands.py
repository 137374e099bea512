"""The command `signatlas demo`: a store of generated signs with all that is made of them."""

import enum
from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.serve_commands import PortOption
from dashboard.server import HOST, PORT, address, running_server
from ingest.commands import synthetic as ingest_synthetic
from ingest.letter_commands import fingerspelling
from ingest.signer.languages import LANGUAGES
from models.description_commands import families
from models.feature_commands import CropChoice, KMeansStart, cluster, features
from models.letters.commands import sign_mnist as measure_letters
from models.projection_commands import project
from models.retrieval.commands import embed
from models.train_commands import train
from store.layout import create_store

DEMO_FEATURES: Final = "hog,joint_angles"
DEMO_CLUSTERS: Final = "4,8,16"
DEMO_MAP: Final = "joint_angles"
DEMO_CLASSIFIER: Final = "joint_angles_quick"
DEMO_LETTERS: Final = 25
DEMO_LETTER_ROWS: Final = "kNN,NN2"


class Size(enum.StrEnum):
    """How large a demo to build."""

    TINY = "tiny"
    SMALL = "small"
    FULL = "full"


def demo(
    size: Annotated[Size, typer.Option(help="How many generated clips.")] = Size.TINY,
    store: Annotated[
        Path | None, typer.Option(help="Folder; default demo-store/SIZE.")
    ] = None,
    serve_it: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Show it while it is built.")
    ] = True,
    port: PortOption = PORT,
    workers: Annotated[int | None, typer.Option(help="Worker processes.")] = None,
) -> None:
    """Build a store of generated (synthetic) signs and show it meanwhile."""
    root = create_store(store or Path("demo-store") / size.value).root
    if not serve_it:
        _fill(root, size, workers)
        return
    with running_server(root, port=port) as server:
        typer.echo(f"Dashboard: {address(HOST, port)} (end it with Ctrl-C)")
        _fill(root, size, workers)
        typer.echo(f"The demo is complete: {address(HOST, port)}")
        server.wait()


def _fill(root: Path, size: Size, workers: int | None) -> None:
    """Make every row of the demo; what is there already is kept."""
    corpora = list(LANGUAGES)
    ingest_synthetic(size=size.value, store=root, workers=workers)
    embed(corpus=corpora, store=root)
    families(corpora, store=root, workers=workers)
    features(corpora, name=DEMO_FEATURES, store=root, crops=CropChoice.ALL)
    for name in DEMO_FEATURES.split(","):
        cluster(
            corpora,
            features=name,
            k=DEMO_CLUSTERS,
            start=KMeansStart.PLUS_PLUS,
            restarts=10,
            store=root,
        )
    train(DEMO_CLASSIFIER, corpora, store=root)
    project(of=f"features:{DEMO_MAP}", corpus=corpora, store=root)
    if not (root / "tables" / "letters").is_dir():
        fingerspelling(per_letter=DEMO_LETTERS, seed=0, store=root)
    measure_letters(rows=DEMO_LETTER_ROWS, seeds=1, store=root)
