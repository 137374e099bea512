"""Finding recipes: by name among those that come along, or by file; and their task."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_type_hints

from store.errors import CallError, UnknownNameError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_Settings = TypeVar("_Settings", bound="DataclassInstance")
LARGEST_NUMBER: Final = 2**31 - 1
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
    return str(read_toml(path).get("task", ""))


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file says.

    Raises:
        CallError: it cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise CallError(f"{path} is not TOML: {error}.") from error


@contextmanager
def values_of(path: Path) -> Iterator[None]:
    """Give what meets a value of a recipe that cannot work as a sentence.

    Raises:
        CallError: a value cannot work.
    """
    try:
        yield
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise CallError(f"{path} has a value that cannot work: {error}.") from error


def read_task(
    path: Path, task: str, known: set[str], changes: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what the recipe of a task says, with some values set otherwise.

    Args:
        path: a TOML file.
        task: what it must train.
        known: keys that it may have.
        changes: each `key=value` or `section.key=value`.

    Raises:
        UnknownNameError: a key is unknown; the sentence names the nearest one.
        CallError: the file cannot be read, or is of another task.
    """
    told = changed(read_toml(path), changes)
    check_keys(told, known, f"key in {path.name}")
    if told.get("task") != task:
        raise CallError(f"{path}: task is {told.get('task')!r}, expected {task!r}.")
    return told


def changed(told: Mapping[str, Any], changes: Sequence[str]) -> dict[str, Any]:
    """Return what a recipe says, with some values set otherwise.

    Args:
        told: the recipe.
        changes: each `key=value` or `section.key=value`; a value that is not TOML is
            taken as text.

    Raises:
        CallError: a change is not of this form.
    """
    new = {key: dict(v) if isinstance(v, Mapping) else v for key, v in told.items()}
    for change in changes:
        place, equals, text = change.partition("=")
        section, dot, key = place.strip().rpartition(".")
        within = new.setdefault(section, {}) if dot else new
        if not (equals and key and isinstance(within, dict)):
            raise CallError(
                f"--set {change!r} is not understood: write section.key=value, "
                "e.g. training.epochs=40."
            )
        within[key] = _value(text.strip())
    return new


def read_section(
    told: Mapping[str, Any], name: str, kind: type[_Settings], path: Path
) -> _Settings:
    """Return a section of a recipe as settings; what it does not say has its default.

    Args:
        told: the recipe.
        name: of the section.
        kind: a dataclass of the settings.
        path: of the recipe, for the sentence.

    Raises:
        UnknownNameError: a key is unknown.
        CallError: it is no section, or a value cannot work.
    """
    given = told.get(name, {})
    if not isinstance(given, dict):
        raise CallError(f"{path}: [{name}] must be a section.")
    check_keys(given, {field.name for field in fields(kind)}, f"key in [{name}]")
    for key, wanted in get_type_hints(kind).items():
        if key in given and not _may_be(given[key], wanted):
            raise CallError(
                f"{path}: [{name}] {key} is {given[key]!r}, a value of the wrong type "
                "or too large."
            )
    try:
        return kind(**given)
    except TypeError as error:
        raise CallError(f"{path}: [{name}] has a value of the wrong type.") from error


def _may_be(value: object, wanted: Any) -> bool:
    """Return whether a setting may have a value; what is no plain type may have any."""
    if wanted in (int, float):
        kinds = (int,) if wanted is int else (int, float)
        number = isinstance(value, kinds) and not isinstance(value, bool)
        return number and -LARGEST_NUMBER <= value <= LARGEST_NUMBER  # type: ignore[operator]
    return wanted not in (bool, str) or isinstance(value, wanted)


def check_keys(given: Mapping[str, Any], known: set[str], where: str) -> None:
    """Refuse keys that are not known.

    Raises:
        UnknownNameError: one is not; the sentence names the nearest one.
    """
    for key in given:
        if key not in known:
            raise UnknownNameError(where, key, known)


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError):
        return text
