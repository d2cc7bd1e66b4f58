"""Clues to the creation time in expressions that count from it: "yesterday, March 3, 2021", "nearly two years later".

An expression such as "last week" says when a text was written where it is said of a day that is known: of a date beside
it, or of a death in its clause. The document creation time (DCT, TimeML) is the day on which a text was written.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from operator import attrgetter
from typing import NamedTuple

from flows.steps.document_date.constraints import Constraint, Days, Evidence, not_after, not_before
from flows.steps.document_date.cues import DatedParagraph, ParagraphCues
from flows.steps.document_date.known_facts import KnownDeath, fact_cues
from flows.steps.document_date.yearless import days_after_yearless, is_yearless
from flows.steps.text.passage import Span
from flows.steps.timex import values
from flows.steps.timex.arithmetic import days_around, moved
from flows.steps.timex.lexicon import words
from flows.steps.timex.standalone import StandaloneTimex, on_day
from flows.steps.timex.values import Value

_APPOSITION_GAP = re.compile(r"(?:,|\s\(|\s[—–-])?\s?(?:on |in )?")
"""What may separate two names of one date."""
_SAME_CLAUSE = re.compile(r",?[^,;:()—–]{0,120}")
"""What may separate a time from what happened then; the comma is one behind a time that opens its sentence."""
_PERIOD_GAP = re.compile(r"[^,;:()—–]{0,80}|,? (?:culminat|peak|climax|end|beg[au]n|start|includ)\w*[^,;:()—–]{0,60}")
_FIRST_DAY_TRIED, _LAST_DAY_TRIED = -40, 399
"""Days from a date to the first and the last creation day that are tried."""
_MAX_INTERVAL_DAYS = 366
_MAX_APPOSITIONS = _MAX_DEATHS = 30
"""Appositions, and deaths, of a document that are looked at: many days are tried for each, and a text has few."""
_NEAR_TIMES = 2
"""Times behind the first words of a death that may be its time."""
_REACH_CHARACTERS = 200
"""Characters around a death in which the weeks are named in which it lies."""
_WORD_REACH_CHARACTERS = 200
"""Characters at the end of a clause in which two words are looked for."""
_APPOSITION_WEIGHT, _CLAUSE_WEIGHT, _LATER_WEIGHT = 0.9, 0.85, 0.85
"""Weights of a date beside another, of a time in the clause of a death, and of "two years later"; by judgement."""
_MAX_ANCHORS = 3
"""Dates before "seven years later" from which it may count."""
_LATER = re.compile(
    r"\b(?P<about>nearly|almost|close to|about|around|some|roughly|more than|over)?\s*\b(?P<count>\d{1,2}|[a-z]+)"
    r"(?:\s|-)(?P<unit>years?|months?|weeks?)\s(?P<what>later|on|after|since)\b",
    re.IGNORECASE,
)
_UNITS = {"y": ("Y", 12), "m": ("M", 1)}
_UNIT_DAYS = {"d": 1, "w": 7, "m": 31}
_PERIOD = re.compile(
    r"\b(?:past|last|recent)\s(?:(?P<count>\d{1,2}|[a-z]+(?:\sof)?)\s)?(?P<unit>days|weeks|months)\b",
    re.IGNORECASE,
)
_VAGUE_COUNTS = {"d": 14, "w": 8, "m": 9}
"""The most days, weeks and months that "several" or "recent" are taken for."""
_ANNIVERSARY = re.compile(
    r"\b(?P<count>[a-z]+|\d{1,3}(?:st|nd|rd|th))(?:[- ]year)?\sanniversary\sof\s(?:the\s)?", re.IGNORECASE
)
_NEAR_ANNIVERSARY_DAYS = 10
"""Days before and behind an anniversary on which it is marked."""
_SEASON = re.compile(
    r"\b(?:earlier|early|late|later|so far|already)\s(?:in\s)?this\s(?P<season>spring|summer|autumn|fall|winter)\b",
    re.IGNORECASE,
)
_SEASONS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
"""First month of each season in the north; it ends with the 22nd day of the fourth."""


@dataclass(frozen=True, slots=True)
class SeasonConstraint:
    """A season that has begun and is not over: it begins with the month `first`, and ends early in the fourth."""

    first: int
    reason: str = field(default="the season is not over", init=False)
    weight: float = field(default=_CLAUSE_WEIGHT, init=False)

    def fits(self, day: date) -> bool:
        """Return whether a day is in the season."""
        months = (day.month - self.first) % 12
        return months < 3 or (months == 3 and day.day <= 22)


class _Anchor(NamedTuple):
    """A day or days on which something is known to have happened, and where the paragraph has it."""

    start: int
    end: int
    value: Value


def apposition_constraints(content: Sequence[DatedParagraph]) -> Iterator[Constraint]:
    """Yield the days on which the words beside a full date mean that date: "yesterday, March 3, 2021"."""
    pairs = ((part, *pair) for part in content for pair in _appositions(part))
    for part, full, relative in islice(pairs, _MAX_APPOSITIONS):
        start, end = min(full.start, relative.start), max(full.end, relative.end)
        evidence = Evidence(part.passage, start, end)
        for days in _interval_of_writing(relative, full.value):
            yield Constraint("apposition", (days,), _APPOSITION_WEIGHT, "both are one day", evidence)


def _appositions(part: DatedParagraph) -> Iterator[tuple[StandaloneTimex, StandaloneTimex]]:
    """Yield each full date with the expression such as yesterday beside it, outside quotations."""
    for timex, next_timex in pairwise(part.timexes):
        is_beside = timex.sentence == next_timex.sentence and _APPOSITION_GAP.fullmatch(
            part.passage.text, timex.end, next_timex.start
        )
        if (
            is_beside
            and timex.is_stated != next_timex.is_stated
            and not part.cues.has_quote(timex.sentence[0], timex.start)
        ):
            yield (timex, next_timex) if timex.is_stated else (next_timex, timex)


def _interval_of_writing(relative: StandaloneTimex, known: Value) -> Iterator[Days]:
    """Yield the first and the last day on which an expression such as yesterday refers to known days."""
    if known.start is None:
        return
    around = days_around(known.start, _FIRST_DAY_TRIED, _LAST_DAY_TRIED)
    days = [day for day in around if _holds(relative, day, known)]
    if days and (days[-1] - days[0]).days <= _MAX_INTERVAL_DAYS:
        yield days[0], days[-1]


def _holds(relative: StandaloneTimex, day: date, known: Value) -> bool:
    value = on_day(relative, day)
    if value is None or value.start is None or value.end is None:
        return False
    return bool(known.start and known.end and value.start <= known.start and known.end <= value.end)


def death_time_constraints(deaths: Sequence[KnownDeath]) -> Iterator[Constraint]:
    """Yield what the time of a death, told from the day of writing, says of that day: "killed last week"."""
    for death in islice(deaths, _MAX_DEATHS):
        part = death.paragraph
        sentence = part.passage.sentence_at(death.start)
        if not part.cues.has_quote(sentence[0], death.start):
            for timex in _timexes_around(part, death):
                yield from _of_time(death, timex)
            yield from _in_period(death, sentence)


def _timexes_around(part: DatedParagraph, death: KnownDeath) -> Iterator[StandaloneTimex]:
    """Yield the times right before and behind a death that are in its clause."""
    number = bisect_left(part.timexes, death.start, key=attrgetter("start"))
    near = part.timexes[max(0, number - 1) : number + _NEAR_TIMES]
    for timex in near:
        is_in_sentence = timex.sentence[0] <= death.start < timex.sentence[1]
        if is_in_sentence and not timex.is_stated and _is_in_clause(part, timex, death):
            yield timex


def _of_time(death: KnownDeath, timex: StandaloneTimex) -> Iterator[Constraint]:
    known, passage = values.day(death.day), death.paragraph.passage
    found = days_after_yearless(timex, death.day) if is_yearless(timex) else _interval_of_writing(timex, known)
    shown = Evidence(passage, min(timex.start, death.start), max(timex.end, death.end))
    for days in found:
        reason = f"{death.person} died on {death.day}, which is {passage.text[timex.start : timex.end]!r}"
        yield Constraint("time_of_death", (days,), _CLAUSE_WEIGHT, reason, shown)


def _is_in_clause(part: DatedParagraph, timex: StandaloneTimex, death: KnownDeath) -> bool:
    """Return whether a time is that of a death: nothing else happens between them, and nobody says so."""
    first, last = (timex.end, death.start) if timex.end <= death.start else (death.end, timex.start)
    if first > last:
        return True
    gap = part.passage.text[first:last]
    is_opening = timex.timex.opens_sentence and timex.end <= death.start
    is_whole = _SAME_CLAUSE.fullmatch(gap) is not None and (is_opening or not gap.startswith(","))
    is_another = any(part.cues.has(kind, first, last) for kind in ("saying", "another_event", "past_verb"))
    return is_whole and not is_another


def _in_period(death: KnownDeath, sentence: Span) -> Iterator[Constraint]:
    """Yield the last day by which a death lies in the past weeks or months of a sentence that has it among them."""
    passage = death.paragraph.passage
    text = passage.text
    first, last = max(sentence[0], death.start - _REACH_CHARACTERS), min(sentence[1], death.end + _REACH_CHARACTERS)
    for match in _PERIOD.finditer(text, first, last):
        first, last = (match.end(), death.start) if match.end() <= death.start else (death.end, match.start())
        if first > last or not _PERIOD_GAP.fullmatch(text, first, last):
            continue
        unit = match["unit"][0].lower()
        count = (_number(match["count"]) if match["count"] else None) or _VAGUE_COUNTS[unit]
        days = days_around(death.day, 0, count * _UNIT_DAYS[unit])
        reason = f"{death.person} died on {death.day}, in {match[0]!r}"
        shown = Evidence(passage, min(match.start(), death.start), max(match.end(), death.end))
        yield Constraint("time_of_death", ((days[0], days[-1]),), _CLAUSE_WEIGHT, reason, shown)


def later_constraints(content: Sequence[DatedParagraph], deaths: Sequence[KnownDeath]) -> Iterator[Constraint]:
    """Yield the days "nearly two years" after what is dated, where the clause describes the present.

    That is one of the last full dates before the words, or the death that they name: "after the assassination".
    """
    deaths = deaths[:_MAX_DEATHS]
    for part in content:
        stated = [timex for timex in part.timexes if timex.is_stated]
        of_part = [death for death in deaths if death.paragraph is part]
        for match in _LATER.finditer(part.passage.text):
            count = _number(match["count"])
            anchors = _anchors(part, match, stated, of_part, deaths) if count else ()
            if count is None or not anchors:
                continue
            sentence = part.passage.sentence_at(match.start())
            end = max(match.end(), anchors[0].end if anchors[0].start >= match.end() else 0)
            ends = end, part.cues.clause_behind(end, sentence[1])[1]
            if not any(_is_present_state(part.cues, (match.start(), end), sentence) for end in ends):
                continue
            about = (match["about"] or "").lower()
            try:
                ranges = [_days_after(anchor.value, count, match["unit"], about) for anchor in anchors]
            except (ValueError, OverflowError):  # of datetime: outside the years 1 to 9999
                continue
            days = tuple(sorted({found for found in ranges if found}))
            if days:
                start = match.start("about" if match["about"] else "count")
                reason = "counted from " + " or ".join(anchor.value.edtf or "a date" for anchor in anchors)
                shown = Evidence(part.passage, start, match.end())
                yield Constraint("time_since", days, _LATER_WEIGHT, reason, shown)


def _anchors(
    part: DatedParagraph,
    match: re.Match[str],
    stated: Sequence[StandaloneTimex],
    of_part: Sequence[KnownDeath],
    deaths: Sequence[KnownDeath],
) -> Sequence[_Anchor]:
    """Return what an expression such as "two years after" may count from, the likeliest first."""
    text, end = part.passage.text, match.end()
    if match["what"].lower() in {"after", "since"}:
        named = _named_death(part, end, of_part, deaths)
        if named is not None:
            return (named,)
        following = _first_stated(stated, end)
        if following is not None and following.start - end <= len(" the "):
            return (following,)
    before = bisect_right(stated, match.start(), key=attrgetter("end"))
    if not before or (match["what"].lower() != "later" and text[end : end + 1] not in {",", ".", ";"}):
        return ()
    last = reversed(stated[max(0, before - _MAX_ANCHORS) : before])
    return [_Anchor(timex.start, timex.end, timex.value) for timex in last]


def _named_death(
    part: DatedParagraph, position: int, of_part: Sequence[KnownDeath], deaths: Sequence[KnownDeath]
) -> _Anchor | None:
    """Return the death that the words at `position` name: with a name, or by its noun where the text has one alone."""
    reach = part.cues.clause_behind(position, part.passage.sentence_at(position)[1])
    for death in of_part:
        if reach[0] <= death.start and death.end <= reach[1] and death.start - reach[0] <= len(" the "):
            return _Anchor(death.start, death.end, values.day(death.day))
    noun = fact_cues().death_noun.pattern.match(part.passage.text[reach[0] : reach[1]])
    days = {death.day for death in deaths}
    if noun is None or len(days) != 1:
        return None
    return _Anchor(reach[0], reach[0] + noun.end(), values.day(days.pop()))


def anniversary_constraints(content: Sequence[DatedParagraph], deaths: Sequence[KnownDeath]) -> Iterator[Constraint]:
    """Yield when a text was written by the anniversaries that it marks, awaits or has behind it."""
    deaths = deaths[:_MAX_DEATHS]
    for part in content:
        stated = [timex for timex in part.timexes if timex.is_stated]
        of_part = [death for death in deaths if death.paragraph is part]
        for match in _ANNIVERSARY.finditer(part.passage.text):
            count = _ordinal(match["count"])
            first = _day_of(part, match.end(), stated) or _named_death(part, match.end(), of_part, deaths)
            if count is None or first is None or first.value.start is None or first.value.start != first.value.end:
                continue
            day = moved("Y", first.value.start, count)
            reason = f"the anniversary of {first.value.edtf} was on {day}"
            yield from _around_anniversary(part, match, day, reason)


def _day_of(part: DatedParagraph, position: int, stated: Sequence[StandaloneTimex]) -> _Anchor | None:
    """Return the full date that follows right behind `position`, perhaps with the name of what it is the date of."""
    last = part.cues.clause_behind(position, part.passage.sentence_at(position)[1])[1]
    found = _first_stated(stated, position)
    return found if found is not None and found.start < max(last, position + 1) else None


def _first_stated(stated: Sequence[StandaloneTimex], position: int) -> _Anchor | None:
    """Return the first full date from `position` on."""
    number = bisect_left(stated, position, key=attrgetter("start"))
    timex = stated[number] if number < len(stated) else None
    return _Anchor(timex.start, timex.end, timex.value) if timex else None


def _around_anniversary(part: DatedParagraph, match: re.Match[str], day: date, reason: str) -> Iterator[Constraint]:
    sentence = part.passage.sentence_at(match.start())
    before, shown = (sentence[0], match.start()), Evidence(part.passage, match.start(), match.end())
    if part.cues.has_quote(*before):
        return
    around = days_around(day, -_NEAR_ANNIVERSARY_DAYS, _NEAR_ANNIVERSARY_DAYS)
    if part.cues.has_right_before("marks", *before):
        yield Constraint("anniversary", ((around[0], around[-1]),), _LATER_WEIGHT, reason, shown)
    elif part.cues.has_right_before("awaits", *before):
        yield not_after("anniversary", day, _LATER_WEIGHT, reason, shown)
    elif part.cues.has_right_before("on_the", *before) and not part.cues.has("unreal", *sentence):
        yield not_before("anniversary", day, _LATER_WEIGHT, reason, shown)


def season_constraints(
    content: Sequence[DatedParagraph], *, is_southern: bool
) -> Iterator[tuple[SeasonConstraint, Evidence]]:
    """Yield the seasons of which a text says that they are not over: "earlier this summer"."""
    for part in content:
        for match in _SEASON.finditer(part.passage.text):
            if not part.cues.has_quote(part.passage.sentence_at(match.start())[0], match.start()):
                first = _SEASONS[match["season"].lower()]
                first = (first + 5) % 12 + 1 if is_southern else first
                yield SeasonConstraint(first), Evidence(part.passage, *match.span())


def _number(word: str) -> int | None:
    number = int(word) if word.isdigit() else words()["number"].get(word.lower())
    return number if isinstance(number, int) else None


def _ordinal(word: str) -> int | None:
    digits = word.rstrip("stndrh")
    number = int(digits) if digits.isdigit() else words()["ordinal"].get(word.lower())
    return number if isinstance(number, int) else None


def _is_present_state(cues: ParagraphCues, span: Span, sentence: Span) -> bool:
    """Return whether the clause around the range `span` describes a present state, not past events."""
    before = cues.clause_before(sentence[0], span[0])
    last_words = cues.text[max(before[0], before[1] - _WORD_REACH_CHARACTERS) : before[1]].split()
    clause = before if len(last_words) > 1 else cues.clause_behind(span[1], sentence[1])
    return cues.has("present", *clause) and not cues.has("past", *clause)


def _days_after(since: Value, count: int, unit: str, about: str) -> tuple[date, date] | None:
    """Return the first and the last day that are `count` units after a date, as far as `about` allows.

    Nearly two years are more than a year and a half. None for "a month later" or "a week later", which are
    too vague.
    """
    if since.start is None or since.end is None:
        return None
    if unit[0].lower() == "w":
        days = days_around(since.start, count * 7 - count * 7 // 4, (since.end - since.start).days + (count + 1) * 7)
        return (days[0], days[-1]) if count > 1 else None
    code, months = _UNITS[unit[0].lower()]
    if (code, count) == ("M", 1):
        return None
    total = count * months
    slack = max(months // 2, 1)
    if about in {"nearly", "almost", "close to"}:
        return moved("M", since.start, total - slack), moved("M", since.end, total)
    early = 0 if about in {"more than", "over"} else -(months // 4)
    return moved("M", since.start, total + early), moved("M", since.end, total + months)
