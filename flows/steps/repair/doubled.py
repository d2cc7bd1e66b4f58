"""Print that is there two to four times at one place: `TThhee ccoouunncciill`, `The The council council met met`.

Some programs make type bold by printing it again and again. What is copied from such a page has each letter, or each
word, as often as it was printed.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flows.steps.lexicon.frequency import frequency
from flows.steps.repair.pages import neighbours
from flows.steps.text.draft import Edit

_TOKEN = re.compile(r"\S+")
_DOUBLED = re.compile(r"(?<!\S)(\S)\1")
"""How a word begins whose characters were printed again: looked for first, because that is quick."""
_TWO_PAIRS = re.compile(r"(?<!\w)(\w+)\W{1,4}\1\W{1,4}(?!\1(?!\w))(\w+)\W{1,4}\2(?!\w)")
"""Two different words in a row that are there twice: looked for first, too."""
_FEWEST = 3
"""Words in a row that were printed again, as no list has them."""
_FEWEST_LETTERS = 8
"""Letters of such words, each counted once; rhyme schemes and hexadecimal numbers have fewer."""
_SHORTEST = 4
"""Letters of a known word that proves by itself that its letters were printed again."""
_MARKS = '()"“”‘’.,;:!?'
_FUNCTION_WORDS = ("determiners", "prepositions", "connectors", "pronouns")
"""Groups of words in `neighbours.toml` one of which every sentence has, and no row of a table."""
_ENTRIES = frozenset({"no"})
"""Such a word that is an entry of a table, too."""

_Span = tuple[int, int]


def drop_doubled_print(text: str) -> Iterator[Edit]:
    """Yield edits that leave each letter, or each word, once where all of a stretch were printed again."""
    if _DOUBLED.search(text):
        for times in (2, 3):
            yield from _doubled_letters(text, times)
    if _TWO_PAIRS.search(text):
        yield from _doubled_words(text)


def _doubled_letters(text: str, times: int) -> Iterator[Edit]:
    """Yield edits that leave each character of words once that were printed a number of times."""
    run: list[_Span] = []
    for match in _TOKEN.finditer(text):
        if _is_printed(match[0], times):
            run.append(match.span())
        elif run:
            yield from _printed_once(text, run, times)
            run = []
    yield from _printed_once(text, run, times)


def _is_printed(word: str, times: int) -> bool:
    """Return whether each character of a word is there that number of times."""
    return len(word) % times == 0 and all(word[::times] == word[at::times] for at in range(1, times))


def _printed_once(text: str, run: Sequence[_Span], times: int) -> Iterator[Edit]:
    """Yield the edits of words in a row whose letters were printed again, as far as that is proven."""
    run = _without_numbers_at_edges(text, run)
    if times == 2 and run and all(_is_printed(text[start:end], 4) for start, end in run):
        times = 4
    words = [text[start:end:times] for start, end in run]
    letters = sum(character.isalpha() for word in words for character in word)
    kinds = {character for word in words for character in word.casefold() if character.isalpha()}
    is_long = len(run) >= _FEWEST and letters >= _FEWEST_LETTERS and len(kinds) >= _SHORTEST
    if not is_long and not any(_is_known(word) for word in words):
        return
    for start, end in run:
        evidence = f"printed {times} times"
        yield Edit(
            start=start,
            end=end,
            replacement=text[start:end:times],
            rule_id="doubled_print",
            confidence=0.99,
            evidence=evidence,
        )


def _without_numbers_at_edges(text: str, run: Sequence[_Span]) -> Sequence[_Span]:
    """Return a run without numbers and signs at its ends, unless it begins or ends the line: `22` may be one."""
    lettered = [index for index, span in enumerate(run) if any(map(str.isalpha, text[slice(*span)]))]
    if not lettered:
        return ()
    begins_line = not text[text.rfind("\n", 0, run[0][0]) + 1 : run[0][0]].strip()
    behind = text.find("\n", run[-1][1])
    ends_line = not text[run[-1][1] : behind if behind >= 0 else len(text)].strip()
    return run[0 if begins_line else lettered[0] : None if ends_line else lettered[-1] + 1]


def _is_known(word: str) -> bool:
    """Return whether a word, printed once, is an English one of some length."""
    plain = word.strip(_MARKS).casefold()
    return len(plain) >= _SHORTEST and plain.isalpha() and frequency(plain) > 0


def _doubled_words(text: str) -> Iterator[Edit]:
    """Yield edits that remove the first of two equal words where all words of a stretch are there twice."""
    words = [(match.start(), match.end(), match[0].strip(_MARKS)) for match in _TOKEN.finditer(text)]
    pairs: list[tuple[int, int, str]] = []
    index = 0
    while index + 1 < len(words):
        (start, end, word), (follower, _, again) = words[index], words[index + 1]
        if word and word == again and "\n" not in text[end:follower]:
            pairs.append((start, follower, word))
            index += 2
            continue
        yield from _printed_pairs(pairs)
        pairs = []
        index += 1
    yield from _printed_pairs(pairs)


def _printed_pairs(pairs: Sequence[tuple[int, int, str]]) -> Iterator[Edit]:
    """Yield the edits of pairs of equal words in a row, if they are part of a sentence."""
    words = {word.casefold() for _, _, word in pairs}
    if len(pairs) < _FEWEST or len(words) < _FEWEST or not words & _function_words():
        return
    if any(left[2] == right[2] for left, right in pairwise(pairs)):
        return
    for start, follower, _ in pairs:
        yield Edit(
            start=start,
            end=follower,
            replacement="",
            rule_id="doubled_print",
            confidence=0.95,
            evidence="printed 2 times",
        )


def _function_words() -> frozenset[str]:
    return frozenset[str]().union(*(neighbours().words[group] for group in _FUNCTION_WORDS)) - _ENTRIES
