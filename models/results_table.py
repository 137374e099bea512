"""The README's tables of results, made from `models/results.json`.

What was measured alike - on the same data, by the same protocol, in the same unit - shares a
line, best model first. Ratios of time stand in a table of their own.
"""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Final

from models.results import Result
from store.errors import StoreError

TABLE_BEGIN: Final = "<!-- results: begin (made by `make results-table`) -->"
TABLE_END: Final = "<!-- results: end -->"
SPEED: Final = "bench/"
"""Begins the names of ratios of time, which say nothing of models."""
MANY: Final = 1000
"""Figures from here on are written out."""
_HEADS: Final = {
    "Models": "| data / protocol / measure | ours | published or required | data |",
    "Speed": "| area | ours | required | measured on |",
}


def markdown_table(records: Sequence[Result]) -> str:
    """Return the README's tables: figures that can be compared with a published one."""
    compared = [record for record in records if record.paper]
    parts = {
        "Models": [r for r in compared if not r.name.startswith(SPEED)],
        "Speed": [r for r in compared if r.name.startswith(SPEED)],
    }
    return "\n\n".join(
        _table(title, part, by=_alike if title == "Models" else _measured)
        for title, part in parts.items()
        if part
    )


def with_table(text: str, records: Sequence[Result]) -> str:
    """Return a README's text with its results tables made anew.

    Raises:
        StoreError: the text lacks the two marks between which the tables stand.
    """
    before, begin, rest = text.partition(TABLE_BEGIN)
    _, end, after = rest.partition(TABLE_END)
    if not (begin and end):
        raise StoreError(f"The text lacks {TABLE_BEGIN!r} or {TABLE_END!r}.")
    return f"{before}{begin}\n{markdown_table(records)}\n{end}{after}"


def _table(
    title: str, records: Sequence[Result], by: Callable[[Result], tuple[str, ...]]
) -> str:
    groups: dict[tuple[str, ...], list[Result]] = {}
    for record in records:
        groups.setdefault(by(record), []).append(record)
    lines = [f"**{title}**", "", _HEADS[title], "|---|---|---|---|"]
    for group in groups.values():
        ordered = sorted(group, key=lambda record: record.value, reverse=True)
        cells = (_without_model(group[0]), *_told(ordered))
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines)


def _told(ordered: Sequence[Result]) -> tuple[str, str, str]:
    """Return what was measured, what was published or required, and on which data."""
    ours = "; ".join(f"{_model(r)} {_figure(r)}" for r in ordered)
    return f"{ours} {ordered[0].unit}".strip(), _papers(ordered), _common_data(ordered)


def _papers(ordered: Sequence[Result]) -> str:
    """Return the one figure to compare with, or each model's own."""
    papers = [record.paper for record in ordered]
    if len(set(papers)) == 1:
        return papers[0]
    end = _shared_end(papers)
    each = "; ".join(
        f"{_model(r)} {r.paper.removesuffix(end).strip()}" for r in ordered
    )
    return f"{each}{end}"


def _shared_end(texts: Sequence[str]) -> str:
    """Return the bracketed remark that all texts end with; empty where they differ."""
    end = _shared_start([text[::-1] for text in texts])[::-1]
    return end[end.find(" (") :] if " (" in end else ""


def _shared_start(texts: Sequence[str]) -> str:
    columns = takewhile(lambda signs: len(set(signs)) == 1, zip(*texts, strict=False))
    return "".join(signs[0] for signs in columns)


def _common_data(ordered: Sequence[Result]) -> str:
    """Return what the data of all have in common, cut where they begin to differ."""
    told = [_data(record) for record in ordered]
    common = _shared_start(told)
    if all(text == common for text in told):
        return common
    clause = max(common.rfind(mark) for mark in ("; ", ": "))
    return f"{common[:clause]} ..." if clause > 0 else f"{told[0]} (and others)"


def _alike(record: Result) -> tuple[str, ...]:
    return _without_model(record), record.unit


def _measured(record: Result) -> tuple[str, ...]:
    return _without_model(record), record.unit, record.paper, _data(record)


def _without_model(record: Result) -> str:
    *before, _, measure = record.name.split("/")
    return "/".join([*before, measure])


def _model(record: Result) -> str:
    return record.name.split("/")[-2]


def _figure(record: Result) -> str:
    value = f"{record.value:.3g}" if record.value < MANY else f"{record.value:,.0f}"
    if record.low is None or record.high is None or record.low == record.high:
        return value
    return f"{value} [{record.low:.3g}, {record.high:.3g}]"


def _data(record: Result) -> str:
    split = f"; {record.split}" if record.split else ""
    return f"{record.data}{split}"
