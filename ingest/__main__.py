"""`python -m ingest`: the commands of this folder alone."""

from ingest.commands import blur_threshold, ingest_app
from store.console import run_app

if __name__ == "__main__":
    ingest_app.command("blur-threshold")(blur_threshold)
    run_app(ingest_app)
