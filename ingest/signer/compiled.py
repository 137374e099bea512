"""The decorator of every compiled function of the renderer."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function at its first call and keep the machine code on disk.

    Numba keeps the code per file: after a change in one file the code of its callers in
    other files must be removed by hand (`find . -name '*.nbi' -delete`).
    """
    return cast(
        "Function", numba.njit(cache=True, fastmath=True, error_model="numpy")(function)
    )
