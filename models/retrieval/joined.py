"""What is joined to the embeddings of networks, and by which weights."""

from dataclasses import dataclass

from store.errors import CallError


@dataclass(frozen=True, slots=True)
class Joined:
    """Weights beside all networks together, whose weight is 1; 0: not joined.

    Attributes:
        untrained: of the untrained vector.
        discriminant: of the linear discriminant of untrained vectors.
        round_part: of the discriminant, see `fitted_discriminant`.
    """

    untrained: float = 0.0
    discriminant: float = 0.0
    round_part: float = 0.3

    def __post_init__(self) -> None:
        if self.untrained < 0 or self.discriminant < 0:
            raise CallError("[joined] untrained and discriminant must be 0 or more.")
        if self.round_part <= 0:
            raise CallError("[joined] round_part must be above 0.")

    @property
    def length(self) -> float:
        """Length of all that is joined, each part of its weight's length."""
        return float((1 + self.untrained**2 + self.discriminant**2) ** 0.5)
