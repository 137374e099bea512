"""What a look over a store can find, and what each finding costs and asks for."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.columns import Table
from store.layout import Store

CLIP_TABLES: Final = (
    "clips",
    "frames",
    "landmarks",
    "crops",
    "truth_signs",
    "truth_frames",
    "truth_hands",
)
"""Tables whose parts of one name are written together, `clips` last."""
_INGESTED: Final = (*CLIP_TABLES, "corpora", "letters", "problems", "lexicon")
_COMMANDS: Final = {
    "features": "signatlas features",
    "cluster": "signatlas cluster",
    "confounds": "signatlas confounds",
    "train": "signatlas train",
    "predict": "signatlas predict",
    "embed": "signatlas embed",
    "evaluate": "signatlas evaluate",
    "project": "signatlas project",
    "families": "signatlas families",
    "letters": "signatlas bench sign-mnist",
    "ingest": "signatlas ingest",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a store that is not as it should be.

    Attributes:
        kind: short word: unreadable, schema, partition, missing-value, doubled-key,
            reference, count, media, leftover, deleted-crop or unchecked.
        table: table concerned; empty where none is.
        part: file concerned, relative to the store; empty where several are.
        what: what is wrong.
        lost: what cannot be seen or counted on because of it.
        remedy: what to do about it.
        sets_aside: whether a repair moves the file away.
        is_note: true where the store is sound nevertheless.
    """

    kind: str
    table: str
    part: str
    what: str
    lost: str
    remedy: str
    sets_aside: bool = False
    is_note: bool = False

    @property
    def sentence(self) -> str:
        """The finding for people."""
        place = self.part or (f"Table {self.table}" if self.table else "Store")
        return f"{place}: {self.what} {self.lost} {self.remedy}"


def part_finding(
    store: Store, table: Table, path: Path, kind: str, what: str
) -> Finding:
    """Return the finding that a part cannot be used, so that a repair moves it away."""
    return Finding(
        kind,
        table.name,
        named(store, path),
        what,
        _lost(table, path),
        f"Run `signatlas verify --repair`, then {rebuilds(table.name, path)}",
        sets_aside=True,
    )


def pack_finding(store: Store, path: Path, what: str) -> Finding:
    """Return the finding that a pack cannot be used; the parts beside it can."""
    return Finding(
        "unreadable",
        "",
        named(store, path),
        what,
        "Pages that read it fail; no row is lost, the parts have them all.",
        "Run `signatlas verify --repair`, then `signatlas compact` again.",
        sets_aside=True,
    )


def prepared_finding(store: Store, path: Path) -> Finding:
    """Return the finding that a prepared table is not as it was written."""
    return Finding(
        "unreadable",
        "",
        named(store, path),
        "it is not as it was written: its bytes have another sum than its name tells",
        "Pages may count or find wrongly; no row is lost, the parts have them all.",
        "Run `signatlas verify --repair`: it is prepared anew when it is next asked for.",
        sets_aside=True,
    )


def named(store: Store, path: Path) -> str:
    """Return a file of a store as findings name it."""
    return path.relative_to(store.root).as_posix()


def rebuilds(table_name: str, path: Path) -> str:
    """Return what brings the rows of a part back, from its table and its folders."""
    folders = dict(f.split("=", 1) for f in path.parts if "=" in f)
    corpus = folders.get("corpus", "")
    if table_name in ("label_events", "saved_queries"):
        return "copy the file from a backup, as nothing else has these rows."
    if table_name == "features":
        return f"`signatlas features {corpus}` again."
    if table_name in _INGESTED:
        whose = f" of corpus {corpus}" if corpus else ""
        return f"the ingest command{whose} again: it goes on with what is missing."
    run_id = folders.get("run_id", path.stem.removeprefix("part-"))
    command = _COMMANDS.get(run_id.partition("-")[0], "")
    whole = f"`{command}` with the settings" if command else "the command"
    return f"{whole} of run {run_id} again."


def _lost(table: Table, path: Path) -> str:
    rows = table.row.split(":")[0].rstrip(".")
    owner = path.stem.removeprefix("part-")
    return f"Its rows ({rows[0].lower()}{rows[1:]}; {owner}) cannot be counted on."
