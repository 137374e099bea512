"""How sharp a corpus's crops are, and where to draw the line.

What counts as blurred depends on cameras and clothes, so every corpus has its own
threshold. Changing it reads nothing again: crops keep their sharpness.

Reference: Klezovich et al., LREC 2020, who took 350 for Spreadthesign.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from store.consent import corpus_row, set_corpus
from store.db import Database
from store.errors import CallError
from store.layout import Store
from store.terminal import Terminal

Sharpness = NDArray[np.float64]

THRESHOLDS: Final = (25, 50, 100, 150, 200, 250, 300, 350, 400, 500, 700, 1000, 2000)
_BAR: Final = 40
_BINS_PER_DECADE: Final = 5


def set_threshold(store: Store, corpus: str, threshold: float) -> None:
    """Make `threshold` the one by which a corpus's crops count as blurred.

    Raises:
        UnknownNameError: the store has no such corpus.
        CallError: the threshold is below 0.
    """
    if threshold < 0:
        raise CallError(f"A threshold of {threshold} keeps everything: give 0 or more.")
    set_corpus(store, corpus, {"blur_threshold": threshold})


def show_sharpness(store: Store, corpus: str) -> None:
    """Print the distribution of sharpness and how many crops each threshold keeps."""
    now = float(corpus_row(store, corpus)["blur_threshold"])
    answer = Database(store).query("crop_sharpness_values", corpus=corpus)
    sharpness = answer["sharpness"].to_numpy()
    console = Terminal()
    if not sharpness.size:
        console.print(f"{corpus} has no crops yet.")
        return
    console.print(f"{corpus}: {sharpness.size:,} hands, one crop of each counted")
    console.print(_histogram(sharpness))
    console.print(_kept(sharpness, now))


def histogram(sharpness: Sharpness) -> Iterator[tuple[float, float, int]]:
    """Yield (from, up to, crops) in steps of equal ratio, from the dullest up."""
    steps = np.floor(np.log10(np.maximum(sharpness, 1.0)) * _BINS_PER_DECADE)
    for step in range(int(steps.min()), int(steps.max()) + 1):
        low, high = (10 ** ((step + end) / _BINS_PER_DECADE) for end in (0, 1))
        yield low, high, int((steps == step).sum())


def kept(sharpness: Sharpness, threshold: float) -> int:
    """Return how many crops are at least as sharp as a threshold."""
    return int((sharpness >= threshold).sum())


def _histogram(sharpness: Sharpness) -> Table:
    table = Table(title="Sharpness (variance of the Laplacian)", title_justify="left")
    table.add_column("from", justify="right")
    table.add_column("to", justify="right")
    table.add_column("crops", justify="right")
    table.add_column("")
    bins = list(histogram(sharpness))
    most = max(count for _, _, count in bins)
    for low, high, count in bins:
        bar = "█" * round(_BAR * count / most)
        table.add_row(f"{low:,.0f}", f"{high:,.0f}", f"{count:,}", bar)
    return table


def _kept(sharpness: Sharpness, now: float) -> Table:
    table = Table(title="What a threshold keeps", title_justify="left")
    for name in ("threshold", "crops kept", "share"):
        table.add_column(name, justify="right")
    table.add_column("")
    for threshold in sorted({*map(float, THRESHOLDS), now}):
        count = kept(sharpness, threshold)
        share = f"{100 * count / sharpness.size:.1f} %"
        mark = "in force" if threshold == now else ""
        table.add_row(f"{threshold:,.0f}", f"{count:,}", share, mark)
    return table
