"""CSV as RFC 4180 has it, and as spreadsheets can open it safely."""

import pyarrow as pa
import pytest

from ingest.exports.csv_lines import csv_lines


def test_csv_lines__no_rows() -> None:
    schema = pa.schema([("gloss", pa.string()), ("frames", pa.int32())])

    assert b"".join(csv_lines([], schema)) == b'"gloss","frames"\r\n'


def test_csv_lines__each_line_ends_in_cr_lf_and_texts_keep_their_own() -> None:
    batch = pa.RecordBatch.from_pydict({"a": ["one\ntwo", "", None], "b": [1, 2, 3]})

    lines = b"".join(csv_lines([batch], batch.schema))

    assert lines == b'"a","b"\r\n"one\ntwo",1\r\n"",2\r\n,3\r\n'


@pytest.mark.parametrize("begin", "=+-@\t\r")
def test_csv_lines__only_for_spreadsheets_formulas_become_text(begin: str) -> None:
    batch = pa.RecordBatch.from_pydict(
        {"a": [f"{begin}1", "1=", None], "b": [-1, 0, 1]}
    )

    plain = b"".join(csv_lines([batch], batch.schema))
    safe = b"".join(csv_lines([batch.slice(0)], batch.schema, spreadsheet=True))

    assert f'"{begin}1",-1\r\n'.encode() in plain
    assert safe.startswith(b"\xef\xbb\xbf")
    assert safe.decode("utf-8-sig") == f'"a","b"\r\n"\'{begin}1",-1\r\n"1=",0\r\n,1\r\n'
