"""The `signatlas` command: composes what each folder offers."""

import enum
from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.bundle_commands import cite, reproduce
from dashboard.frequency_commands import export_frequencies
from dashboard.search_commands import search
from dashboard.server import (
    HOST,
    PORT,
    address,
    is_this_machine_only,
    running_server,
)
from dashboard.serving.login import read_login
from ingest.commands import blur_threshold, ingest_app
from ingest.commands import synthetic as ingest_synthetic
from ingest.corpus_commands import asl_citizen, slovo
from ingest.description_commands import descriptions
from ingest.elan_commands import elan as ingest_elan
from ingest.export_commands import export_app
from ingest.exports.elan_commands import elan as export_elan
from ingest.exports.media_commands import clips as export_clips
from ingest.keypoint_commands import keypoints
from ingest.letter_commands import fingerspelling
from ingest.lexicon_commands import asl_lex
from ingest.rendered_commands import rendered_hands, synthetic_poses
from models.classify_commands import frequencies, predict, report
from models.commands import results
from models.description_commands import families, find_by_words
from models.feature_commands import (
    CropChoice,
    KMeansStart,
    cluster,
    confounds,
    features,
)
from models.letters.commands import bench_app
from models.letters.commands import sign_mnist as measure_letters
from models.projection_commands import project
from models.retrieval.commands import embed, evaluate
from models.train_commands import train
from store.command_options import StoreOption
from store.commands import status
from store.compact_commands import compact
from store.consent_commands import corpus_app
from store.console import run_app
from store.fetch_commands import fetch
from store.label_commands import labels_app
from store.layout import create_store, open_store
from store.settings import gather_settings
from store.sql_commands import sql
from store.verify_commands import verify

app = typer.Typer(
    # Rich would take what stands in brackets, such as a default, for its own.
    rich_markup_mode="markdown",
    help="From a folder of sign-language videos to a dashboard.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
ingest_app.command("rendered-hands")(rendered_hands)
ingest_app.command("synthetic-poses")(synthetic_poses)
ingest_app.command("elan")(ingest_elan)
ingest_app.command()(keypoints)
ingest_app.command()(descriptions)
ingest_app.command()(slovo)
ingest_app.command("asl-citizen")(asl_citizen)
ingest_app.command("asl-lex")(asl_lex)
app.add_typer(ingest_app, name="ingest")
export_app.command("clips")(export_clips)
export_app.command("elan")(export_elan)
export_app.command("frequencies")(export_frequencies)
app.add_typer(export_app, name="export")
app.command("blur-threshold")(blur_threshold)
app.command()(train)
app.command()(features)
app.command()(cluster)
app.command()(confounds)
app.command()(predict)
app.command()(report)
app.command()(frequencies)
app.command()(project)
app.command()(families)
app.command()(find_by_words)
app.command()(embed)
app.command()(evaluate)
app.command()(search)
app.command()(cite)
app.command()(reproduce)
app.add_typer(bench_app, name="bench")
app.add_typer(labels_app, name="labels")
app.add_typer(corpus_app, name="corpus")
app.command()(status)
app.command()(compact)
app.command()(fetch)
app.command()(sql)
app.command()(verify)
app.command()(results)

HostOption = Annotated[str, typer.Option(help="Address to listen on.")]
PortOption = Annotated[int, typer.Option(help="Port to listen on.")]


OPEN_TO_ALL: Final = (
    "Whoever reaches this machine can see everything, label under any name and ask in "
    "SQL: say --read-only, or --login FILE, or put a login in front."
)
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


@app.command()
def serve(
    store: StoreOption = None,
    host: HostOption = HOST,
    port: PortOption = PORT,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Nobody labels, saves or asks in SQL.")
    ] = False,
    login: Annotated[
        Path | None,
        typer.Option(
            help="TOML file with the identity provider in [auth]: everybody signs in "
            "before seeing a page, and labels carry who signed in."
        ),
    ] = None,
) -> None:
    """Show a store in the browser. Listens on this machine only, unless told."""
    settings = gather_settings(store=store, read_only=read_only or None)
    root, only = open_store(settings.store).root, settings.read_only
    where = read_login(login).origin if login else address(host, port)
    if not (only or login or is_this_machine_only(host)):
        typer.echo(OPEN_TO_ALL, err=True)
    with running_server(
        root, host=host, port=port, read_only=only, login=login
    ) as server:
        typer.echo(f"Dashboard: {where} (end it with Ctrl-C)")
        server.wait()


@app.command()
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
    # The signer brings numpy and its tables of hands, which no other command needs.
    from ingest.signer.languages import LANGUAGES  # noqa: PLC0415

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


def main() -> None:
    """Run the command line."""
    run_app(app)
