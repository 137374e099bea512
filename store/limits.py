"""Limits that the environment may set: whole numbers of 1 or more."""

import os
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

from store.errors import CallError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Limits = TypeVar("Limits", bound="DataclassInstance")


def check_limits(limits: "DataclassInstance", prefix: str) -> None:
    """Make sure that every limit is 1 or more.

    Args:
        limits: a record of whole numbers.
        prefix: what the variables of the environment begin with that set them.

    Raises:
        CallError: one is not.
    """
    for field in fields(limits):
        if getattr(limits, field.name) < 1:
            raise CallError(
                f"{prefix}{field.name.upper()} must be 1 or more, not "
                f"{getattr(limits, field.name)}."
            )


def limits_from(
    environment: Mapping[str, str] | None, kind: type[Limits], prefix: str
) -> Limits:
    """Return limits as the environment sets them, otherwise as they are by default.

    Args:
        environment: variables and their values; None: those of this process.
        kind: the record of limits.
        prefix: variables are named by it and the limit in capitals.

    Raises:
        CallError: one of them is no whole number of 1 or more.
    """
    told = os.environ if environment is None else environment
    given = {}
    for field in fields(kind):
        name = prefix + field.name.upper()
        text = told.get(name, "")
        if text and not text.isdecimal():
            raise CallError(f"{name} must be a whole number, not {text!r}.")
        if text:
            given[field.name] = int(text)
    return kind(**given)
