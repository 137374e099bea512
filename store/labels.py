"""What annotators did, and what follows from it: label events -> current labels.

Events are only ever added. An undo is an event too, and can itself be undone. The state
of a clustering at any time is its first assignments with the events replayed over them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from store.db import Database
from store.errors import CallError
from store.event_ids import id_after_all, new_event_id
from store.layout import Store
from store.runs import now_ms
from store.write import write_rows

Action = Literal["assign", "name", "merge", "move", "junk", "note", "undo"]
NOISE: Final = -1
"""Number of the cluster of crops that belong to none."""


@dataclass(frozen=True, slots=True)
class LabelEvent:
    """One thing an annotator did.

    Attributes:
        annotator: who.
        action: `assign` gives crops a handshape; `name` gives a cluster one; `merge`
            joins a cluster into another; `move` puts crops into another cluster (a new
            number splits); `junk` puts crops, or a whole cluster, aside; `note` only
            says something; `undo` takes an event back.
        run_id: clustering concerned; None for crops outside any.
        cluster: cluster concerned.
        crops: crop ids concerned; empty: the whole cluster.
        handshape: handshape given.
        into_cluster: cluster merged or moved into.
        undoes: id of the event taken back.
        note: free text.
        at_ms: when, ms since 1970, UTC.
        event_id: unique; sorts by time, and in the log as it was written.
    """

    annotator: str
    action: Action
    run_id: str | None = None
    cluster: int | None = None
    crops: tuple[str, ...] = ()
    handshape: str | None = None
    into_cluster: int | None = None
    undoes: str | None = None
    note: str = ""
    at_ms: int = field(default_factory=now_ms)
    event_id: str = ""

    def __post_init__(self) -> None:
        if self.action not in get_args(Action):
            raise CallError(f"{self.action!r} is no label action.")
        if lacking := [name for name in _NEEDED[self.action] if not self._has(name)]:
            raise CallError(
                f"A label event of action {self.action!r} needs {', '.join(lacking)}."
            )
        if not self.annotator.strip():
            raise CallError("A label event needs the annotator's name.")
        if not self.event_id:
            object.__setattr__(self, "event_id", new_event_id(self.at_ms))

    def _has(self, need: str) -> bool:
        return any(getattr(self, name) not in (None, ()) for name in need.split(" or "))


_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "assign": ("crops", "handshape"),
    "name": ("run_id", "cluster", "handshape"),
    "merge": ("run_id", "cluster", "into_cluster"),
    "move": ("run_id", "crops", "into_cluster"),
    "junk": ("crops or cluster",),
    "note": (),
    "undo": ("undoes",),
}


@dataclass(slots=True)
class ClusteringState:
    """A clustering as it stands after its events.

    Attributes:
        crop_ids: (N,) ids, sorted.
        cluster: (N,) current cluster of each crop.
        junk: (N,) True where the crop was put aside.
        assigned: (N,) handshape given to the crop itself; None where none was.
        names: handshape of each named cluster.
    """

    crop_ids: NDArray[np.str_]
    cluster: NDArray[np.int32]
    junk: NDArray[np.bool_]
    assigned: NDArray[np.object_]
    names: dict[int, str]

    def labels(self) -> dict[str, str]:
        """Return the handshape of every crop that has one and is not junk."""
        numbers, codes = np.unique(self.cluster, return_inverse=True)
        names = [self.names.get(int(number)) for number in numbers]
        of_cluster = np.array([*names, None], object)[codes]
        own = self.assigned != np.array(None)
        given = np.where(own, self.assigned, of_cluster)
        there = np.flatnonzero((given != np.array(None)) & ~self.junk)
        return dict(zip(self.crop_ids[there].tolist(), given[there], strict=True))

    def members(self, cluster: int) -> NDArray[np.str_]:
        """Return the ids of a cluster's crops that are not junk."""
        found: NDArray[np.str_] = self.crop_ids[(self.cluster == cluster) & ~self.junk]
        return found

    def new_cluster(self) -> int:
        """Return a number that no cluster has."""
        return int(self.cluster.max(initial=NOISE)) + 1


def add_event(store: Store, event: LabelEvent) -> LabelEvent:
    """Write one event as a part of its own, so that two annotators never collide.

    Returns:
        The event as it is in the log. Where the clock was set back it has another id:
        it sorts after all that were written before.
    """
    event = replace(event, event_id=id_after_all(store, "label_events", event.event_id))
    row = asdict(event)
    write_rows(
        store,
        "label_events",
        [{**row, "crops": list(event.crops)}],
        part=event.event_id,
    )
    return event


def events(database: Database, *, until_ms: int | None = None) -> list[LabelEvent]:
    """Return all events up to a time, oldest first."""
    rows = database.rows("label_events", until_ms=until_ms)
    return [LabelEvent(**{**row, "crops": tuple(row["crops"])}) for row in rows]


def in_force(listed: Sequence[LabelEvent]) -> list[LabelEvent]:
    """Return the events that were not taken back, undos themselves left out."""
    cancelled: set[str] = set()
    kept = []
    for event in reversed(listed):
        if event.event_id in cancelled:
            continue
        if event.undoes is not None:
            cancelled.add(event.undoes)
        else:
            kept.append(event)
    return kept[::-1]


def last_undoable(listed: Sequence[LabelEvent], annotator: str) -> LabelEvent | None:
    """Return the annotator's newest event that is in force; None where there is none."""
    mine = [event for event in in_force(listed) if event.annotator == annotator]
    return mine[-1] if mine else None


def replay(
    crop_ids: Sequence[str] | NDArray[np.str_],
    clusters: Sequence[int] | NDArray[np.int32],
    run_id: str,
    listed: Iterable[LabelEvent],
) -> ClusteringState:
    """Return a clustering as it stands after events.

    Args:
        crop_ids: the crops that were clustered.
        clusters: their clusters, in the same order.
        run_id: the clustering; events of others are left out, events on crops alone
            are not.
        listed: events, oldest first, undos included.
    """
    ids, own = np.asarray(crop_ids, np.str_), np.array(clusters, np.int32)
    if np.less(ids[1:], ids[:-1]).any():
        order = np.argsort(ids, kind="stable")
        ids, own = ids[order], own[order]
    state = ClusteringState(
        crop_ids=ids,
        cluster=own,
        junk=np.zeros(len(ids), bool),
        assigned=np.full(len(ids), None, object),
        names={},
    )
    for event in in_force(list(listed)):
        if event.run_id in (None, run_id):
            _apply(state, event)
    return state


def _apply(state: ClusteringState, event: LabelEvent) -> None:
    here = _concerned(state, event)
    if event.action == "assign":
        state.assigned[here] = event.handshape
        state.junk[here] = False
    elif event.action == "junk":
        state.junk[here] = True
    elif event.action == "name" and event.cluster is not None:
        state.names[event.cluster] = str(event.handshape)
    elif event.action in ("merge", "move") and event.into_cluster is not None:
        state.cluster[here] = event.into_cluster
        if event.action == "merge" and event.cluster in state.names:
            name = state.names.pop(event.cluster)
            state.names.setdefault(event.into_cluster, name)


def _concerned(
    state: ClusteringState, event: LabelEvent
) -> NDArray[np.bool_] | NDArray[np.intp]:
    if event.crops:
        wanted = np.asarray(event.crops, dtype=np.str_)
        # The ids are sorted: a search is a hundred times faster than comparing all.
        places = np.searchsorted(state.crop_ids, wanted)
        inside = places < len(state.crop_ids)
        places, wanted = places[inside], wanted[inside]
        found: NDArray[np.intp] = places[state.crop_ids[places] == wanted]
        return found
    if event.cluster is None:
        return np.zeros(len(state.crop_ids), bool)
    return np.asarray(state.cluster == event.cluster)
