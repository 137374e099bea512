"""Records of the letters' table for the registry of measured figures."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from models.letters.bench import GROUPWISE, Asked
from models.letters.table import VIEWS, Summary
from models.results import Result

MEASURES: Final = (
    "accuracy",
    "macro_f1",
    f"accuracy{VIEWS}",
    "accuracy_without_duplicates",
    GROUPWISE,
)
GOAL: Final = "1.0000 by CNN1aug with 264,049 parameters"
PAPER: Final = " (on Sign-Language MNIST)"
COMMAND: Final = (
    "signatlas bench sign-mnist --store STORE --corpus {corpus} --rows {row} "
    "--seeds {seeds}"
)


def results_of(asked: Asked, summaries: Sequence[Summary]) -> list[Result]:
    """Return a record for every measure of every row."""
    found = [
        _result(asked, summary, measure)
        for summary in summaries
        for measure in MEASURES
    ]
    return [result for result in found if result is not None]


def _result(asked: Asked, summary: Summary, measure: str) -> Result | None:
    spread = summary.spread(measure)
    if spread is None:
        return None
    corpus, row = asked.letters.corpus, summary.row
    return Result(
        name=f"{corpus}/letters/{row.name.lower()}/{measure}",
        value=round(spread.mean, 4),
        low=round(spread.low, 4) if len(summary.runs) > 1 else None,
        high=round(spread.high, 4) if len(summary.runs) > 1 else None,
        unit="share",
        data=asked.letters.about,
        split=_split(measure),
        seeds=tuple(summary.runs) if row.is_drawn else (),
        recipe=f"{row.name}: {row.what}",
        command=_command(asked, summary, measure),
        machine=machine(),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        paper=_published(summary, measure),
    )


def machine() -> str:
    """Return the machine in words, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores {platform.machine()}, {memory:.0f} GiB, "
        f"Python {platform.python_version()}"
    )


def _split(measure: str) -> str:
    if measure == GROUPWISE:
        return "near-duplicates kept in one part"
    if measure == "accuracy_without_duplicates":
        return "as the corpus gives it, test without near-duplicates of train"
    return "as the corpus gives it"


def _command(asked: Asked, summary: Summary, measure: str) -> str:
    command = COMMAND.format(
        corpus=asked.letters.corpus, row=summary.row.name, seeds=len(summary.runs)
    )
    return f"{command} --groupwise" if measure == GROUPWISE else command


def _published(summary: Summary, measure: str) -> str:
    """Return the figure to compare with: it puts the record into the README's table."""
    row = summary.row
    if measure == "accuracy" and row.accuracy is not None:
        return f"{row.accuracy:.4f}{PAPER}"
    if measure in ("accuracy", f"accuracy{VIEWS}") and row.is_ours:
        return f"{GOAL}{PAPER}"
    return ""
