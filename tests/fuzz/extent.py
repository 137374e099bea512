"""How much is tried: a little by default, more where the environment says so."""

import os
from typing import Final

FIRST_SEED: Final = int(os.environ.get("SIGNATLAS_FUZZ_SEED", "0"))
"""Where to begin, for others than those tried before."""


def extent(what: str, default: int) -> int:
    """Return how many are tried of something, e.g. `SIGNATLAS_FUZZ_VIDEOS`."""
    return int(os.environ.get(f"SIGNATLAS_FUZZ_{what}", default))
