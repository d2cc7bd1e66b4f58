"""What must hold for every text: nothing is lost, offsets lead back, and repairing twice changes nothing."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.steps.assembly import edit_rows, paragraph_rows
from flows.steps.repair import repair
from flows.steps.structure import structure
from flows.steps.text.ledger import rebuild

SEEDS = Path(__file__).parents[4] / "seeds"
SAMPLES = [path.read_bytes().decode("utf-8") for path in sorted(SEEDS.glob("*_pdf.txt")) + sorted(SEEDS.glob("*.md"))]
PIECES = [
    "The army left the city on May 3.", "and then it", "went on", "- a point", "1. First", "A Heading", "*so*",
    "[words](/a/b)", "\\$", "high-value- target", "12", "Page 3 of 9", "\f", "\n", "\n\n", " \n ", "\r\n", "\r", "  ",
    "\t", "\U0001f600", "\u00e9", "\xa0", "\xad", "\ufeff", "| a | b | c |", "> quoted", "&amp;", "\u2029", "[2]", "---",
    "by Ana Novak", "Jan 5, 2020", "RECOMMENDED", "\u200f\u0627\u0644", "…", "\x00", "\u00e2\u20ac\u2122",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return a text of odd pieces, or a sample with pieces put in and stretches doubled, moved or cut."""
    if draw(st.booleans()):
        return "".join(draw(st.lists(st.sampled_from(PIECES), max_size=40)))
    text = draw(st.sampled_from(SAMPLES))
    start = draw(st.integers(0, len(text)))
    text = text[start : start + draw(st.integers(0, 3000))]
    for _ in range(draw(st.integers(0, 6))):
        at, upto = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        change: Callable[[], str] = draw(
            st.sampled_from(
                [
                    lambda at=at, text=text: text[:at] + draw(st.sampled_from(PIECES)) + text[at:],
                    lambda at=at, upto=upto, text=text: text[:upto] + text[at:upto] + text[upto:],
                    lambda at=at, upto=upto, text=text: text[:at] + text[upto:],
                ]
            )
        )
        text = change()[:6000]
    return text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(texts())
@example("")
@example("\n\n")
@example("one line")
def test_nothing_is_lost_and_twice_is_once(text: str) -> None:
    draft = repair(text)
    found = structure(draft)
    paragraphs, passages = paragraph_rows("doc_0", draft, found)
    edits = edit_rows("doc_0", draft, found.blocks, paragraphs)
    assert rebuild(paragraphs, edits) == text
    assert "\n\n".join(paragraph.text for paragraph in paragraphs) == draft.text
    assert not repair(draft.text).changes
    for paragraph, passage in zip(paragraphs, passages, strict=True):
        assert passage.raw_span(0, len(paragraph.text)) == (paragraph.raw_start, paragraph.raw_end)


@pytest.mark.parametrize("text", SAMPLES)
def test_samples_are_repaired_once(text: str) -> None:
    assert not repair(repair(text).text).changes


def test_a_passage_of_a_repaired_text_can_be_pickled() -> None:
    text = (SEEDS / "karabakh_pdf.txt").read_text("utf-8")
    draft = repair(text)
    _, passages = paragraph_rows("doc_0", draft, structure(draft))
    copies = [pickle.loads(pickle.dumps(passage)) for passage in passages]
    assert copies == list(passages)
    for passage, copy in zip(passages, copies, strict=True):
        spans = [
            (start, end) for start in range(0, len(passage.text), 7) for end in range(start, len(passage.text), 11)
        ]
        assert [copy.raw_span(*span) for span in spans] == [passage.raw_span(*span) for span in spans]
    whole = draft.offsets()
    assert all(len(pickle.dumps(passage)) < len(pickle.dumps(whole)) + len(passage.text) for passage in passages)
