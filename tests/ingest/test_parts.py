from pathlib import Path

from ingest.parts import remove_outdated_problems, write_problems
from ingest.sources import ClipSource, Problem
from store.db import Database
from store.layout import Store, run_part
from store.write import write_rows

MET = Problem("empty-file", "a.mp4", "It is empty.", "Copy it again.")


def test_remove_outdated_problems__those_of_other_runs_stay(store: Store) -> None:
    for name in ("kept", "gone"):
        write_problems(store, ClipSource("c", name, Path()), [met(name)], run_id="r")
    row = met("of-a-run").row(corpus="c", run_id="features-c-1")
    part = run_part("features-c-1", "kept")
    write_rows(store, "problems", [row], part=part, partition={"corpus": "c"})

    remove_outdated_problems(store, "c", keep={"kept"})

    found = Database(store).rows("problems_found", corpus="c", kind=None, at_most=9)
    assert {row["clip_id"] for row in found} == {"c/kept", "c/of-a-run"}


def met(name: str) -> Problem:
    return Problem(MET.kind, MET.place, MET.what, MET.remedy, clip_id=f"c/{name}")
