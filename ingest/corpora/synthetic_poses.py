"""Synthetic signs as keypoints alone: invented signs, invented people, no pictures.

Signs come in groups that differ in one parameter (`truth_signs.minimal_pairs`). Clips are
made in a few milliseconds each and written in few parts, `clips` last; parts that are
there are kept. The corpus is for training: nothing in it was ever signed by anybody.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np

from ingest.corpora.keypoint_arrays import KeypointClip, KeypointFile
from ingest.keypoint_rows import MEDIA, KeypointCorpus, write_clips, write_corpus
from ingest.parts import remove_other_parts
from ingest.signer.drawn_hands import orientation_name
from ingest.signer.signers import Signer
from ingest.synthetic_signs.clips import FRAME_MS, make_clip
from ingest.synthetic_signs.people import invented_person
from ingest.synthetic_signs.signs import MadeSign
from ingest.synthetic_signs.vocabulary import GROUP, drawn_signs
from store.errors import CallError
from store.layout import Store
from store.run_bar import RunBar
from store.runs import Run, State, end_run, start_run
from store.schema import table
from store.skeleton import POSE_POINTS
from store.write import write_rows

CORPUS: Final = "synthetic-poses"
VERSION: Final = 1
"""Rises when the same recipe gives other clips."""
SIGNS_PER_PART: Final = 50
TABLES: Final = ("clips", "frames", "landmarks", "truth_signs")
ASPECT: Final = 4 / 3
CLIPS_APART: Final = 7
"""People between those of two clips of a sign; no divisor of 60."""
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class SyntheticPoses:
    """Which signs to make.

    Attributes:
        signs: how many.
        clips: of each sign, every one by another person as long as there are some.
        people: how many there are.
        seed: of everything that is drawn.
    """

    signs: int = 250
    clips: int = 12
    people: int = 60
    seed: int = 0

    def __post_init__(self) -> None:
        if min(self.signs, self.clips, self.people) < 1 or self.seed < 0:
            raise CallError(
                f"{self.signs} signs of {self.clips} clips by {self.people} people "
                f"(seed {self.seed}) cannot be made: give 1 or more of each, and a "
                "seed of 0 or more."
            )

    @property
    def total(self) -> int:
        """How many clips there are."""
        return self.signs * self.clips

    def run(self) -> Run:
        """Return the run that makes them."""
        recipe = {"importer": CORPUS, "version": VERSION} | asdict(self)
        return Run("ingest", CORPUS, recipe, seed=self.seed, note="Synthetic poses.")


def write_synthetic_poses(store: Store, told: SyntheticPoses) -> Run:
    """Write a corpus of synthetic signs and return the run; finished parts are kept."""
    run, facts = told.run(), _facts(told)
    firsts = range(0, told.signs, SIGNS_PER_PART)
    keep = {_part(run, first) for first in firsts}
    remove_other_parts(store, CORPUS, TABLES, keep=keep)
    write_corpus(store, facts, told.total, synthetic=True)
    started_ms = start_run(store, run)
    try:
        with RunBar(store, "synthetic poses", "clips") as bar:
            bar.begin(run, total=told.total)
            for first in firsts:
                if not _is_done(store, _part(run, first)):
                    _write_signs(store, told, run, first)
                bar.advance(min(SIGNS_PER_PART, told.signs - first) * told.clips)
    except BaseException as error:
        state: State = "stopped" if isinstance(error, KeyboardInterrupt) else "failed"
        end_run(store, run, state=state, started_ms=started_ms, metrics={})
        raise
    metrics = {"clips": told.total, "signs": told.signs}
    end_run(store, run, state="finished", started_ms=started_ms, metrics=metrics)
    return run


def _write_signs(store: Store, told: SyntheticPoses, run: Run, first: int) -> None:
    """Write the clips of some signs as one part of every table, `clips` last."""
    part, facts = _part(run, first), _facts(told)
    signs = drawn_signs(told.signs, seed=told.seed)[first : first + SIGNS_PER_PART]
    made = [
        (sign, clip)
        for number, sign in enumerate(signs, first)
        for clip in _clips(told, sign, number)
    ]
    truth = [_sign_row(told, sign, clip) for sign, clip in made]
    write_rows(store, "truth_signs", truth, part=part, partition={"corpus": CORPUS})
    file = KeypointFile(tuple(clip for _, clip in made), run.run_id)
    write_clips(store, facts, file, part=part, run_id=run.run_id)


def _clips(told: SyntheticPoses, sign: MadeSign, number: int) -> Iterator[KeypointClip]:
    """Yield the clips of a sign."""
    for take in range(told.clips):
        person = _person(told, number, take)
        clip = make_clip(sign, person, seed=(told.seed, number, take))
        yield KeypointClip(
            number * told.clips + take,
            sign.gloss,
            person.id,
            clip.points,
            np.full((len(clip.points), POSE_POINTS), np.nan, np.float32),
            name=f"{sign.gloss.lower()}-{take:02d}",
            aspect=clip.aspect,
            fps=1000 / clip.frame_ms,
        )


def _person(told: SyntheticPoses, number: int, take: int) -> Signer:
    """Return who performs a sign; signs of a group share people."""
    chosen = number // GROUP + take * CLIPS_APART
    return invented_person(chosen % told.people, seed=told.seed)


def _sign_row(told: SyntheticPoses, sign: MadeSign, clip: KeypointClip) -> Row:
    first, last = sign.handshape.names
    start, end = (orientation_name(frame) for frame in sign.orientation.frames)
    number, take = divmod(clip.number, told.clips)
    person = _person(told, number, take)
    others = {"one": None, "base": sign.base.handshape}
    return {
        "clip_id": f"{CORPUS}/{clip.name}",
        "corpus": CORPUS,
        "gloss": sign.gloss,
        "signer": person.id,
        "dominant_hand": person.dominant_hand,
        "hands": sign.hands,
        "handshape": first,
        "end_handshape": last,
        "base_handshape": others.get(sign.hands, first),
        "orientation": start,
        "end_orientation": end,
        "place": sign.place.name,
        "movement": sign.movement.name,
        "description": f"An invented sign: {first}, {start}, {sign.movement.name}.",
        "minimal_pairs": " ".join(f"{gloss}:{name}" for gloss, name in sign.pairs),
        "seed": take,
    }


def _facts(told: SyntheticPoses) -> KeypointCorpus:
    return KeypointCorpus(
        corpus=CORPUS,
        title="Synthetic poses",
        language="",
        licence="MIT, generated by signatlas",
        citation="",
        source=f"generated, seed {told.seed}",
        aspect=ASPECT,
        fps=1000 / FRAME_MS,
    )


def _part(run: Run, first: int) -> str:
    digest = hashlib.sha256(run.run_id.encode()).hexdigest()[:8]
    return f"{MEDIA}-{first:05d}-{digest}"


def _is_done(store: Store, part: str) -> bool:
    return store.part_path(table("clips"), {"corpus": CORPUS}, part).exists()
