"""Commands whose code is loaded when they are asked for, so that each starts at once."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

MARKUP: Final = "markdown"
"""Rich would take what stands in brackets, such as a default, for its own."""


class LazyCommands(MutableMapping[str, Any]):
    """Commands by name; each is loaded once, when it is looked up."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = dict(places)
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a command, loading it from its place `module:attribute`."""
        if name not in self._loaded:
            self._loaded[name] = _command(name, self._places[name])
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        """Keep a command that is loaded already."""
        self._places[name] = ""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        """Forget a command."""
        del self._places[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        """Return the names; nothing is loaded."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)


def lazy_group(places: Mapping[str, str]) -> type[TyperGroup]:
    """Return a kind of group that has the commands at these places.

    Args:
        places: `module:attribute` of a function or a `Typer`, by the command's name.
    """

    class LazyGroup(TyperGroup):
        def __init__(self, **told: Any) -> None:
            super().__init__(**told)
            self.commands = LazyCommands(places)

    return LazyGroup


def _command(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found: typer.Typer | Callable[..., Any] = getattr(import_module(module), attribute)
    around = typer.Typer(rich_markup_mode=MARKUP)
    around.callback()(_nothing)
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    group = typer.main.get_command(around)
    assert isinstance(group, TyperGroup)
    return group.commands[name]


def _nothing() -> None:
    """Make a group of a single command."""
