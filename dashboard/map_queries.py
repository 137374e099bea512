"""Questions about maps of hands."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.asking import KEPT_S, Stamp, ask, current_store, database_at, stamp_of

Texts = NDArray[np.object_]
COLOURED_BY: Final = {
    "handshape": "Handshape",
    "orientation": "Orientation",
    "signer": "Signer",
    "corpus": "Corpus",
    "gloss": "Gloss",
    "predicted": "Predicted handshape",
    "right": "Right or wrong",
    "trust": "Trust",
}
"""What points can be coloured by; those that are known of no point are not offered."""


@dataclass(frozen=True, slots=True)
class MapRun:
    """One map: what it shows and how far its points can be trusted, on average.

    Attributes:
        of: run whose embeddings it shows; empty: it shows a feature set.
    """

    run_id: str
    name: str
    corpora: tuple[str, ...]
    seed: int | None
    points: int
    trust: float
    of: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class HandMap:
    """N hands on a map, sorted by id. Texts are None where unknown."""

    item_ids: NDArray[np.str_]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    trust: NDArray[np.float64]
    known: dict[str, Texts]

    def offered(self) -> list[str]:
        """Return what the points can be coloured by."""
        return [
            name
            for name in COLOURED_BY
            if name == "trust"
            or any(value is not None for value in self.known.get(name, ()))
        ]


def maps() -> list[MapRun]:
    """Return all maps, newest first."""
    found = []
    for row in ask("maps_drawn", ("runs",)):
        recipe, metrics = json.loads(row["recipe"]), json.loads(row["metrics"])
        corpora = recipe.get("corpora") or ([row["corpus"]] if row["corpus"] else [])
        found.append(
            MapRun(
                row["run_id"],
                str(recipe.get("name", row["run_id"])),
                tuple(corpora),
                row["seed"],
                int(metrics.get("points", 0)),
                float(metrics.get("trust", float("nan"))),
                str(recipe.get("of", "")),
            )
        )
    return found


def hand_map(run_id: str) -> HandMap:
    """Return the points of a map."""
    store = current_store()
    stamp = stamp_of(store, ("projections", "clips", "truth_frames", "predictions"))
    return _hand_map(run_id, store.root, stamp)


@st.cache_resource(max_entries=4, ttl=KEPT_S, show_spinner=False)
def _hand_map(run_id: str, root: Path, stamp: Stamp) -> HandMap:
    del stamp
    rows = database_at(root).query("map_points", run_id=run_id)
    names = ("handshape", "orientation", "signer", "corpus", "gloss", "predicted")
    known = {name: np.array(rows[name].to_pylist(), object) for name in names}
    pairs = zip(known["handshape"], known["predicted"], strict=True)
    judged = [
        None if None in (true, said) else "right" if true == said else "wrong"
        for true, said in pairs
    ]
    known["right"] = np.array(judged, object)
    return HandMap(
        item_ids=np.asarray(rows["item_id"].to_pylist(), np.str_),
        x=rows["x"].to_numpy(),
        y=rows["y"].to_numpy(),
        trust=rows["trust"].to_numpy(),
        known=known,
    )
