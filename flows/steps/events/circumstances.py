"""When and where an event happened, and how many were killed or injured, as far as its sentence says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flows.steps.events.sentence import View
from flows.steps.lexicon.numbers import PATTERN, number
from flows.steps.models import DateExpression, Entity, Mention
from flows.steps.timex.reference import Reference
from schemas.vocab import DateBasis, EntityType, Precision, TimexType

_PLACES = frozenset({EntityType.COUNTRY, EntityType.PLACE, EntityType.FACILITY})
_PLACE_WORDS = frozenset({"in", "at", "near", "inside", "outside"})
_BOUNDS = frozenset({"since", "until", "till", "before", "after", "the", "a", "an", "scheduled", "by", "than"})
_ARTICLES = frozenset({"the", "a", "an"})
_OPEN = frozenset({"since", "until", "till"})
_LEAD = 15
"""Characters of "On the evening of" and the like, which may open a sentence before its date."""
_YEARLESS_DAY = re.compile(r"XXXX-\d\d-\d\d")
_SENTENCE_END = re.compile(r"[.!?]\W*\s")
_BESIDE = 2
_CLAUSE_END = re.compile(r"[,;:—–()]|\b(?:and|but|while|after|before|when|which|who|because|although|that|as)\b")
_COUNT = r"(?:at least |more than |about |nearly |some |around |over |up to |another |as many as )?"
_NUMBER = rf"({PATTERN})\b(?![.,]?\d|-\w|\s*(?:%|percent|per cent|million|billion|score))"
_VERBS = {"killed": r"kill(?:ed|ing|s)?", "injured": r"(?:injur(?:ed|ing|es)|wound(?:ed|ing|s)|injure|wound)"}
_ACTIVE = {name: re.compile(rf"\b{verb} {_COUNT}{_NUMBER}", re.IGNORECASE) for name, verb in _VERBS.items()}
_PASSIVE = {
    name: re.compile(rf"\b{_NUMBER} (?:[\w'’-]+ ){{1,4}}?(?:were|was|have been|had been|are) {verb}\b", re.IGNORECASE)
    for name, verb in (("killed", "killed"), ("injured", "(?:injured|wounded|hurt)"))
}
_ALSO = {
    "injured": re.compile(
        rf"\b(?:killed|dead|died) and {_COUNT}{_NUMBER}(?: others| more| people)?(?: were)? (?:injured|wounded|hurt)\b",
        re.IGNORECASE,
    )
}
"""The rest of "20 people were killed and 35 wounded"."""


class When(NamedTuple):
    """The date columns of an event, in their order."""

    date_start: date | None
    date_end: date | None
    date_precision: str
    date_basis: str
    date_id: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """A stated number of people: `column` is killed or injured, `place` the offset in the paragraph."""

    column: str
    number: int
    place: int
    start: int
    end: int


def when(text: str, trigger: tuple[int, int], dates: Sequence[DateExpression], reference: Reference) -> When:
    """Return the event's date: the nearest date of its clause, of its sentence, or what bounds the document.

    `dates` are those of the sentence. Durations and repeated times date nothing.
    """
    usable = [
        item for item in dates if item.timex_type in {TimexType.DATE, TimexType.TIME} and _may_date(text, trigger, item)
    ]
    if usable:
        nearest = min(usable, key=lambda item: (item.date_end is None, *_nearness(text, trigger, item)))
        same = _breaks(text, trigger, nearest) == 0
        return dated(nearest, DateBasis.SAME_CLAUSE if same else DateBasis.SAME_SENTENCE)
    return bounded(reference)


def bounded(reference: Reference) -> When:
    """Return the date of an event whose sentence has none: not after its document."""
    bound = reference.end or reference.not_after
    basis = DateBasis.DOCUMENT_BOUND if bound else DateBasis.NONE
    return When(None, bound, Precision.OPEN, basis, None)


def _may_date(text: str, trigger: tuple[int, int], item: DateExpression) -> bool:
    """Return whether the date may be the event's.

    It is no bound ("since"), no part of a noun ("the 2022 polls"), and stands on the same side of every semicolon. A
    date that follows may be a clause away, one that comes first sets the scene for the whole sentence. What a date is
    counted from ("the day after the vote") is not of that date.
    """
    if item.start <= trigger[0] < item.end:
        return False
    breaks = _breaks(text, trigger, item)
    is_joined = breaks == 0 or _CLAUSE_END.findall(_between(text, trigger, item).strip(" ,")) == ["and"]
    is_away = breaks > 1 if item.start >= trigger[1] else not (is_joined or _opens_sentence(text, item.start))
    if is_away or ";" in _between(text, trigger, item) or _belongs_to_noun(text, item):
        return False
    if 0 <= trigger[0] - item.end <= _BESIDE:
        return True
    words = text[: item.start].lower().rsplit(maxsplit=1)[-1:]
    if is_day(item) and words and words[0] in _ARTICLES:
        return _breaks(text, trigger, item) == 0
    between = set(text[trigger[1] : item.start].lower().split())
    return _OPEN.isdisjoint(between) and _BOUNDS.isdisjoint(words)


def is_day(item: DateExpression) -> bool:
    """Return whether a date is a day, be it of an unknown year."""
    return item.precision == Precision.DAY or _YEARLESS_DAY.fullmatch(item.timex_value) is not None


def _opens_sentence(text: str, start: int) -> bool:
    """Return whether at most a word or two stand before a date in its sentence."""
    lead = _SENTENCE_END.split(text[max(start - _LEAD * 2, 0) : start])
    return len(lead[-1]) <= _LEAD


def _belongs_to_noun(text: str, item: DateExpression) -> bool:
    """Return whether a year says of which a thing is, as in "the accord of 2015"."""
    return item.precision == Precision.YEAR and text[: item.start].lower().endswith(" of ")


def _nearness(text: str, trigger: tuple[int, int], item: DateExpression) -> tuple[int, bool, int, int]:
    """Return how far a date is: in clauses, then days before years, then in characters."""
    is_year = item.precision == Precision.YEAR
    return _breaks(text, trigger, item), is_year, _distance(trigger, item), item.start


def dated(item: DateExpression, basis: str) -> When:
    """Return the date of an event as a date of the text gives it."""
    return When(item.date_start, item.date_end, item.precision or Precision.OPEN, basis, item.date_id)


def _distance(trigger: tuple[int, int], item: DateExpression) -> int:
    return max(item.start - trigger[1], trigger[0] - item.end, 0)


def _breaks(text: str, trigger: tuple[int, int], item: DateExpression) -> int:
    """Return how many clause borders lie between trigger and date; a comma right beside the date is none."""
    return len(_CLAUSE_END.findall(_between(text, trigger, item).strip(" ,")))


def _between(text: str, trigger: tuple[int, int], item: DateExpression) -> str:
    return text[trigger[1] : item.start] if item.start >= trigger[1] else text[item.end : trigger[0]]


def place_of(view: View, trigger: tuple[int, int], entities: Mapping[str, Entity]) -> Mention | None:
    """Return the first place behind the trigger that "in", "at" or "near" brings in, or one that opens the sentence."""
    found = [mention for mention in view.mentions if _is_place(view, mention, entities)]
    ahead = [mention for mention in found if mention.start >= trigger[1]]
    text = {token.start: token.lower for token in view.tokens}
    near = [item for item in ahead if not any(trigger[1] <= at < item.start and text[at] in ",;" for at in text)]
    if near:
        return near[0]
    opening = [item for item in found if item.end <= trigger[0] and item.start < view.tokens[0].start + 12]
    return opening[0] if opening else None


def _is_place(view: View, mention: Mention, entities: Mapping[str, Entity]) -> bool:
    entity = entities.get(mention.entity_id)
    if entity is None or entity.entity_type not in _PLACES:
        return False
    first = next((place for place, token in enumerate(view.tokens) if token.start >= mention.start), 0)
    before = view.lower(first - 1)
    return before in _PLACE_WORDS or (before == "the" and view.lower(first - 2) in _PLACE_WORDS)


def casualties(text: str, span: tuple[int, int]) -> tuple[Count, ...]:
    """Return the numbers of killed and injured that the sentence states, in order."""
    found = []
    for patterns in (_PASSIVE, _ACTIVE, _ALSO):
        for column, pattern in patterns.items():
            found += [_count(column, match) for match in pattern.finditer(text, *span)]
    return tuple(sorted(found, key=lambda count: (count.start, count.column)))


def _count(column: str, match: re.Match[str]) -> Count:
    return Count(column, number(match[1]), match.start(), match.start(1), match.end(1))
