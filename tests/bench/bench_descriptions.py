"""Descriptions against the plain dynamic programme, bare RapidFuzz and Floyd-Warshall."""

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from dashboard.charts.families import counts_by_threshold, family_curves
from models.descriptions.alignment import shared_tokens
from models.descriptions.closure import Dendrogram, dendrogram
from models.descriptions.similarity import compare_all, similarity_matrix
from models.descriptions.tokens import Alphabet
from tests.bench.ratios import Ratio, compare, ratio_of, wall_seconds

DICTIONARY: Final = 1_527
"""Entries of the paper's dictionary."""
MANY: Final = 10_000
PLAIN_PAIRS: Final = 300
CLOSED: Final = 1_500
SLIDER_S: Final = 0.3
PEAK_MB: Final = 2_048
_SYLLABLES: Final = tuple(chr(0xAC00 + 37 * number) for number in range(250))
_LETTERS: Final = tuple("abcdefghijklmnopqrstuvwxyz ")


def run(*, many: int = MANY) -> list[Ratio]:
    """Return the ratios; `many` below 10,000 only to try it out."""
    korean, latin = made_texts(many, _SYLLABLES), made_texts(many, _LETTERS)
    tree = dendrogram(compare_all(encoded(korean), floor=0.5))
    return [
        _plain(made_texts(DICTIONARY, _SYLLABLES)),
        _cdist("hangul", korean),
        _cdist("latin", latin),
        _closure(made_texts(CLOSED, _SYLLABLES)),
        _memory(many),
        _slider(korean, tree),
    ]


def made_texts(count: int, letters: Sequence[str]) -> list[str]:
    """Made-up descriptions of 20 to 60 characters, some letters far commoner."""
    draw = np.random.default_rng(0)
    common = 1 / np.arange(1, len(letters) + 1)
    return [
        "".join(draw.choice(letters, draw.integers(20, 61), p=common / common.sum()))
        for _ in range(count)
    ]


def encoded(texts: Sequence[str]) -> list[str]:
    """Return texts as our steps compare them."""
    alphabet = Alphabet(texts)
    return [alphabet.encode(text) for text in texts]


def _plain(texts: Sequence[str]) -> Ratio:
    """All pairs; of the plain programme, pairs drawn at random stand for all."""
    draw = np.random.default_rng(1)
    some = draw.integers(0, len(texts), (PLAIN_PAIRS, 2))
    pairs = len(texts) * (len(texts) - 1) / 2

    def plain_s() -> float:
        work = wall_seconds(lambda: [plain_lcs(texts[a], texts[b]) for a, b in some])
        return work * pairs / PLAIN_PAIRS

    def ours_s() -> float:
        return wall_seconds(lambda: compare_all(encoded(texts), floor=0.5))

    ours_s()
    return ratio_of(
        "bench/descriptions/plain/ratio",
        [(ours_s(), plain_s()) for _ in range(3)],
        gain=True,
        meaning="the plain dynamic programme in Python over ours; it is "
        f"timed on {PLAIN_PAIRS} pairs and scaled to all",
        data=f"all pairs of {len(texts):,} made-up descriptions of 20-60 syllables",
        floor=1000.0,
    )


def plain_lcs(first: str, second: str) -> int:
    """The paper's recursion, in plain Python."""
    above = [0] * (len(second) + 1)
    for one in first:
        row = [0]
        for place, other in enumerate(second):
            row.append(
                above[place] + 1 if one == other else max(row[place], above[place + 1])
            )
        above = row
    return above[-1]


def _cdist(script: str, texts: Sequence[str]) -> Ratio:
    return compare(
        f"bench/descriptions/cdist-{script}/ratio",
        lambda: compare_all(encoded(texts), floor=0.5),
        lambda: process.cdist(
            texts, texts, scorer=LCSseq.similarity, dtype=np.uint32, workers=1
        ),
        meaning="similarities and pairs over bare cdist of the lengths",
        data=f"all pairs of {len(texts):,} made-up descriptions of 20-60 characters",
        repeats=1,
        ceiling=1.3,
    )


def _closure(texts: Sequence[str]) -> Ratio:
    codes = list(dict.fromkeys(encoded(texts)))
    alike = similarity_matrix(codes)

    def ours() -> NDArray[np.float64]:
        return dendrogram(compared).closure()

    def bare() -> NDArray[np.float64]:
        return floyd_warshall(alike)

    pairs = []
    for _ in range(3):
        compared = compare_all(codes, floor=1.0)
        ours_s = wall_seconds(ours)
        pairs.append((ours_s, wall_seconds(bare)))
    compared = compare_all(codes, floor=1.0)
    difference = float(np.abs(ours() - bare()).max())
    return ratio_of(
        "bench/descriptions/closure/ratio",
        pairs,
        gain=True,
        meaning=f"Floyd-Warshall in NumPy over ours; they differ by {difference:.0e}",
        data=f"closure of {len(codes):,} made-up descriptions",
        floor=50.0,
    )


def floyd_warshall(similarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Max-min transitive closure, one middle at a time."""
    closure = similarity.copy()
    for middle in range(len(closure)):
        through = np.minimum(closure[:, [middle]], closure[middle])
        np.maximum(closure, through, out=closure)
    return closure


def _memory(many: int) -> Ratio:
    """Peak memory of comparing and joining, in a process of its own."""
    program = (
        "import resource, sys; from tests.bench import bench_descriptions as b; "
        "from models.descriptions.closure import dendrogram; "
        "from models.descriptions.similarity import compare_all; "
        f"texts = b.made_texts({many}, b._SYLLABLES); "
        "dendrogram(compare_all(b.encoded(texts), floor=0.5)); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return ratio_of(
        "bench/descriptions/memory/ratio",
        [(float(done.stdout), float(PEAK_MB))],
        unit="MB",
        meaning="peak memory of the process over 2 GB",
        data=f"all pairs and families of {many:,} made-up descriptions",
        ceiling=1.0,
    )


def _slider(texts: Sequence[str], tree: Dendrogram) -> Ratio:
    """What the page computes when the threshold moves."""
    counts = counts_by_threshold(tree)
    listed = [list(text) for text in texts]

    def redraw(threshold: float) -> Any:
        families = tree.families(threshold, smallest=2)[:12]
        for members in families:
            shared_tokens([listed[place] for place in members[:150]])
        return family_curves(counts, threshold=threshold).to_json()

    redraw(0.3)
    thresholds = (0.25, 0.31, 0.37, 0.43)
    taken = [wall_seconds(partial(redraw, threshold)) for threshold in thresholds]
    return ratio_of(
        "bench/descriptions/slider/ratio",
        [(seconds, SLIDER_S) for seconds in taken],
        meaning="what moving the threshold computes over 0.3 s",
        data=f"families of {len(texts):,} made-up descriptions",
        ceiling=1.0,
    )
