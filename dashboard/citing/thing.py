"""A citable thing: a table or figure that can be computed again from the store alone."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from math import isfinite
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    Literal,
    Protocol,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import pyarrow as pa

from store.db import Database
from store.errors import CallError, UnknownNameError
from store.excerpts import Excerpt

if TYPE_CHECKING:
    import plotly.graph_objects as go

EXACT: Final = 1e-9
"""Figures without iterations differ only by the rounding of another processor."""


class Parameters(Protocol):
    """A frozen dataclass of texts, numbers and choices."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


P = TypeVar("P", bound=Parameters)


@dataclass(frozen=True, slots=True)
class Computed:
    """What a thing comes to.

    Attributes:
        tables: by name, each in a fixed order of rows.
        draw: makes the figure; None where the thing has none.
    """

    tables: Mapping[str, pa.Table]
    draw: "Callable[[], go.Figure] | None" = None


@dataclass(frozen=True, slots=True)
class Reads:
    """What a thing is computed from.

    Attributes:
        excerpts: rows; of `runs` and `corpora` only where others are read than those
            named below.
        runs: runs whose rows it reads.
        corpora: whose data it shows.
    """

    excerpts: tuple[Excerpt, ...]
    runs: tuple[str, ...]
    corpora: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing(Generic[P]):
    """One citable thing. Each module in `things/` declares one as `THING`.

    Attributes:
        name: what it is called on the command line.
        title: what it shows, for people.
        parameters: a frozen dataclass of what is to be said to compute it.
        compute: returns it; the same store and parameters give the same, byte by byte.
        reads: returns which rows `compute` reads.
        one_by_one: whether its tables list clips, hands or descriptions one by one, so
            that they are data of a corpus and not counts of it.
        tolerance: how far figures may lie apart that are computed again elsewhere.
    """

    name: str
    title: str
    parameters: type[P]
    compute: Callable[[Database, P], Computed]
    reads: Callable[[Database, P], Reads]
    one_by_one: bool = False
    tolerance: float = EXACT

    def asked(self, told: Mapping[str, object]) -> P:
        """Return parameters from texts of the command line or values of a file.

        Raises:
            UnknownNameError: a parameter, or a choice of one, is not known.
            CallError: one is missing, or is not of its kind.
        """
        kinds = get_type_hints(self.parameters)
        for name in told:
            if name not in kinds:
                raise UnknownNameError(f"parameter of {self.name}", name, kinds)
        given = {name: _value(name, kinds[name], value) for name, value in told.items()}
        lacking = [
            field.name
            for field in fields(self.parameters)
            if field.default is MISSING and field.name not in given
        ]
        if lacking:
            raise CallError(
                f"{self.name} needs to be told its {' and '.join(lacking)}: "
                f"--parameter {lacking[0]}=..."
            )
        return self.parameters(**given)


def plain_parameters(asked: Parameters) -> dict[str, object]:
    """Return parameters as plain values, for a file."""
    return asdict(asked)


def _value(name: str, kind: Any, told: object) -> object:
    options = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    if NoneType in options and told in (None, ""):
        return None
    wanted = next(option for option in options if option is not NoneType)
    if get_origin(wanted) is Literal:
        choices = [str(choice) for choice in get_args(wanted)]
        if told not in choices:
            raise UnknownNameError(f"value of {name}", str(told), choices)
        return told
    return _of_kind(name, wanted, told)


def _of_kind(name: str, kind: type, told: object) -> object:
    if kind is str and isinstance(told, str):
        return told
    if kind in (int, float) and isinstance(told, str | int | float):
        try:
            number = kind(told)
        except (ValueError, OverflowError):
            number = float("nan")
        if isfinite(number) and not isinstance(told, bool):
            return number
    words = {str: "a text", int: "a whole number", float: "a number"}
    raise CallError(f"{name} is {told!r}, expected {words[kind]}.")
