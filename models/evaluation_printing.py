"""The report of a classifier, printed for people, or plain for machines."""

from dataclasses import asdict
from typing import Any, Final

from rich.table import Table

from models.evaluation import Evaluation, Interval
from models.evaluation_comparison import Comparison
from models.evaluation_reading import Words
from store.terminal import Terminal

SHOWN_PAIRS: Final = 10


def plain_report(
    run: str, against: str | None, found: Evaluation, compared: Comparison | None
) -> dict[str, Any]:
    """Return the report in plain JSON values."""
    plain: dict[str, Any] = {"run": run, **asdict(found)}
    if compared is not None:
        told = asdict(compared)
        told["difference"] = compared.difference.round(6).tolist()
        plain["against"] = {"run": against, **told}
    return plain


def print_report(run: str, found: Evaluation, words: Words) -> None:
    """Print figures, those of each class, and what is confused most."""
    console = Terminal()
    unseen = f", {found.unseen:,} of them without a hand" if found.unseen else ""
    console.print(
        f"{run}: accuracy {_interval(found.accuracy)}, macro F1 "
        f"{_interval(found.macro_f1)}, calibration error "
        f"{found.calibration_error:.3f}; {found.cases:,} {words.items}{unseen}"
    )
    table = Table(title=f"By {words.kind} [95 % over signers, if known]")
    for heading in (words.kind, words.items, "precision", "recall", "F1"):
        table.add_column(heading, overflow="fold")
    for figures in found.classes:
        rates = (figures.precision, figures.recall, figures.f1)
        cells = (_interval(rate) for rate in rates)
        table.add_row(figures.name, f"{figures.cases:,}", *cells)
    console.print(table)
    for pair in found.confused[:SHOWN_PAIRS]:
        console.print(
            f"  {pair.true} said to be {pair.predicted}: {pair.cases:,} "
            f"({pair.share:.1%} of {pair.true})"
        )


def print_comparison(against: str, compared: Comparison, words: Words) -> None:
    """Print how a run differs from its baseline."""
    console = Terminal()
    console.print(
        f"Against {against}, {compared.cases:,} {words.items} in common: accuracy "
        f"{compared.accuracy.value:+.3f} [{compared.accuracy.low:+.3f}, "
        f"{compared.accuracy.high:+.3f}]"
    )
    reduced = compared.error_reduction
    console.print(
        f"Look-alike pairs by its validation: {compared.pair_mistakes} mistakes "
        f"instead of {compared.pair_mistakes_before}"
        + (f", {_interval(reduced)} fewer" if reduced is not None else "")
    )


def _interval(figure: Interval) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
