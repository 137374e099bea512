"""How many of what a big store has, and how its things are called."""

from dataclasses import dataclass
from typing import Final

CORPORA: Final = ("big-a", "big-b", "big-c", "big-d")
FRAMES: Final = 10
"""Of a clip, with one hand each."""
SHAPES: Final = tuple(f"shape-{number:02d}" for number in range(35))
SIGNERS: Final = 40
"""Of each corpus."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a store, and what is true of its clips. A clip is known by its number."""

    hands: int

    @property
    def clips_each(self) -> int:
        """Clips of each corpus."""
        return self.hands // FRAMES // len(CORPORA)

    @property
    def glosses(self) -> int:
        """Signs of each corpus: twenty clips each."""
        return max(40, self.clips_each // 20)

    def name(self, clip: int) -> str:
        """Return a clip's name within its corpus."""
        return f"c{clip:06d}"

    def gloss(self, clip: int) -> str:
        """Return what a clip shows."""
        return f"SIGN{clip % self.glosses:05d}"

    def handshape(self, clip: int) -> str:
        """Return the handshape of the clip's sign; some are far commoner than others."""
        sign = clip % self.glosses
        return SHAPES[int(len(SHAPES) * ((sign * 7919 % 1009) / 1009) ** 2)]

    def signer(self, clip: int) -> str:
        """Return who signs in a clip."""
        return f"s{clip % SIGNERS:02d}"

    def crops(self, clips: int) -> list[str]:
        """Return the hands of the first clips of each corpus, sorted."""
        return [
            f"{corpus}/{self.name(clip)}/f{frame:04d}/right/p00"
            for corpus in CORPORA
            for clip in range(clips)
            for frame in range(FRAMES)
        ]
