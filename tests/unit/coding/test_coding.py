"""Agreement, coding sheets and the codebook."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from flows.coding.agreement import kappa, precisions, wilson
from flows.coding.codebook import codebook
from flows.coding.judgements import machine_types, report
from flows.coding.sheets import agreement, drawn, read_sheet, sheet
from flows.errors import UsageError
from flows.steps.models import Outcome
from flows.tables import tabulate
from schemas.vocab import EventType
from tests.builders import document, event, outcome, paragraph
from tests.unit.corpus.test_corrections import KILLED, corrected, wanted

TEXT = "=1+1 began it. Norway met Finland. They left."


@pytest.mark.parametrize(("right", "total", "low", "high"), [(8, 10, 0.490, 0.943), (0, 5, 0.0, 0.434), (0, 0, 0, 1)])
def test_wilson_intervals(right: int, total: int, low: float, high: float) -> None:
    assert wilson(right, total) == pytest.approx((low, high), abs=0.001)


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ("aa bb aa bb", 1.0),
        ("ab ba", -1.0),
        ("aa ab ba bb", 0.0),
        ("aa aa", None),
        ("", None),
        ("aa " * 20 + "ab " * 5 + "ba " * 10 + "bb " * 15, 0.4),  # the example of textbooks
    ],
)
def test_kappa(pairs: str, value: float | None) -> None:
    found = kappa([(pair[0], pair[1]) for pair in pairs.split()])
    assert found == (value if value is None else pytest.approx(value))


def test_precision_is_by_type_and_over_all() -> None:
    lines = [(row.name, row.right, row.total) for row in precisions([("A", "A"), ("A", "B"), ("B", "B")])]
    assert lines == [("A", 1, 2), ("B", 1, 1), ("all", 2, 3)]


def small() -> Outcome:
    home = document(raw=TEXT)
    body = paragraph(TEXT, home.document_id)
    own: dict[str, Any] = {"sentence_start": 15, "sentence_end": 34}
    return outcome(home, body, event(body, "met", **own))


def test_a_sheet_is_blind_or_open_and_no_cell_is_computed() -> None:
    frames = tabulate(small())
    (blind,) = csv.DictReader(StringIO(sheet(frames, 5, "event_type", 1)))
    (shown,) = csv.DictReader(StringIO(sheet(frames, 5, "event_type", 1, is_open=True)))
    assert (blind["sentence"], blind["context_after"]) == ("Norway met Finland.", "They left.")
    assert blind["context_before"] == "'=1+1 began it."
    assert blind["machine"] == ""
    assert "event_type=CONSULT" in shown["machine"]


def test_a_sample_is_even_over_types_and_follows_from_its_seed() -> None:
    events = [{"event_id": f"evt_{number}", "event_type": "AID" if number < 3 else "ACCUSE"} for number in range(50)]
    one = drawn(events, 10, "event_type", 7)
    assert one == drawn(events[::-1], 10, "event_type", 7) != drawn(events, 10, "event_type", 8)
    assert sorted(row["event_type"] for row in one) == ["ACCUSE"] * 7 + ["AID"] * 3
    with pytest.raises(UsageError, match="event_type, quad_class"):
        sheet(tabulate(small()), 5, "mood", 1)


def coded(path: Path, answer: str) -> Path:
    text = sheet(tabulate(small()), 5, "event_type", 1)
    header, row = list(csv.reader(StringIO(text)))
    row[header.index("coded_type")] = answer
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, row])
    return path


def test_two_sheets_give_agreement_and_precision(tmp_path: Path) -> None:
    sheets = [coded(tmp_path / "a.csv", "CONSULT"), coded(tmp_path / "b.csv", "none")]
    text = agreement(sheets, machine_types(tabulate(small())))
    assert "a.csv and b.csv: the same answer on 0 of 1 events" in text
    assert "CONSULT         1 of 1" in text
    assert "CONSULT         0 of 1" in text
    assert read_sheet(coded(tmp_path / "c.csv", "")) == {}


def test_a_wrong_answer_on_a_sheet_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="coded_type 'meeting'"):
        read_sheet(coded(tmp_path / "a.csv", "meeting"))
    (tmp_path / "b.csv").write_text("x,y\n1,2\n", "utf-8")
    with pytest.raises(UsageError, match="there is no column 'x'"):
        read_sheet(tmp_path / "b.csv")


def test_the_report_lists_corrections_and_what_they_show() -> None:
    rows = (
        wanted("event_type", "CONSULT"),
        wanted("event_wrong", author="B. Lie"),
        wanted("event_wrong", quote=KILLED),
        wanted("title", "New", "Gone"),
    )
    text = report(tabulate(corrected(*rows)))
    assert "applied: 1" in text
    assert "stale: 1" in text
    assert "refused: 2" in text
    assert "A. Holm and B. Lie: the same answer on 0 of 1 events" in text
    assert "ASSAULT         0 of 1" in text
    assert report(tabulate(corrected())) == "There are no corrections in this dataset."


def test_the_types_of_the_machine_are_those_before_corrections() -> None:
    plain = machine_types(tabulate(corrected()))
    rows = wanted("event_type", "AGREE"), wanted("event_wrong", quote=KILLED)
    assert machine_types(tabulate(corrected(*rows))) == plain


def test_the_codebook_has_each_type_with_examples() -> None:
    page = codebook()
    for kind in EventType:
        section = page.split(f"## {kind}\n")[1].split("\n## ")[0]
        assert section.count("\n- ") >= 2, kind
