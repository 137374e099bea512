"""Pictures of letters as rows: two parts a corpus, written whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from ingest.settings import DEFAULT_BLUR_THRESHOLD
from ingest.sources import Problem
from store.consent import with_kept
from store.layout import Store
from store.runs import Run, State, end_run, start_run
from store.write import write_part, write_rows

PartName = Literal["train", "test"]
SIDE_PX: Final = 28
PIXELS: Final = SIDE_PX * SIDE_PX
MEDIA: Final = "letters"
"""What a corpus of such pictures has in `corpora.media`; it has no clips."""
_PROBLEMS_PART: Final = "letters"


@dataclass(frozen=True, slots=True)
class LetterPart:
    """The N pictures of one part, in the order of their rows.

    Attributes:
        labels: number of the class, shape (N,).
        pixels: grey, 0 black to 255 white, shape (N, 784).
        signers: who shows each letter; None where unknown.
    """

    labels: NDArray[np.int32]
    pixels: NDArray[np.uint8]
    signers: Sequence[str | None]

    def __post_init__(self) -> None:
        count = len(self.labels)
        if self.pixels.shape != (count, PIXELS) or len(self.signers) != count:
            raise ValueError(f"{self.pixels.shape} pixels do not fit {count} labels.")


@dataclass(frozen=True, slots=True)
class LetterSet:
    """A corpus of pictures of letters.

    Attributes:
        corpus: its id.
        title: its name for people.
        source: where it was read from.
        parts: the pictures for training and for testing.
        names: the class for people, by label.
        language: sign language; empty where unknown.
        synthetic: whether the pictures are rendered.
        licence, citation: as the source states them.
        problems: what was met while reading.
    """

    corpus: str
    title: str
    source: str
    parts: Mapping[PartName, LetterPart]
    names: Mapping[int, str]
    language: str = ""
    synthetic: bool = False
    licence: str = "not stated"
    citation: str = ""
    problems: Sequence[Problem] = ()


def write_letters(store: Store, letters: LetterSet, run: Run, started_ms: int) -> None:
    """Write a corpus of letters in place of what it held, and how the run ended.

    Args:
        store: where to.
        letters: the corpus.
        run: the run that read or rendered it.
        started_ms: when that began, ms since 1970, UTC.
    """
    start_run(store, run)
    try:
        _write(store, letters, run)
    except BaseException as error:
        stopped = isinstance(error, KeyboardInterrupt)
        ended: State = "stopped" if stopped else "failed"
        end_run(store, run, state=ended, started_ms=started_ms, metrics={})
        raise
    metrics: dict[str, object] = {
        part: len(made.labels) for part, made in letters.parts.items()
    }
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)


def _write(store: Store, letters: LetterSet, run: Run) -> None:
    where = {"corpus": letters.corpus}
    for part in letters.parts:
        columns = _columns(letters, part)
        write_part(store, "letters", columns, part=part, partition=where)
    problems = [
        problem.row(corpus=letters.corpus, run_id=run.run_id)
        for problem in letters.problems
    ]
    write_rows(store, "problems", problems, part=_PROBLEMS_PART, partition=where)
    row = with_kept(store, _corpus_row(letters))
    write_rows(store, "corpora", [row], part=letters.corpus, partition=where)


def _columns(
    letters: LetterSet, part: PartName
) -> dict[str, Sequence[object] | NDArray[np.generic]]:
    made, corpus = letters.parts[part], letters.corpus
    count = len(made.labels)
    return {
        "letter_id": [f"{corpus}/{part}/{row:05d}" for row in range(count)],
        "corpus": [corpus] * count,
        "part": [part] * count,
        "row_number": np.arange(count),
        "label": made.labels,
        "letter": [letters.names[int(label)] for label in made.labels],
        "signer": list(made.signers),
        "pixels": [picture.tobytes() for picture in made.pixels],
    }


def _corpus_row(letters: LetterSet) -> dict[str, object]:
    return {
        "corpus": letters.corpus,
        "title": letters.title,
        "language": letters.language,
        "media": MEDIA,
        "synthetic": letters.synthetic,
        "licence": letters.licence,
        "citation": letters.citation,
        "show_faces": False,
        "exportable": letters.synthetic,
        "blur_threshold": DEFAULT_BLUR_THRESHOLD,
        "source": letters.source,
        "clips_planned": 0,
    }
