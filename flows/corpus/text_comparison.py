"""Whether two documents are versions of one text, or two issues of a series that share a template.

Two documents may have most words in common for two reasons: one is a copy of the other, with small edits, cuts or
additions; or both fill one frame (a weekly bulletin, a daily report) with other content. What differs decides:

1. other days: the sentences that differ have other dates in both documents, and other names, numbers or events;
2. other content: the sentences that differ have mostly other facts in both, and are a tenth of each document or more,
   or lie between sentences that both have and that share no date;
3. a frame: the shared runs of words occur in three documents or more, and without them most of the text differs.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import TypeVar

from flows.corpus.lexical import plain_words
from flows.corpus.sentence_index import SentenceIndex
from flows.steps.lexicon.numbers import PATTERN, number
from flows.steps.models import DateExpression, Event, Mention, Outcome, Paragraph
from schemas.vocab import TimexType

COPIED_SHARE = 0.7
"""Share of the shorter text's runs of words that the longer one must contain for the two to be copies."""
FRAME_DOCUMENTS = 3
"""Different texts in which a run of words occurs that belongs to a template; two may quote each other."""
_RUN_WORDS = 5
"""Words in a row that are compared."""
_PASSAGE_WORDS = 8
"""Words in a row, none of them shared, that are a passage and no edit of a word."""
_OTHER_CONTENT = 0.1
"""Share of a text that must differ for its content, without a date, to be another one."""
_DATED_DAYS = 31
"""Days of the widest interval that dates an incident."""
_SAME_TIME_DAYS = 7
"""Days within which two dates may be of one story."""
_NUMBER = re.compile(rf"(?i)(?<![\w.,-]){PATTERN}(?![\w-])")
_POINTS_IN_TIME = frozenset({TimexType.DATE, TimexType.TIME})

Words = tuple[str, ...]
Fact = tuple[str, object]
"""A kind (day, event, name or number) and what it is."""
_Located = tuple[int, Fact]
_Row = TypeVar("_Row", DateExpression, Event, Mention)


class DocumentText:
    """The content of one document, as it is compared with that of another.

    `paragraphs` are its content paragraphs, each with its words in lower case, `words` all words of them, `runs` all
    different sequences of five words in a row.
    """

    def __init__(self, document_id: str, rows: Collection[Paragraph], facts: "FactIndex") -> None:
        """Take the content paragraphs of a document, in reading order, and the facts of the build."""
        self.document_id = document_id
        self.paragraphs = tuple((row, plain_words(row.text)) for row in rows)
        self._facts = facts
        self.words: Words = tuple(chain.from_iterable(words for _, words in self.paragraphs))
        self.runs = frozenset(_runs(self.words))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return the different words."""
        return frozenset(self.words)

    @cached_property
    def sentences(self) -> dict[Words, frozenset[Fact]]:
        """Return the facts of each sentence, by its words."""
        found: dict[Words, frozenset[Fact]] = defaultdict(frozenset)
        for row, _ in self.paragraphs:
            located = self._facts.located(row)
            for start, end in self._facts.index.spans(row):
                facts = frozenset(fact for offset, fact in located if start <= offset < end)
                found[plain_words(row.text[start:end])] |= facts
        return dict(found)

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """Return the facts of all sentences."""
        return frozenset().union(*self.sentences.values())

    def passage_share(self, other: "DocumentText") -> float:
        """Return the share of words in passages that the other text does not contain, from 0 to 1."""
        shared = [False] * len(self.words)
        for offset, run in enumerate(_runs(self.words)):
            if run in other.runs:
                shared[offset : offset + _RUN_WORDS] = [True] * _RUN_WORDS
        lengths = [len(part) for part in "".join("s" if is_shared else "." for is_shared in shared).split("s")]
        return sum(length for length in lengths if length >= _PASSAGE_WORDS) / max(len(self.words), 1)


class FactIndex:
    """The days, events, names and numbers of a build, by paragraph: found where they are asked for, as few are.

    `index` has the sentences.
    """

    def __init__(self, outcome: Outcome, index: SentenceIndex) -> None:
        """Take all rows of a build, and what splits its paragraphs into sentences."""
        self.index = index
        self._dates = _by_paragraph(outcome.dates)
        self._events = _by_paragraph(outcome.events)
        self._mentions = _by_paragraph(outcome.mentions)

    def located(self, row: Paragraph) -> list[_Located]:
        """Return the facts of a paragraph with their offsets; numbers are those outside dates."""
        taken = [(date_row.start, date_row.end) for date_row in self._dates.get(row.paragraph_id, ())]
        numbers = (
            (match.start(), ("number", number(match[0])))
            for match in _NUMBER.finditer(row.text)
            if not any(start <= match.start() < end for start, end in taken)
        )
        counted = [(offset, fact) for offset, fact in numbers if fact != ("number", 1)]  # "one" is rather a pronoun
        return [*self._coded(row), *counted]

    def days(self, row: Paragraph) -> list[object]:
        """Return the dates of a paragraph: an interval of a month at most, or the open value."""
        return [day for date_row in self._dates.get(row.paragraph_id, ()) for day in _days(date_row)]

    def _coded(self, row: Paragraph) -> Iterator[_Located]:
        """Yield the facts of a paragraph that have rows of their own."""
        for date_row in self._dates.get(row.paragraph_id, ()):
            for day in _days(date_row):
                yield date_row.start, ("day", day)
        for event in self._events.get(row.paragraph_id, ()):
            yield event.trigger_start, ("event", event.event_type)
        for mention in self._mentions.get(row.paragraph_id, ()):
            for word in plain_words(mention.text)[-1:]:
                yield mention.start, ("name", word)


def _by_paragraph(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    """Return rows of a table by the id of their paragraph."""
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.paragraph_id].append(row)
    return found


def _days(row: DateExpression) -> Iterator[object]:
    """Yield the interval of a date of a month at most, as ordinals of its first and last day; or its open value."""
    if row.timex_type not in _POINTS_IN_TIME:
        return
    if row.date_start is None or row.date_end is None:
        yield row.timex_value
    elif (row.date_end - row.date_start).days < _DATED_DAYS:
        yield row.date_start.toordinal(), row.date_end.toordinal()


def _runs(words: Words) -> Iterator[str]:
    """Return an iterator of all runs of words, in order."""
    return map(" ".join, zip(*(words[start:] for start in range(_RUN_WORDS)), strict=False))


def shared_share(one: DocumentText, other: DocumentText) -> float:
    """Return the share of the shorter text's runs of words that the longer one contains, from 0 to 1."""
    return len(one.runs & other.runs) / max(min(len(one.runs), len(other.runs)), 1)


def are_versions(one: DocumentText, other: DocumentText, holders: Mapping[str, int]) -> bool:
    """Return whether two texts with most words in common are versions of one text rather than issues of a series.

    `holders` is the number of different texts of the build in which each run of words occurs.
    """
    own = tuple(_Difference(left, right) for left, right in ((one, other), (other, one)))
    if all(side.has_other_days for side in own) and _has_other_facts(*own):
        return False
    if all(side.is_other_content for side in own):
        return False
    return any(side.has_known_facts_only for side in own) or not _share_a_frame_only(one, other, holders)


class _Difference:
    """What one text has and another has not: the facts of the sentences that the other does not contain."""

    def __init__(self, text: DocumentText, other: DocumentText) -> None:
        own = text.sentences.keys() - other.sentences.keys()
        shared = text.sentences.keys() & other.sentences.keys()
        facts = _facts_of(text, own)
        theirs = _facts_of(other, other.sentences.keys() - shared)
        kept = _facts_of(text, shared)
        self.new = frozenset(fact for fact in facts if _is_new(fact, theirs, kept, other))
        self._known = facts - self.new
        self._common_days = _days_of(kept & _facts_of(other, shared))
        self._is_inside = _are_inside(text, own, shared)
        self._share = sum(map(len, own)) / max(len(text.words), 1)

    @property
    def has_other_days(self) -> bool:
        """Return whether most dates of these sentences are days that the other text does not mention.

        Dates of the same time in sentences that both have are evidence of one text, too.
        """
        new = _days_of(self.new)
        near = [days for days in self._common_days if any(_are_near(days, other) for other in new)]
        return len(new) > len(_days_of(self._known)) + len(near)

    @property
    def is_mostly_new(self) -> bool:
        """Return whether at least half of the facts of these sentences are new."""
        return len(self.new) >= len(self._known)

    @property
    def has_known_facts_only(self) -> bool:
        """Return whether these sentences have facts, and the other text contains all of them."""
        return bool(self._known) and not self.new

    @property
    def is_other_content(self) -> bool:
        """Return whether most facts of these sentences are new, of two kinds or more, and fill a part of the text."""
        is_part = self._share >= _OTHER_CONTENT or (self._is_inside and not self._common_days)
        return is_part and len({kind for kind, _ in self.new}) > 1 and len(self.new) > len(self._known)


def _has_other_facts(one: _Difference, other: _Difference) -> bool:
    """Return whether more than the days is new: facts of one kind on both sides, or at least half of all on one side.

    A single new event or name among many known facts is rather another wording.
    """
    kinds, others = ({kind for kind, _ in side.new} - {"day"} for side in (one, other))
    return bool(kinds & others) or (bool(kinds | others) and (one.is_mostly_new or other.is_mostly_new))


def _are_inside(text: DocumentText, own: Collection[Words], shared: Collection[Words]) -> bool:
    """Return whether one of the own sentences follows a shared one and precedes another, both of some length."""
    order = [words for words in text.sentences if words in own or len(words) >= _PASSAGE_WORDS]
    places = [place for place, words in enumerate(order) if words in shared]
    return bool(places) and any(words in own for words in order[places[0] : places[-1]])


def _facts_of(text: DocumentText, sentences: Iterable[Words]) -> frozenset[Fact]:
    return frozenset().union(*(text.sentences[words] for words in sentences))


def _days_of(facts: Iterable[Fact]) -> list[object]:
    return [value for kind, value in facts if kind == "day"]


def _is_new(fact: Fact, theirs: Collection[Fact], kept: Collection[Fact], other: DocumentText) -> bool:
    """Return whether the other text does not contain a fact of a sentence that it does not contain.

    A day is new if neither the sentences of both (`kept`) have it nor those of the other alone (`theirs`), nor an
    interval there that it overlaps; a number, if those of the other alone have another one; an event, if no sentence of
    the other has it; a name, if its last word occurs nowhere in the other.
    """
    kind, value = fact
    if kind == "name":
        return value not in other.vocabulary
    if kind == "event":
        return fact not in other.facts
    if kind == "number":
        return fact not in theirs
    return fact not in kept and fact not in theirs and not any(_overlap(value, days) for days in _days_of(theirs))


def _overlap(one: object, other: object) -> bool:
    return isinstance(one, tuple) and isinstance(other, tuple) and one[0] <= other[1] and other[0] <= one[1]


def _are_near(one: object, other: object) -> bool:
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return True
    return _overlap(one, (other[0] - _SAME_TIME_DAYS, other[1] + _SAME_TIME_DAYS))


def are_of_other_days(ones: Collection[object], others: Collection[object]) -> bool:
    """Return whether both sets of dates have resolved ones, and no two of these have a day in common."""
    left, right = ([days for days in each if isinstance(days, tuple)] for each in (ones, others))
    return bool(left and right) and not any(_overlap(one, other) for one in left for other in right)


def _share_a_frame_only(one: DocumentText, other: DocumentText, holders: Mapping[str, int]) -> bool:
    """Return whether both have passages of their own, and most of what they share occurs in other texts, too."""
    if min(one.passage_share(other), other.passage_share(one)) < _OTHER_CONTENT:
        return False
    kept = sum(holders[run] < FRAME_DOCUMENTS for run in one.runs & other.runs)
    fewest = min(len(one.runs - other.runs), len(other.runs - one.runs))
    return kept < COPIED_SHARE * (kept + fewest)
