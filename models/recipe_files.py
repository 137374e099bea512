"""Finding recipes: by name among those that come along, or by file; and their task."""

import tomllib
from pathlib import Path
from typing import Final

from store.errors import CallError, UnknownNameError

RECIPES: Final = Path(__file__).parent / "recipes"


def recipe_file(name_or_file: str) -> Path:
    """Return a recipe's file by name, or by a path that ends in `.toml`.

    Raises:
        UnknownNameError: no recipe is called so.
    """
    if name_or_file.endswith(".toml"):
        return Path(name_or_file)
    known = sorted(path.stem for path in RECIPES.glob("*.toml"))
    if name_or_file not in known:
        raise UnknownNameError("recipe", name_or_file, known)
    return RECIPES / f"{name_or_file}.toml"


def task_of(path: Path) -> str:
    """Return what a recipe trains, e.g. `classifier`; empty where it does not say.

    Raises:
        CallError: the file cannot be read, or is not TOML.
    """
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8")).get("task", ""))
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CallError(f"{path} is not TOML: {error}.") from error
