"""The answer to a query: as a table, as files to take away, as a simple chart."""

from typing import Final

import pyarrow as pa
import streamlit as st

from dashboard import state
from dashboard.charts.query_answer import KINDS, Kind, answer_chart
from dashboard.widgets.choosing import choose
from dashboard.widgets.cite import draw_cite
from dashboard.widgets.figure import draw_figure
from dashboard.wording import amount, counted, plain
from store.errors import SqlError
from store.sandbox.asking import SqlAnswer
from store.sql_files import LONGEST_CELL, answer_csv, answer_parquet, short_text

ROWS_SHOWN: Final = 5_000
BARS: Final = 200
POINTS: Final = 20_000
_NONE: Final = "none"
_NAMES: Final = {
    _NONE: "No chart",
    "bar": "Bars",
    "line": "Lines",
    "scatter": "Points",
}


def draw_failure(failure: SqlError) -> None:
    """Say why there is no answer, and where in the query."""
    st.markdown(plain(failure.what))
    if failure.where:
        st.code(failure.where, language=None)


def draw_answer(answer: SqlAnswer, scope: str) -> None:
    """Draw the answer as a table and offer it as files; below it, a chart.

    Args:
        answer: what to draw.
        scope: data and what is synthetic, as Markdown.
    """
    rows = answer.rows
    if answer.told_cut:
        st.caption(f":material/content_cut: {plain(answer.told_cut)}")
    shown = shown_rows(rows.slice(0, ROWS_SHOWN))
    st.dataframe(
        with_links(shown),
        hide_index=True,
        key=state.QUERY_ANSWER,
        column_config={
            name: st.column_config.LinkColumn(display_text=r"clip=([^&]+)")
            for name in _clip_columns(shown)
        },
    )
    if rows.num_rows > ROWS_SHOWN:
        st.caption(
            f"The table shows the first {amount(ROWS_SHOWN)} rows; files have all "
            f"{amount(rows.num_rows)}."
        )
    _offer_files(rows)
    if not answer.cut:
        draw_cite("sql", key="query_cite", statement=answer.statement)
    if rows.num_rows:
        _draw_chart(rows, scope)


def shown_rows(rows: pa.Table) -> pa.Table:
    """Return rows whose cells are short: of lists and long texts the beginning."""
    columns = [
        column if _is_short(column) else _shortened(column) for column in rows.columns
    ]
    return pa.table(columns, names=rows.column_names)


def with_links(shown: pa.Table) -> pa.Table:
    """Return rows in which the id of a clip is the address of its page."""
    for name in _clip_columns(shown):
        place = shown.schema.get_field_index(name)
        found = [
            None if clip is None else state.address("clips", clip=clip)
            for clip in shown[name].to_pylist()
        ]
        shown = shown.set_column(place, name, pa.array(found, pa.string()))
    return shown


def _clip_columns(rows: pa.Table) -> list[str]:
    return [
        field.name
        for field in rows.schema
        if field.name.startswith("clip_id") and pa.types.is_string(field.type)
    ]


def _is_short(column: pa.ChunkedArray) -> bool:
    if pa.types.is_string(column.type):
        texts = column.drop_null().to_pylist()
        return max(map(len, texts), default=0) <= LONGEST_CELL
    return not pa.types.is_nested(column.type)


def _shortened(column: pa.ChunkedArray) -> pa.Array:
    texts = [
        None if value is None else short_text(value) for value in column.to_pylist()
    ]
    return pa.array(texts, pa.string())


def _offer_files(rows: pa.Table) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "All rows as CSV",
            lambda: answer_csv(rows),
            "query.csv",
            "text/csv",
            key="query_csv",
            icon=":material/download:",
            type="tertiary",
        )
        st.download_button(
            "All rows as Parquet",
            lambda: answer_parquet(rows),
            "query.parquet",
            "application/vnd.apache.parquet",
            key="query_parquet",
            icon=":material/download:",
            type="tertiary",
        )


def _draw_chart(rows: pa.Table, scope: str) -> None:
    numbers = [field.name for field in rows.schema if _is_number(field.type)]
    names = [field.name for field in rows.schema if not pa.types.is_nested(field.type)]
    if not numbers or len(names) < 2:  # noqa: PLR2004 - one for each axis
        return
    with st.container(horizontal=True):
        kind = choose(
            state.QUERY_CHART,
            "Chart",
            list(_NAMES),
            default=_NONE,
            named=lambda name: _NAMES.get(name, name),
        )
        if kind == _NONE:
            return
        x = choose(state.QUERY_X, "Across", names, default=names[0])
        up = next((name for name in numbers if name != x), numbers[0])
        y = choose(state.QUERY_Y, "Upwards", numbers, default=up)
        by = choose(state.QUERY_BY, "Colour", [_NONE, *names], default=_NONE)
    most = BARS if kind == "bar" else POINTS
    _draw_figure(rows.slice(0, most), _kind(kind), (x, y, by), scope, rows.num_rows)


def _draw_figure(
    drawn: pa.Table, kind: Kind, columns: tuple[str, str, str], scope: str, rows: int
) -> None:
    x, y, by = columns
    figure = answer_chart(
        kind,
        drawn[x].to_pylist(),
        drawn[y].to_pylist(),
        None if by == _NONE else drawn[by].to_pylist(),
        x_title=x,
        y_title=y,
    )
    alike = kind == "bar" and _has_rows_alike(drawn, {x, by} - {_NONE})
    stacked = " Rows with the same value stand on one another." if alike else ""
    part = "All" if drawn.num_rows == rows else f"The first {amount(drawn.num_rows)} of"
    draw_figure(
        figure,
        key=state.QUERY_FIGURE,
        caption=f"{part} {counted(rows, 'row')} of the answer.{stacked} {scope}",
        alt=f"{_NAMES[kind]} of {y} by {x} for {counted(drawn.num_rows, 'row')}.",
    )


def _has_rows_alike(rows: pa.Table, names: set[str]) -> bool:
    """Return whether two rows have the same values in these columns."""
    values = [str(row) for row in rows.select(sorted(names)).to_pylist()]
    return len(set(values)) < len(values)


def _kind(name: str) -> Kind:
    return next(kind for kind in KINDS if kind == name)


def _is_number(type_: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(type_)
        or pa.types.is_floating(type_)
        or pa.types.is_decimal(type_)
    )
