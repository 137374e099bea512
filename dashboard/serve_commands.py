"""The command `signatlas serve`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.server import (
    HOST,
    PORT,
    address,
    is_this_machine_only,
    running_server,
)
from dashboard.serving.login import read_login
from store.command_options import StoreOption
from store.layout import open_store
from store.settings import gather_settings

HostOption = Annotated[str, typer.Option(help="Address to listen on.")]
PortOption = Annotated[int, typer.Option(help="Port to listen on.")]
OPEN_TO_ALL: Final = (
    "Whoever reaches this machine can see everything, label under any name and ask in "
    "SQL: say --read-only, or --login FILE, or put a login in front."
)


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
