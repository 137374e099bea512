"""The decorator of every compiled function of the models."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function at its first call and keep the machine code on disk."""
    return cast("Function", numba.njit(cache=True, nogil=True)(function))
