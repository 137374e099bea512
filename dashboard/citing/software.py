"""Which software made a table, and with which it is computed again."""

import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

SIGNATLAS: Final = "signatlas"
PACKAGES: Final = (
    SIGNATLAS,
    "duckdb",
    "numpy",
    "pandas",
    "plotly",
    "pyarrow",
    "scipy",
)
HOMES: Final[Mapping[str, str]] = {
    # It has no page of its own: the file in the bundle says what it is.
    SIGNATLAS: "README.md",
    "python": "https://www.python.org/",
    "duckdb": "https://duckdb.org/",
    "numpy": "https://numpy.org/",
    "pandas": "https://pandas.pydata.org/",
    "plotly": "https://plotly.com/python/",
    "pyarrow": "https://arrow.apache.org/",
    "scipy": "https://scipy.org/",
}


@cache
def software_here() -> dict[str, str]:
    """Return the versions of all that takes part in computing a table, by name."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return dict(sorted(found.items()))


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return in words which versions are not those of then."""
    return [
        f"{name} was {then.get(name, 'not there')}, is {now.get(name, 'not there')}"
        for name in sorted({*then, *now})
        if then.get(name) != now.get(name)
    ]
