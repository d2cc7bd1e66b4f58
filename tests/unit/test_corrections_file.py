"""The file of corrections: what is refused, and with which sentence; how a row is appended."""

from datetime import date
from pathlib import Path

import pytest

from flows.corrections import append_correction, corrections_path, read_corrections
from flows.errors import WRONG_COMMAND, CorrectionsError
from flows.steps.corrections import Correction, Interval, interval_of
from schemas.vocab import CorrectionKind, Precision

HEADER = ",".join(Correction._fields)
GOOD = Correction(
    kind=CorrectionKind.EVENT_TYPE,
    source_path="a.txt",
    quote="Norway met Finland, in Oslo",
    trigger="met",
    value="AGREE",
    author="A. Holm",
    day=date(2026, 11, 28),
    reason='they signed "it"',
)
REST = "A. Holm,2026-11-28,a reason"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("mood,a.txt,,it met us,,,met,,AGREE," + REST, "row 2, column kind"),
        ("event_type,,,it met us,,,met,,AGREE," + REST, "row 2: source_path and document_id are empty"),
        ("event_type,a.txt,,,,,met,,AGREE," + REST, "row 2: quote is empty"),
        ("event_type,a.txt,,it met who met,,,met,,AGREE," + REST, "the trigger 'met' 2 times"),
        ("event_type,a.txt,,metal,,,met,,AGREE," + REST, "the trigger 'met' 0 times"),
        ("event_type,a.txt,,it met us,,,met,,PARTY," + REST, "value is 'PARTY'; it should be one of AGREE"),
        ("event_wrong,a.txt,,it met us,,,met,,AGREE," + REST, "it should be empty"),
        ("event_date,a.txt,,it met us,,,met,,Sunday," + REST, "it should be a date such as"),
        ("event_date,a.txt,,it met us,,,met,,2019-02-30," + REST, "it should be a date such as"),
        ("actor,a.txt,,it met us,,,met,,," + REST, "or none"),
        ("title,a.txt,,,,,,,A title," + REST, "document_id should name it"),
        ("title,a.txt,,A,,,met,,A title," + REST, "trigger and event_type are of events"),
        ("factuality,a.txt,,it met us,,,met,,denied,A. Holm,yesterday,a reason", "row 2, column day"),
        ("factuality,a.txt,,it met us,,,met,,denied, ,2026-11-28,a reason", "author and reason"),
    ],
)
def test_a_bad_row_is_named_with_what_would_be_fine(tmp_path: Path, cells: str, sentence: str) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(f"{HEADER}\n{cells}\n", "utf-8")
    with pytest.raises(CorrectionsError) as error:
        read_corrections(path)
    assert error.value.exit_code == WRONG_COMMAND
    assert "corrections.csv" in str(error.value)
    assert sentence in str(error.value)


def test_a_row_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    append_correction(path, GOOD)
    path.write_text(path.read_text("utf-8") + path.read_text("utf-8").splitlines()[1] + "\n", "utf-8")
    with pytest.raises(CorrectionsError, match="row 3: row 2 is the same"):
        read_corrections(path)


def test_appended_rows_come_back_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    rows = (GOOD, GOOD._replace(author="B. Lie", quote="two\nlines that met, =1+1"))
    for row in rows:
        append_correction(path, row)
    assert read_corrections(path) == rows
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("row", [GOOD, GOOD._replace(value="PARTY"), GOOD._replace(quote="")])
def test_a_bad_or_known_row_is_not_appended(tmp_path: Path, row: Correction) -> None:
    path = tmp_path / "corrections.csv"
    append_correction(path, GOOD)
    before = path.read_bytes()
    with pytest.raises(CorrectionsError, match="the new row"):
        append_correction(path, row)
    assert path.read_bytes() == before


def test_the_file_is_the_chosen_one_or_beside_the_seeds(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    assert corrections_path(seeds, None) is None
    assert read_corrections(None) == ()
    append_correction(tmp_path / "corrections.csv", GOOD)
    assert corrections_path(seeds, None) == tmp_path / "corrections.csv"
    assert corrections_path(seeds, tmp_path / "other.csv") == tmp_path / "other.csv"


def test_a_file_saved_by_a_spreadsheet_has_a_mark_in_front(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    append_correction(path, GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_corrections(path) == (GOOD,)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2019", (date(2019, 1, 1), date(2019, 12, 31), Precision.YEAR)),
        ("2019-02", (date(2019, 2, 1), date(2019, 2, 28), Precision.MONTH)),
        ("2019-02-03", (date(2019, 2, 3), date(2019, 2, 3), Precision.DAY)),
        ("2019-02-03/2019-03", (date(2019, 2, 3), date(2019, 3, 31), Precision.INTERVAL)),
        ("2019-02-03/2019-02-03", (date(2019, 2, 3), date(2019, 2, 3), Precision.DAY)),
        ("2019-03/2019-02", None),
        ("2019-13", None),
        ("3 March 2019", None),
    ],
)
def test_days_of_a_value(value: str, found: Interval | None) -> None:
    assert interval_of(value) == found
