"""Families of a corpus's descriptions: computed, and written as rows of a run."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

import numpy as np

from models.descriptions.closure import Dendrogram, dendrogram, with_merged
from models.descriptions.minimal_pairs import parameters_of_pairs
from models.descriptions.null_model import NullModel, null_model
from models.descriptions.similarity import Comparison, Pairs, compare_all
from models.descriptions.tokens import UNITS, Alphabet, Unit, tokens
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import Store
from store.runs import Run, State, end_run, start_run
from store.write import Values, write_part

STEP: Final = "families"
Weighting = Literal["none", "rare"]
FLOOR: Final = 0.4
PAPERS_THRESHOLD: Final = 0.6
MOST_PAIRS: Final = 200_000
"""Pairs at most that are kept, the most alike."""


@dataclass(frozen=True, slots=True)
class FamilyTask:
    """What to compare and how.

    Attributes:
        corpus: id of the corpus.
        unit: what is compared; None: what most of its descriptions say.
        weighting: `none` as in the paper, or `rare`: what most descriptions say counts
            less.
        floor: pairs below this similarity are not kept.
        permutations: how often unrelated descriptions are made.
        seed: of these.
    """

    corpus: str
    unit: Unit | None = None
    weighting: Weighting = "none"
    floor: float = FLOOR
    permutations: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        if self.unit is not None and self.unit not in UNITS:
            raise UnknownNameError("unit", self.unit, UNITS)
        if not 0 < self.floor <= 1:
            raise CallError(f"Similarity {self.floor} as a floor: give 0 to 1.")
        if self.permutations < 0:
            raise CallError(f"{self.permutations} permutations: give 0 or more.")


@dataclass(frozen=True, slots=True)
class FamiliesMade:
    """What came of it.

    Attributes:
        run_id: the run.
        unit: what was compared.
        descriptions: descriptions compared, after merging.
        merged: descriptions that are the same as another.
        left_out: descriptions in which there is nothing to compare.
        above_8, above_5: pairs more alike than .8 and .5.
        families, largest, singles: families of two or more at .6, members of the largest,
            and descriptions that are in none.
        minimal_pairs: pairs kept that differ in one parameter.
        threshold: lowest with at most 5 % false discoveries; None where there is none.
        false_rate_5, false_rate_6: false discovery rate at .5 and .6; None unknown.
    """

    run_id: str
    unit: str
    descriptions: int
    merged: int
    left_out: int
    above_8: int
    above_5: int
    families: int
    largest: int
    singles: int
    minimal_pairs: int
    threshold: float | None
    false_rate_5: float | None
    false_rate_6: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """Descriptions that were compared. N of them, n after merging.

    Attributes:
        ids: of the N descriptions.
        texts: of the n that are left.
        same_as: place of each of the N among those left.
        pairs: among those left, the most alike.
        above_8, above_5: pairs more alike than .8 and .5, kept or not.
        tree: of all N.
        null: false discovery rates.
        parameters: of each pair, the one in which it differs.
    """

    ids: Sequence[str]
    texts: Sequence[str]
    same_as: Sequence[int]
    pairs: Pairs
    above_8: int
    above_5: int
    tree: Dendrogram
    null: NullModel
    parameters: Sequence[str | None]


def find_families(store: Store, task: FamilyTask, *, workers: int = 1) -> FamiliesMade:
    """Compare all descriptions of a corpus and write what came of it as a run.

    Raises:
        CallError: the corpus has no descriptions.
    """
    rows = Database(store).rows("descriptions_of", corpus=task.corpus)
    if not rows:
        raise CallError(
            f"Corpus {task.corpus!r} has no descriptions: read some with `signatlas "
            f"ingest descriptions FILE --corpus {task.corpus}`."
        )
    units = [row["unit"] for row in rows]
    task = replace(task, unit=task.unit or max(UNITS, key=units.count))
    run = _run(task)
    started_ms = start_run(store, run)
    state: State = "failed"
    metrics: dict[str, object] = {}
    try:
        ids = [row["description_id"] for row in rows]
        found = compare_texts(ids, [row["text"] for row in rows], task, workers=workers)
        _write(store, run, found)
        made = _made(run, task, found, left_out=len(rows) - len(found.ids))
        metrics, state = asdict(made), "finished"
    except KeyboardInterrupt:
        state = "stopped"
        raise
    finally:
        end_run(store, run, state=state, started_ms=started_ms, metrics=metrics)
    return made


def compare_texts(
    ids: Sequence[str], texts: Sequence[str], task: FamilyTask, *, workers: int = 1
) -> Found:
    """Return families, pairs and false discovery rates of descriptions."""
    unit: Unit = task.unit or "character"
    listed = [tokens(text, unit) for text in texts]
    usable = [place for place, own in enumerate(listed) if own]
    first: dict[tuple[str, ...], int] = {}
    same_as = [first.setdefault(tuple(listed[place]), len(first)) for place in usable]
    kept_texts = [texts[usable[place]] for place in _first_places(same_as)]
    compared = _compared(list(first), task, workers)
    pairs = compared.pairs.first_few(MOST_PAIRS)
    return Found(
        ids=[ids[place] for place in usable],
        texts=kept_texts,
        same_as=same_as,
        pairs=pairs,
        above_8=compared.pairs.above(0.8),
        above_5=compared.pairs.above(0.5),
        tree=with_merged(dendrogram(compared), same_as),
        null=null_model(
            kept_texts,
            unit,
            permutations=task.permutations,
            seed=task.seed,
            compare=lambda lists: _compared(lists, task, workers),
        ),
        parameters=list(
            parameters_of_pairs(
                kept_texts, zip(pairs.first, pairs.second, strict=True), unit
            )
        ),
    )


def _compared(
    token_lists: Sequence[Sequence[str]], task: FamilyTask, workers: int
) -> Comparison:
    if task.weighting == "rare":
        # It brings numba, which the paper's similarity does without.
        from models.descriptions.weighting import compare_weighted  # noqa: PLC0415

        return compare_weighted(token_lists, floor=task.floor)
    alphabet = Alphabet(token_lists)
    codes = [alphabet.encode(own) for own in token_lists]
    return compare_all(codes, floor=task.floor, workers=workers)


def _first_places(same_as: Sequence[int]) -> list[int]:
    """Return where each of the descriptions that are left came first."""
    first = {own: place for place, own in reversed(list(enumerate(same_as)))}
    return [first[own] for own in range(len(first))]


def _run(task: FamilyTask) -> Run:
    recipe = asdict(task)
    recipe.pop("seed")
    return Run(STEP, task.corpus, recipe, seed=task.seed, inputs=(task.corpus,))


def _made(run: Run, task: FamilyTask, found: Found, *, left_out: int) -> FamiliesMade:
    sizes = found.tree.sizes(PAPERS_THRESHOLD)
    known = task.permutations > 0
    return FamiliesMade(
        run_id=run.run_id,
        unit=str(task.unit),
        descriptions=len(found.texts),
        merged=len(found.ids) - len(found.texts),
        left_out=left_out,
        above_8=found.above_8,
        above_5=found.above_5,
        families=int((sizes > 1).sum()),
        largest=int(sizes.max(initial=0)),
        singles=int((sizes == 1).sum()),
        minimal_pairs=sum(name is not None for name in found.parameters),
        threshold=found.null.threshold() if known else None,
        false_rate_5=found.null.rate_at(0.5) if known else None,
        false_rate_6=found.null.rate_at(0.6) if known else None,
    )


def _write(store: Store, run: Run, found: Found) -> None:
    where = {"run_id": run.run_id}
    pairs = _pair_columns(run, found)
    write_part(store, "description_pairs", pairs, part="all", partition=where)
    tree = _tree_columns(run, found)
    write_part(store, "description_tree", tree, part="all", partition=where)
    history = _history_columns(run, found.null)
    write_part(store, "run_history", history, part="all", partition=where)


def _pair_columns(run: Run, found: Found) -> dict[str, Values]:
    kept = [found.ids[place] for place in _first_places(found.same_as)]
    both = zip(found.pairs.first, found.pairs.second, strict=True)
    named = [sorted((kept[one], kept[other])) for one, other in both]
    return {
        "run_id": [run.run_id] * len(named),
        "first": [pair[0] for pair in named],
        "second": [pair[1] for pair in named],
        "common": found.pairs.common,
        "similarity": found.pairs.similarity,
        "parameter": list(found.parameters),
    }


def _tree_columns(run: Run, found: Found) -> dict[str, Values]:
    joins, count = found.tree.joins, len(found.ids)

    def name(side: int) -> str:
        return found.ids[side] if side < count else f"join:{side - count}"

    return {
        "run_id": [run.run_id] * len(joins),
        "join_number": list(range(len(joins))),
        "left": [name(join.left) for join in joins],
        "right": [name(join.right) for join in joins],
        "similarity": [join.similarity for join in joins],
        "members": [join.members for join in joins],
    }


def _history_columns(run: Run, null: NullModel) -> dict[str, Values]:
    """Return the null model's curves; a step is a hundredth of similarity."""
    steps = np.round(null.thresholds * 100).astype(np.int64)
    curves = {
        "pairs-found": null.found.astype(np.float64),
        "pairs-by-chance": null.by_chance,
        "false-discovery-rate": null.false_rate,
    }
    rows = [
        (int(step), measure, float(value))
        for measure, values in curves.items()
        for step, value in zip(steps, values, strict=True)
        if np.isfinite(value)
    ]
    return {
        "run_id": [run.run_id] * len(rows),
        "step_number": [step for step, _, _ in rows],
        "measure": [measure for _, measure, _ in rows],
        "part": [""] * len(rows),
        "value": [value for _, _, value in rows],
    }
