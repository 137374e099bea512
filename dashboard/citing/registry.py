"""Which things can be cited: the modules in `things/`."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from dashboard.citing import things as folder
from dashboard.citing.thing import Thing
from store.errors import UnknownNameError


def thing_names() -> list[str]:
    """Return the names of all things that can be cited."""
    return sorted(
        module.name.replace("_", "-") for module in iter_modules(folder.__path__)
    )


def things() -> list[Thing[Any]]:
    """Return all things that can be cited, by name."""
    return [thing(name) for name in thing_names()]


def thing(name: str) -> Thing[Any]:
    """Return the thing of this name.

    Raises:
        UnknownNameError: there is none.
    """
    if name not in thing_names():
        raise UnknownNameError("thing to cite", name, thing_names())
    module = import_module(f"{folder.__name__}.{name.replace('-', '_')}")
    found: Thing[Any] = module.THING
    return found
