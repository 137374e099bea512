"""Commands about written descriptions: `signatlas families` and `find-by-words`."""

import enum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from store.command_options import StoreOption
from store.errors import CallError
from store.layout import open_store
from store.settings import gather_settings
from store.terminal import Terminal

if TYPE_CHECKING:
    from models.descriptions.steps import FamiliesMade
    from models.descriptions.tokens import Unit as CompareUnit


class Unit(enum.StrEnum):
    """What of descriptions is compared."""

    CHARACTER = "character"
    WORD = "word"
    SYMBOL = "symbol"


class Weighting(enum.StrEnum):
    """Whether what most descriptions say counts less."""

    NONE = "none"
    RARE = "rare"


def families(
    corpus: Annotated[list[str], typer.Option(help="Corpus; may be repeated.")],
    *,
    unit: Annotated[
        Unit | None, typer.Option(help="What is compared [default: as ingested].")
    ] = None,
    weighting: Annotated[
        Weighting, typer.Option(help="rare: what most descriptions say counts less.")
    ] = Weighting.NONE,
    floor: Annotated[
        float, typer.Option(help="Keep pairs that are at least so alike.")
    ] = 0.4,
    permutations: Annotated[
        int, typer.Option(help="How often unrelated descriptions are made; 0: never.")
    ] = 20,
    seed: Annotated[int, typer.Option(help="Seed of these.")] = 0,
    store: StoreOption = None,
    workers: Annotated[
        int | None, typer.Option(help="Threads [default: one for each core].")
    ] = None,
) -> None:
    """Find families of signs whose written descriptions are alike, and minimal pairs."""
    from models.descriptions.steps import FamilyTask, find_families  # noqa: PLC0415

    settings = gather_settings(store=store, workers=workers)
    there = open_store(settings.store)
    for one in corpus:
        task = FamilyTask(
            one,
            None if unit is None else unit.value,
            weighting.value,
            floor=floor,
            permutations=permutations,
            seed=seed,
        )
        made = find_families(there, task, workers=settings.workers)
        typer.echo(_told(one, made))


def find_by_words(
    description: Annotated[
        str, typer.Argument(help="How the sign is made, in words or HamNoSys.")
    ],
    *,
    corpus: Annotated[str, typer.Option(help="Corpus to look in.")],
    any_order: Annotated[
        bool, typer.Option(help="Do not mind the order of words.")
    ] = False,
    unit: Annotated[
        Unit | None, typer.Option(help="What is compared [default: as ingested].")
    ] = None,
    at_most: Annotated[int, typer.Option(help="How many signs to list.")] = 10,
    store: StoreOption = None,
) -> None:
    """Look up a sign by describing how it is made."""
    from models.descriptions.search import SearchIndex  # noqa: PLC0415 - heavy
    from store.db import Database  # noqa: PLC0415 - not needed for the other commands

    there = open_store(gather_settings(store=store).store)
    rows = Database(there).rows("descriptions_of", corpus=corpus)
    if not rows:
        raise CallError(
            f"Corpus {corpus!r} has no descriptions: read some with `signatlas ingest "
            f"descriptions FILE --corpus {corpus}`."
        )
    compared: CompareUnit = rows[0]["unit"] if unit is None else unit.value
    index = SearchIndex([row["text"] for row in rows], compared)
    ranking = index.ranked(description, any_order=any_order)
    table = Table(title=f"{len(rows):,} descriptions compared by {compared}")
    for heading in ("similarity", "gloss", "description", "id"):
        table.add_column(heading, overflow="fold")
    found = zip(ranking.places, ranking.similarity, strict=True)
    for place, similarity in list(found)[:at_most]:
        row = rows[place]
        told = (row["gloss"], row["names"] or row["text"], row["description_id"])
        table.add_row(f"{similarity:.3f}", *told)
    Terminal().print(table)


def _told(corpus: str, made: "FamiliesMade") -> str:
    rate = "unknown" if made.false_rate_6 is None else f"{made.false_rate_6:.1%}"
    chosen = (
        "no threshold keeps them below 5 %"
        if made.threshold is None
        else f"below 5 % from {made.threshold:.2f} on"
    )
    return (
        f"{corpus} ({made.run_id}): {made.descriptions:,} descriptions compared by "
        f"{made.unit}, {made.merged:,} the same as another, {made.left_out:,} left out.\n"
        f"  {made.above_8:,} pairs above .8, {made.above_5:,} above .5; "
        f"{made.minimal_pairs:,} pairs differ in one parameter.\n"
        f"  At .6: {made.families:,} families, the largest of {made.largest:,}, "
        f"{made.singles:,} signs in none. False discoveries: {rate}; {chosen}."
    )
