"""The command `signatlas fetch`."""

from typing import Annotated

import typer

from store.command_options import StoreOption
from store.layout import create_store
from store.settings import gather_settings


def fetch(
    address: Annotated[
        str, typer.Argument(help="Where the store lies: s3://bucket/prefix.")
    ],
    store: StoreOption = None,
) -> None:
    """Bring a store from object storage into a folder, or what changed since.

    Run it again for what is new. Labels, features and whatever else was made in the
    folder stay.
    """
    # They bring the storage's client, which no other command of a folder needs.
    from store import fetch as fetching  # noqa: PLC0415
    from store.remote import open_remote  # noqa: PLC0415

    remote = open_remote(address)
    opened = create_store(gather_settings(store=store).store)
    done = fetching.fetch(remote, opened, _say)
    typer.echo(
        f"{done.files:,} files ({done.bytes_ / 1e6:,.1f} MB) fetched from "
        f"{remote.address}, {done.held:,} were here already, {done.removed:,} removed."
    )
    if done.unsettled:
        typer.echo(
            f"{done.unsettled:,} clips were being written there meanwhile: run the same "
            "command again for them."
        )
    typer.echo(f"Look with `signatlas serve --store {opened.root}`.")


def _say(what: str, files: int) -> None:
    if files:
        typer.echo(f"Fetching {files:,} files of {what}", err=True)
