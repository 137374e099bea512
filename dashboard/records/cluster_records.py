"""What the questions about clusterings return: one frozen record per thing shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.labels import ClusteringState, LabelEvent

Texts = NDArray[np.object_]
"""Texts, None where unknown, shape (N,)."""


@dataclass(frozen=True, slots=True)
class ClusteringRun:
    """One clustering. `corpus` is empty where several were joined."""

    run_id: str
    corpus: str
    features: str
    method: str
    k: int
    seed: int | None
    crops: int
    left_out: int
    silhouette: float | None
    silhouette_sample: int | None
    inertia: float | None


@dataclass(frozen=True, slots=True)
class IterationPoint:
    """How one clustering of a sweep stood after an iteration."""

    run_id: str
    k: int
    iteration: int
    silhouette: float | None
    silhouette_sample: int | None
    nmi_previous: float | None


@dataclass(frozen=True, slots=True)
class ConfoundRow:
    """How much of a clustering is one factor, beside what shuffling gives."""

    run_id: str
    corpus: str
    features: str
    method: str
    k: int
    factor: str
    ami: float
    null_low: float
    null_high: float
    crops: int
    unseen: int
    groups: int
    shuffled: str


@dataclass(frozen=True, slots=True)
class Members:
    """The N crops of a clustering as it was made, sorted by id, and what is known.

    Attributes:
        crop_ids: shape (N,).
        cluster: shape (N,); -1 is noise.
        distance, margin: shape (N,); NaN where there is none.
        handshape, orientation, signer, gloss: shape (N,); None where unknown.
    """

    crop_ids: NDArray[np.str_]
    cluster: NDArray[np.int32]
    distance: NDArray[np.float64]
    margin: NDArray[np.float64]
    handshape: Texts
    orientation: Texts
    signer: Texts
    gloss: Texts


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """One cluster as it stands by now.

    Attributes:
        number: of the cluster.
        name: handshape that annotators gave it; None: not named.
        size: crops that are not junk.
        known: crops whose own handshape is known.
        main: commonest handshape among them; None where none is known.
        purity: share of `main` among the known; NaN where none is known.
    """

    number: int
    name: str | None
    size: int
    known: int
    main: str | None
    purity: float


@dataclass(frozen=True, slots=True)
class Labelled:
    """A clustering with everything annotators did to it; `events`: oldest first."""

    run: ClusteringRun
    members: Members
    state: ClusteringState
    events: tuple[LabelEvent, ...]
