"""Signs as neighbours of signs: which are near, and how many are too near to tell apart.

Reference for neighbourhood density of signs: Caselli, Sehyr, Cohen-Goldberg and Emmorey,
ASL-LEX: A lexical database of American Sign Language, 2017,
doi:10.3758/s13428-016-0742-0. There, signs that share parameters are neighbours; here, signs
whose clips look alike.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.retrieval.index_exact import evenly
from models.retrieval.searching import SignIndex

MOST_CLIPS: Final = 50
"""Of a sign with more clips so many, evenly spread, are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class SignGroups:
    """The S signs of an index, each with its clips.

    Attributes:
        corpora, glosses: of the signs, shape (S,).
        places: of their clips in the index, sign by sign, shape (N,).
        starts: where the clips of each sign begin in `places`, shape (S,).
    """

    corpora: NDArray[np.str_]
    glosses: NDArray[np.str_]
    places: NDArray[np.intp]
    starts: NDArray[np.intp]

    def find(self, corpus: str, gloss: str) -> int | None:
        """Return the number of a sign; None: it is not in the index."""
        found = np.flatnonzero((self.corpora == corpus) & (self.glosses == gloss))
        return int(found[0]) if len(found) else None

    def clips(self, sign: int) -> NDArray[np.intp]:
        """Return the places of a sign's clips in the index."""
        last = sign + 1 == len(self.starts)
        return self.places[self.starts[sign] : None if last else self.starts[sign + 1]]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A sign that is like another.

    Attributes:
        clip_id: its clip that is nearest.
        similarity: of its nearest clip to a clip of the other sign, in the mean over the
            clips of the other sign; from -1 to 1.
        near: share of the other sign's clips for which this sign would be a good match;
            None: not known.
    """

    corpus: str
    gloss: str
    clip_id: str
    similarity: float
    near: float | None


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The signs around one sign.

    Attributes:
        neighbours: the nearest, the nearest first, of all corpora.
        density: how many other signs of its own corpus are good matches of a clip of it,
            in the mean over its clips; None: not known.
        others: signs of its own corpus besides it.
        clips: of it that were compared.
    """

    neighbours: tuple[Neighbour, ...]
    density: float | None
    others: int
    clips: int


def sign_groups(index: SignIndex) -> SignGroups:
    """Return the signs of an index; clips whose gloss is not known are left out."""
    known = np.flatnonzero(index.glosses != "")
    order = known[np.lexsort((index.glosses[known], index.corpora[known]))]
    corpora, glosses = index.corpora[order], index.glosses[order]
    begins = np.ones(len(order), bool)
    begins[1:] = (corpora[1:] != corpora[:-1]) | (glosses[1:] != glosses[:-1])
    starts = np.flatnonzero(begins)
    return SignGroups(corpora[starts], glosses[starts], order, starts)


def neighbourhood(
    index: SignIndex, groups: SignGroups, sign: int, *, top: int
) -> Neighbourhood:
    """Return the signs around one sign; each of its clips is compared with all others.

    Args:
        index: the clips.
        groups: its signs.
        sign: number of the sign.
        top: how many neighbours are told.
    """
    clips = groups.clips(sign)
    own = clips[evenly(len(clips), MOST_CLIPS)]
    best = _best(index, groups, own)  # (clips, signs)
    likeness = best.mean(axis=0)
    likeness[sign] = -np.inf
    near = None if index.threshold is None else best >= index.threshold
    fellows = groups.corpora == groups.corpora[sign]
    fellows[sign] = False
    ranked = np.argsort(-likeness, kind="stable")[: min(top, len(likeness) - 1)]
    return Neighbourhood(
        tuple(
            _neighbour(index, groups, own, other, likeness=likeness, near=near)
            for other in ranked
        ),
        None if near is None else float(near[:, fellows].sum(axis=1).mean()),
        int(fellows.sum()),
        len(own),
    )


def _best(
    index: SignIndex, groups: SignGroups, clips: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Return the similarity of clips to the nearest clip of each sign, (clips, S)."""
    likeness = index.unit @ index.unit[clips].T
    best: NDArray[np.float32] = np.maximum.reduceat(
        likeness[groups.places], groups.starts, axis=0
    )
    return best.T


def _neighbour(
    index: SignIndex,
    groups: SignGroups,
    own: NDArray[np.intp],
    other: np.intp,
    *,
    likeness: NDArray[np.float32],
    near: NDArray[np.bool_] | None,
) -> Neighbour:
    theirs = groups.clips(int(other))
    between = index.unit[theirs] @ index.unit[own].T
    nearest = theirs[int(between.max(axis=1).argmax())]
    return Neighbour(
        corpus=str(groups.corpora[other]),
        gloss=str(groups.glosses[other]),
        clip_id=str(index.clip_ids[nearest]),
        similarity=float(likeness[other]),
        near=None if near is None else float(near[:, other].mean()),
    )
