import pyarrow as pa

from dashboard.citing.comparing import figure_differences, table_differences
from dashboard.citing.software import differing
from dashboard.citing.tables import csv_bytes, parquet_bytes, rows_digest

TABLE = pa.table({"name": ["a", "b"], "share": [0.5, float("nan")], "n": [1, None]})


def differences(other: pa.Table, tolerance: float = 1e-6) -> list[str]:
    return table_differences("t", TABLE, other, tolerance=tolerance)


def with_column(name: str, values: list[object]) -> pa.Table:
    place = TABLE.column_names.index(name)
    return TABLE.set_column(place, name, pa.array(values))


def test_table_differences__empty_and_equal() -> None:
    assert table_differences("t", TABLE[:0], TABLE[:0], tolerance=0) == []
    assert differences(TABLE) == []


def test_table_differences__figures_within_the_tolerance() -> None:
    near = with_column("share", [0.5000001, float("nan")])

    assert differences(near) == []
    assert differences(near, 1e-9) == ["t, row 1 (a), share: was 0.5, is 0.5000001"]


def test_table_differences__counts_texts_and_missing_are_exact() -> None:
    assert differences(with_column("n", [1, 0])) == [
        "t, row 2 (b), n: was missing, is 0"
    ]
    assert differences(with_column("name", ["a", "B"])) == [
        "t, row 2 (b), name: was 'b', is 'B'"
    ]
    assert differences(with_column("n", [1.0, None])) == [
        "t, row 1 (a), n: was 1, is 1.0"
    ]


def test_table_differences__rows_and_columns() -> None:
    assert differences(TABLE[:1]) == ["t: there were 2 rows, are 1"]
    assert differences(TABLE.drop_columns(["n"])) == [
        "t: the columns were name, share, n; are name, share"
    ]


def test_table_differences__many_are_counted() -> None:
    before, after = (pa.table({"n": list(range(i, i + 30))}) for i in (0, 1))

    found = table_differences("t", before, after, tolerance=0)

    assert len(found) == 11
    assert found[-1] == "t: 20 more cells"


def test_figure_differences__what_is_drawn_not_how_it_looks() -> None:
    then = {"data": [{"x": [1, 2.0]}], "layout": {"height": 3}}

    assert not figure_differences(then, {**then, "layout": {}}, tolerance=1e-9)
    assert figure_differences(then, {"data": [{"x": [1, 2.1]}]}, tolerance=1e-9)


def test_csv_bytes__lists_missing_and_figures() -> None:
    table = pa.table({"a": [["x", "ü"], None], "b": [0.1, 1e-20]})

    assert csv_bytes(table).decode() == 'a,b\n"[""x"", ""ü""]",0.1\n,1e-20\n'
    assert rows_digest(table) == rows_digest(pa.table(table.to_pydict()))
    assert parquet_bytes(table) == parquet_bytes(table)


def test_differing__versions() -> None:
    assert differing({"a": "1", "b": "1"}, {"a": "2", "b": "1", "c": "3"}) == [
        "a was 1, is 2",
        "c was not there, is 3",
    ]
