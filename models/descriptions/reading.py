"""Families as a run wrote them."""

from collections.abc import Sequence

from models.descriptions.closure import Dendrogram, Join
from store.db import Database

_JOIN = "join:"


def read_families(
    database: Database, run_id: str, ids: Sequence[str]
) -> tuple[list[int], Dendrogram] | None:
    """Return which descriptions a run compared, and their families.

    Args:
        database: the store.
        run_id: the run.
        ids: descriptions of the corpus, in the order in which they are to be numbered.

    Returns:
        Places among `ids` of those that were compared, and the dendrogram over these;
        None where descriptions that were compared are not there any more.
    """
    rows = database.query("description_tree_of", run_id=run_id)
    left, right = rows["left"].to_pylist(), rows["right"].to_pylist()
    leaves = {name for name in (*left, *right) if not name.startswith(_JOIN)}
    # A single description joins with nothing.
    compared = [place for place, own in enumerate(ids) if own in leaves]
    compared = compared if leaves else list(range(min(len(ids), 1)))
    if len(compared) < len(leaves):
        return None
    number = {ids[place]: number for number, place in enumerate(compared)}

    def side(name: str) -> int:
        if name in number:
            return number[name]
        return len(compared) + int(name.removeprefix(_JOIN))

    figures = zip(
        left,
        right,
        rows["similarity"].to_pylist(),
        rows["members"].to_pylist(),
        strict=True,
    )
    joins = [
        Join(side(one), side(other), similarity, members)
        for one, other, similarity, members in figures
    ]
    return compared, Dendrogram(len(compared), joins)
