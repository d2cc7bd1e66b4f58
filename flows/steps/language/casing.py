"""Truecasing: text in capitals set in ordinary case, as the language engine was trained on."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from flows.steps.lexicon.calendar import MONTHS, VERBS_TOO, WEEKDAYS
from flows.steps.lexicon.capitals import is_in_capitals
from flows.steps.lexicon.frequency import frequency
from flows.steps.text.passage import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
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
        """Return the numbers of words of the names that begin with two words, or are one, in capitals; most first."""
        found: dict[tuple[str, ...], set[int]] = {}
        for name in self.written:
            words = _WORD.findall(name)
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
    letters = list(text)
    for start, end, written in _words_in_truecase(text, sentences, lexicon()):
        if len(written) == end - start:
            letters[start:end] = written
    return "".join(letters)


def _words_in_truecase(
    text: str, sentences: Sequence[Span], lexicon: TruecaseLexicon
) -> Iterator[tuple[int, int, str]]:
    """Yield the words of a text as they are to be written."""
    words = list(_WORD.finditer(text))
    names = _known_names(text, words, lexicon)
    raised = [index in names or _is_name(text, match) for index, match in enumerate(words)]
    for index in range(len(words) - 1, -1, -1):
        follows = index + 1 < len(words) and _are_adjacent(text, words[index], words[index + 1])
        word = words[index][0].lower()
        raised[index] |= follows and raised[index + 1] and word in _BEFORE_NAMES
    for index in range(1, len(words)):
        if not raised[index] and raised[index - 1] and _are_adjacent(text, words[index - 1], words[index]):
            raised[index] = _is_rare(words[index][0].lower())
    first_words = _first_words(text, words, sentences)
    for index, match in enumerate(words):
        written = names.get(index) or _cased(text, match, is_name=raised[index])
        yield match.start(), match.end(), written[:1].upper() + written[1:] if index in first_words else written


def _known_names(text: str, words: Sequence[re.Match[str]], lexicon: TruecaseLexicon) -> dict[int, str]:
    """Return how the words of known names are written, by their index; the longest name wins."""
    written_as: dict[int, str] = {}
    spelled = [match[0] for match in words]
    index = 0
    while index < len(words):
        size, start = 1, words[index].start()
        lengths = lexicon.lengths
        for count in (*lengths.get(tuple(spelled[index : index + 2]), ()), *lengths.get((spelled[index],), ())):
            if index + count > len(words):
                continue
            end = words[index + count - 1].end()
            written = lexicon.written.get(_without_clitics(text[start:end]))
            if written is not None and len(written) == end - start:
                written_as |= {index + step: _word_of(written, start, words[index + step]) for step in range(count)}
                size = count
                break
        index += size
    return written_as


def _without_clitics(text: str) -> str:
    return _CLITICS.sub("", text).replace("\n", " ") if "\n" in text else text


def _bare(word: str) -> str:
    return word if word.isalpha() else _CLITICS.sub("", word)


def _word_of(written: str, start: int, match: re.Match[str]) -> str:
    return written[match.start() - start : match.end() - start]


def _are_adjacent(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return text[left.end() : right.start()] in {" ", "\n", "-"}


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Return whether a word is a name by itself: a month or a weekday, or unknown to English."""
    word = _bare(match[0]).lower()
    if word in _ALWAYS_CAPITALISED:
        return True
    if word in VERBS_TOO:
        before = text[max(match.start() - 8, 0) : match.start()]
        return bool(_BESIDE_MONTH.search(before) or _BEHIND_MONTH.match(text, match.end()))
    if len(word) == 1:
        return text[match.end() : match.end() + 1] in {".", "-"} and word != "a"
    return len(word) > 1 and not _is_english(word)


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


def _cased(text: str, match: re.Match[str], *, is_name: bool) -> str:
    """Return a word in small letters, or with its first letter as a capital, or as it is where it is an acronym."""
    word = match[0]
    if not is_name:
        return word.lower()
    bare = _bare(word)
    in_brackets = text[match.start() - 1 : match.start()] in {"[", "("} and text[match.end() : match.end() + 1] in {
        ")",
        "]",
    }
    spoken = sum(letter in _VOWELS for letter in bare.lower())
    if len(bare) <= _MAX_ACRONYM_LETTERS and bare.lower() not in _ALWAYS_CAPITALISED and (in_brackets or not spoken):
        return bare + word[len(bare) :].lower()
    return word[:1] + word[1:].lower()


def _first_words(text: str, words: Sequence[re.Match[str]], sentences: Sequence[Span]) -> frozenset[int]:
    """Return the indexes of the words that begin the sentences."""
    positions, index = set(), 0
    for start, end in sentences:
        while index < len(words) and words[index].start() < start:
            index += 1
        if (
            index < len(words)
            and words[index].start() < end
            and not text[start : words[index].start()].strip(_MARKS_BEFORE_SENTENCE)
        ):
            positions.add(index)
    return frozenset(positions)
