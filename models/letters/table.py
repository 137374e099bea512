"""The table of the paper with our figures beside it, from the runs in a store."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.letters.bench import GROUPWISE, Asked
from models.letters.records import Metrics, letters_run
from models.letters.rows import Row

HEADINGS: Final = (
    "row",
    "what it is",
    "accuracy (range)",
    "macro F1",
    "paper accuracy",
    "paper F1",
    "parameters",
    "CPU seconds",
    "images/CPU s",
    "no near-duplicate",
    "by groups",
    "seeds",
)
VIEWS: Final = "_of_views"
"""Ends the names of measures by test-time augmentation."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A measure over seeds: its mean, least and greatest."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.mean:.4f}"
        return f"{self.mean:.4f} ({self.low:.4f}-{self.high:.4f})"


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of the table on one corpus.

    Attributes:
        row: the recipe, and the paper's figures.
        runs: metrics by seed.
    """

    row: Row
    runs: Mapping[int, Metrics]

    def spread(self, measure: str) -> Spread | None:
        """Return a measure over the seeds; None where no run has it."""
        found = [run[measure] for run in self.runs.values() if measure in run]
        if not found:
            return None
        return Spread(statistics.fmean(found), min(found), max(found))


def summarise(asked: Asked, finished: Mapping[str, Metrics]) -> list[Summary]:
    """Return the rows that have at least one finished run, in the order of the table."""
    runs: dict[str, dict[int, Metrics]] = {}
    for row, seed in asked.cases():
        metrics = finished.get(letters_run(asked.letters, row, seed=seed).run_id)
        if metrics is not None:
            runs.setdefault(row.name, {})[seed] = metrics
    return [Summary(row, runs[row.name]) for row in asked.rows if row.name in runs]


def markdown(asked: Asked, summaries: Sequence[Summary]) -> str:
    """Return the table of one corpus, with what data it is."""
    lines = [
        f"{asked.letters.about}. The paper's figures are of Sign-Language MNIST.",
        "",
        _line(HEADINGS),
        _line(["---"] * len(HEADINGS)),
    ]
    for summary in summaries:
        lines.append(_line(_cells(summary)))
        if (views := summary.spread(f"accuracy{VIEWS}")) is not None:
            f1 = summary.spread(f"macro_f1{VIEWS}")
            told = [f"{summary.row.name}, views", "with test-time augmentation", views]
            lines.append(
                _line([*map(str, told), _mean(f1, 4), *[""] * 7, _seeds(summary)])
            )
    return "\n".join(lines)


def _cells(summary: Summary) -> list[str]:
    row = summary.row
    return [
        row.name,
        row.what,
        str(summary.spread("accuracy")),
        _mean(summary.spread("macro_f1"), 4),
        "" if row.accuracy is None else f"{row.accuracy:.4f}",
        "" if row.f1 is None else f"{row.f1:.4f}",
        _mean(summary.spread("parameters"), 0),
        _mean(summary.spread("seconds"), 1),
        _mean(summary.spread("images_per_second"), 0),
        _mean(summary.spread("accuracy_without_duplicates"), 4),
        _mean(summary.spread(GROUPWISE), 4),
        _seeds(summary),
    ]


def _mean(spread: Spread | None, digits: int) -> str:
    return "" if spread is None else f"{spread.mean:,.{digits}f}"


def _seeds(summary: Summary) -> str:
    return str(len(summary.runs)) if summary.row.is_drawn else "none"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
