"""What changes from one snapshot to another, and how much may go."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from flows import changes as module
from flows.changes import TableChanges, check_loss
from flows.errors import LossError
from flows.steps.models import Document, Event, Outcome
from flows.tables import tabulate
from tests.builders import document, event

DOCUMENTS = [replace(document(), document_id=f"doc_{name}", source_path=f"{name}.txt") for name in "abcd"]
EVENTS = [replace(event(), event_id=f"evt_{name}") for name in "abcd"]


def tables(documents: list[Document], events: list[Event]) -> Mapping[str, pd.DataFrame]:
    return tabulate(Outcome(documents=tuple(documents), events=tuple(events)))


def test_rows_that_are_new_gone_or_other_are_found() -> None:
    old = tables(DOCUMENTS[:3], EVENTS[:3])
    changed = replace(DOCUMENTS[1], title="Another title"), replace(EVENTS[0], date_start=date(2000, 1, 1))
    new = tables([changed[0], *DOCUMENTS[2:]], [changed[1], *EVENTS[1:]])
    assert module.changes(old, new) == {
        "documents": TableChanges(added=("d.txt",), removed=("a.txt",), changed=("b.txt",)),
        "events": TableChanges(added=("evt_d",), changed=("evt_a",)),
    }


def test_the_same_rows_in_another_order_and_a_new_column_are_no_change() -> None:
    old = dict(tables(DOCUMENTS, EVENTS))
    new = {name: frame[::-1] for name, frame in tables(DOCUMENTS, EVENTS).items()}
    old["documents"] = old["documents"].drop(columns="title")
    found = module.changes(old, new)
    assert not any(found.values())
    assert str(found["events"]) == "+0 -0, 0 changed"


def test_null_and_a_value_differ() -> None:
    dated = replace(EVENTS[0], date_start=None), replace(EVENTS[0], date_start=date(2000, 1, 1))
    for one, other in (dated, dated[::-1]):
        assert module.changes(tables([], [one]), tables([], [other]))["events"].changed == ("evt_a",)


def checksums(names: str) -> dict[str, str]:
    return {name.lower(): name for name in names}


@pytest.mark.parametrize(
    ("old", "new", "max_loss", "said"),
    [
        ("abcde", "abcd", 0.2, None),
        ("abcde", "abcx", 0.2, "2 of 5 documents"),
        ("abcde", "abcx", 0.4, None),
        ("abcde", "abcd", 0.0, "1 of 5 documents"),
        ("abc", "ABC", 0.0, None),
        ("", "", 0.2, "no file gave a document"),
        ("abc", "", 1.0, "no file gave a document"),
        ("", "a", 0.0, None),
    ],
)
def test_a_loss_beyond_the_share_is_an_error(old: str, new: str, max_loss: float, said: str | None) -> None:
    if said is None:
        check_loss(checksums(old), checksums(new), max_loss)
        return
    with pytest.raises(LossError, match=said):
        check_loss(checksums(old), checksums(new), max_loss)


def test_a_file_that_moved_is_not_lost() -> None:
    check_loss({"a.txt": "1", "b.txt": "2"}, {"more/a.txt": "1", "b.txt": "3"}, 0.0)


def test_a_long_loss_is_cut_and_names_are_shown_with_marks() -> None:
    with pytest.raises(LossError) as caught:
        check_loss({f"{number:02}\x1b.txt": str(number) for number in range(30)}, {"x": "x"}, 0.5)
    lines = str(caught.value).splitlines()
    assert lines[1] == "    00\\x1b.txt"
    assert lines[-1] == "    and 20 more"


def test_the_reasons_are_given_where_no_file_gave_a_document() -> None:
    with pytest.raises(LossError, match="is empty"):
        check_loss({}, {}, 0.2, ["a.txt: the file is empty"])
