"""What questions about descriptions return: one frozen record per thing a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from models.descriptions.closure import Dendrogram
from models.descriptions.pictures import Agreement
from models.descriptions.tokens import Unit, tokens


@dataclass(frozen=True, slots=True)
class DescriptionRun:
    """One comparison of all descriptions of a corpus.

    Attributes:
        run_id: its run.
        unit: what was compared.
        weighting: `none`, or `rare` where what most descriptions say counts less.
        floor: pairs below this similarity were not kept.
        seed: of the unrelated descriptions.
        permutations: how often these were made.
        merged: descriptions that are the same as another.
        threshold: lowest with at most 5 % false discoveries; None where there is none.
    """

    run_id: str
    unit: Unit
    weighting: str
    floor: float
    seed: int
    permutations: int
    merged: int
    threshold: float | None


@dataclass(frozen=True, slots=True)
class DescribedCorpus:
    """A corpus with descriptions, and its comparisons, the newest first."""

    corpus: str
    title: str
    synthetic: bool
    descriptions: int
    runs: tuple[DescriptionRun, ...]


@dataclass(frozen=True, slots=True)
class DescribedSign:
    """One description with the sign it is of, and a clip of it where there is one."""

    description_id: str
    gloss: str
    text: str
    names: str | None
    language: str
    unit: Unit
    source: str
    clip_id: str | None


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two descriptions, how alike they are, and the one parameter they differ in."""

    first: str
    second: str
    common: int
    similarity: float
    parameter: str | None


@dataclass(frozen=True, slots=True)
class FalseRate:
    """Pairs found and pairs by chance at one threshold."""

    threshold: float
    found: float
    by_chance: float
    rate: float | None


@dataclass(frozen=True, slots=True)
class WordsAndPictures:
    """What words and videos of the same signs say.

    Attributes:
        pictures: what stands for the videos, in words.
        signs: those that have both, at the places that the agreement names.
        agreement: how far both agree.
    """

    pictures: str
    signs: tuple[DescribedSign, ...]
    agreement: Agreement


class SignFamilies:
    """All families of the signs of one run. N signs.

    Args:
        signs: those that were compared, at the places that the tree names.
        tree: their families at all thresholds.
        unit: what was compared.
    """

    def __init__(
        self, signs: Sequence[DescribedSign], tree: Dendrogram, unit: Unit
    ) -> None:
        self.signs, self.tree, self.unit = list(signs), tree, unit

    @cached_property
    def place(self) -> dict[str, int]:
        """Place of each sign by the id of its description."""
        return {sign.description_id: place for place, sign in enumerate(self.signs)}

    def tokens(self, place: int) -> list[str]:
        """Return what was compared of a sign's description."""
        return tokens(self.signs[place].text, self.unit)
