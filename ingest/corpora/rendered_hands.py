"""Single rendered (synthetic) hands: any handshape, orientation, person and light.

Each hand is a clip of one frame, cropped by its true points. MediaPipe's hand model looks
where the hand is, and its landmarks are what it sees there. Not of made handshapes: they
are unlike the hands that the model knows, and it guesses (from its points a tenth of the
variance of their form can be told, of the inventory's half). The truth is in
`truth_signs`, `truth_frames` and `truth_hands`.

Many hands share a part, which is written when its last hand is rendered, `clips` last.
"""

import hashlib
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from numpy.random import default_rng

from ingest.parts import remove_other_parts
from ingest.rendered_landmarks import TrueHandReader
from ingest.rendered_rows import Rows, filmed, hand_rows, write_picture
from ingest.settings import SYNTHETIC_BLUR_THRESHOLD
from ingest.signer.drawn_hands import draw_hand
from ingest.signer.single_hand import render_hand
from store.errors import CallError
from store.handshapes import INVENTORY
from store.layout import Store
from store.runs import Progress, Run, State, end_run, report_progress, start_run
from store.schema import table
from store.write import write_rows

CORPUS: Final = "rendered-hands"
VERSION: Final = 4
"""Rises when the same recipe gives other hands."""
HANDS_PER_PART: Final = 512
TABLES: Final = (
    "clips",
    "frames",
    "landmarks",
    "crops",
    "truth_signs",
    "truth_frames",
    "truth_hands",
)


@dataclass(frozen=True, slots=True)
class RenderedHands:
    """Which hands to render.

    Attributes:
        hands: how many.
        seed: of everything that is drawn.
        signers: how many invented people they belong to.
        made: how many made handshapes there are beside the inventory's.
        side_px: width and height of the pictures.
    """

    hands: int = 4000
    seed: int = 0
    signers: int = 100
    made: int = 400
    side_px: int = 80

    def __post_init__(self) -> None:
        if self.hands < 1 or self.signers < 1 or self.made < 0:
            raise CallError(
                f"{self.hands} hands of {self.signers} signers with {self.made} made "
                "handshapes cannot be rendered: give 1 or more hands and signers."
            )

    def run(self) -> Run:
        """Return the run that renders them."""
        recipe = {"importer": CORPUS, "version": VERSION} | asdict(self)
        return Run("ingest", CORPUS, recipe, seed=self.seed, note="Synthetic hands.")


@dataclass(frozen=True, slots=True)
class Part:
    """Hands in a row that share a part of every table."""

    told: RenderedHands
    run_id: str
    first: int
    last: int

    @property
    def name(self) -> str:
        """What the part is called in every table."""
        digest = hashlib.sha256(f"{self.run_id} {self.first} {self.last}".encode())
        return f"hands-{self.first:07d}-{digest.hexdigest()[:8]}"


def render_hands(store: Store, told: RenderedHands, *, workers: int) -> Run:
    """Write a corpus of rendered hands and return the run; finished parts are kept."""
    run = told.run()
    parts = _parts(told, run)
    keep = {part.name for part in parts}
    remove_other_parts(store, CORPUS, TABLES, keep=keep)
    _write_corpus(store, told)
    waiting = [part for part in parts if not _clips_path(store, part.name).exists()]
    if not waiting:
        return run
    started_ms = start_run(store, run)
    done = told.hands - sum(part.last - part.first for part in waiting)
    try:
        for hands in _written(store, waiting, workers):
            done += hands
            progress = Progress("render hands", CORPUS, done, told.hands, "hands")
            report_progress(store, run, progress)
    except BaseException as error:
        stopped = isinstance(error, KeyboardInterrupt)
        ended: State = "stopped" if stopped else "failed"
        end_run(store, run, state=ended, started_ms=started_ms, metrics={})
        raise
    metrics = {"hands": told.hands}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run


def _parts(told: RenderedHands, run: Run) -> list[Part]:
    starts = range(0, told.hands, HANDS_PER_PART)
    return [
        Part(told, run.run_id, first, min(first + HANDS_PER_PART, told.hands))
        for first in starts
    ]


def _written(store: Store, parts: Sequence[Part], workers: int) -> Iterator[int]:
    """Write parts, several at a time, and yield how many hands each has."""
    if workers == 1:
        yield from (write_hands(store, part) for part in parts)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(parts)), mp_context=spawn) as pool:
        jobs: list[Future[int]] = [
            pool.submit(write_hands, store, part) for part in parts
        ]
        try:
            yield from (job.result() for job in as_completed(jobs))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _clips_path(store: Store, part: str) -> Path:
    return store.part_path(table("clips"), {"corpus": CORPUS}, part)


def _write_corpus(store: Store, told: RenderedHands) -> None:
    row = {
        "corpus": CORPUS,
        "title": "Rendered hands (synthetic)",
        "language": "",
        "media": "image",
        "synthetic": True,
        "licence": "MIT, generated by signatlas",
        "citation": "",
        "show_faces": True,
        "exportable": True,
        "blur_threshold": SYNTHETIC_BLUR_THRESHOLD,
        "source": f"generated, seed {told.seed}",
        "clips_planned": told.hands,
    }
    write_rows(store, "corpora", [row], part=CORPUS, partition={"corpus": CORPUS})


def write_hands(store: Store, part: Part) -> int:
    """Render the hands of a part, write all their rows, and return how many they are."""
    rows: Rows = {name: [] for name in TABLES}
    reader = TrueHandReader()
    for number in range(part.first, part.last):
        for name, made in _rendered(store, part, number, reader).items():
            rows[name] += made
    for name in (*TABLES[1:], TABLES[0]):
        write_rows(
            store, name, rows[name], part=part.name, partition={"corpus": CORPUS}
        )
    return part.last - part.first


def _rendered(store: Store, part: Part, number: int, reader: TrueHandReader) -> Rows:
    told = part.told
    drawn = draw_hand(number, seed=told.seed, signers=told.signers, made=told.made)
    picture = render_hand(
        drawn.handshape,
        drawn.rotation,
        drawn.signer,
        size_px=told.side_px,
        hand=drawn.hand,
        fill=drawn.fill,
        angles=drawn.angles,
        seed=drawn.seed,
    )
    image, rng = filmed(picture, drawn), default_rng(drawn.seed)
    real = drawn.handshape in INVENTORY
    seen = reader.read(image, picture.points, rng) if real else None
    rows = hand_rows(CORPUS, number, drawn, picture, seen=seen, run_id=part.run_id)
    write_picture(store.root, rows, drawn, picture.image)
    return rows
