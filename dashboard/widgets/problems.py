"""The table of what could not be used, why, and what to do."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.queries import clip_queries
from dashboard.records.clip_records import Problem
from dashboard.widgets.filters import pick
from dashboard.widgets.records_csv import records_csv
from dashboard.wording import amount, counted

SHOWN_AT_MOST: Final = 500
SAVED_AT_MOST: Final = 1_000_000

_HEADINGS: Final = {
    "lost": "Lost",
    "what": "What",
    "remedy": "What to do",
    "place": "Where",
    "corpus": "Corpus",
    "kind": "Kind",
}


def list_problems(corpus: str | None) -> None:
    """Show the problems of one corpus, or of all."""
    kinds = clip_queries.problem_kinds(corpus)
    if not kinds:
        return
    heading, choice = st.columns([3, 1], vertical_alignment="bottom")
    with choice:
        kind = pick(
            state.OVERVIEW_KIND, "Kind of problem", list(kinds), anything="All kinds"
        )
    total = kinds.get(kind, 0) if kind else sum(kinds.values())
    heading.subheader(f"{counted(total, 'problem')} met while ingesting")
    found = clip_queries.problems(corpus, kind, at_most=SHOWN_AT_MOST)
    st.dataframe(_table(found), hide_index=True, key="overview_problems")
    st.caption(
        f"{amount(len(found))} of {amount(total)} shown, lost clips first. "
        "Lost: the clip is not in the store because of it; everything else was kept."
    )
    st.download_button(
        "Problems as CSV",
        lambda: problems_csv(
            clip_queries.problems(corpus, kind, at_most=SAVED_AT_MOST)
        ),
        "problems.csv",
        "text/csv",
        key="overview_problems_csv",
        icon=":material/download:",
        type="tertiary",
    )


def problems_csv(problems: Sequence[Problem]) -> str:
    """Return problems as CSV."""
    return records_csv(Problem, problems)


def _table(problems: Sequence[Problem]) -> pd.DataFrame:
    rows = [asdict(problem) for problem in problems]
    return pd.DataFrame(rows, columns=list(_HEADINGS)).rename(columns=_HEADINGS)
