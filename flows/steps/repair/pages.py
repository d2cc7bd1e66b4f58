"""A text as numbered words on numbered lines, and how well its words fit together.

`TextLayout` is what the text alone shows. `WordFit` adds what repeats prove about single words and which ranges are
left out. Neither changes after it is made, so no answer depends on what was asked before.
"""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from flows.steps.lexicon.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from flows.steps.repair.furniture import sets_number_apart
from flows.steps.repair.lines import TextLine, lines_of
from flows.steps.repair.repeats import WORD, WordRepeat, find_repeats
from flows.steps.repair.sequences import COMMA, affinity
from flows.steps.repair.words import numbers_of, word_spans
from schemas.data_files import Words, load_toml

AROUND = 6
"""Lines before and behind a place that show how the text is set there."""
_JOINT = 3
"""Lines of head and foot between two pages, at most."""
_HEAD = 60
"""Characters of the longest head of a page that is recognised by its place alone."""
_WRAP = 20
"""Lines before and behind a line that show how wide it may be."""
_FALSE = 12
"""Of so many pairs of lines one may be parted by something that does not belong between them."""
_FULL = 0.6
"""Share of the widest line that a wrapped line has at least."""
_FARTHER = 0.45
"""What the next word but one counts beside the next: most of its evidence is in that of the next word."""
_ENDS = frozenset(".!?…")
_ALWAYS_CAPITAL = frozenset(name.title() for name in (*MONTHS, *SHORT_MONTHS, *WEEKDAYS))
"""Names that have their capital anywhere in a sentence."""
_CLOSES = frozenset(";:")
"""What ends an item of a list or an announcement at the end of a line."""


class NeighbourRule(NamedTuple):
    """After a word of the group `after` no word of the groups `never`, except `unless`; with pairs of words."""

    after: str
    never: tuple[str, ...]
    unless: frozenset[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


class Neighbours(NamedTuple):
    """The content of `neighbours.toml`: groups of words, and rules about which never follow which."""

    words: dict[str, Words]
    rules: tuple[NeighbourRule, ...]

    def check(self) -> None:
        """Refuse rules that name a group which is not there."""
        named = {name for rule in self.rules for name in (rule.after, *rule.never)}
        if unknown := named - self.words.keys():
            raise ValueError(f"a rule names the group {min(unknown)!r}; the groups are {', '.join(self.words)}")


@cache
def neighbours() -> Neighbours:
    """Return the content of `neighbours.toml`."""
    return load_toml(files(__package__).joinpath("neighbours.toml"), Neighbours)


@cache
def never_after() -> dict[str, frozenset[str]]:
    """Return for each word that rules speak of the words that never follow it."""
    groups = neighbours().words
    followers: dict[str, frozenset[str]] = {}
    for rule in neighbours().rules:
        never = {word for group in rule.never for word in groups[group]} - rule.unless
        for word in groups[rule.after]:
            followers[word] = followers.get(word, frozenset()) | never
    return followers


class TextLayout:
    """A text with its words and lines, both numbered from 0, and what its layout and punctuation show.

    Everything is computed from `text`, when it is first asked for.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = WORD.findall(text)
        self._widths: dict[int, tuple[int, int]] = {}

    @cached_property
    def _spans(self) -> tuple[list[int], list[int]]:
        return word_spans(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Return the offset at which each word begins."""
        return self._spans[0]

    @cached_property
    def ends(self) -> list[int]:
        """Return the offset at which each word ends."""
        return self._spans[1]

    @cached_property
    def lines(self) -> list[TextLine]:
        """Return the lines that are not blank."""
        return lines_of(self.text)

    @cached_property
    def _line_numbers(self) -> list[int]:
        return numbers_of([line.start for line in self.lines], self.starts)

    @cached_property
    def repeats(self) -> list[WordRepeat]:
        """Return the runs of words that occur for the second time, in order of the second place."""
        return find_repeats(self.words)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the words that the text writes with a capital in the middle of sentences, and those always so."""
        written = frozenset(
            word
            for number, word in enumerate(self.words)
            if word[0].isupper() and number and not self.is_end(number - 1) and not self.opens_line(number)
        )
        return written.union(_ALWAYS_CAPITAL)

    def spacing(self, number: int) -> int:
        """Return how many empty lines separate the lines of a paragraph around line `number`."""
        around = self.lines[max(number - AROUND, 0) : number + AROUND + 1]
        inner = [line.empty_before for line in around[1:] if line.is_continuation and not line.page_before]
        return sorted(inner)[len(inner) // 2] if inner else 0

    def behind_joint(self, word: int) -> int:
        """Return the word before `word`, passing over lines that look like foot and head of the pages it separates."""
        if not 0 < word < len(self.words) or not self.opens_line(word):
            return word - 1
        number = self.line_number(word)
        has_mark = self.lines[number].page_before
        first = number
        while first > max(number - _JOINT, 1) and self._is_thin(first - 1):
            first -= 1
            has_mark = has_mark or self.lines[first].page_before or sets_number_apart(self.lines[first].text)
        if not has_mark or first == number:
            return word - 1
        return bisect_left(self.starts, self.lines[first].start) - 1

    def _is_thin(self, number: int) -> bool:
        """Return whether a line may be the head or the foot of a page."""
        line = self.lines[number]
        return sets_number_apart(line.text) or (
            line.width < _HEAD and not line.is_continuation and not line.is_terminal and self.is_short(number)
        )

    def line_number(self, word: int) -> int:
        """Return the number of the line that holds a word."""
        return self._line_numbers[word]

    @cached_property
    def openers(self) -> frozenset[int]:
        """Return the words that are the first of their lines."""
        return frozenset({0, *(word + 1 for word in self.closers)} - {len(self.words)})

    @cached_property
    def closers(self) -> frozenset[int]:
        """Return the words that are the last of their lines."""
        numbers = self._line_numbers
        inner = (word for word, (number, other) in enumerate(pairwise(numbers)) if number != other)
        return frozenset({*inner, len(self.words) - 1})

    def opens_line(self, word: int) -> bool:
        """Return whether a word is the first of its line."""
        return word in self.openers

    def closes_line(self, word: int) -> bool:
        """Return whether a word is the last of its line."""
        return word in self.closers

    def between(self, word: int) -> str:
        """Return the characters between a word, which is not the last one, and the next."""
        return self.text[self.ends[word] : self.starts[word + 1]]

    def is_certain_end(self, word: int) -> bool:
        """Return whether punctuation ends a sentence behind a word, or the text does; -1 is before the first word."""
        return word < 0 or word + 1 >= len(self.words) or not _ENDS.isdisjoint(self.between(word))

    def is_end(self, word: int) -> bool:
        """Return whether a sentence ends behind a word, by punctuation or by a short line."""
        if self.is_certain_end(word):
            return True
        between = self.between(word)
        return "\n" in between and (not _CLOSES.isdisjoint(between) or self.is_short(self.line_number(word)))

    def follows(self, word: int) -> bool:
        """Return whether nothing but a blank is between a word and the one before."""
        return word > 0 and self.between(word - 1) == " "

    def announces(self, word: int) -> bool:
        """Return whether a colon or semicolon, and no end of a sentence, is behind a word."""
        between = set(self.between(word))
        return not _CLOSES.isdisjoint(between) and _ENDS.isdisjoint(between)

    def is_label(self, word: int) -> bool:
        """Return whether a word in lower case begins a heading: a short line of its own between sentences."""
        number = self.line_number(word)
        if not self.opens_line(word) or self.lines[number].is_terminal or number + 1 == len(self.lines):
            return False
        return not self.lines[number + 1].is_continuation and self.is_short(number)

    def ends_sentence(self, word: int) -> bool:
        """Return whether a mark right behind a word ends a sentence."""
        behind = self.text[self.ends[word] : self.ends[word] + 2].split()
        return bool(behind) and not _ENDS.isdisjoint(behind[0])

    def is_short(self, number: int) -> bool:
        """Return whether a line is too short to have been wrapped, and no end of a sentence: a heading."""
        return self._short_lines[number]

    @cached_property
    def _short_lines(self) -> list[bool]:
        return [self._is_short(number) for number in range(len(self.lines))]

    def _is_short(self, number: int) -> bool:
        if self.lines[number].is_continuation and not (number and self.lines[number - 1].is_terminal):
            return False
        around = self.lines[max(number - AROUND, 0) : number + AROUND + 1]
        return self.lines[number].width < _FULL * max(line.width for line in around)

    def opens_item(self, word: int) -> bool:
        """Return whether a word is the counter of an item of a list."""
        return self.opens_line(word) and self.lines[self.line_number(word)].is_list_item

    def has_least_room(self, left: int, right: int) -> bool:
        """Return whether the line that ends with word `left` had room for word `right`, as no line around it has."""
        if not (self.closes_line(left) and self.opens_line(right)):
            return False
        number = self.line_number(left)
        if number not in self._widths:
            self._widths[number] = self._width_around(number)
        width, most = self._widths[number]
        return width - self.lines[number].width - self.lines[self.line_number(right)].first_word > most

    def _width_around(self, number: int) -> tuple[int, int]:
        """Return how wide wrapped lines around a line are, and how much room the others had at most; (0, 0) if few."""
        lines = self.lines[max(number - _WRAP, 0) : number + _WRAP + 1]
        pairs = [
            (upper, lower) for upper, lower in pairwise(lines) if lower.is_continuation and not upper.is_hyphenated
        ]
        if len(pairs) < _WRAP:
            return 0, 0
        width = max(upper.width for upper, _ in pairs)
        most = sorted(width - upper.width - lower.first_word for upper, lower in pairs)[-1 - len(pairs) // _FALSE]
        return width, max(most, 0)


@lru_cache(maxsize=1)  # the last rule of repair and the search for suspected repeats look at the same text
def layout_of(text: str) -> TextLayout:
    """Return the layout of a text; that of the last text is kept, so that its repeats are searched once."""
    return TextLayout(text)


class _LeftOut:
    """Ranges of words in the order in which they were left out; a reader sees the first ones of them."""

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self.ranges: list[tuple[int, int]] = []
        self._by_start: dict[int, list[tuple[int, int]]] = {}
        self._by_end: dict[int, list[tuple[int, int]]] = {}
        self.add(ranges)

    def add(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Leave out more ranges, which those that read the ones before do not see."""
        for start, end in ranges:
            self._by_start.setdefault(start, []).append((len(self.ranges), end))
            self._by_end.setdefault(end, []).append((len(self.ranges), start))
            self.ranges.append((start, end))

    def start_of(self, end: int, seen: int) -> int | None:
        """Return where the last of the first `seen` ranges begins that ends there; None if none does."""
        found = self._by_end.get(end)
        return next((start for number, start in reversed(found) if number < seen), None) if found else None

    def end_of(self, start: int, seen: int) -> int | None:
        """Return where the last of the first `seen` ranges ends that begins there; None if none does."""
        found = self._by_start.get(start)
        return next((end for number, end in reversed(found) if number < seen), None) if found else None


class WordFit:
    """How well the words of a text follow each other.

    `going_on` are words behind which a sentence goes on, as their copies show, though the line that they end is short;
    `inside` are names and numbers in mid-sentence, as their copies show. `without` makes a copy of it that leaves out
    ranges of words.
    """

    def __init__(
        self,
        layout: TextLayout,
        going_on: frozenset[int] = frozenset(),
        inside: frozenset[int] = frozenset(),
        left_out: _LeftOut | None = None,
    ) -> None:
        self.layout = layout
        self._going_on, self._inside = going_on, inside
        self._left_out = left_out or _LeftOut()
        self._seen = len(self._left_out.ranges)

    def without(self, ranges: Iterable[tuple[int, int]]) -> "WordFit":
        """Return the same with half-open ranges of words left out where others are looked for beside a word.

        Both have one list of ranges, of which each sees its own part, as long as each is made from the one before.
        """
        is_last = self._seen == len(self._left_out.ranges)
        left_out = self._left_out if is_last else _LeftOut(self._left_out.ranges[: self._seen])
        left_out.add(ranges)
        return WordFit(self.layout, self._going_on, self._inside, left_out)

    def before(self, word: int) -> int:
        """Return the word of the text before `word`, page furniture and what is left out aside."""
        while True:
            while (start := self._left_out.start_of(word, self._seen)) is not None:
                word = start
            before = self.layout.behind_joint(word)
            if self._left_out.start_of(before + 1, self._seen) is None:
                return before
            word = before + 1

    def behind(self, word: int) -> int:
        """Return `word`, or the first behind it that is not left out."""
        while (end := self._left_out.end_of(word, self._seen)) is not None:
            word = end
        return word

    def is_end(self, word: int) -> bool:
        """Return whether a sentence ends behind a word; before the first word, -1, one always does."""
        if word in self._going_on and not self.layout.is_certain_end(word):
            return False
        return self.layout.is_end(word)

    def is_low(self, word: int) -> bool:
        """Return whether a word begins in lower case, or is known to occur in mid-sentence all the same."""
        words = self.layout.words
        return word < len(words) and (words[word][0].islower() or word in self._inside)

    def goes_on_in_line(self, word: int) -> bool:
        """Return whether a sentence goes on behind a word that does not end its line."""
        return not self.layout.closes_line(word) and self.is_low(word + 1) and not self.layout.is_end(word)

    def is_name_in_line(self, word: int) -> bool:
        """Return whether a word with a capital follows another in its line, with but a blank between."""
        return not self.layout.opens_line(word) and self.layout.follows(word) and not self.is_low(word)

    def goes_on(self, word: int) -> bool:
        """Return whether a word may occur in the middle of a sentence as it is written."""
        written = self.layout.words[word]
        return self.is_low(word) or written[0].isdigit() or written in self.layout.names

    def affinity(self, left: int, right: int) -> float:
        """Return how much more often than by chance such words follow each other in a sentence; 0 where one ends.

        The value is a natural logarithm; `left` and `right` are numbers of words.
        """
        words = self.layout.words
        if left < 0 or right >= len(words) or self.is_end(left) or not self.goes_on(right):
            return 0.0
        total = affinity(COMMA if COMMA in self.layout.between(left) else words[left], words[right])
        if left and not self.is_end(left - 1):
            total += _FARTHER * affinity(words[left - 1], words[right], 2)
        if right + 1 < len(words) and not self.is_end(right):
            total += _FARTHER * affinity(words[left], words[right + 1], 2)
        return total

    def had_room(self, left: int, right: int) -> bool:
        """Return whether the line that ends with one word had room for another, as no line around it has.

        False where a sentence ends between them: a paragraph may end there, too.
        """
        if left < 0 or right >= len(self.layout.words) or (self.is_end(left) and not self.is_low(right)):
            return False
        return self.layout.has_least_room(left, right)

    def seam(self, left: int, right: int) -> int:
        """Return how well the word `right` follows the word `left`: 0 well, -1 doubtfully, -2 not at all."""
        layout = self.layout
        if left < 0 or right >= len(layout.words):
            return 0
        if self.is_low(right):
            if self.is_end(left):
                is_fit = len(layout.words[left]) == 1 or layout.announces(left) or layout.is_label(right)  # "a.m."
                return 0 if is_fit else -2
            return -1 if layout.words[right] in never_after().get(layout.words[left].lower(), ()) else 0
        if self.is_end(left) or (self.goes_on(right) and not layout.opens_item(right)):
            return 0
        return -1
