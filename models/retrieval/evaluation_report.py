"""Figures of an evaluation for people and for machines."""

from dataclasses import asdict
from typing import Final

from rich.table import Table

from models.retrieval.evaluation import Evaluated
from models.retrieval.metrics import figures
from store.terminal import Terminal

CLEAR_ABOVE: Final = 0.0


def in_json(found: Evaluated) -> dict[str, object]:
    """Return figures, those of baselines, and results per gloss in plain values."""
    told: dict[str, object] = {n: asdict(f) for n, f in found.figures.items()}
    told |= {
        "queries": len(found.rankings.glosses),
        "left_out": found.rankings.left_out,
        "glosses_taught": list(found.taught),
        "baselines": {
            name: {
                **{n: asdict(f) for n, f in figures(rankings).items()},
                "gain in mean average precision": asdict(found.gain_over(name)),
            }
            for name, rankings in found.baselines.items()
        },
        "glosses": found.by_gloss(),
    }
    return told


def print_table(title: str, found: Evaluated) -> None:
    """Print figures beside those of the baselines, and what was left out."""
    table = Table(title=title, title_justify="left")
    baselines = {name: figures(rows) for name, rows in found.baselines.items()}
    for heading in ("measure", "value", "95 % over glosses", *baselines):
        table.add_column(heading)
    for name, figure in found.figures.items():
        others = [f"{told[name].value:.3f}" for told in baselines.values()]
        table.add_row(
            name,
            f"{figure.value:.3f}",
            f"{figure.low:.3f} .. {figure.high:.3f}",
            *others,
        )
    console = Terminal()
    console.print(table)
    for sentence in _sentences(found):
        console.print(sentence)


def _sentences(found: Evaluated) -> list[str]:
    said = [_gain(found, name) for name in found.baselines]
    if found.rankings.left_out:
        said.append(
            f"{found.rankings.left_out} queries have no other clip of their gloss to "
            "find and are left out."
        )
    if found.taught:
        said.append(f"{len(found.taught)} glosses that were taught are left out.")
    return said


def _gain(found: Evaluated, baseline: str) -> str:
    gain = found.gain_over(baseline)
    apart = f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"
    verdict = (
        "better"
        if gain.low > CLEAR_ABOVE
        else "worse"
        if gain.high < CLEAR_ABOVE
        else "no certain difference"
    )
    return f"Mean average precision against {baseline}: {apart}, {verdict}."
