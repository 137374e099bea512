"""How much is tried: what `make test` has time for, or all of it by `make faults`."""

import os
from typing import Final

import pytest

KILLS: Final = int(os.environ.get("SIGNATLAS_KILLS", "0"))
"""How many kills are spread over the commands; 0: a few."""
FULL: Final = KILLS > 0
READERS_S: Final = float(os.environ.get("SIGNATLAS_READERS_S", "0"))
"""How long readers ask at least."""
long = pytest.mark.skipif(not FULL, reason="takes minutes: run it by `make faults`")
