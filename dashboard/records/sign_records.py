"""What page Sign shows: a sign, its holds, what is like it, what it is taken for."""

from dataclasses import dataclass

from dashboard.records.clip_records import ClipRow, Crop
from dashboard.records.description_records import DescribedSign, DescriptionRun
from models.retrieval.index_signs import Neighbour, Neighbourhood


@dataclass(frozen=True, slots=True)
class SignCorpus:
    """A corpus of signs: by clips, descriptions, or both."""

    corpus: str
    title: str
    synthetic: bool
    signs: int

    @property
    def marked_title(self) -> str:
        """The title, saying `synthetic` where the corpus is and it does not say so."""
        if not self.synthetic or "synthetic" in self.title.lower():
            return self.title
        return f"{self.title} (synthetic)"


@dataclass(frozen=True, slots=True)
class SignRow:
    """One sign of a corpus, and how much there is of it."""

    gloss: str
    clips: int
    signers: int
    descriptions: int


@dataclass(frozen=True, slots=True)
class SignHold:
    """One hold of a hand in a clip of the sign. None: its handshape is not known."""

    clip_id: str
    signer: str | None
    crop: Crop
    handshape: str | None
    predicted: str | None


@dataclass(frozen=True, slots=True)
class WordNeighbour:
    """A sign whose description is like the sign's; `parameter`: all that they differ in."""

    gloss: str
    description_id: str
    own_id: str
    similarity: float
    parameter: str | None


@dataclass(frozen=True, slots=True)
class TakenFor:
    """How often a classifier took one class, of this sign, for another."""

    run_id: str
    part: str
    true_class: str
    predicted_class: str
    items: int


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign with what the store's tables say of it.

    Attributes:
        corpus: where it is from.
        row: how much there is of it.
        clips: of it, signer by signer, at most so many as are looked at.
        descriptions: of it.
        families: how its descriptions were compared; None: they were not.
    """

    corpus: SignCorpus
    row: SignRow
    clips: tuple[ClipRow, ...]
    descriptions: tuple[DescribedSign, ...]
    families: DescriptionRun | None


@dataclass(frozen=True, slots=True)
class VideoNeighbours:
    """The signs around a sign by video; `run_id`: of the embedding."""

    run_id: str
    threshold: float | None
    around: Neighbourhood

    @property
    def listed(self) -> tuple[Neighbour, ...]:
        """The nearest signs, the nearest first."""
        return self.around.neighbours
