"""A text as words on lines, and how well its words follow each other."""

from bisect import bisect_left
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from flows.steps.lexicon.calendar import MONTHS, SHORT_MONTHS, WEEKDAYS
from flows.steps.repair.furniture import sets_number_apart
from flows.steps.repair.lines import Line, lines_of
from flows.steps.repair.repeats import WORD
from flows.steps.repair.sequences import COMMA, affinity
from flows.steps.repair.words import numbers_of, word_spans
from schemas.data_files import Words, load_toml

AROUND = 6
"""Lines before and behind a place that tell how the text is set there."""
_JOINT = 3
"""Lines of head and foot between two pages, at most."""
_HEAD = 60
"""Characters of the longest head of a page that only its place tells."""
_WRAP = 20
"""Lines before and behind a line that tell how wide it may be."""
_FALSE = 12
"""Of so many pairs of lines one may be parted by something that does not belong between them."""
_FULL = 0.6
"""Share of the widest line that a wrapped line has at least."""
_FARTHER = 0.45
"""What the next word but one counts beside the next: much of what it tells is told already."""
_ENDS = frozenset(".!?…")
_ALWAYS_CAPITAL = frozenset(name.title() for name in (*MONTHS, *SHORT_MONTHS, *WEEKDAYS))
"""Names that say nothing about where a sentence begins."""
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
    found: dict[str, frozenset[str]] = {}
    for rule in neighbours().rules:
        never = {word for group in rule.never for word in groups[group]} - rule.unless
        for word in groups[rule.after]:
            found[word] = found.get(word, frozenset()) | never
    return found


class Page:
    """A text with its words and lines, numbered, and what stands at the borders of ranges of words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = WORD.findall(text)
        self.going_on: set[int] = set()
        """Words behind which a sentence goes on, as their copies show, though the line they end is short."""
        self._left_out: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.inside: set[int] = set()
        """Names and numbers in mid-sentence, as their copies show."""

    @cached_property
    def _spans(self) -> tuple[list[int], list[int]]:
        return word_spans(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Return where each word begins."""
        return self._spans[0]

    @cached_property
    def ends(self) -> list[int]:
        """Return where each word ends."""
        return self._spans[1]

    @cached_property
    def lines(self) -> list[Line]:
        """Return the lines that hold anything."""
        return lines_of(self.text)

    @cached_property
    def _line_numbers(self) -> list[int]:
        return numbers_of([line.start for line in self.lines], self.starts)

    def spacing(self, number: int) -> int:
        """Return how many empty lines part the lines of a paragraph around a line."""
        around = self.lines[max(number - AROUND, 0) : number + AROUND + 1]
        inner = [line.empty_before for line in around[1:] if line.is_continuation and not line.page_before]
        return sorted(inner)[len(inner) // 2] if inner else 0

    def leave_out(self, start: int, end: int) -> None:
        """Pass over a range of words from now on when looking for what stands beside others."""
        self._left_out[0][end], self._left_out[1][start] = start, end

    def before(self, word: int) -> int:
        """Return the word of the text before `word`, page furniture and what is left out aside."""
        while word in self._left_out[0]:
            word = self._left_out[0][word]
        before = self.behind_joint(word)
        return self.before(before + 1) if before + 1 in self._left_out[0] else before

    def behind(self, word: int) -> int:
        """Return `word`, or the first behind it that is not left out."""
        while word in self._left_out[1]:
            word = self._left_out[1][word]
        return word

    def behind_joint(self, word: int) -> int:
        """Return the word before `word`, passing over lines that look like foot and head of the pages it parts."""
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
            line.width < _HEAD and not line.is_continuation and not line.is_terminal and self._is_short(number)
        )

    def line_number(self, word: int) -> int:
        """Return the number of the line that holds a word."""
        return self._line_numbers[word]

    def opens_line(self, word: int) -> bool:
        """Return whether a word is the first of its line."""
        return word == 0 or self._line_numbers[word - 1] != self._line_numbers[word]

    def closes_line(self, word: int) -> bool:
        """Return whether a word is the last of its line."""
        return word + 1 == len(self.words) or self._line_numbers[word + 1] != self._line_numbers[word]

    def is_end(self, word: int) -> bool:
        """Return whether a sentence ends behind a word; before the first word one always does."""
        if word < 0 or word + 1 >= len(self.words):
            return True
        between = self.text[self.ends[word] : self.starts[word + 1]]
        if not _ENDS.isdisjoint(between):
            return True
        if word in self.going_on:
            return False
        return "\n" in between and (not _CLOSES.isdisjoint(between) or self._is_short(self.line_number(word)))

    def follows(self, word: int) -> bool:
        """Return whether nothing but a blank stands between a word and the one before."""
        return word > 0 and self.text[self.ends[word - 1] : self.starts[word]] == " "

    def _announces(self, word: int) -> bool:
        """Return whether a colon or semicolon stands behind a word and no end of a sentence."""
        between = set(self.text[self.ends[word] : self.starts[word + 1]])
        return not _CLOSES.isdisjoint(between) and _ENDS.isdisjoint(between)

    def _is_label(self, word: int) -> bool:
        """Return whether a word in lower case begins a heading: a short line of its own between sentences."""
        number = self.line_number(word)
        if not self.opens_line(word) or self.lines[number].is_terminal or number + 1 == len(self.lines):
            return False
        return not self.lines[number + 1].is_continuation and self._is_short(number)

    def ends_sentence(self, word: int) -> bool:
        """Return whether a mark behind a word ends a sentence."""
        behind = self.text[self.ends[word] : self.ends[word] + 2].split()
        return bool(behind) and not _ENDS.isdisjoint(behind[0])

    def _is_short(self, number: int) -> bool:
        """Return whether a line is too short to have been wrapped, and no end of a sentence: a heading."""
        if self.lines[number].is_continuation and not (number and self.lines[number - 1].is_terminal):
            return False
        around = self.lines[max(number - AROUND, 0) : number + AROUND + 1]
        return self.lines[number].width < _FULL * max(line.width for line in around)

    def affinity(self, left: int, right: int) -> float:
        """Return how much more often than by chance such words follow each other in a sentence; 0 where one ends."""
        if left < 0 or right >= len(self.words) or self.is_end(left) or not self.goes_on(right):
            return 0.0
        words = self.words
        between = self.text[self.ends[left] : self.starts[left + 1]]
        found = affinity(COMMA if COMMA in between else words[left], words[right])
        if left and not self.is_end(left - 1):
            found += _FARTHER * affinity(words[left - 1], words[right], 2)
        if right + 1 < len(words) and not self.is_end(right):
            found += _FARTHER * affinity(words[left], words[right + 1], 2)
        return found

    def goes_on(self, word: int) -> bool:
        """Return whether a word may stand in the middle of a sentence as it is written."""
        return self.is_low(word) or self.words[word][0].isdigit() or self.words[word] in self._names

    def _opens_item(self, word: int) -> bool:
        """Return whether a word is the counter of an item of a list."""
        return self.opens_line(word) and self.lines[self.line_number(word)].is_list_item

    def had_room(self, left: int, right: int) -> bool:
        """Return whether the line that ends with one word had room for another, as no line around it has.

        False where a sentence ends between them: a paragraph may end there, too.
        """
        if left < 0 or right >= len(self.words) or (self.is_end(left) and not self.is_low(right)):
            return False
        if not (self.closes_line(left) and self.opens_line(right)):
            return False
        number = self.line_number(left)
        lines = self.lines[max(number - _WRAP, 0) : number + _WRAP + 1]
        pairs = [(one, two) for one, two in pairwise(lines) if two.is_continuation and not one.is_hyphenated]
        if len(pairs) < _WRAP:
            return False
        width = max(one.width for one, _ in pairs)
        most = sorted(width - one.width - two.first_word for one, two in pairs)[-1 - len(pairs) // _FALSE]
        return width - self.lines[number].width - self.lines[self.line_number(right)].first_word > max(most, 0)

    def is_low(self, word: int) -> bool:
        """Return whether a word begins in lower case, or is known to stand in mid-sentence all the same."""
        return word < len(self.words) and (self.words[word][0].islower() or word in self.inside)

    def seam(self, left: int, right: int) -> int:
        """Return how well the word `right` follows the word `left`: 0 well, -1 doubtfully, -2 not at all."""
        if left < 0 or right >= len(self.words):
            return 0
        if self.is_low(right):
            if self.is_end(left):
                is_fit = len(self.words[left]) == 1 or self._announces(left) or self._is_label(right)  # "a.m."
                return 0 if is_fit else -2
            return -1 if self.words[right] in never_after().get(self.words[left].lower(), ()) else 0
        if self.is_end(left) or (self.goes_on(right) and not self._opens_item(right)):
            return 0
        return -1

    @cached_property
    def _names(self) -> frozenset[str]:
        """Return the words that are written with a capital in the middle of sentences."""
        written = frozenset(
            word
            for place, word in enumerate(self.words)
            if word[0].isupper() and place and not self.is_end(place - 1) and not self.opens_line(place)
        )
        return written.union(_ALWAYS_CAPITAL)
