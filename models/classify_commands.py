"""Commands of classifiers: `signatlas predict`, `report`, `frequencies`."""

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from models.recipe_files import task_of
from store.command_options import StoreOption
from store.errors import CallError
from store.layout import Store, open_store
from store.settings import gather_settings
from store.terminal import Terminal

if TYPE_CHECKING:
    from models.prevalence_reading import RunFrequencies

JsonOption = Annotated[bool, typer.Option("--json", help="Print for machines.")]
RunArgument = Annotated[str, typer.Argument(help="Id of a run with predictions.")]
CountedCorpus = Annotated[str | None, typer.Option(help="Only of this corpus.")]
CountedUnit = Annotated[
    str, typer.Option(help="What counts once: crop, token, sign or signer.")
]
Threshold = Annotated[
    float, typer.Option(help="Least probability of what raw counts keep.")
]


def predict(
    run: Annotated[str, typer.Argument(help="Id of the training.")],
    *,
    corpus: Annotated[list[str], typer.Option(help="Corpus; may be repeated.")],
    engine: Annotated[
        str,
        typer.Option(
            help="What runs a ResNet: onnx, torch, or auto: ONNX Runtime where it is "
            "installed."
        ),
    ] = "auto",
    store: StoreOption = None,
) -> None:
    """Let a trained classifier say the handshape of each hand, or the sign of each clip."""
    from models.classification.predicting import predict_corpora  # noqa: PLC0415

    made = predict_corpora(_store(store), run, corpus, typer.echo, engine=engine)
    typer.echo(f"Run {made}: predictions are in the store.")


def report(
    run: RunArgument,
    *,
    against: Annotated[
        str | None, typer.Option(help="Run of the baseline to compare with.")
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Show how good a classifier is and what it confuses, on what it did not learn."""
    from models.evaluation import evaluate  # noqa: PLC0415 - heavy
    from models.evaluation_comparison import compare_runs  # noqa: PLC0415
    from models.evaluation_printing import (  # noqa: PLC0415
        plain_report,
        print_comparison,
        print_report,
    )
    from models.evaluation_reading import read_answers, words_of  # noqa: PLC0415
    from store.db import Database  # noqa: PLC0415

    database = Database(_store(store))
    baseline = read_answers(database, against) if against else None
    known = baseline.answers.classes if baseline else ()
    read = read_answers(database, run, known)
    found = evaluate(read.answers)
    compared = None
    if baseline is not None:
        if read.answers.classes != baseline.answers.classes:
            baseline = read_answers(database, str(against), read.answers.classes)
        compared = compare_runs(read, baseline)
    if as_json:
        typer.echo(json.dumps(plain_report(run, against, found, compared), indent=2))
        return
    words = words_of(read.row["target"])
    print_report(run, found, words)
    if compared is not None:
        print_comparison(str(against), compared, words)


def frequencies(
    run: RunArgument,
    *,
    corpus: CountedCorpus = None,
    unit: CountedUnit = "crop",
    threshold: Threshold = 0.7,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Show how common each handshape is: raw, and corrected for mistakes."""
    from models.prevalence_reading import read_frequencies  # noqa: PLC0415 - heavy
    from store.db import Database  # noqa: PLC0415

    database = Database(_store(store))
    found = read_frequencies(
        database, run, corpus=corpus, unit=unit, threshold=threshold
    )
    if as_json:
        typer.echo(json.dumps(_plain_frequencies(found), indent=2))
    else:
        _print_frequencies(found)


def _store(folder: Path | None) -> Store:
    return open_store(gather_settings(store=folder).store)


def _plain_frequencies(found: "RunFrequencies") -> dict[str, Any]:
    return {
        "unit": found.unit,
        "threshold": found.threshold,
        "hands": found.hands,
        "coverage": found.coverage,
        "methods": {
            method: {
                name: {"share": _known(share), "low": _known(low), "high": _known(high)}
                for name, share, low, high in zip(
                    found.classes,
                    shares.shares.tolist(),
                    shares.low.tolist(),
                    shares.high.tolist(),
                    strict=True,
                )
            }
            for method, shares in found.by_method.items()
        },
        "markedness": {
            method: asdict(marked)
            for method, marked in found.markedness.items()
            if not math.isnan(marked.top_four_share)
        },
    }


def _print_frequencies(found: "RunFrequencies") -> None:
    console = Terminal()
    table = Table(
        title=f"Shares per {found.unit} [95 %]; raw: {found.coverage:.1%} kept at "
        f"{found.threshold:g}"
    )
    for heading in ("handshape", *found.by_method):
        table.add_column(heading, overflow="fold")
    for i, name in enumerate(found.classes):
        cells = (
            f"{f.shares[i]:.3f} [{f.low[i]:.3f}, {f.high[i]:.3f}]"
            for f in found.by_method.values()
        )
        table.add_row(name, *cells)
    console.print(table)
    for method, marked in found.markedness.items():
        published = ", ".join(f"{k} {v:.0%}" for k, v in marked.published.items())
        console.print(
            f"{method}: the four commonest ({', '.join(marked.top_four)}) make "
            f"{marked.top_four_share:.0%}; published: {published}"
        )


def _known(figure: float) -> float | None:
    """Return a figure; None where nothing was counted, as JSON has no NaN."""
    return None if math.isnan(figure) else figure


def train_by_recipe(
    store: Store,
    path: Path,
    *,
    corpora: tuple[str, ...],
    seed: int | None,
    changes: tuple[str, ...],
) -> str:
    """Train the classifier, or join the two, that a recipe describes; return the run's id.

    Raises:
        CallError: the recipe cannot be used, or there is too little to train on.
    """
    from models.classification.fusion import (  # noqa: PLC0415 - heavy
        TASK,
        fuse,
        read_fusion_recipe,
    )
    from models.classification.recipe import (  # noqa: PLC0415
        read_classifier_recipe,
    )
    from models.classification.steps import train_classifier  # noqa: PLC0415
    from models.sign_classification.recipe import (  # noqa: PLC0415
        TASK as SIGN_TASK,
    )
    from models.sign_classification.recipe import (  # noqa: PLC0415
        read_sign_classifier_recipe,
    )
    from models.sign_classification.steps import (  # noqa: PLC0415
        train_sign_classifier,
    )

    if not corpora:
        raise CallError(f"{path.stem} needs a corpus to learn from: give --corpus.")
    if task_of(path) == TASK:
        if changes:
            raise CallError("A fusion has no settings of its own: leave --set out.")
        return fuse(store, read_fusion_recipe(path, corpora=corpora, seed=seed))
    if task_of(path) == SIGN_TASK:
        told = read_sign_classifier_recipe(
            path, corpora=corpora, seed=seed, changes=changes
        )
        return train_sign_classifier(store, told, typer.echo)
    recipe = read_classifier_recipe(path, corpora=corpora, seed=seed, changes=changes)
    return train_classifier(store, recipe, typer.echo)
