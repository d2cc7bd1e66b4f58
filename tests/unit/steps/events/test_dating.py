"""The order in which the dates of an event are believed."""

from dataclasses import replace
from datetime import date

import pytest

from flows.steps.events.dating import (
    ORDER,
    EventDate,
    EventDateEvidence,
    dated_in_cluster,
    decided,
    is_possible,
    renewed,
)
from flows.steps.timex.reference import Reference
from schemas.vocab import DateBasis
from tests import builders

WRITTEN = date(2020, 6, 30)
OPEN = EventDate(None, None, "open", "none", None)


def day(number: int, basis: str, date_id: str | None = "dat_1") -> EventDate:
    return EventDate(date(2020, 6, number), date(2020, 6, number), "day", basis, date_id)


EVIDENCE = EventDateEvidence(
    reference=Reference(WRITTEN, WRITTEN),
    in_sentence=None,
    day_of_death=date(2020, 6, 2),
    same_time=day(3, "same_clause"),
    event_before=day(4, "same_sentence"),
    cluster=day(5, "same_clause"),
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"in_sentence": day(1, "same_clause")}, day(1, "same_clause")),
        ({}, day(2, "known", None)),
        ({"in_sentence": day(2, "same_sentence")}, day(2, "known", None)),
        ({"in_sentence": day(1, "same_sentence")}, day(1, "same_sentence")),  # which the day of death contradicts
        ({"day_of_death": date(2020, 7, 1)}, day(3, "carried")),  # behind the document
        ({"day_of_death": None}, day(3, "carried")),
        ({"day_of_death": None, "same_time": day(3, "known", None)}, day(3, "known", None)),
        ({"day_of_death": None, "same_time": OPEN}, day(4, "carried")),
        ({"day_of_death": None, "same_time": None}, day(4, "carried")),
        ({"day_of_death": None, "same_time": None, "event_before": None}, day(5, "carried")),
    ],
)
def test_the_surest_evidence_dates_an_event(changes: dict, found: EventDate) -> None:
    assert decided(replace(EVIDENCE, **changes)) == found


@pytest.mark.parametrize(
    ("reference", "end", "basis"),
    [
        (None, None, "none"),
        (Reference(), None, "none"),
        (Reference(not_before=WRITTEN), None, "none"),
        (Reference(not_after=WRITTEN), WRITTEN, "document_bound"),
        (Reference(WRITTEN, WRITTEN, not_after=date(2020, 7, 9)), WRITTEN, "document_bound"),
    ],
)
def test_without_evidence_only_the_document_bounds_an_event(
    reference: Reference | None, end: date | None, basis: str
) -> None:
    assert decided(EventDateEvidence(reference)) == EventDate(None, end, "open", basis, None)


def test_every_basis_has_its_place_in_the_order() -> None:
    assert list(dict.fromkeys(rule.basis for rule in ORDER)) == [
        DateBasis.SAME_CLAUSE,
        DateBasis.KNOWN,
        DateBasis.SAME_SENTENCE,
        DateBasis.CARRIED,
        DateBasis.DOCUMENT_BOUND,
        DateBasis.NONE,
    ]


@pytest.mark.parametrize(
    ("own", "found"),
    [
        (day(1, "same_sentence"), day(1, "same_sentence")),
        (EventDate(None, WRITTEN, "open", "document_bound", None), day(5, "carried")),
        (EventDate(None, None, "open", "same_sentence", "dat_1"), day(5, "carried")),  # words without an interval
    ],
)
def test_a_cluster_dates_its_mentions_whose_first_day_is_open(own: EventDate, found: EventDate) -> None:
    sure = builders.event(**day(5, "same_clause")._asdict())
    assert dated_in_cluster(builders.event(**own._asdict()), [sure]) == found
    assert dated_in_cluster(builders.event(**own._asdict()), []) == own


@pytest.mark.parametrize(
    ("own", "has_words", "found"),
    [
        (day(2, "known", None), True, day(2, "known", None)),
        (EventDate(None, None, "open", "carried", "dat_1"), True, day(7, "carried")),
        (EventDate(None, None, "open", "none", None), False, EventDate(None, WRITTEN, "open", "document_bound", None)),
    ],
)
def test_a_late_document_date_renews_all_but_known_days(own: EventDate, has_words: bool, found: EventDate) -> None:
    span = {"date_start": date(2020, 6, 7), "date_end": date(2020, 6, 7), "precision": "day", "date_id": "dat_1"}
    words = builders.date_expression(**span) if has_words else None
    assert renewed(builders.event(**own._asdict()), words, Reference(WRITTEN, WRITTEN)) == found


@pytest.mark.parametrize(
    ("start", "factuality", "possible"),
    [
        (date(2020, 6, 30), "asserted", True),
        (date(2020, 7, 1), "asserted", False),
        (date(2020, 7, 1), "planned", True),
        (None, "asserted", True),
    ],
)
def test_nothing_that_happened_is_after_the_day_of_writing(start: date | None, factuality: str, possible: bool) -> None:
    row = builders.date_expression(date_start=start, date_end=start)
    assert is_possible(row, factuality, Reference(WRITTEN, WRITTEN)) is possible
    assert is_possible(row, factuality, Reference())


def test_a_late_document_date_takes_back_a_day_after_it() -> None:
    own = EventDate(date(2020, 7, 1), date(2020, 7, 1), "day", "same_clause", "dat_1")
    row = builders.date_expression(date_start=own.date_start, date_end=own.date_end, precision="day", date_id="dat_1")
    found = renewed(builders.event(**own._asdict()), row, Reference(WRITTEN, WRITTEN))
    assert found == EventDate(None, WRITTEN, "open", "document_bound", None)
