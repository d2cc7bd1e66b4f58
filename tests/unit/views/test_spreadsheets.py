"""CSV for spreadsheets: no cell of a text is a formula, every text comes back, everything else is as it was."""

import csv
import time
from datetime import date
from io import StringIO

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import tables
from flows.views.icews import events_dyads
from flows.views.spreadsheets import original_text, spreadsheet_text, write_csv
from tests.builders import read

TRIGGERS = "=+-@＝＋－＠"
TEXTS = st.text(st.sampled_from([*TRIGGERS, *"'\",;|\t\r\n \0\xa0ab"]))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("", ""),
        ("Iran", "Iran"),
        ("a-b = c @d, e", "a-b = c @d, e"),
        ("'Tis", "'Tis"),
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("- a point", "'- a point"),
        ("+x", "'+x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("  =1", "'  =1"),
        ("\0=1", "'\0=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("\t=1", "'\t'=1"),
        ("a;=1;b", "a;'=1;b"),
        ("a, -b\n@c\t+d", "a,' -b\n'@c\t'+d"),
        ('"=1', "'\"=1"),
        ('a;"=1', "a;'\"=1"),
    ],
)
def test_an_apostrophe_comes_before_what_may_be_a_formula(text, want):
    assert spreadsheet_text(text) == want
    assert original_text(want) == text


@given(TEXTS)
def test_every_text_comes_back(text):
    assert original_text(spreadsheet_text(text)) == text


@settings(max_examples=1000)
@given(TEXTS, st.sampled_from(",;\t"))
def test_no_cell_begins_with_a_formula_whatever_separates_cells(text, separator):
    line = StringIO()
    csv.writer(line).writerow(["x", spreadsheet_text(text), "y"])
    for row in csv.reader(StringIO(line.getvalue(), newline=""), delimiter=separator):
        for cell in row:
            assert not cell.lstrip(' \0\xa0"').startswith(tuple(TRIGGERS))


@pytest.mark.parametrize("unit", ["\n", " ", "'", ",", "\t ", ";' ", "="])
def test_a_long_text_takes_linear_time(unit):
    start = time.perf_counter()
    original_text(spreadsheet_text(unit * 300_000))
    assert time.perf_counter() - start < 5


def test_a_file_has_numbers_days_and_nulls_as_they_are(tmp_path):
    frame = pd.DataFrame(
        {"text": ["=1", None], "number": [-1.5, 2], "day": [date(2020, 1, 2), None], "yes": [True, False]}
    )
    write_csv(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode(
        "utf-8-sig"
    ) == "text,number,day,yes\r\n'=1,-1.5,2020-01-02,True\r\n,2.0,,False\r\n"
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_every_table_and_view_of_a_hostile_text_can_be_written_and_read_back(tmp_path):
    text = '=cmd|"/c calc"!A0\n\n@Norway condemned Sweden.\n\n-2+3+cmd\n\n+Iran;=1+1\tmet Iraq in Oslo.\n'
    frames = tables.tabulate(read(text, "=1+1;@x.txt"))
    for name, frame in {**frames, "dyads": events_dyads(frames)}.items():
        write_csv(frame, tmp_path / f"{name}.csv")
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            back = list(csv.DictReader(file))
        texts = [column for column in frame if any(isinstance(value, str) for value in frame[column])]
        for row, want in zip(back, frame.to_dict("records"), strict=True):
            for column in texts:
                assert not row[column].startswith(tuple(TRIGGERS))
                assert original_text(row[column]) == (want[column] if isinstance(want[column], str) else "")
