"""The fuzzer itself: the same inputs by number, faults that it must find, and a few inputs of each kind read."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest

from flows.steps import process
from flows.steps.models import Outcome
from flows.steps.options import Options
from flows.steps.read.seed import seed_of
from tests.fuzz import contract
from tests.fuzz.campaign import Campaign, Finding
from tests.fuzz.checks import Reading, faults
from tests.fuzz.child import Child, ChildDiedError
from tests.fuzz.inputs import KINDS, made
from tests.fuzz.samples import samples

TEXT = "# River states meet\n\nNorway met Fin-\nland in Oslo  on Sunday, 3 March 2019.\r\n\r\nIt [failed](/x).\n"


def reading(text: str = TEXT, path: str = "a.md") -> Reading:
    seed = seed_of(path, text.encode())
    return Reading(seed, text, process(seed, Options(language_model="rules")), 0.1)


def found(outcome: Outcome, seconds: float = 0.1) -> set[str]:
    """Return the kinds of faults of rows that the text above is said to have."""
    return {fault.partition(":")[0] for fault in faults(replace(reading(), outcome=outcome, seconds=seconds))}


def test_a_number_gives_the_same_input_and_all_kinds_come() -> None:
    inputs = [made(number, samples()) for number in range(200)]
    assert inputs == [made(number, samples()) for number in range(200)]
    assert {kind.suffix for kind in KINDS} <= {f".{seed.path.rpartition('.')[2]}" for seed in inputs}
    assert len({seed.sha256 for seed in inputs}) > 190
    assert max(len(seed.data) for seed in inputs) <= 20_000


def test_rows_as_they_are_have_no_fault() -> None:
    assert list(faults(reading())) == []


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        (lambda rows: replace(rows, edits=rows.edits[1:]), "ledger"),
        (lambda rows: replace(rows, edits=rows.edits[:-1]), "ledger"),
        (lambda rows: replace(rows, edits=rows.edits[::-1]), "ledger"),
        (lambda rows: replace(rows, paragraphs=rows.paragraphs[:-1]), "ledger"),
        (lambda rows: replace(rows, paragraphs=(replace(rows.paragraphs[0], text="River state meet"), *rows.paragraphs[1:])), "ledger"),
        (lambda rows: replace(rows, edits=tuple(replace(edit, raw_text="x" * len(edit.raw_text)) for edit in rows.edits)), "ledger"),
        (lambda rows: replace(rows, edits=tuple(replace(edit, rule_id="whitespace") for edit in rows.edits)), "lost"),
        (lambda rows: replace(rows, dates=tuple(replace(row, start=row.start + 1) for row in rows.dates)), "misplaced"),
        (lambda rows: replace(rows, dates=tuple(replace(row, raw_end=row.raw_end + 1) for row in rows.dates)), "misplaced"),
        (lambda rows: replace(rows, documents=(replace(rows.documents[0], title_end=9999),)), "misplaced"),
        (lambda rows: replace(rows, documents=(replace(rows.documents[0], publisher="\ud800"),)), "unstorable"),
        (lambda rows: replace(rows, documents=rows.documents * 2), "unaccounted"),
    ],
)  # fmt: skip
def test_a_fault_is_found(damage: Callable[[Outcome], Outcome], kind: str) -> None:
    assert kind in found(damage(reading().outcome))


def test_a_slow_input_is_found() -> None:
    assert found(reading().outcome, seconds=9.0) == {"slow"}


def test_the_input_that_breaks_the_contract_is_named() -> None:
    good = [reading(f"{TEXT}\nNumber {number}.", f"{number}.md") for number in range(5)]
    rows = good[3].outcome
    bad = replace(good[3], outcome=replace(rows, documents=(replace(rows.documents[0], word_count=7),)))
    assert contract.faulty(good) == []
    [(group, why)] = contract.faulty([*good[:3], bad, good[4]])
    assert group == [bad] and "word_count" in why


def answer(asked: str) -> str:
    if asked == "abort":
        os.abort()
    if asked == "raise":
        raise LookupError(asked)
    return asked.upper()


def test_a_child_may_die_and_another_takes_its_place() -> None:
    child = Child(answer, 20.0)
    try:
        with pytest.raises(ChildDiedError, match="-6"):
            child("abort")
        assert child("a") == "A"
        with pytest.raises(LookupError):
            child("raise")
        assert child("b") == "B"
    finally:
        child.close()


@pytest.mark.slow
def test_the_first_inputs_are_read_without_a_failure() -> None:
    findings: list[Finding] = []
    campaign = Campaign()
    campaign.run(5.0, 120, findings.append, lambda _: None)
    assert findings == []
    assert campaign.count == 120 and campaign.documents > 60
