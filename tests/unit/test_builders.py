"""The builders of rows: complete, of the right types, and where the words are."""

import ast
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from flows.steps.models import Outcome
from flows.tables import tabulate
from tests import builders
from tests.builders import date_expression, document, edit, entity, event, mention, outcome, paragraph, participant

TESTS = Path(__file__).parents[1]
ROWS = [document, paragraph, entity, mention, date_expression, event, participant, edit]


@pytest.mark.parametrize("build", ROWS, ids=lambda build: build.__name__)
def test_a_row_fits_its_table(build) -> None:
    frames = tabulate(outcome(build()))
    assert sum(map(len, frames.values())) == 1


@pytest.mark.parametrize("build", ROWS, ids=lambda build: build.__name__)
def test_a_cell_that_is_no_column_is_refused(build) -> None:
    with pytest.raises(TypeError, match="colour"):
        build(colour="red")


@pytest.mark.parametrize("build", [mention, date_expression, participant])
def test_words_are_where_they_occur(build) -> None:
    home = paragraph("Yesterday Ruritania left.", raw_start=7)
    row = build("Ruritania", home)
    assert (home.text[row.start : row.end], row.raw_start, row.raw_end) == ("Ruritania", 17, 26)
    with pytest.raises(ValueError, match="not found"):
        build("Elbonia", home)


def test_a_trigger_is_where_it_occurs() -> None:
    row = event(paragraph("Yesterday Ruritania left.", raw_start=7), "left")
    assert (row.trigger_start, row.trigger_end, row.raw_start) == (20, 24, 27)


def test_rows_of_the_defaults_belong_together() -> None:
    assert participant().event_id == event().event_id
    assert mention().entity_id == entity().entity_id
    assert mention().paragraph_id == event().paragraph_id == date_expression().paragraph_id == paragraph().paragraph_id


def test_passages_have_sentences_and_raw_places() -> None:
    (head, body) = builders.passages(("heading", "A day"), "It rained. It stopped.", raw_start=100)
    assert (head.role, body.role, body.paragraph_id) == ("heading", "body", "par_1")
    assert [body.text[slice(*span)].strip() for span in body.sentences] == ["It rained.", "It stopped."]
    assert body.raw_span(3, 9) == (103, 109)


def test_a_text_is_read_through_the_whole_road() -> None:
    rows = builders.read("The river rises\n\nNorway condemned Sweden on 9 June 2020.\n")
    assert [row.role for row in rows.paragraphs] == ["title", "body"]
    assert [row.event_type for row in rows.events] == ["ACCUSE"]


def written_out(path: Path) -> list[str]:
    """Return the places where a test calls the class of a row, or a passage, itself."""
    tree = ast.parse(path.read_text("utf-8"))
    rows = {get_args(hint)[0].__name__ for hint in get_type_hints(Outcome).values()} | {"Passage"}
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = {alias.name for node in froms if str(node.module).startswith("flows.") for alias in node.names} & rows
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        f"{path.relative_to(TESTS)}:{call.lineno}: {ast.unparse(call.func)}"
        for call in calls
        if ast.unparse(call.func) in ours
    ]


def test_no_other_file_writes_a_row_out() -> None:
    assert written_out(TESTS / "builders.py")
    others = [path for path in sorted(TESTS.rglob("*.py")) if path.name != "builders.py"]
    assert [place for path in others for place in written_out(path)] == []
