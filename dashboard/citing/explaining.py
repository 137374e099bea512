"""`README.md` of a bundle: what it is, whose data it shows, how to compute it again."""

from typing import Final

from dashboard.citing.planning import Plan
from dashboard.citing.question import Question
from dashboard.citing.software import SIGNATLAS

FILE: Final = "README.md"


def readme(plan: Plan, question: Question) -> str:
    """Return the text for people who open a bundle."""
    told = [f"- {n}: {v}" for n, v in question.parameters.items() if v is not None]
    tables = [f"- tables/{name}.csv, tables/{name}.parquet" for name in question.tables]
    figure = ["- figure.html, figure.json: the figure"] if question.figure else []
    rows = (
        f"The rows that it was computed from are not here: {question.left_out}. Whoever "
        "has the corpus computes it again with `--store FOLDER`."
        if question.left_out
        else "The rows that it was computed from are in store/: without pictures, "
        "folders and the names of annotators."
    )
    lines = [
        f"# {question.title}",
        "",
        *([f"By {plan.author}.", ""] if plan.author else []),
        f"`{question.thing}` of {SIGNATLAS} {question.software.get(SIGNATLAS, '')}:",
        "",
        *(told or ["- no parameters"]),
        "",
        "## Data, to be cited with it",
        "",
        *(f"- {credit.line}" for credit in plan.credits),
        "",
        "## Files",
        "",
        *tables,
        *figure,
        "- ro-crate-metadata.json: data, runs and software behind it, as RO-Crate",
        "",
        "## Computing it again",
        "",
        rows,
        "",
        "    signatlas reproduce BUNDLE.zip",
        "",
        f"Counts and texts are to be the same, figures within {question.tolerance:g}.",
    ]
    return "\n".join(lines) + "\n"
