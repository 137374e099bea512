"""The clips that a sign classifier learns from or says something of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from models.architectures.pose_network import PoseNetworkConfig
from models.architectures.sign_network import make_network
from models.classification.examples import Rows
from models.classification.items import Items
from models.poses.augmentation import Augmentation, augmented
from models.poses.describing import shows_a_sign
from models.poses.preparation import Points
from models.poses.reading import read_signs
from models.retrieval.taught import prepared_clips
from store.db import Database
from store.errors import CallError, UnknownNameError

TARGET: Final = "gloss"


@dataclass(frozen=True, slots=True, eq=False)
class ClipExamples:
    """What a network sees of N clips.

    Attributes:
        points: prepared, shape (N, 64, 75, 3).
        frames: that the network sees of each.
        seen: what it sees of them.
        how: they are changed at random while it learns.
    """

    points: Points
    frames: int
    seen: Callable[[Points], Points]
    how: Augmentation

    def __len__(self) -> int:
        return len(self.points)

    def batch(self, rows: Rows, rng: Generator | None) -> Tensor:
        """Return what the network sees, its first axes (B, frames)."""
        clips = self.points[rows]
        if rng is None:
            at = np.rint(np.linspace(0, clips.shape[1] - 1, self.frames)).astype(int)
            shown = clips[:, at]
        else:
            shown = augmented(clips, self.frames, self.how, rng)
        return torch.from_numpy(self.seen(shown))


def clip_examples(
    points: Points, config: PoseNetworkConfig, how: Augmentation | None = None
) -> ClipExamples:
    """Return what networks of these settings see of prepared clips.

    Args:
        points: shape (N, 64, 75, 3).
        config: of the networks.
        how: clips are changed while they learn.
    """
    seen = make_network(config, classes=1).seen
    return ClipExamples(points, config.frames, seen, how or Augmentation())


def read_clips(database: Database, corpora: Sequence[str]) -> tuple[Items, Points]:
    """Return the clips in which a hand was seen, and their prepared keypoints.

    Raises:
        UnknownNameError: there is no such corpus.
        CallError: there is no such clip.
    """
    known = [row["corpus"] for row in database.rows("corpus_ids")]
    for corpus in corpora:
        if corpus not in known:
            raise UnknownNameError("corpus", corpus, known)
    signs = read_signs(database, corpora)
    points = prepared_clips(signs.sequences)
    seen = np.array([shows_a_sign(clip) for clip in points], bool)
    if not seen.any():
        raise CallError(
            f"No clip of {', '.join(corpora)} has keypoints of a hand: see what "
            "`signatlas status` says."
        )
    signer_of = {
        row["clip_id"]: f"{row['corpus']}/{row['signer']}" if row["signer"] else ""
        for row in database.rows("clip_signers", corpora=list(corpora))
    }
    signers = [signer_of[clip_id] for clip_id in signs.clip_ids.tolist()]
    items = Items(
        signs.clip_ids, signs.corpora, np.array(signers, np.str_), signs.glosses
    )
    return items.where(seen), points[seen]
