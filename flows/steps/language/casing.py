"""Truecasing: text in capitals set in ordinary case, as the language engine was trained on."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from flows.steps.lexicon.calendar import MONTHS, VERBS_TOO, WEEKDAYS
from flows.steps.lexicon.capitals import is_in_capitals
from flows.steps.lexicon.frequency import frequency
from flows.steps.text.passage import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PIECES = re.compile(f"({_WORD.pattern})")
_IN_BRACKETS = re.compile(rf"(?<=[\[(]){_WORD.pattern}(?=[)\]])")
_MARKS_BEFORE_SENTENCE = " \"'“‘([-–—"
_MAX_NAME_WORDS = 7
"""Words of the longest known name that is looked up."""
_MAX_COUNT_OF_RARE_WORD = 1000
"""Corpus frequency below which a word after a name is taken for a name, too."""
_MAX_ACRONYM_LETTERS = 6
"""Letters of the longest unknown word without enough vowels to be spoken, or alone in brackets, that stays as it is."""
_MIN_COUNT_OF_ENGLISH_WORD = 200
"""Corpus frequency from which a word is taken for English: names of people and towns are below."""
_ENGLISH_WORD_FORM = re.compile(
    r".{2,}(?:tions?|ed|ing|ness|ments?|ity|ities|ies|iz(?:e|es|er|ers)|able|ible|ous|ive|ives|tics?|ally|ships?|men"
    r"|ary|aries|isms?|ists?|ful|less|ances?|ences?|makers?|noon)"
)
"""Words formed as English forms them, which are no names however rare they are."""
_INFLECTIONS = ("s", "er", "ers", "al", "ly")
_JOINTS = frozenset({" ", "\n", "-"})
"""What is between two words that may be of one name."""
_VOWELS = frozenset("aeiouy")
_ALWAYS_CAPITALISED = frozenset({"i", "sr", "jr", "mr", "mrs", "dr", *MONTHS, *WEEKDAYS}) - VERBS_TOO
_BESIDE_MONTH = re.compile(
    r"(?:\d(?:st|nd|rd|th)?|\b(?:in|since|last|next|early|late|mid|of|by|until|from))[ \n-]$", re.IGNORECASE
)
_BEHIND_MONTH = re.compile(r"[ \n]\d")
_BEFORE_NAMES = frozenset({"san", "santa", "santo", "el", "la", "los", "las", "fort", "puerto", "rio", "saint", "st"})
_CLITICS = re.compile(r"['’](?:S|T|D|RE|VE|LL|M)$")


@dataclass(frozen=True)
class TruecaseLexicon:
    """How known names are written, by their form in capitals; both have the same length."""

    written: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def lengths(self) -> dict[tuple[str, ...], list[int]]:
        """Return the numbers of words of the names that begin with two words, or are one, in capitals; most first.

        Names that begin or end with other characters are left out: words of a text are looked up.
        """
        found: dict[tuple[str, ...], set[int]] = {}
        for name in self.written:
            words = _WORD.findall(name)
            if words and name.startswith(words[0]) and name.endswith(words[-1]):
                found.setdefault(tuple(words[:2]), set()).add(min(len(words), _MAX_NAME_WORDS))
        return {opening: sorted(counts, reverse=True) for opening, counts in found.items()}


def truecased(text: str, sentences: Sequence[Span], lexicon: Callable[[], TruecaseLexicon]) -> str:
    """Return a text all in capitals in ordinary case, of the same length; any other text as it is.

    `sentences` are half-open ranges of `text`; `lexicon` is called only for a text in capitals.

    Capitals remain where a sentence begins and on names: those in what `lexicon` returns, and words
    unknown to English.
    """
    if not is_in_capitals(text):
        return text
    words = _words_of(text)
    cased, pieces = _in_truecase(words, sentences, lexicon()), words.pieces.copy()
    if [*map(len, cased)] != [*map(len, words.written)]:
        cased = [new if len(new) == len(old) else old for old, new in zip(words.written, cased, strict=True)]
    pieces[1::2] = cased
    return "".join(pieces)


class _ShoutedWords(NamedTuple):
    """The words of a text in capitals, with where each begins and ends, and each in small letters.

    `pieces` are what is between the words, which may be nothing, and the words by turns; the first is no word.
    """

    text: str
    pieces: list[str]
    written: list[str]
    starts: list[int]
    ends: list[int]
    low: list[str]

    def are_adjacent(self, left: int) -> bool:
        """Return whether only a blank, a line end or a hyphen parts a word and the next."""
        return self.text[self.ends[left] : self.starts[left + 1]] in _JOINTS


def _words_of(text: str) -> _ShoutedWords:
    pieces = _PIECES.split(text)
    written = pieces[1::2]
    ends = list(accumulate(map(len, pieces)))
    return _ShoutedWords(
        text=text,
        pieces=pieces,
        written=written,
        starts=ends[:-1:2],
        ends=ends[1::2],
        low=list(map(str.lower, written)),
    )


def _in_truecase(words: _ShoutedWords, sentences: Sequence[Span], lexicon: TruecaseLexicon) -> list[str]:
    """Return the words of a text as they are to be written."""
    names = _known_names(words, lexicon)
    raised = _raised(words, names)
    written = [
        _cased(word) if is_name else low for word, low, is_name in zip(words.written, words.low, raised, strict=True)
    ]
    for match in _IN_BRACKETS.finditer(words.text):
        index = bisect_left(words.starts, match.start())
        if raised[index]:
            written[index] = _cased(match[0], in_brackets=True)
    for index, name in names.items():
        written[index] = name
    for index in _first_words(words, sentences):
        word = written[index]
        written[index] = word[:1].upper() + word[1:]
    return written


def _raised(words: _ShoutedWords, names: Mapping[int, str]) -> list[bool]:
    """Return for each word whether it is a name, or part of one."""
    low = words.low
    alone = {word: _is_name_alone(word) for word in set(words.written)}
    raised = [
        is_name if is_name is not None else _is_name_there(words, index)
        for index, is_name in enumerate(map(alone.__getitem__, words.written))
    ]
    for index in names:
        raised[index] = True
    for index in [index for index, word in enumerate(low) if word in _BEFORE_NAMES][::-1]:
        if not raised[index] and index + 1 < len(low) and raised[index + 1]:
            raised[index] = words.are_adjacent(index)
    for index in [index for index, is_name in enumerate(raised) if not is_name]:
        if index and raised[index - 1] and words.are_adjacent(index - 1):
            raised[index] = _is_rare(low[index])
    return raised


def _known_names(words: _ShoutedWords, lexicon: TruecaseLexicon) -> dict[int, str]:
    """Return how the words of known names are written, by their index; the longest name wins."""
    written_as: dict[int, str] = {}
    spelled, lengths, behind = words.written, lexicon.lengths, 0
    for index, pair in enumerate(zip(spelled, (*spelled[1:], ""), strict=True)):
        if index < behind or not (pair in lengths or pair[:1] in lengths):
            continue
        for count in (*lengths.get(pair, ()), *lengths.get(pair[:1], ())):
            if index + count > len(spelled):
                continue
            start, end = words.starts[index], words.ends[index + count - 1]
            written = lexicon.written.get(_without_clitics(words.text[start:end]))
            if written is not None and len(written) == end - start:
                behind = index + count
                for part in range(index, behind):
                    written_as[part] = written[words.starts[part] - start : words.ends[part] - start]
                break
    return written_as


def _without_clitics(text: str) -> str:
    return _CLITICS.sub("", text).replace("\n", " ") if "\n" in text else text


def _bare(word: str) -> str:
    return word if word.isalpha() else _CLITICS.sub("", word)


def _is_name_alone(word: str) -> bool | None:
    """Return whether a word is a name by itself: a month or a weekday, or unknown to English.

    None where that depends on what is around it.
    """
    low = _bare(word).lower()
    if low in _ALWAYS_CAPITALISED:
        return True
    if low == "a":
        return False
    return None if low in VERBS_TOO or len(low) == 1 else not _is_english(low)


def _is_name_there(words: _ShoutedWords, index: int) -> bool:
    """Return whether a letter is an initial, or a word that may be a verb is the name of a month."""
    text, end = words.text, words.ends[index]
    word = words.written[index]
    if len(word) == 1 or len(_bare(word)) == 1:
        return text[end : end + 1] in {".", "-"}
    before = text[max(words.starts[index] - 8, 0) : words.starts[index]]
    return bool(_BESIDE_MONTH.search(before) or _BEHIND_MONTH.match(text, end))


@cache
def _is_english(word: str) -> bool:
    if frequency(word) >= _MIN_COUNT_OF_ENGLISH_WORD or _ENGLISH_WORD_FORM.fullmatch(word):
        return True
    stems = (word.removesuffix(ending) for ending in _INFLECTIONS if word.endswith(ending))
    return any(len(stem) > 3 and frequency(stem) >= _MIN_COUNT_OF_ENGLISH_WORD for stem in stems)


def _is_rare(word: str) -> bool:
    return (
        len(word) > 1
        and frequency(word) < _MAX_COUNT_OF_RARE_WORD
        and not (_ENGLISH_WORD_FORM.fullmatch(word) or word.endswith(("s", "ly")))
    )


@lru_cache(maxsize=4096)  # a text has few names, and each of them often
def _cased(word: str, *, in_brackets: bool = False) -> str:
    """Return a name with its first letter as a capital, or as it is where it is an acronym."""
    bare = _bare(word)
    spoken = sum(letter in _VOWELS for letter in bare.lower())
    if len(bare) <= _MAX_ACRONYM_LETTERS and bare.lower() not in _ALWAYS_CAPITALISED and (in_brackets or not spoken):
        return bare + word[len(bare) :].lower()
    return word[:1] + word[1:].lower()


def _first_words(words: _ShoutedWords, sentences: Sequence[Span]) -> list[int]:
    """Return the indexes of the words that begin the sentences, which are in order and apart."""
    text, starts = words.text, words.starts
    positions, index = [], 0
    for start, end in sentences:
        while index < len(starts) and starts[index] < start:
            index += 1
        if index == len(starts):
            break
        first = starts[index]
        if first == start or (first < end and not text[start:first].strip(_MARKS_BEFORE_SENTENCE)):
            positions.append(index)
    return positions
