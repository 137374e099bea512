"""Under which conditions something was measured: machine, versions, other work."""

import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from tests.bench.ratios import machine

BARE_TOOLS: Final = (
    "av",
    "mediapipe",
    "opencv-contrib-python",
    "numpy",
    "scipy",
    "scikit-image",
    "scikit-learn",
    "faiss-cpu",
    "torch",
    "onnxruntime",
    "rapidfuzz",
    "umap-learn",
    "duckdb",
    "pyarrow",
    "streamlit",
    "plotly",
    "pose-format",
    "pympi-ling",
)
BUSY_SHARE: Final = 0.25
"""Of the cores: more jobs than this make figures on the clock worthless."""


@dataclass(frozen=True)
class Conditions:
    """Where and beside what something was measured.

    Attributes:
        machine: cores, memory and Python, in words.
        versions: of the bare tools, by package; those not installed are left out.
        load: jobs that ran or waited in the last minute before the start.
        cores: of the machine.
    """

    machine: str
    versions: dict[str, str]
    load: float
    cores: int

    @property
    def busy(self) -> bool:
        """Whether other work took so much that the clock says little."""
        return self.load > BUSY_SHARE * self.cores

    def told(self) -> str:
        """Return the conditions as lines for people, with a warning where there is need."""
        tools = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        lines = [f"{self.machine}, load {self.load:.1f} at the start", tools]
        if self.busy:
            lines.append(
                f"This machine is busy: {self.load:.1f} jobs on {self.cores} cores. "
                "Processor time can be compared, seconds on the clock cannot. End the "
                "other work and measure again."
            )
        return "\n".join(lines)


def conditions() -> Conditions:
    """Return the conditions now."""
    return Conditions(
        machine=machine(),
        versions={name: told for name in BARE_TOOLS if (told := _version(name))},
        load=round(os.getloadavg()[0], 2),
        cores=os.cpu_count() or 1,
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
