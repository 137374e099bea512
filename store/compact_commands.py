"""`signatlas compact`: questions over many clips read one file, not one per clip."""

from typing import Annotated

import typer

from store.command_options import StoreOption
from store.compact import Packing
from store.compact import compact as pack
from store.layout import open_store
from store.settings import gather_settings
from store.terminal import Terminal


def compact(
    corpus: Annotated[
        str | None, typer.Option(help="Only this corpus; otherwise all.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be packed.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Pack many small parts into one sorted file each, so that pages answer faster.

    The parts stay, so this takes about their size again on disk. What is ingested later
    is seen at once, but makes the packs it concerns outdated: compact again afterwards.
    The store's folder `packs` may be removed at any time.
    """
    console = Terminal()
    packings = []
    for packing in pack(
        open_store(gather_settings(store=store).store), corpus=corpus, dry_run=dry_run
    ):
        console.print(_line(packing))
        packings.append(packing)
    console.print(_summary(packings))


def _line(packing: Packing) -> str:
    of = f"{packing.table} {packing.folder}".strip()
    size = f"{packing.parts:,} parts, {_mb(packing.parts_bytes)}"
    packed = f", pack {_mb(packing.pack_bytes)}" if packing.pack_bytes else ""
    return f"{of}: {packing.state} ({size}{packed})"


def _summary(packings: list[Packing]) -> str:
    if not packings:
        return "No folder of the store has so many parts that packing them would help."
    before = sum(packing.parts for packing in packings)
    after = sum(1 if each.pack_bytes else each.parts for each in packings)
    parts = _mb(sum(packing.parts_bytes for packing in packings))
    if any(packing.state == "to pack" for packing in packings):
        return (
            f"Packed, a question over all of it reads {len(packings):,} files instead "
            f"of {before:,}. The parts stay ({parts}); packs take at most about as "
            "much again."
        )
    packs = _mb(sum(packing.pack_bytes for packing in packings))
    told = (
        f"A question over all of it reads {after:,} files instead of {before:,}. "
        f"The parts stay ({parts}); the packs take {packs} more."
    )
    if any(packing.state == "being written" for packing in packings):
        told += " Where something is being written, compact again when it is done."
    return told


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:,.1f} MB"
