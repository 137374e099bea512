"""Pages of a big store, with what is chosen on them, by names for the results."""

from typing import Final

from tests.bench.big_store_runs import (
    CLASSIFIER,
    CLIP_MAP,
    CLUSTERINGS,
    MAP,
    RIVAL,
    SIGNS,
)
from tests.bench.big_store_shape import CORPORA, SHAPES

_A, _B = CORPORA[:2]
_RUN: Final = {"run": CLASSIFIER}
_CLUSTERS: Final = {"run": next(iter(CLUSTERINGS))}
_CELL: Final = {"true": SHAPES[0], "predicted": SHAPES[1]}
_CORRECTED: Final = f"corrected:{CLASSIFIER}"
_SQL: Final = "SELECT gloss, count(*) AS n FROM clips GROUP BY gloss"

PAGES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "overview": ("overview", {}),
    "clips": ("clips", {}),
    "clips-far": ("clips", {"corpus": _B, "page": "9", "sort": "hands"}),
    "find": ("find-a-sign", {}),
    "find-clip": ("find-a-sign", {"clip": f"{_B}/c000010"}),
    "sign": ("sign", {}),
    "sign-one": ("sign", {"corpus": _A, "gloss": "SIGN00007"}),
    "clusters": ("clusters", _CLUSTERS),
    "clusters-open": ("clusters", {**_CLUSTERS, "cluster": "3"}),
    "clusters-next": ("clusters", {**_CLUSTERS, "cluster": "next"}),
    "inventory": ("inventory", {}),
    "inventory-handshape": ("inventory", {"handshape": SHAPES[0]}),
    "frequencies": ("frequencies", _RUN),
    "frequencies-corpus": ("frequencies", {**_RUN, "corpus": _B}),
    "frequencies-handshape": ("frequencies", {**_RUN, "handshape": SHAPES[0]}),
    "compare": ("compare", {}),
    "compare-corrected": ("compare", {"second": _B, "second-by": _CORRECTED}),
    "mistakes": ("mistakes", _RUN),
    "mistakes-against": ("mistakes", {**_RUN, "against": RIVAL}),
    "mistakes-cell": ("mistakes", {**_RUN, **_CELL}),
    "mistakes-signs": ("mistakes", {"run": SIGNS}),
    "map": ("map", {"run": MAP}),
    "map-predicted": ("map", {"run": MAP, "by": "predicted"}),
    "map-signs": ("map", {"run": CLIP_MAP}),
    "descriptions": ("descriptions", {}),
    "sign-mnist": ("sign-mnist", {}),
    "models": ("models", {}),
    "models-run": ("models", _RUN),
    "query": ("query", {}),
    "query-sql": ("query", {"sql": _SQL}),
}
