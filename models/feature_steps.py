"""Computing a feature set for the hands of a corpus, part by part."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from models.feature import NO_WEIGHTS, Feature, load_feature
from models.feature_parts import PlannedPart, plan_parts
from models.handcrop_reading import Choice, Stretch, read_hands
from models.handcrops import HandCrops
from models.pca import Pca, fit_pca
from models.pca_files import load_pca, save_pca
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.layout import PART_GLOB, Store, run_part
from store.runs import Run, State, end_run, start_run
from store.schema import table
from store.write import write_part, write_rows

PCA_SAMPLE: Final = 8192
Values = NDArray[np.float32]
Column = list[str] | Values


class Progress(Protocol):
    """Is told how far the work is."""

    def begin(self, run: Run, *, total: int) -> None:
        """Learn of the run and how many crops it looks at."""

    def advance(self, count: int) -> None:
        """Learn that some crops more are done."""


@dataclass(frozen=True, slots=True)
class FeatureTask:
    """What to compute.

    Attributes:
        corpus: id of the corpus.
        name: feature set.
        choice: which hands: `sharp` ones, `all`, or the sharpest of each of `holds`;
            photographs always.
        weights: for feature sets that are networks: `none`, a name they know, a file.
    """

    corpus: str
    name: str
    choice: Choice = "sharp"
    weights: str = NO_WEIGHTS


@dataclass(slots=True)
class FeatureCounts:
    """What came of it: crops written now, those without values, parts kept as were."""

    run_id: str
    crops: int = 0
    without_values: int = 0
    unreadable: list[str] = field(default_factory=list, repr=False)
    parts_kept: int = 0


def compute_features(
    store: Store, task: FeatureTask, progress: Progress
) -> FeatureCounts:
    """Write a feature set of a corpus; parts that are there already are kept.

    Raises:
        UnknownNameError: no such corpus or feature set.
        CallError: the corpus has no hands to describe.
    """
    database = Database(store)
    feature = load_feature(task.name)
    run = _run(database, task, feature)
    clips = database.rows("clip_crop_counts", corpus=task.corpus)
    if not clips:
        raise CallError(
            f"Corpus {task.corpus!r} has no crops: ingest clips in which hands are seen."
        )
    planned = plan_parts(clips, run_id=run.run_id)
    started_ms = start_run(store, run)
    progress.begin(run, total=sum(part.crops for part in planned))
    counts = FeatureCounts(run.run_id)
    try:
        writer = _Writer(store, database, task, feature, run, counts, progress)
        writer.write(planned)
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    # Those of parts that an earlier, interrupted run wrote are the run's too.
    (there,) = database.rows(
        "features_counted",
        corpus=task.corpus,
        features=feature.name,
        run_id=run.run_id,
    )
    metrics = _metrics(counts) | there
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return counts


@dataclass(frozen=True, slots=True)
class _Writer:
    """Fills the parts of one run."""

    store: Store
    database: Database
    task: FeatureTask
    feature: Feature
    run: Run
    counts: FeatureCounts
    progress: Progress

    @property
    def _partition(self) -> dict[str, str]:
        return {"corpus": self.task.corpus, "features": self.feature.name}

    def _compute(self, hands: HandCrops) -> Values:
        if self.feature.uses_weights:
            return self.feature.compute(hands, weights=self.task.weights)
        return self.feature.compute(hands)

    def write(self, planned: list[PlannedPart]) -> None:
        there = self._remove_outdated(planned)
        missing = [part for part in planned if part.name not in there]
        pca = self._pca(planned) if missing and self.feature.reduced_to else None
        for part in planned:
            if part.name in there:
                self.counts.parts_kept += 1
                self.progress.advance(part.crops)
            else:
                self._write_part(part, pca)

    def _remove_outdated(self, planned: list[PlannedPart]) -> set[str]:
        """Take away parts of other runs and clips; return the names of the others."""
        folder = self.store.part_path(table("features"), self._partition, "x").parent
        there = {path.stem.removeprefix("part-") for path in folder.glob(PART_GLOB)}
        for name in there - {part.name for part in planned}:
            write_rows(self.store, "features", [], part=name, partition=self._partition)
        return there

    def _pca(self, planned: list[PlannedPart]) -> Pca:
        path = self.store.run_dir(self.run.run_id) / "pca.npz"
        if path.exists():
            return load_pca(path)
        pca = fit_pca(self._sample(planned), self.feature.reduced_to or 0)
        save_pca(path, pca)
        return pca

    def _sample(self, planned: list[PlannedPart]) -> Values:
        """Return values of a random share of the hands, at most about `PCA_SAMPLE`."""
        share = min(1.0, PCA_SAMPLE / sum(part.crops for part in planned))
        draw = np.random.default_rng(0)
        rows = [np.empty((0, self.feature.dimensions), dtype=np.float32)]
        for part in planned:
            for hands in self._hands(part):
                drawn = np.flatnonzero(draw.random(len(hands)) <= share)
                values = self._compute(hands.take(drawn))
                rows.append(values[np.isfinite(values).all(axis=1)])
        return np.concatenate(rows)

    def _hands(self, part: PlannedPart) -> Iterator[HandCrops]:
        stretch = Stretch(
            self.task.corpus,
            part.first_clip,
            part.last_clip,
            self.task.choice,
            self.feature.padding_px,
        )
        return read_hands(self.database, stretch)

    def _write_part(self, part: PlannedPart, pca: Pca | None) -> None:
        crop_ids: list[str] = []
        unreadable: list[str] = []
        values: list[Values] = []
        for hands in self._hands(part):
            computed = self._compute(hands)
            values.append(computed if pca is None else pca.reduce(computed))
            crop_ids += hands.crop_ids
            if self.feature.padding_px is not None:
                unreadable += hands.without_picture
        self._write_problems(part, unreadable)
        if crop_ids:
            self._write_values(part, crop_ids, np.concatenate(values))
        self.progress.advance(part.crops)

    def _write_values(
        self, part: PlannedPart, crop_ids: list[str], values: Values
    ) -> None:
        count = len(crop_ids)
        columns: dict[str, Column] = {
            "crop_id": crop_ids,
            "corpus": [self.task.corpus] * count,
            "features": [self.feature.name] * count,
            "run_id": [self.run.run_id] * count,
            "vector": values,
        }
        write_part(
            self.store, "features", columns, part=part.name, partition=self._partition
        )
        self.counts.crops += count
        self.counts.without_values += int(np.isnan(values).any(axis=1).sum())

    def _write_problems(self, part: PlannedPart, unreadable: list[str]) -> None:
        self.counts.unreadable += unreadable
        rows = [_unreadable(crop_id, self.run) for crop_id in unreadable]
        write_rows(
            self.store,
            "problems",
            rows,
            part=run_part(self.run.run_id, part.name),
            partition={"corpus": self.task.corpus},
        )


def _run(database: Database, task: FeatureTask, feature: Feature) -> Run:
    corpora = database.rows("corpus_threshold", corpus=task.corpus)
    if not corpora:
        known = [row["corpus"] for row in database.rows("corpus_ids")]
        raise UnknownNameError("corpus", task.corpus, known)
    recipe: dict[str, object] = {"features": task.name, "crops": task.choice}
    if task.choice == "sharp":
        recipe["blur_threshold"] = corpora[0]["blur_threshold"]
    note = ""
    if feature.uses_weights:
        recipe["weights"] = _weights_told(task.weights)
        if task.weights == NO_WEIGHTS:
            note = "Random weights: the network has learnt nothing."
    return Run("features", task.corpus, recipe, inputs=(task.corpus,), note=note)


def _weights_told(weights: str) -> str:
    """Return weights as a recipe tells them: a file by its digest too."""
    path = Path(weights)
    if not path.is_file():
        return weights
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{path.name} sha256:{digest[:16]}"


def _unreadable(crop_id: str, run: Run) -> dict[str, object]:
    clip_id = crop_id.rsplit("/", 3)[0]
    place = f"{run.recipe['features']} of {crop_id}"
    return {
        "problem_id": hashlib.sha256(place.encode()).hexdigest()[:16],
        "corpus": run.corpus,
        "clip_id": clip_id,
        "step": "features",
        "kind": "unreadable-crop",
        "place": place,
        "what": f"The picture of {crop_id} cannot be read.",
        "remedy": "Ingest its clip again, then compute the features again.",
        "lost": False,
        "run_id": run.run_id,
    }


def _metrics(counts: FeatureCounts) -> dict[str, object]:
    return {
        "without_values": counts.without_values,
        "unreadable": len(counts.unreadable),
        "parts_kept": counts.parts_kept,
    }
