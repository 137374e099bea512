"""What is joined to the embeddings of networks, and by which weights."""

from dataclasses import dataclass

from store.errors import CallError


@dataclass(frozen=True, slots=True)
class Joined:
    """Weights beside the embeddings of all networks together, whose weight is 1.

    Attributes:
        untrained: of the untrained vector; 0: not joined.
        glosses: of how likely each gloss taught is, by networks and discriminant: helps
            to find glosses that were taught, not others; 0: not joined.
        round_part: of the discriminant, see `fitted_discriminant`.
    """

    untrained: float = 0.0
    glosses: float = 0.0
    round_part: float = 1.0

    def __post_init__(self) -> None:
        if self.untrained < 0 or self.glosses < 0:
            raise CallError("[joined] untrained and glosses must be 0 or more.")
        if self.round_part <= 0:
            raise CallError("[joined] round_part must be above 0.")

    @property
    def length(self) -> float:
        """Length of all that is joined, each part of its weight's length."""
        return float((1 + self.untrained**2 + self.glosses**2) ** 0.5)
