"""Documents without a date take their year from others that tell of the same day, or stay as they are."""

from datetime import date
from typing import Any

import pytest

from flows.corpus import merge, reconcile
from flows.corpus.document_dates.infer import date_documents
from flows.corpus.sentence_index import SentenceIndex
from flows.steps import process
from flows.steps.models import Document, Outcome
from flows.steps.read.seed import seed_of

DATED = """River Talks Stall in Tbilisi

By Ada Holm

March 4, 2019

On Friday, the Georgian parliament rejected the electoral amendments, and deputies of Georgian Dream left the chamber before the second session. Thousands of protesters gathered outside the parliament building and blocked the avenue until the morning.

The speaker resigned a day later. The European Union condemned the vote, and diplomats in Tbilisi said that the talks about the river treaty would have to wait until the crisis was over.
"""
UNDATED = """The Vote That Nobody Wanted

By Per Lie

On March 1, deputies of Georgian Dream walked out of the second session of parliament, and the electoral amendments were rejected. Protesters blocked the avenue outside the parliament building in Tbilisi.

One day later, the speaker resigned. The crisis has shown how little the parties trust each other, and how much they need a treaty about the river. In April, the president is likely to call a new vote.
"""
"""Two tellings of an invented vote."""
STRANGER = """A Harbour Opens

By Lu Shan

March 9, 2014

On March 1, the mayor of Busan opened the new harbour, and thousands of guests watched the first ships come in and leave again before the evening, to the music of three bands.
"""


def built(*texts: str) -> dict[str, Document]:
    return {row.source_path: row for row in whole(*texts).documents}


def whole(*texts: str) -> Outcome:
    return reconcile(merge(process(seed_of(f"{number}.txt", text.encode())) for number, text in enumerate(texts)))


def interval(row: Document) -> tuple[Any, ...]:
    return row.published_status, row.published_start, row.published_end, row.published_basis


INFERRED = ("inferred", date(2019, 3, 2), date(2019, 3, 31), "corpus")
UNKNOWN = ("unknown", None, None, None)


def test_alone_it_stays_without_a_date() -> None:
    assert interval(built(UNDATED)["0.txt"]) == UNKNOWN


@pytest.mark.parametrize("order", [(UNDATED, DATED, STRANGER), (STRANGER, DATED, UNDATED), (DATED, UNDATED)])
def test_another_document_gives_the_year(order: tuple[str, ...]) -> None:
    found = built(*order)[f"{order.index(UNDATED)}.txt"]
    assert interval(found) == INFERRED
    assert (found.not_before, found.not_after, found.published_precision) == (*INFERRED[1:3], "interval")
    assert (found.published_evidence, found.published_confidence) == ("March 1", 0.7)
    place = slice(found.published_evidence_start, found.published_evidence_end)
    assert UNDATED[place] == "March 1"


def test_dates_and_events_follow() -> None:
    outcome = whole(UNDATED, DATED)
    (document_id,) = (row.document_id for row in outcome.documents if row.source_path == "0.txt")
    rows = [row for row in outcome.dates if row.document_id == document_id]
    assert [(row.text, row.timex_value) for row in rows] == [
        ("March 1", "2019-03-01"), ("One day later", "2019-03-02"), ("April", "2019-04"),
    ]  # fmt: skip
    assert [UNDATED[row.raw_start : row.raw_end] for row in rows] == [row.text for row in rows]
    assert rows[1].anchor_id == rows[0].date_id
    events = [row for row in outcome.events if row.document_id == document_id]
    assert ("resigned", date(2019, 3, 2), "day") in [
        (row.trigger, row.date_start, row.date_precision) for row in events
    ]
    assert all(row.date_end is not None for row in events)
    before = process(seed_of("0.txt", UNDATED.encode()))
    assert {row.date_id for row in rows} == {row.date_id for row in before.dates}
    assert {row.event_id for row in events} == {row.event_id for row in before.events}


def test_issues_follow() -> None:
    found = [(row.code, row.severity) for row in whole(UNDATED, DATED).issues if row.source_path == "0.txt"]
    assert ("inferred_date", "info") in found
    assert not {"no_date", "unresolved_date"} & {str(code) for code, _ in found}
    (said,) = (row.message for row in whole(UNDATED, DATED).issues if row.code == "inferred_date")
    assert said == "the year of 'March 1' comes from 1.txt, which mentions the same event on 'Friday' (2019-03-01)"


def test_what_was_dated_dates_others() -> None:
    third = UNDATED.replace("By Per Lie", "By Lu Shan").replace("The Vote That", "A Vote That")
    found = built(UNDATED, DATED, third)
    assert interval(found["2.txt"]) == INFERRED


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (UNDATED, (STRANGER,)),
        (UNDATED.replace("March 1", "March 2"), (DATED,)),
        (UNDATED.replace("The crisis has", "A new law was passed on June 3, 2021. The crisis has"), (DATED,)),
        (UNDATED.replace("March 1", "Friday"), (DATED,)),
        (UNDATED.replace("March 1", "Monday, March 1"), (DATED,)),
        (UNDATED, (DATED, DATED.replace("March 4, 2019", "March 7, 2013").replace("By Ada", "By Eva"))),
        (UNDATED.replace("On March 1, deputies", "In March, deputies"), (DATED,)),
    ],
    ids=[
        "nothing shared",
        "another day",
        "own bounds forbid it",
        "no month and day",
        "another weekday",
        "two years",
        "only a month",
    ],
)
def test_no_year_where_it_is_not_certain(text: str, others: tuple[str, ...]) -> None:
    assert interval(built(text, *others)["0.txt"])[:3] == UNKNOWN[:3]


def test_stated_dates_are_never_touched() -> None:
    before = process(seed_of("0.txt", DATED.encode()))
    outcome = merge([before])
    assert date_documents(outcome, SentenceIndex()) is outcome


def test_nothing_in_gives_nothing_out() -> None:
    assert date_documents(Outcome(), SentenceIndex()) == Outcome()


def test_the_tables_hold_their_contract() -> None:
    from flows import tables

    tables.validate(tables.tabulate(whole(UNDATED, DATED, STRANGER)))


def test_each_paragraph_is_split_into_sentences_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.corpus import sentence_index
    from flows.steps.language.sentences import sentences

    texts: list[str] = []

    def counted(text: str) -> tuple[tuple[int, int], ...]:
        texts.append(text)
        return sentences(text)

    merged = merge(process(seed_of(f"{i}.txt", text.encode())) for i, text in enumerate((UNDATED, DATED, STRANGER)))
    monkeypatch.setattr(sentence_index, "sentences", counted)
    dated = {row.source_path: row for row in reconcile(merged).documents}
    assert interval(dated["0.txt"]) == INFERRED
    assert texts
    assert len(texts) == len(set(texts))
