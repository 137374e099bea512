"""Sign-MNIST: letters read from 28 x 28 grey pictures, by every model of the table."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import state
from dashboard.asking import current_store
from dashboard.charts.letters import class_count_bars
from dashboard.pages import Page
from dashboard.queries import letter_queries, prediction_queries
from dashboard.records.letter_records import (
    PUBLISHED_ON,
    LetterCorpus,
    LetterRun,
    RowFigures,
    best,
    row_figures,
)
from dashboard.records.prediction_records import Predictions, confusion
from dashboard.widgets.choosing import choose
from dashboard.widgets.figure import draw_figure
from dashboard.widgets.letter_leakage import draw_leakage
from dashboard.widgets.letter_mistakes import (
    PART,
    cell_finding,
    draw_cell,
    draw_confusion,
    draw_curves,
)
from dashboard.widgets.letter_models import draw_models, draw_table
from dashboard.widgets.letter_tiles import class_table
from dashboard.wording import amount, counted, percent, plain

SAMPLES: Final = 12
_COMMANDS: Final = """\
signatlas ingest sign-mnist DIR                    # Kaggle's two CSV files
signatlas ingest letters-28 --from sign_digits DIR # photographs of digits, made alike
signatlas ingest fingerspelling                    # no data: rendered (synthetic) hands
"""


def show() -> None:
    """Draw the page."""
    corpora = {told.corpus: told for told in letter_queries.letter_corpora()}
    if not corpora:
        _say_what_to_run()
        return
    with st.sidebar:
        corpus = _choose_corpus(corpora)
        runs = letter_queries.letter_runs(corpus.corpus)
        figures = row_figures(corpus.corpus, runs)
        run = _choose_run(runs, figures)
    scope = _scope(corpus)
    true, read = state.LETTERS_TRUE.read(), state.LETTERS_PREDICTED.read()
    if run is not None and true is not None and read is not None:
        _draw_cell(corpus, run, (true, read), scope)
        return
    st.title(plain(_finding(corpus, figures)))
    st.caption(scope)
    if run is None:
        _say_how_to_train(corpus.corpus)
    else:
        _draw_run(corpus, run, figures, scope)
    draw_leakage(corpus.corpus, figures, scope=scope)
    _draw_classes(corpus, scope)


def _choose_corpus(corpora: dict[str, LetterCorpus]) -> LetterCorpus:
    trained = [name for name in corpora if letter_queries.letter_runs(name)]
    known = trained or list(corpora)
    name = choose(
        state.LETTERS_CORPUS,
        "Pictures",
        list(corpora),
        default=PUBLISHED_ON if PUBLISHED_ON in known else known[0],
        named=lambda name: _titled(corpora[name]) if name in corpora else name,
    )
    return corpora[name]


def _choose_run(
    runs: Sequence[LetterRun], figures: Sequence[RowFigures]
) -> LetterRun | None:
    """Draw the choice of a model and of one of its trainings; None: there are none."""
    if not runs:
        return None
    by_name = {row.name: row for row in figures}
    first = best(figures) or figures[0]
    row = choose(
        state.LETTERS_ROW,
        "Model",
        list(by_name),
        default=first.name,
        named=lambda name: _named(by_name[name]) if name in by_name else name,
    )
    seeds = sorted(
        (run for run in runs if run.row == row), key=lambda run: run.seed or 0
    )
    by_id = {run.run_id: run for run in seeds}
    run_id = choose(
        state.LETTERS_RUN,
        "Training",
        list(by_id),
        default=seeds[0].run_id,
        named=lambda name: _seeded(by_id[name]) if name in by_id else name,
    )
    return by_id[run_id]


def _draw_run(
    corpus: LetterCorpus, run: LetterRun, figures: Sequence[RowFigures], scope: str
) -> None:
    """Draw all models, then what one of them misreads and how it was trained."""
    draw_models(figures, scope=scope)
    draw_table(figures, corpus.corpus)
    st.subheader(f"What {plain(_seeded_row(run))} misreads")
    of_run = f"{scope} {plain(_seeded_row(run))}, run {plain(run.run_id)}."
    told = prediction_queries.predictions(run.run_id)
    if len(told.judged(PART)):
        kept = {"corpus": corpus.corpus, "row": run.row, "run": run.run_id}
        draw_confusion(confusion(told, PART), kept, scope=of_run)
    else:
        st.caption("This run kept nothing of what it read.")
    draw_curves(run, scope=of_run)


def _draw_cell(
    corpus: LetterCorpus, run: LetterRun, cell: tuple[str, str], scope: str
) -> None:
    told: Predictions = prediction_queries.predictions(run.run_id)
    st.title(plain(cell_finding(told, cell)))
    st.caption(f"{scope} {plain(_seeded_row(run))}, run {plain(run.run_id)}.")
    with st.container(horizontal=True):
        _way("All models", None, "arrow_back")
        if cell[0] != cell[1]:
            _way(f"{cell[1]} read as {cell[0]}", (cell[1], cell[0]), "swap_horiz")
    draw_cell(told, corpus.corpus, cell)


def _way(name: str, cell: tuple[str, str] | None, icon: str) -> None:
    st.button(
        plain(name),
        key=f"letters_way_{icon}",
        on_click=_open,
        args=(cell,),
        icon=f":material/{icon}:",
        type="tertiary",
    )


def _open(cell: tuple[str, str] | None) -> None:
    true, read = cell or (None, None)
    state.LETTERS_TRUE.write(true)
    state.LETTERS_PREDICTED.write(read)


def _draw_classes(corpus: LetterCorpus, scope: str) -> None:
    st.subheader("The pictures")
    draw_figure(
        class_count_bars(corpus.classes),
        key="letters_classes",
        caption=f"{scope} {_spread([told.train for told in corpus.classes])} of each "
        "letter in training.",
        alt="Pictures of each letter in training and test; the table below has them.",
    )
    chosen = letter_queries.samples(corpus.corpus, "train", per_letter=SAMPLES)
    ids = [one for some in chosen.values() for one in some]
    pictures = letter_queries.letter_pictures(corpus.corpus, ids)
    st.html(class_table(corpus.classes, chosen, pictures))
    st.caption(scope)


def _finding(corpus: LetterCorpus, figures: Sequence[RowFigures]) -> str:
    first = best(figures)
    if first is None or first.accuracy is None:
        pictures = counted(corpus.train + corpus.test, "picture")
        return (
            f"{pictures} of {len(corpus.classes)} letters; no model has read them yet"
        )
    return (
        f"{first.name} reads {percent(first.accuracy)} of "
        f"{counted(corpus.test, 'test picture')} rightly"
    )


def _scope(corpus: LetterCorpus) -> str:
    kind = "**Synthetic**, generated by computer. " if corpus.synthetic else ""
    return (
        f"{kind}{plain(corpus.title)}: {amount(corpus.train)} training and "
        f"{amount(corpus.test)} test pictures."
    )


def _spread(counts: Sequence[int]) -> str:
    least, most = min(counts), max(counts)
    return amount(least) if least == most else f"{amount(least)} to {amount(most)}"


def _titled(corpus: LetterCorpus) -> str:
    if corpus.synthetic and "synthetic" not in corpus.title.lower():
        return f"{corpus.title} (synthetic)"
    return corpus.title


def _named(row: RowFigures) -> str:
    return row.name if row.accuracy is None else f"{row.name} · {row.accuracy:.4f}"


def _seeded(run: LetterRun) -> str:
    seed = "without chance" if run.seed is None else f"seed {run.seed}"
    accuracy = run.metrics.get("accuracy")
    return seed if accuracy is None else f"{seed} · {accuracy:.4f}"


def _seeded_row(run: LetterRun) -> str:
    return run.row if run.seed is None else f"{run.row} (seed {run.seed})"


def _say_what_to_run() -> None:
    st.title("There are no pictures of letters yet")
    st.markdown(
        "This page shows letters read from 28 x 28 grey pictures, as in Sign Language "
        "MNIST. Any of these commands brings some:"
    )
    st.code(_COMMANDS, language="bash")
    st.markdown("The store looked at, to be given to the commands as `--store`:")
    st.code(str(current_store().root), language=None)


def _say_how_to_train(corpus: str) -> None:
    st.markdown("Every model of the table is trained and measured by:")
    command = f"signatlas bench sign-mnist --corpus {corpus}"
    st.code(f"{command} --store {current_store().root}", language=None, wrap_lines=True)


PAGE = Page("Sign-MNIST", ":material/abc:", "sign-mnist", 55, show)
