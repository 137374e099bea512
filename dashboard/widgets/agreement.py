"""How far annotators agree, and the hands on which they do not."""

import csv
import io
import math
from typing import Final

import streamlit as st

from dashboard.queries import cluster_queries
from dashboard.widgets.handshape_table import hand_row
from dashboard.widgets.tables import Column, Markup, html_table
from dashboard.wording import MISSING, amount, counted
from models.agreement import Agreement, agreement
from store.labelled_set import LabelledSet

SHOWN: Final = 20
EXAMPLES: Final = 5
TWO: Final = 2


def draw_agreement(labelled: LabelledSet) -> None:
    """Draw kappa and the disagreements; nothing while fewer than two labelled."""
    if len(labelled.ratings) < TWO:
        return
    st.subheader("Do the annotators agree?")
    found = agreement(labelled.ratings)
    rows = [
        [f"{one} and {other}", _kappa(value), amount(_both(labelled, one, other))]
        for (one, other), value in found.cohen_kappa.items()
    ]
    columns = (
        Column("Annotators"),
        Column("Cohen's kappa", "1: always, 0: as by chance", number=True),
        Column("Hands both labelled", number=True),
    )
    st.html(html_table("Agreement of annotators", columns, rows))
    everyone = (
        f" Fleiss' kappa of all {len(found.annotators)}, on the "
        f"{counted(found.crops, 'hand')} that all labelled: {_kappa(found.fleiss_kappa)}."
        if len(found.annotators) > TWO
        else ""
    )
    st.caption(
        "What each said alone; junk counts as an answer. A dash: too few hands, or one "
        f"handshape only.{everyone}"
    )
    if found.disagreements:
        _draw_disagreements(found)


def disagreements_csv(found: Agreement) -> str:
    """Return the hands on which annotators differ, with what each of them said."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("crop_id", *found.annotators))
    for item in found.disagreements:
        said = (item.handshapes.get(name) for name in found.annotators)
        writer.writerow((item.crop_id, *said))
    return file.getvalue()


def _draw_disagreements(found: Agreement) -> None:
    groups = _by_answers(found)
    shown = groups[:SHOWN]
    examples = [crop for _, crops in shown for crop in crops[:EXAMPLES]]
    pictures = cluster_queries.pictures(examples)
    rows = [
        [
            *answers,
            amount(len(crops)),
            Markup(hand_row(crops[:EXAMPLES], pictures)),
        ]
        for answers, crops in shown
    ]
    columns = (
        *(Column(name) for name in found.annotators),
        Column("Hands", number=True),
        Column("For example", "A click leads to the moment in the video"),
    )
    st.markdown(f"**{counted(len(found.disagreements), 'hand')} on which they differ**")
    st.html(html_table("Where annotators differ", columns, rows))
    if len(groups) > SHOWN:
        st.caption(f"The {SHOWN} commonest of {amount(len(groups))} ways to differ.")
    st.download_button(
        "All of them as CSV",
        lambda: disagreements_csv(found),
        "disagreements.csv",
        "text/csv",
        key="inventory_disagreements_csv",
        icon=":material/download:",
        type="tertiary",
    )


def _by_answers(found: Agreement) -> list[tuple[tuple[str | None, ...], list[str]]]:
    """Return hands by what the annotators said of them, the commonest first."""
    groups: dict[tuple[str | None, ...], list[str]] = {}
    for item in found.disagreements:
        answers = tuple(item.handshapes.get(name) for name in found.annotators)
        groups.setdefault(answers, []).append(item.crop_id)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _both(labelled: LabelledSet, one: str, other: str) -> int:
    return len(labelled.ratings[one].keys() & labelled.ratings[other].keys())


def _kappa(value: float) -> str:
    return MISSING if math.isnan(value) else f"{value:.2f}"
