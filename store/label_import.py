"""Labels made elsewhere: a CSV file, pictures in one folder per handshape, or ELAN."""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.crop_ids import corpus_of
from store.db import Database
from store.elan.tiers import TierNames
from store.errors import CallError, shortened
from store.given_labels import GivenLabel, LabelProblem
from store.imported_events import add_labels, begin_import
from store.label_elan import BY_CORPORA, elan_files, elan_labels
from store.label_files import (
    LABELS_CSV,
    PICTURES,
    counted,
    crop_of_file,
    handshape_of_folder,
)
from store.layout import Store, checked_name, run_part
from store.runs import Run, end_run
from store.write import write_rows

NEEDED: Final = ("crop_id", "handshape")
ELSEWHERE: Final = "elsewhere"
"""Stands for the corpus of labels whose crop names none."""
_SUFFIXES: Final = {".jpg", ".jpeg", ".png"}
LONGEST_HANDSHAPE: Final = 200
"""A longer one is the rest of the file behind a lost quotation mark."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: labels that count now, and those that could not be used."""

    labels: tuple[GivenLabel, ...]
    problems: tuple[LabelProblem, ...]

    @property
    def summary(self) -> str:
        """One sentence."""
        names = {label.handshape for label in self.labels}
        labels = counted(len(self.labels), "label")
        done = f"{labels} of {counted(len(names), 'handshape')} imported"
        if not self.problems:
            return f"{done}."
        return (
            f"{done}; {len(self.problems)} could not be used, for example: "
            f"{self.problems[0].what} All are listed among the problems."
        )


def import_labels(
    store: Store, source: Path, *, annotator: str, names: TierNames = BY_CORPORA
) -> Imported:
    """Add the labels of a file or folder as events; what is unusable is a problem each.

    Args:
        store: where to.
        source: a CSV file with the columns `crop_id` and `handshape`, and `annotator` if
            several labelled; a folder, either an export of ours or one folder per
            handshape with pictures named after their crops; or an .eaf file of ELAN, or
            a folder of them.
        annotator: who labelled where the source does not say.
        names: handshape tiers of ELAN to take.

    Raises:
        CallError: there is nothing of that kind at `source`.
    """
    database = Database(store)
    given, unusable = _read(database, source, annotator, names)
    run = Run("labels", "", {"source": source.name, "content": _digest(given)})
    started_ms = begin_import(database, run)
    found = _sorted_out(given, _known(database, given), unusable)
    add_labels(database, found.labels, source.name, at_ms=started_ms)
    _write_problems(store, found.problems, run.run_id)
    metrics = {"labels": len(found.labels), "problems": len(found.problems)}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return found


def _read(
    database: Database, source: Path, annotator: str, names: TierNames
) -> tuple[list[GivenLabel], list[LabelProblem]]:
    listed = source / LABELS_CSV
    if listed.is_file():
        return _read_csv(listed, annotator), []
    if files := elan_files(source):
        return elan_labels(database, files, annotator=annotator, names=names)
    if source.is_dir():
        return _read_folder(source, annotator), []
    if not source.is_file():
        raise CallError(f"There is no file or folder {source}.")
    return _read_csv(source, annotator), []


def _read_csv(path: Path, annotator: str) -> list[GivenLabel]:
    text = _text(path)
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return list(_given(path, reader, annotator))
    except csv.Error as error:
        raise CallError(
            f"{path} cannot be read as a table: {error}. Save it as 'CSV UTF-8' and "
            "import it again."
        ) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CallError(
            f"{path} is not UTF-8 text: save it as 'CSV UTF-8' and import it again."
        ) from error
    except OSError as error:
        raise CallError(f"{path} cannot be read: {error.strerror}.") from error


def _given(
    path: Path, reader: "csv.DictReader[str]", annotator: str
) -> Iterator[GivenLabel]:
    names = [name.strip() for name in reader.fieldnames or ()]
    if lacking := [name for name in NEEDED if name not in names]:
        raise CallError(
            f"{path} has no column {' and no column '.join(lacking)}; its first line "
            f"names {', '.join(names) or 'nothing'}. Expected: crop_id, handshape and, "
            "if several people labelled, annotator."
        )
    reader.fieldnames = names
    for row in reader:
        yield GivenLabel(
            f"{path.name}, line {reader.line_num}",
            (row["crop_id"] or "").strip(),
            (row["handshape"] or "").strip(),
            (row.get("annotator") or "").strip() or annotator,
        )


def _read_folder(folder: Path, annotator: str) -> list[GivenLabel]:
    inner = folder / PICTURES
    top = inner if inner.is_dir() else folder
    pictures = sorted(
        path for path in top.glob("*/*") if path.suffix.lower() in _SUFFIXES
    )
    if not pictures:
        raise CallError(
            f"{folder} holds no pictures in folders: expected one folder per handshape "
            "with pictures named after their crops, or a file labels.csv."
        )
    return [
        GivenLabel(
            str(path.relative_to(folder)),
            crop_of_file(path),
            handshape_of_folder(path.parent.name).strip(),
            annotator,
        )
        for path in pictures
    ]


def _known(database: Database, given: Sequence[GivenLabel]) -> set[str]:
    asked = sorted({label.crop_id for label in given})
    rows = database.rows("crops_known", crops=asked)
    return {row["crop_id"] for row in rows}


def _sorted_out(
    given: Iterable[GivenLabel], known: set[str], unusable: Sequence[LabelProblem]
) -> Imported:
    labels: dict[tuple[str, str], GivenLabel] = {}
    problems = list(unusable)
    for label in given:
        if label.crop_id not in known:
            problems.append(_unknown(label))
        elif not label.handshape:
            problems.append(_unnamed(label))
        elif len(label.handshape) > LONGEST_HANDSHAPE:
            problems.append(_endless(label))
        else:
            earlier = labels.setdefault((label.annotator, label.crop_id), label)
            if earlier.handshape != label.handshape:
                problems.append(_twice(label, earlier))
    return Imported(tuple(labels.values()), tuple(problems))


def _unknown(label: GivenLabel) -> LabelProblem:
    what = f"{label.place} labels {label.crop_id!r}, and the store has no such crop."
    remedy = "Ingest its clip first, or correct the crop_id."
    return LabelProblem("unknown-crop", label, what, remedy)


def _unnamed(label: GivenLabel) -> LabelProblem:
    what = f"{label.place} gives {label.crop_id!r} no handshape."
    return LabelProblem("no-handshape", label, what, "Fill it in, or drop the line.")


def _endless(label: GivenLabel) -> LabelProblem:
    what = (
        f"{label.place} gives {label.crop_id!r} a handshape of "
        f"{len(label.handshape):,} letters; {LONGEST_HANDSHAPE} are the most."
    )
    remedy = "Look for a missing quotation mark before it."
    return LabelProblem("too-long-handshape", label, what, remedy)


def _twice(label: GivenLabel, earlier: GivenLabel) -> LabelProblem:
    what = (
        f"{label.place} labels {label.crop_id!r} {label.handshape!r}, but "
        f"{earlier.place} labels it {earlier.handshape!r}; the first counts."
    )
    return LabelProblem("labelled-twice", label, what, "Keep one of the two.")


def _write_problems(
    store: Store, problems: Sequence[LabelProblem], run_id: str
) -> None:
    by_corpus: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for number, problem in enumerate(problems):
        corpus = _corpus(problem.label.crop_id)
        by_corpus[corpus].append(
            {
                "problem_id": f"{run_id}/{number}",
                "corpus": corpus,
                "clip_id": None,
                "step": "labels",
                "kind": problem.kind,
                "place": shortened(problem.label.place),
                "what": shortened(problem.what),
                "remedy": problem.remedy,
                "lost": False,
                "run_id": run_id,
            }
        )
    for corpus, rows in by_corpus.items():
        write_rows(
            store,
            "problems",
            rows,
            part=run_part(run_id),
            partition={"corpus": corpus},
        )


def _corpus(crop_id: str) -> str:
    try:
        return checked_name("corpus", corpus_of(crop_id))
    except CallError:
        return ELSEWHERE


def _digest(given: Sequence[GivenLabel]) -> str:
    told = "\n".join(f"{g.crop_id}\t{g.handshape}\t{g.annotator}" for g in given)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
