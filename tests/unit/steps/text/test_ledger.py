"""The ledger: edits compose, offsets lead back, paragraphs and edits rebuild the source. Tried on generated text."""

import pickle
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.steps.models import LedgerEdit, Paragraph
from flows.steps.text.draft import Draft, Edit, OffsetMap
from flows.steps.text.ledger import PlacedChange, placed_changes, rebuild
from tests import builders

ALPHABET = "ab c\n\r\t\u00e9.-\U0001f600\u00a0"
TEXTS = st.text(alphabet=st.sampled_from(ALPHABET), max_size=80)


@st.composite
def batches(draw: st.DrawFn, length: int) -> list[Edit]:
    """Return edits that a rule might make on a text of the given length."""
    bounds = sorted(set(draw(st.lists(st.integers(0, length), max_size=8))))
    pairs = list(pairwise(bounds))[:: draw(st.integers(1, 2))]
    return [Edit(start, end, draw(st.text("xy \n", max_size=3)), "rule") for start, end in pairs]


def edited(text: str, edits: list[Edit]) -> str:
    """Return the text with edits made by hand, from the right."""
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


def ledger_of(draft: Draft) -> tuple[list[Paragraph], list[LedgerEdit]]:
    """Return rows of paragraphs (stretches without line ends) and of the ledger."""
    spans = [match.span() for match in re.finditer(r"[^\s](?:[^\n\r]*[^\s])?", draft.text)]
    offsets = draft.offsets()
    paragraphs = []
    for number, (start, end) in enumerate(spans):
        raw_start, raw_end = offsets.span(start, end)
        place = {"position": number, "raw_start": raw_start, "raw_end": raw_end}
        paragraphs.append(builders.paragraph(draft.text[start:end], paragraph_id=str(number), **place))
    return paragraphs, [
        ledger_edit(draft, number, placed) for number, placed in enumerate(placed_changes(draft, spans))
    ]


def ledger_edit(draft: Draft, number: int, placed: PlacedChange) -> LedgerEdit:
    """Return the row of a change, the `number`-th of its document."""
    paragraph_id = None if placed.paragraph is None else str(placed.paragraph)
    change = placed.change
    return builders.edit(
        draft.raw[change.raw_start : change.raw_end], change.raw_start, sequence=number, paragraph_id=paragraph_id, text_start=placed.text_start,
        rule_id=change.rule_id, replacement=change.replacement,
    )  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_edits_compose(data: st.DataObject) -> None:
    draft = Draft(data.draw(TEXTS))
    for _ in range(3):
        edits = data.draw(batches(len(draft.text)))
        want = edited(draft.text, edits)
        draft.apply(edits)
        assert draft.text == want


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_offsets_are_monotone_and_exact_where_text_was_kept(data: st.DataObject) -> None:
    draft = Draft(data.draw(TEXTS))
    for _ in range(3):
        draft.apply(data.draw(batches(len(draft.text))))
    offsets = draft.offsets()
    spans = [offsets.span(i, i + 1) for i in range(len(draft.text))]
    assert all(0 <= start <= end <= len(draft.raw) for start, end in spans)
    assert spans == sorted(spans)
    replaced = {i for change in draft.changes for i in range(change.start, change.end)}
    for i, (start, end) in enumerate(spans):
        if i not in replaced:
            assert draft.raw[start:end] == draft.text[i]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_part_of_a_map_leads_where_the_whole_one_does(data: st.DataObject) -> None:
    draft = Draft(data.draw(TEXTS))
    for _ in range(3):
        draft.apply(data.draw(batches(len(draft.text))))
    bounds = st.integers(0, len(draft.text))
    start, end = sorted((data.draw(bounds), data.draw(bounds)))
    whole = draft.offsets()
    part = whole.part(start, end)
    copy = pickle.loads(pickle.dumps(part))
    inner = range(end - start + 1)
    assert all(copy.span(a, b) == part.span(a, b) for a in inner for b in inner if a <= b)
    assert all(part.span(a, b) == whole.span(start + a, start + b) for a in inner for b in inner if a <= b)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_paragraphs_and_ledger_rebuild_the_source(data: st.DataObject) -> None:
    draft = Draft(data.draw(TEXTS))
    for _ in range(2):
        draft.apply(data.draw(batches(len(draft.text))))
    try:
        paragraphs, edits = ledger_of(draft)
    except ValueError as error:
        assert "two paragraphs" in str(error)  # noqa: PT017  one change wrote a line end between two words
        return
    assert rebuild(paragraphs, edits) == draft.raw


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([Edit(0, 2, "", "r"), Edit(1, 3, "", "r")], "overlap"),
        ([Edit(2, 2, "x", "r")], "empty"),
        ([Edit(3, 9, "", "r")], "outside"),
        ([Edit(-1, 1, "", "r")], "outside"),
    ],
)
def test_wrong_edits_are_bugs(edits: list[Edit], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Draft("abcde").apply(edits)


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_characters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="surrogate"):
        Draft(text)


def test_a_merged_change_is_named_after_the_text_it_removed() -> None:
    draft = Draft("one \n 12 \n two")
    draft.apply([Edit(6, 8, "\f", "page_number")])
    draft.apply([Edit(3, 10, " ", "line_join")])
    assert draft.text == "one two"
    assert [(c.rule_id, draft.raw[c.raw_start : c.raw_end], c.replacement) for c in draft.changes] == [
        ("line_join", " \n ", " "),
        ("page_number", "12", ""),
        ("line_join", " \n ", ""),
    ]


def test_a_twin_is_kept_in_raw_offsets() -> None:
    draft = Draft("\x07same words\nsame words")
    draft.apply([Edit(0, 1, "", "control")])
    draft.apply([Edit(10, 21, "", "duplicate", kept_copy=(0, 10))])
    assert [change.kept_copy for change in draft.changes] == [None, (1, 11)]


def test_an_edit_back_to_the_source_leaves_no_trace() -> None:
    draft = Draft("abc")
    draft.apply([Edit(1, 2, "x", "one")])
    draft.apply([Edit(1, 2, "b", "two")])
    assert draft.changes == ()


def test_a_document_with_a_gap_in_its_ledger_is_not_rebuilt() -> None:
    with pytest.raises(ValueError, match="does not fill"):
        rebuild([builders.paragraph("text", raw_start=2)], [])


def test_an_unchanged_text_maps_to_itself() -> None:
    assert OffsetMap().span(3, 5) == (3, 5)


def test_a_change_that_becomes_paragraphs_is_parted_between_them() -> None:
    draft = Draft("see <one&para;two> now")
    draft.apply([Edit(start=4, end=18, replacement="one&para;two", rule_id="tag", evidence="e")])
    draft.apply([Edit(start=7, end=13, replacement="\n\n", rule_id="entity")])
    draft.part_changes()
    assert draft.text == "see one\n\ntwo now"
    assert [(draft.raw[change.raw_start : change.raw_end], change.replacement) for change in draft.changes] == [
        ("<one&para;", "one\n\n"),
        ("two>", "two"),
    ]
    assert [placed.paragraph for placed in placed_changes(draft, [(0, 7), (9, 16)])] == [0, 1]
