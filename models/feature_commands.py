"""Commands of the handshape inventory: `signatlas features`, `cluster`, `confounds`."""

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from models.feature import NO_WEIGHTS, feature_names
from store.command_options import StoreOption
from store.errors import CallError
from store.layout import Store, open_store
from store.run_bar import RunBar
from store.settings import gather_settings
from store.terminal import Terminal

if TYPE_CHECKING:
    from models.confounds import Confound

app = typer.Typer(
    help="Describe hands, cluster them, and see what clusters are made of.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


class CropChoice(enum.StrEnum):
    """Which hands are described; photographs always are."""

    SHARP = "sharp"
    ALL = "all"
    HOLDS = "holds"


class ClusterMethod(enum.StrEnum):
    """Ways to cluster."""

    SKLEARN = "kmeans-sklearn"
    FAISS = "kmeans-faiss"
    HDBSCAN = "hdbscan"


class KMeansStart(enum.StrEnum):
    """How the first centres are drawn."""

    RANDOM = "random"
    PLUS_PLUS = "k-means++"


@app.callback()
def _inventory() -> None:
    """Describe hands, cluster them, and see what clusters are made of."""


@app.command()
def features(
    corpus: Annotated[list[str], typer.Option(help="Corpus; may be repeated.")],
    *,
    name: Annotated[
        str,
        typer.Option(help=f"Feature sets, by commas: {', '.join(feature_names())}."),
    ] = "hog,hog_upright,joint_angles",
    store: StoreOption = None,
    crops: Annotated[
        CropChoice,
        typer.Option(
            help="Sharp crops, all, or the sharpest of each hold; photographs always."
        ),
    ] = CropChoice.SHARP,
    weights: Annotated[
        str | None,
        typer.Option(
            help="For networks: none, imagenet, or a file [default: the newest that "
            "were trained in this store, else none]."
        ),
    ] = None,
) -> None:
    """Describe the hands of a corpus by numbers. What is there already is kept."""
    from models.feature_steps import (  # noqa: PLC0415 - heavy
        FeatureTask,
        compute_features,
    )

    there = _store(store)
    tasks = [
        FeatureTask(one, feature, crops.value, weights or _weights(there, feature))
        for one in corpus
        for feature in _listed(name)
    ]
    for task in tasks:
        with RunBar(there, "features", "crops") as progress:
            counts = compute_features(there, task, progress)
        typer.echo(
            f"{task.corpus}: {task.name} of {counts.crops:,} crops computed, "
            f"{counts.without_values:,} of them without values, "
            f"{len(counts.unreadable):,} with unreadable pictures; "
            f"{counts.parts_kept:,} parts were there already."
        )


@app.command()
def cluster(
    corpus: Annotated[
        list[str], typer.Option(help="Corpus; several are clustered together.")
    ],
    *,
    features: Annotated[str, typer.Option(help="Feature set.")] = "joint_angles",
    k: Annotated[
        str, typer.Option(help="Numbers of clusters, by commas; HDBSCAN finds its own.")
    ] = "100,150,200,300,400",
    iterations: Annotated[int, typer.Option(help="Iterations of k-means.")] = 20,
    seed: Annotated[int, typer.Option(help="Seed.")] = 0,
    method: Annotated[
        ClusterMethod, typer.Option(help="Whose clustering.")
    ] = ClusterMethod.SKLEARN,
    start: Annotated[
        KMeansStart, typer.Option(help="How the first centres are drawn.")
    ] = KMeansStart.RANDOM,
    restarts: Annotated[int, typer.Option(help="Starts; the best is kept.")] = 1,
    components: Annotated[
        int, typer.Option(help="Principal components to keep first; 0: all values.")
    ] = 0,
    smallest: Annotated[int, typer.Option(help="HDBSCAN: crops in a cluster.")] = 20,
    store: StoreOption = None,
) -> None:
    """Put hands into clusters, and measure what the clusters are made of."""
    from models.clustering.steps import (  # noqa: PLC0415 - heavy
        ClusterTask,
        cluster_corpora,
    )
    from models.confounds import measure_all  # noqa: PLC0415 - heavy

    task = ClusterTask(
        corpora=tuple(corpus),
        features=features,
        method=method.value,
        components=components,
        iterations=iterations,
        start=start.value,
        restarts=restarts,
        smallest=smallest,
        seed=seed,
    )
    there = _store(store)
    for made in cluster_corpora(there, task, _numbers(k)):
        silhouette = "-" if made.silhouette is None else f"{made.silhouette:.3f}"
        typer.echo(
            f"{made.run_id}: {made.crops:,} crops in {made.k} clusters "
            f"({made.left_out:,} without values left out), silhouette {silhouette}"
        )
        for confound in measure_all(there, [made.run_id]):
            typer.echo(f"  {_sentence(confound)}")


@app.command()
def confounds(
    corpus: Annotated[str | None, typer.Option(help="Only of this corpus.")] = None,
    features: Annotated[
        str | None, typer.Option(help="Only of this feature set.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Show how much of each clustering is handshape, orientation, place or signer."""
    from models.confounds import clusterings, measure_all  # noqa: PLC0415 - heavy
    from store.db import Database  # noqa: PLC0415 - not needed for the other commands

    there = _store(store)
    database = Database(there)
    chosen = clusterings(database, corpus=corpus, features=features)
    if not chosen:
        typer.echo("There are no such clusterings: run `signatlas cluster` first.")
        return
    for _ in measure_all(there, chosen):
        pass
    rows = database.rows("confounds_measured", corpus=corpus, features=features)
    table = Table(title="Adjusted mutual information [what shuffling gives]")
    for heading in ("corpus", "features", "method", "k", "factor", "ami", "counted"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        ami = f"{row['ami']:.3f} [{row['null_low']:.3f}, {row['null_high']:.3f}]"
        table.add_row(
            *(row["corpus"], row["features"], row["method"], str(row["k"])),
            *(row["factor"], ami, _counted(row["crops"], row["unseen"])),
        )
    Terminal().print(table)


def _store(folder: Path | None) -> Store:
    return open_store(gather_settings(store=folder).store)


def _weights(store: Store, feature: str) -> str:
    """Return the weights to use where the user named none."""
    from models.hand_weights import newest_weights  # noqa: PLC0415 - heavy
    from store.db import Database  # noqa: PLC0415 - heavy

    if feature != "hand_embedding":
        return NO_WEIGHTS
    return str(newest_weights(Database(store)))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in _listed(text)]
    except ValueError as error:
        raise CallError(
            f"--k {text!r} is no list of numbers: give e.g. 100,150,200."
        ) from error


def _sentence(confound: "Confound") -> str:
    return (
        f"{confound.factor}: AMI {confound.ami:.3f} (shuffled "
        f"{confound.null_low:.3f} to {confound.null_high:.3f}; {confound.groups} "
        f"groups, {_counted(confound.crops, confound.unseen)})"
    )


def _counted(crops: int, unseen: int) -> str:
    return f"{crops:,}" + (f", {unseen:,} without a hand" if unseen else "")
