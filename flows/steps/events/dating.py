"""The date of an event: every decision on it, in the order of belief.

`ORDER` is that order: the first rule that finds a date among the evidence decides. The evidence comes in four passes,
and each later pass only adds to it: from the event's own sentence, from the other events of the sentence, from the
sentence before (`carried_on`), and from the other mentions of the event's cluster (`surely_dated`, `dated_in_cluster`).
Where the date of a document becomes known later, `renewed` gives the date that its events then have.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from flows.steps.events.lexicon import word_class
from flows.steps.models import DateExpression, Event, Participant
from flows.steps.text.passage import Span
from flows.steps.timex.reference import Reference
from schemas.vocab import DATED_BASES, DateBasis, Factuality, ParticipantRole, Precision, TimexType

_BOUNDS = frozenset({"since", "until", "till", "before", "after", "the", "a", "an", "scheduled", "by", "than"})
_ONE_SIDED = frozenset({"since", "until", "till"})
_LEAD = 15
"""Characters of "On the evening of" and the like, which may open a sentence before its date."""
_YEARLESS_DAY = re.compile(r"XXXX-\d\d-\d\d")
_SENTENCE_END = re.compile(r"[.!?]\W*\s")
_WORD_BEFORE = 20
"""Characters that hold the word before a date, where it is a short one."""
_BESIDE = 2
_CLAUSE_END = re.compile(r"[,;:—–()]|\b(?:and|but|while|after|before|when|which|who|because|although|that|as)\b")
_SHARED_ROLES = frozenset({ParticipantRole.ACTOR, ParticipantRole.RECIPIENT, ParticipantRole.PLACE})
_CLUSTER_BASES = (DateBasis.CORRECTION, DateBasis.SAME_CLAUSE, DateBasis.SAME_SENTENCE, DateBasis.KNOWN)
"""Bases of a date that may hold for a whole cluster; of equal intervals one with words to show comes first."""
_CONFIRMED_BASES = frozenset({DateBasis.CORRECTION, DateBasis.SAME_CLAUSE, DateBasis.KNOWN})
"""Bases of a date that needs no confirmation by another mention."""


class EventDate(NamedTuple):
    """The date columns of an event, in their order."""

    date_start: date | None
    date_end: date | None
    date_precision: str
    date_basis: str
    date_id: str | None

    @classmethod
    def of(cls, event: Event) -> "EventDate":
        """Return the date that an event has."""
        return cls(event.date_start, event.date_end, event.date_precision, event.date_basis, event.date_id)

    @classmethod
    def by(cls, expression: DateExpression, basis: str) -> "EventDate":
        """Return the date that a time expression gives an event, on a basis."""
        precision = expression.precision or Precision.OPEN
        return cls(expression.date_start, expression.date_end, precision, basis, expression.date_id)


_OPEN_DATE = EventDate(None, None, Precision.OPEN, DateBasis.NONE, None)


@dataclass(frozen=True, slots=True)
class EventDateEvidence:
    """What may date one event, as far as it is known in a pass; None where there is no such evidence.

    `reference` is the date of the document; `in_sentence` the nearest usable date of the event's sentence, whose basis
    is the clause or the sentence; `day_of_death` the day on which the victim of a killing is known to have died. The
    others are dates of other events: of one at the same time, of the one before it in the paragraph, and of the mention
    that dates the event's cluster.
    """

    reference: Reference | None = None
    in_sentence: EventDate | None = None
    day_of_death: date | None = None
    same_time: EventDate | None = None
    event_before: EventDate | None = None
    cluster: EventDate | None = None


class DateRule(NamedTuple):
    """A place in the order of belief: the basis that a date gets, what the rule needs, and the function that decides.

    A carried date has the basis known where that of the other event has.
    """

    basis: DateBasis
    needs: str
    decide: Callable[[EventDateEvidence], EventDate | None]


def _by_clause(evidence: EventDateEvidence) -> EventDate | None:
    found = evidence.in_sentence
    return found if found is not None and found.date_basis == DateBasis.SAME_CLAUSE else None


def _by_death(evidence: EventDateEvidence) -> EventDate | None:
    day, stated, reference = evidence.day_of_death, evidence.in_sentence, evidence.reference
    if day is None:
        return None
    bound = _last_day(reference)
    is_possible = bound is None or day <= bound
    if stated is not None:
        is_possible = (stated.date_start or date.max) <= day <= (stated.date_end or date.min)
    return EventDate(day, day, Precision.DAY, DateBasis.KNOWN, None) if is_possible else None


def _by_document(evidence: EventDateEvidence) -> EventDate | None:
    bound = _last_day(evidence.reference)
    return EventDate(None, bound, Precision.OPEN, DateBasis.DOCUMENT_BOUND, None) if bound is not None else None


ORDER = (
    DateRule(DateBasis.SAME_CLAUSE, "a date in the clause of the event", _by_clause),
    DateRule(DateBasis.KNOWN, "a killed victim whose day of death is known, and possible here", _by_death),
    DateRule(DateBasis.SAME_SENTENCE, "a date elsewhere in the sentence", lambda evidence: evidence.in_sentence),
    DateRule(
        DateBasis.CARRIED, "a dated event at the same time, in its sentence", lambda other: _lent(other.same_time)
    ),
    DateRule(DateBasis.CARRIED, "a dated event narrated right before it", lambda other: _lent(other.event_before)),
    DateRule(DateBasis.CARRIED, "a surely dated mention of its cluster", lambda other: _lent(other.cluster)),
    DateRule(DateBasis.DOCUMENT_BOUND, "a document whose last possible day is known", _by_document),
    DateRule(DateBasis.NONE, "nothing", lambda _: _OPEN_DATE),
)
"""The rules by which an event is dated, the most believed first."""


def decided(evidence: EventDateEvidence) -> EventDate:
    """Return the date of an event by the first rule of `ORDER` that finds one."""
    found = (rule.decide(evidence) for rule in ORDER)
    return next(item for item in found if item is not None)


def _lent(lender: EventDate | None) -> EventDate | None:
    """Return the date of another event as one that an event takes; None where that event has none itself."""
    if lender is None or lender.date_basis not in DATED_BASES:
        return None
    is_known = lender.date_basis == DateBasis.KNOWN
    return lender._replace(date_basis=DateBasis.KNOWN if is_known else DateBasis.CARRIED)


def _last_day(reference: Reference | None) -> date | None:
    """Return the last day on which a document may have been written."""
    return (reference.end or reference.not_after) if reference is not None else None


def is_possible(item: DateExpression, factuality: str, reference: Reference | None) -> bool:
    """Return whether a time expression may date an event: nothing that happened is after the day of writing."""
    last_day = _last_day(reference) or date.max
    return factuality != Factuality.ASSERTED or (item.date_start or date.min) <= last_day


def renewed(event: Event, expression: DateExpression | None, reference: Reference) -> EventDate:
    """Return the date that an event has if its document's date, `reference`, had been known from the beginning.

    `expression` is the time expression that dates it, resolved anew; None where none does. A known day stays.
    """
    if event.date_basis == DateBasis.KNOWN:
        return EventDate.of(event)
    if expression is not None and is_possible(expression, event.factuality, reference):
        return EventDate.by(expression, event.date_basis)
    return decided(EventDateEvidence(reference=reference))


def date_in_sentence(text: str, trigger: Span, dates: Iterable[DateExpression]) -> EventDate | None:
    """Return the nearest date of the event's clause, or else of its sentence; None where no date may be the event's.

    `text` is that of the paragraph, `trigger` a range of it, `dates` those of the sentence. Durations and repeated
    times date nothing.
    """
    usable = [
        item for item in dates if item.timex_type in {TimexType.DATE, TimexType.TIME} and _may_date(text, trigger, item)
    ]
    if not usable:
        return None
    nearest = min(usable, key=lambda item: (item.date_end is None, *_nearness(text, trigger, item)))
    is_near = _breaks(text, trigger, nearest) == 0
    return EventDate.by(nearest, DateBasis.SAME_CLAUSE if is_near else DateBasis.SAME_SENTENCE)


def _may_date(text: str, trigger: Span, item: DateExpression) -> bool:
    """Return whether the date may be the event's.

    It is no bound ("since"), no part of a noun ("the 2022 polls"), and lies on the same side of every semicolon. A date
    that follows may be a clause away, one that comes first holds for the whole sentence. What a date is counted from
    ("the day after the vote") is not of that date.
    """
    if item.start <= trigger[0] < item.end:
        return False
    breaks = _breaks(text, trigger, item)
    is_joined = breaks == 0 or _CLAUSE_END.findall(_between(text, trigger, item).strip(" ,")) == ["and"]
    is_away = breaks > 1 if item.start >= trigger[1] else not (is_joined or _opens_sentence(text, item.start))
    before = text[max(item.start - _WORD_BEFORE, 0) : item.start].lower()
    is_of_noun = item.precision == Precision.YEAR and before.endswith(" of ")  # "the accord of 2015"
    if is_away or is_of_noun or ";" in _between(text, trigger, item):
        return False
    if 0 <= trigger[0] - item.end <= _BESIDE:
        return True
    words = before.split()[-1:]
    if is_day(item) and words and words[0] in {"the", "a", "an"}:
        return _breaks(text, trigger, item) == 0
    between = set(text[trigger[1] : item.start].lower().split())
    return _ONE_SIDED.isdisjoint(between) and _BOUNDS.isdisjoint(words)


def is_day(item: DateExpression) -> bool:
    """Return whether a date is a day, be it of an unknown year."""
    return item.precision == Precision.DAY or _YEARLESS_DAY.fullmatch(item.timex_value) is not None


def _opens_sentence(text: str, start: int) -> bool:
    """Return whether at most a word or two precede a date in its sentence."""
    lead = _SENTENCE_END.split(text[max(start - _LEAD * 2, 0) : start])
    return len(lead[-1]) <= _LEAD


def _nearness(text: str, trigger: Span, item: DateExpression) -> tuple[int, bool, int, int]:
    """Return how far a date is: in clauses, then days before years, then in characters."""
    is_year = item.precision == Precision.YEAR
    distance = max(item.start - trigger[1], trigger[0] - item.end, 0)
    return _breaks(text, trigger, item), is_year, distance, item.start


def _breaks(text: str, trigger: Span, item: DateExpression) -> int:
    """Return how many clause borders lie between trigger and date; a comma right beside the date is none."""
    return len(_CLAUSE_END.findall(_between(text, trigger, item).strip(" ,")))


def _between(text: str, trigger: Span, item: DateExpression) -> str:
    return text[trigger[1] : item.start] if item.start >= trigger[1] else text[item.end : trigger[0]]


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with its participants and the evidence for its date.

    `is_narrated` means that the main clause reports it in the simple past; `is_day` that its date is a day of the text,
    also of an unknown year. `sentence` counts the sentences of the paragraph; `words` are those of a sentence without a
    date, lower case, else None.
    """

    event: Event
    participants: tuple[Participant, ...]
    evidence: EventDateEvidence
    sentence: int
    is_narrated: bool
    is_day: bool
    words: frozenset[str] | None


def with_evidence(event: Event, evidence: EventDateEvidence) -> Event:
    """Return an event with the date that the evidence gives it."""
    return replace(event, **decided(evidence)._asdict())


def carried_on(events: Iterable[DatedEvent]) -> Iterator[DatedEvent]:
    """Yield the events of one paragraph, in order, those without a date with the day of the event before.

    A date is carried only from one sentence to the next, and only where both are narrated as facts in the simple past,
    share a participant, and no other time is mentioned.
    """
    lender: DatedEvent | None = None
    for item in events:
        current = item
        if lender is not None and _goes_on(lender, item):
            evidence = replace(item.evidence, event_before=EventDate.of(lender.event))
            current = replace(item, event=with_evidence(item.event, evidence), evidence=evidence, is_day=True)
        if current.is_day and current.event.date_basis in DATED_BASES and _is_fact(current):
            lender = current
        yield current


def _is_fact(item: DatedEvent) -> bool:
    return item.is_narrated and item.event.factuality == Factuality.ASSERTED


def _goes_on(lender: DatedEvent, item: DatedEvent) -> bool:
    """Return whether an event is narrated as the next one on the day of the event before it in the paragraph."""
    if item.event.date_basis in DATED_BASES or item.words is None or not _is_fact(item):
        return False
    is_near = 0 <= item.sentence - lender.sentence <= 1 and item.words.isdisjoint(word_class("other_times"))
    return is_near and not _identities(lender).isdisjoint(_identities(item))


def _identities(item: DatedEvent) -> frozenset[str]:
    """Return who takes part, and where: entities, their countries, and the words of those without either."""
    found = set[str]()
    for row in item.participants:
        if row.role in _SHARED_ROLES:
            found |= {word for word in (row.entity_id, row.country) if word} or {row.text.lower()}
    return frozenset(found)


class Dated(Protocol):
    """An event mention with its date columns."""

    @property
    def event_id(self) -> str:
        """Return the event."""

    @property
    def date_start(self) -> date | None:
        """Return the first day."""

    @property
    def date_end(self) -> date | None:
        """Return the last day."""

    @property
    def date_basis(self) -> str:
        """Return where the date comes from."""


AnyDated = TypeVar("AnyDated", bound=Dated)


def surely_dated(mentions: Sequence[AnyDated]) -> list[AnyDated]:
    """Return the mentions of a cluster whose dates hold for all of it, the narrowest interval first.

    A date holds if it is in the clause of its event, is known or was corrected; one that is only in its sentence
    must be the cluster's only one, or contain that of another mention.
    """
    dated = [row for row in mentions if row.date_basis in _CLUSTER_BASES and row.date_start and row.date_end]
    sure = [row for row in dated if _is_sure(row, dated)]
    return sorted(sure, key=lambda row: (_width(row), _CLUSTER_BASES.index(DateBasis(row.date_basis)), row.event_id))


def dated_in_cluster(event: Event, dated: Sequence[Event]) -> EventDate:
    """Return the date of an event in its cluster: its own, or that of the first of `dated` where its first day is open.

    `dated` are the surely dated mentions of the cluster. A copied date has the basis carried, or known if that one has.
    """
    if event.date_start is not None or event.date_basis == DateBasis.CORRECTION or not dated:
        return EventDate.of(event)
    return decided(EventDateEvidence(cluster=EventDate.of(dated[0])))


def _is_sure(row: Dated, dated: Sequence[Dated]) -> bool:
    """Return whether the basis of a date is sure, or it is the only date, or another mention agrees."""
    is_confirmed = row.date_basis in _CONFIRMED_BASES or len(dated) == 1
    return is_confirmed or any(other is not row and _contains(row, other) for other in dated)


def _contains(row: Dated, other: Dated) -> bool:
    """Return whether the date of a mention contains that of another one."""
    if not (row.date_start and row.date_end and other.date_start and other.date_end):
        return False
    return row.date_start <= other.date_start and other.date_end <= row.date_end


def _width(row: Dated) -> int:
    return (row.date_end - row.date_start).days if row.date_start and row.date_end else 0
