"""Small tables and lists as HTML: readable aloud, and with links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dashboard.wording import html_text, percent


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that was made here from escaped parts."""

    html: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, what it means, and how it is set."""

    heading: str
    hint: str = ""
    number: bool = False


def html_table(
    caption: str, columns: Sequence[Column], rows: Sequence[Sequence[object]]
) -> str:
    """Return a table; its first column heads the rows. Values are escaped."""
    head = "".join(
        f'<th scope="col" class="{_class(column)}" title="{escape(column.hint)}">'
        f"{escape(column.heading)}</th>"
        for column in columns
    )
    body = "".join(f"<tr>{_cells(columns, row)}</tr>" for row in rows)
    return (
        f'<div class="sa-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="sa-table"><caption class="sa-alt">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def fact_list(facts: Mapping[str, object]) -> str:
    """Return names and values as a definition list. Values are escaped."""
    entries = "".join(
        f"<dt>{escape(name)}</dt><dd>{_inner(value)}</dd>"
        for name, value in facts.items()
    )
    return f'<dl class="sa-facts">{entries}</dl>'


def link(address: str, text: str) -> Markup:
    """Return a link to another page of the dashboard."""
    return Markup(f'<a href="{escape(address)}" target="_self">{html_text(text)}</a>')


def tag(text: str) -> Markup:
    """Return a word in a frame, e.g. `synthetic`."""
    return Markup(f'<span class="sa-tag">{escape(text)}</span>')


def dot(colour: str) -> Markup:
    """Return a small square of a colour."""
    return Markup(
        f'<span class="sa-dot" style="background:{escape(colour)}" '
        'aria-hidden="true"></span>'
    )


def small(text: str) -> Markup:
    """Return a second, smaller line."""
    return Markup(f'<span class="sa-small">{html_text(text)}</span>')


def joined(*parts: object) -> Markup:
    """Return several parts in one cell."""
    return Markup("".join(_inner(part) for part in parts))


def bar(share: float | None) -> Markup:
    """Return a share from 0 to 1 as a percentage with a bar below it."""
    width = f"{(share or 0) * 100:.1f}%"
    return Markup(
        f'{percent(share)}<span class="sa-bar" aria-hidden="true">'
        f'<span style="width:{width}"></span></span>'
    )


def _cells(columns: Sequence[Column], row: Sequence[object]) -> str:
    first, *others = zip(columns, row, strict=True)
    head = f'<th scope="row" class="{_class(first[0])}">{_inner(first[1])}</th>'
    return head + "".join(
        f'<td class="{_class(column)}">{_inner(value)}</td>' for column, value in others
    )


def _class(column: Column) -> str:
    return "sa-number" if column.number else ""


def _inner(value: object) -> str:
    return value.html if isinstance(value, Markup) else html_text(value)
