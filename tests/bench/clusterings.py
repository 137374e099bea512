"""Describing and clustering the hands of a corpus by the user's own commands, for records."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.results import Result
from store.db import Database
from store.layout import open_store
from tests.bench.ratios import machine

SEEDS: Final = (0, 1, 2)
WITH_WEIGHTS: Final = "hand_embedding"


@dataclass(frozen=True, slots=True)
class Measuring:
    """What is described, clustered and recorded.

    Attributes:
        store: where rows are.
        corpora: clustered together.
        data: first part of the records' names.
        about: the data in words, with counts.
        features: feature sets.
        ks: numbers of clusters.
        factors: what the clusters are compared with.
        weights: file of the hand encoder; None: the store's newest.
        command: recomputes the figures.
        required: what is asked of a measure, e.g. `k10/ami-handshape`.
    """

    store: Path
    corpora: tuple[str, ...]
    data: str
    about: str
    features: Sequence[str]
    ks: tuple[int, ...]
    factors: tuple[str, ...]
    weights: str | None
    command: str
    required: Mapping[str, str]


def describe_and_cluster(how: Measuring) -> None:
    """Compute features and clusterings; what is in the store already is kept."""
    place = ["--store", str(how.store)]
    corpora = [word for corpus in how.corpora for word in ("--corpus", corpus)]
    for name in how.features:
        signatlas("features", *corpora, "--name", name, *_weights(name, how), *place)
        for seed in SEEDS:
            signatlas(
                *("cluster", *corpora, "--features", name),
                *("--k", ",".join(map(str, how.ks)), "--start", "k-means++"),
                *("--restarts", "5", "--seed", str(seed), *place),
            )


def clustering_results(how: Measuring) -> Iterator[Result]:
    """Yield adjusted mutual information by feature set, k and factor, over seeds."""
    database = Database(open_store(how.store))
    rows = database.rows("confounds_measured", corpus=None, features=None)
    joined = how.corpora[0] if len(how.corpora) == 1 else ""
    for name in how.features:
        for k in how.ks:
            for factor in how.factors:
                values = [
                    float(row["ami"])
                    for row in rows
                    if _is(row, corpus=joined, features=name, k=k, factor=factor)
                ]
                if values:
                    record = f"{how.data}/k{k}/{name}/ami-{factor}"
                    asked = how.required.get(f"k{k}/ami-{factor}", "")
                    told = result(record, values, "AMI", how.about, how.command)
                    yield replace(told, paper=asked)


def result(
    name: str, values: Sequence[float], unit: str, about: str, command: str
) -> Result:
    """Return a record: the mean of one value per seed, with its range."""
    several = len(values) > 1
    return Result(
        name=name,
        value=round(float(np.mean(values)), 3),
        low=round(min(values), 3) if several else None,
        high=round(max(values), 3) if several else None,
        unit=unit,
        data=about,
        split="",
        seeds=SEEDS if several else (),
        recipe="k-means++, 5 restarts" if several else "",
        command=command,
        machine=machine(),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
    )


def signatlas(*arguments: str) -> None:
    """Run a command as its user would."""
    command = Path(sys.executable).with_name("signatlas")
    subprocess.run([str(command), *arguments], check=True)


def _is(row: dict[str, Any], **wanted: object) -> bool:
    same = all(row[name] == value for name, value in wanted.items())
    return same and row["seed"] in SEEDS


def _weights(name: str, how: Measuring) -> list[str]:
    if name == WITH_WEIGHTS and how.weights:
        return ["--weights", how.weights]
    return ["--weights", "none"] if name == "alexnet" else []
