"""Every sample document against the rows that a person has read and found right, and how `explain` shows three of them.

`<sample>.jsonl` has one row of a table on each line: the table, then its columns in order. Left out are nulls and, as it
is the same in all rows of a file, `document_id`; so a difference shows the cell that has changed. A missing file is
written, and the test fails until somebody has read and committed it. To renew one, delete it.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from flows.explain import explain_seed
from flows.steps import process
from flows.steps.models import Outcome
from flows.steps.read.seed import seed_of

pytestmark = pytest.mark.usefixtures("explained_here")

FOLDER = Path(__file__).parent
SEEDS = sorted(path for path in (FOLDER.parents[1] / "seeds").iterdir() if path.name != "README.md")
MODEL_SHARE, TOLERANCE = "link_confidence", 0.05
"""The column that is computed from a probability of the network, whose last digits depend on the processor."""
EXPLAINED = ["2024-02-05_stormont_characters.txt", "empty.txt", "finland_old_page.html"]


def lines(outcome: Outcome) -> Iterator[str]:
    """Yield one JSON object for each row, table by table."""
    for field in fields(outcome):
        for row in getattr(outcome, field.name):
            cells = {name: value for name, value in asdict(row).items() if value is not None}
            if field.name != "documents":
                cells.pop("document_id", None)
            yield json.dumps({"table": field.name} | cells, ensure_ascii=False, default=str) + "\n"


def compare(got: str, want: Path) -> None:
    """Compare a text with an expected file; one that is missing is written, and the test fails."""
    if not want.exists():
        want.write_text(got, "utf-8")
        pytest.fail(f"wrote {want.name}: read it, and commit it if it is right")
    assert got.splitlines() == want.read_text("utf-8").splitlines()


def compare_rows(got: str, want: Path) -> None:
    """Compare JSON lines with an expected file; what a model is sure of may differ a little between processors."""
    if not want.exists():
        compare(got, want)
    found, expected = (list(map(json.loads, text.splitlines())) for text in (got, want.read_text("utf-8")))
    shares = [[row.pop(MODEL_SHARE, None) for row in rows] for rows in (found, expected)]
    assert found == expected
    assert shares[0] == pytest.approx(shares[1], abs=TOLERANCE)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_rows_of_a_sample(path: Path) -> None:
    outcome = process(seed_of(path.name, path.read_bytes()))
    document_ids = {
        row.document_id
        for field in fields(outcome)
        for row in getattr(outcome, field.name)
        if hasattr(row, "document_id")
    }
    assert len(document_ids - {None}) <= 1
    compare_rows("".join(lines(outcome)), FOLDER / f"{path.name}.jsonl")


@pytest.mark.parametrize("name", EXPLAINED)
def test_explanation_of_a_sample(name: str) -> None:
    stream = StringIO()
    path = FOLDER.parents[1] / "seeds" / name
    explain_seed(seed_of(name, path.read_bytes()), Console(file=stream, width=200, soft_wrap=True, highlight=False))
    compare(stream.getvalue(), FOLDER / "explain" / f"{name}.golden")


def test_each_expected_file_has_its_sample() -> None:
    assert {path.name for path in FOLDER.glob("*.jsonl")} == {f"{path.name}.jsonl" for path in SEEDS}
    assert sorted(path.name for path in (FOLDER / "explain").iterdir()) == [f"{name}.golden" for name in EXPLAINED]
