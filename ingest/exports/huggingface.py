"""A folder that Hugging Face `datasets` loads: hands, labelled hands, or clips.

```
README.md                            the dataset card
data/train-00000-of-00001.parquet    rows of a split, in files of bounded size
```
"""

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from ingest.exports.huggingface_card import Card, card_text
from ingest.exports.huggingface_features import CLIP_FEATURES
from ingest.exports.huggingface_rows import (
    LeftOut,
    Rows,
    Wanted,
    clip_rows,
    hand_rows,
)
from ingest.exports.huggingface_shards import SHARD_BYTES, write_shards
from ingest.exports.whole import whole_folder
from store.consent import Credit, check_exportable, corpus_row
from store.consent import credits as credits_of
from store.db import Database
from store.errors import CallError, UnknownNameError
from store.labelled_set import labelled_set
from store.labels import events
from store.layout import Store

DATA: Final = "data"
CARD: Final = "README.md"


class What(enum.StrEnum):
    """What a row of the dataset is."""

    CLIPS = "clips"
    HANDS = "hands"
    LABELS = "labels"


_TITLES: Final = {What.CLIPS: "signs", What.HANDS: "hands", What.LABELS: "handshapes"}
_ROWS: Final = {
    What.CLIPS: "One clip of a sign with its keypoints, frame by frame, in each row.",
    What.HANDS: "One hand in one frame of a clip in each row.",
    What.LABELS: "One hand with the handshape that annotators gave it in each row.",
}


@dataclass(frozen=True, slots=True)
class WrittenDataset:
    """What was written: rows of each split, whose data, and what was left out."""

    splits: dict[str, int]
    credits: tuple[Credit, ...]
    left_out: tuple[str, ...]


def write_dataset(
    store: Store,
    what: What,
    corpora: Sequence[str],
    folder: Path,
    *,
    padding_px: int = 0,
    blurred: bool = False,
    split_of: str | None = None,
    fold: int = 0,
    shard_bytes: int = SHARD_BYTES,
    told: Callable[[int], None] = lambda _: None,
) -> WrittenDataset:
    """Write corpora as one dataset, row by row, with its card.

    Args:
        store: where they are.
        what: what a row is.
        corpora: their ids.
        folder: a new folder.
        padding_px: of hands: 0, or 20 with the place on the body.
        blurred: whether hands come too that are less sharp than the corpus asks for;
            labelled hands always come.
        split_of: run whose split counts; None: each corpus's own.
        fold: of that split.
        shard_bytes: about so much of data goes into one file.
        told: hears of rows as they are written.

    Raises:
        UnknownNameError: there is no such corpus, or no such run with a split.
        CallError: nothing may be exported or is there, or the folder is not empty.
        StoreError: the disk refuses, or the store cannot be read.
    """
    database = Database(store)
    languages = [corpus_row(store, corpus)["language"] for corpus in corpora]
    wanted_credits = credits_of(database, corpora)
    allowed = [credit for credit in wanted_credits if credit.exportable]
    if not allowed:
        check_exportable(database, corpora)
    wanted = Wanted(
        padding_px,
        blurred,
        None if split_of is None else _split(database, split_of, fold),
        labelled_set(database, events(database)) if what is What.LABELS else None,
    )
    left_out = LeftOut([c.corpus for c in wanted_credits if not c.exportable])
    with whole_folder(folder) as hidden:
        (hidden / DATA).mkdir()
        rows = _rows(database, what, allowed, wanted, left_out)
        splits = write_shards(
            _counted(rows, told), hidden / DATA, shard_bytes=shard_bytes
        )
        if not splits:
            raise CallError(f"{_nothing(what)} {' '.join(left_out.sentences)}".strip())
        card = Card(
            title=f"{', '.join(c.title for c in allowed)}: {_TITLES[what]}",
            what=_ROWS[what],
            made=_made(what, wanted),
            features=CLIP_FEATURES if what is What.CLIPS else wanted.features,
            splits=splits,
            split_by=_split_by(split_of, fold),
            credits=allowed,
            languages=[language for language in languages if language],
            tasks=["image-classification"] if what is What.LABELS else [],
            left_out=left_out.sentences,
            version=version("signatlas"),
        )
        (hidden / CARD).write_text(card_text(card), encoding="utf-8")
    return WrittenDataset(splits, tuple(allowed), tuple(left_out.sentences))


def _rows(
    database: Database,
    what: What,
    allowed: Sequence[Credit],
    wanted: Wanted,
    left_out: LeftOut,
) -> Iterator[Rows]:
    for credit in allowed:
        if what is What.CLIPS:
            yield from clip_rows(database, credit, wanted)
        else:
            yield from hand_rows(database, credit, wanted, left_out)


def _counted(rows: Iterator[Rows], told: Callable[[int], None]) -> Iterator[Rows]:
    for batch in rows:
        if batch.splits:
            yield batch
            told(len(batch.splits))


def _split(database: Database, run_id: str, fold: int) -> dict[str, str]:
    rows = database.rows("split_of_run", run_id=run_id, fold=fold)
    if not rows:
        runs = [row["run_id"] for row in database.rows("runs_newest_first")]
        raise UnknownNameError(f"run with a split of fold {fold}", run_id, runs)
    return {row["item_id"]: row["part"] for row in rows}


def _split_by(run_id: str | None, fold: int) -> str:
    if run_id is not None:
        return (
            f"As run {run_id} split them for its fold {fold}; `unassigned` rows were not "
            "in it."
        )
    return (
        "As the corpora split their clips; all rows are `train` where they do not, and "
        "rows without a split are `unassigned` where others have one."
    )


def _made(what: What, wanted: Wanted) -> str:
    seen = "Body and hands were found by MediaPipe Holistic"
    if what is What.CLIPS:
        return f"{seen}; no video is in this dataset."
    if what is What.LABELS:
        return f"{seen}, and annotators named the handshapes; {_cut(wanted)}"
    blurred = "" if wanted.blurred else " Blurred hands were left out."
    return f"{seen}; {_cut(wanted)}{blurred}"


def _cut(wanted: Wanted) -> str:
    return f"the pictures are squares around the hand, {wanted.padding_px} px wider."


def _nothing(what: What) -> str:
    return {
        What.CLIPS: "No clip of these corpora has landmarks.",
        What.HANDS: "These corpora have no hand to write.",
        What.LABELS: "No hand of these corpora is labelled: name clusters in the "
        "dashboard, or bring labels with `signatlas labels import`.",
    }[what]
