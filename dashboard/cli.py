"""The `signatlas` command: composes what each folder offers."""

from typing import Final

import typer

from dashboard.lazy_commands import MARKUP, lazy_group
from store.console import run_app

COMMANDS: Final = {
    "ingest": "dashboard.ingest_group:ingest_app",
    "export": "dashboard.export_group:export_app",
    "bench": "models.letters.commands:bench_app",
    "labels": "store.label_commands:labels_app",
    "corpus": "store.consent_commands:corpus_app",
    "blur-threshold": "ingest.commands:blur_threshold",
    "train": "models.train_commands:train",
    "features": "models.feature_commands:features",
    "cluster": "models.feature_commands:cluster",
    "confounds": "models.feature_commands:confounds",
    "predict": "models.classify_commands:predict",
    "report": "models.classify_commands:report",
    "frequencies": "models.classify_commands:frequencies",
    "project": "models.projection_commands:project",
    "families": "models.description_commands:families",
    "find-by-words": "models.description_commands:find_by_words",
    "embed": "models.retrieval.commands:embed",
    "evaluate": "models.retrieval.commands:evaluate",
    "search": "dashboard.search_commands:search",
    "cite": "dashboard.bundle_commands:cite",
    "reproduce": "dashboard.bundle_commands:reproduce",
    "status": "store.commands:status",
    "compact": "store.compact_commands:compact",
    "fetch": "store.fetch_commands:fetch",
    "sql": "store.sql_commands:sql",
    "verify": "store.verify_commands:verify",
    "results": "models.commands:results",
    "serve": "dashboard.serve_commands:serve",
    "demo": "dashboard.demo_commands:demo",
}
"""Where each command is."""

app = typer.Typer(
    cls=lazy_group(COMMANDS),
    rich_markup_mode=MARKUP,
    help="From a folder of sign-language videos to a dashboard.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def _signatlas() -> None:
    """From a folder of sign-language videos to a dashboard."""


def main() -> None:
    """Run the command line."""
    run_app(app)
