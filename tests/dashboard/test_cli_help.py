"""What `signatlas COMMAND --help` says."""

from typing import Any, get_args

import typer
from typer.testing import CliRunner

from dashboard.cli import app
from ingest.command_options import SharedStoreOption
from store.command_options import StoreOption


def commands(command: Any, *words: str) -> dict[tuple[str, ...], Any]:
    """Return every command below a group by the words that call it."""
    if not hasattr(command, "commands"):
        return {words: command}
    return {
        called: each
        for name, below in command.commands.items()
        for called, each in commands(below, *words, name).items()
    }


def test_help__the_store_is_told_alike_with_its_default() -> None:
    known = {get_args(option)[1].help for option in (StoreOption, SharedStoreOption)}
    every = commands(typer.main.get_command(app))
    options = {
        words: option
        for words, command in every.items()
        for option in command.params
        if option.name == "store"
    }

    assert len(options) > 20
    assert {words for words, option in options.items() if option.help not in known} == {
        ("demo",),
        ("reproduce",),
    }


def test_help__what_stands_in_brackets_is_shown() -> None:
    told = CliRunner().invoke(app, ["ingest", "folder", "--help"]).output
    words = " ".join(told.replace("│", " ").split())

    assert "on object storage [default: $SIGNATLAS_STORE, atlas-store]." in words
    assert "Processes [default: one for each core, with Ray of all machines]." in words
