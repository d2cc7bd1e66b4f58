"""Passages changed at random, so that the model does not lean on the spelling habits and the names of its corpora."""

import random
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.training.labels import title_length
from flows.training.words import OUTSIDE, TrainingPassage, TrainingSentence, TrainingWord, names_of
from schemas.data_files import load_toml

_SHARE_CURLED = 0.35
_SHARE_SHOUTED = 0.02
_SHARE_SWAPPED = 0.5
_SHARE_SWAPPED_IN_TREES = 0.3
_SHARE_TITLE_DROPPED = 0.5
_SHARE_TITLE_ADDED = 0.1
_SHARE_SURNAME_ALONE = 0.15
_SHARE_EXCHANGED = 0.15
_DOUBLE = frozenset({'"', "``", "''"})
_PIECES = re.compile(r"[\w'’]+|-")
_MAX_SWAPPED_WORDS = 4
_TITLES_TO_ADD = (
    "President", "Gen.", "Prime Minister", "Sen.", "Mr.", "Col.", "Ayatollah", "Sheikh", "Minister", "Dr.", "Ms.",
    "Commander", "spokesman", "lawmaker", "Foreign Minister", "General", "Secretary", "Maj. Gen.",
)  # fmt: skip
Chosen = dict[str, list[str]]
Others = Mapping[str, Sequence[TrainingSentence]]
"""Names by type, to put in the place of others."""


def varied_syntax(passage: TrainingPassage, rng: random.Random) -> TrainingPassage:
    """Return `passage`, or a copy with other people in it, curly quotes or capitals; its trees stay as they are."""
    if rng.random() < _SHARE_SWAPPED_IN_TREES:
        passage = tuple(_swapped_in_place(sentence, rng) for sentence in passage)
    return _varied_marks(passage, rng)


def _varied_marks(passage: TrainingPassage, rng: random.Random) -> TrainingPassage:
    if rng.random() < _SHARE_CURLED:
        passage = curled(passage)
    return shouted(passage) if rng.random() < _SHARE_SHOUTED else passage


def _swapped_in_place(sentence: TrainingSentence, rng: random.Random) -> TrainingSentence:
    """Return `sentence` with each word of a person's name replaced by one word."""
    words = list(sentence)
    for start, end, kind in names_of(sentence):
        given, family = rng.choice(origins())
        for index in range(start, end):
            name = rng.choice(family if index == end - 1 else given)
            if kind == "person" and name.isalpha() and words[index].text.istitle() and len(words[index].text) > 2:
                words[index] = replace(words[index], text=name, lemma=name)
    return tuple(words)


def varied_names(passage: TrainingPassage, rng: random.Random, others: Others) -> TrainingPassage:
    """Return a copy of `passage` with other people in it, titles dropped or added, and marks as in `varied_syntax`.

    Names of the types in `others` give way to others of their type. Heads and relations do not survive: use it for
    names only.
    """
    chosen: Chosen = {}
    swaps = rng.random() < _SHARE_SWAPPED
    changed = tuple(_with_people(_exchanged(sentence, rng, others), rng, chosen, swaps=swaps) for sentence in passage)
    return _varied_marks(changed, rng)


def names_by_type(passages: Iterable[TrainingPassage], types: Collection[str]) -> Others:
    """Return the names of these types in `passages`, each once, in the order of their text."""
    by_type: dict[str, dict[str, TrainingSentence]] = {kind: {} for kind in types}
    for passage in passages:
        for sentence in passage:
            for start, end, kind in names_of(sentence):
                if kind in by_type and end - start <= _MAX_SWAPPED_WORDS:
                    name = sentence[start:end]
                    by_type[kind][" ".join(word.text for word in name)] = name
    return {kind: [names[text] for text in sorted(names)] for kind, names in by_type.items()}


def _exchanged(sentence: TrainingSentence, rng: random.Random, others: Others) -> TrainingSentence:
    """Return `sentence` with some of its names replaced by other names of their type."""
    words: list[TrainingWord] = []
    position = 0
    for start, end, kind in names_of(sentence):
        if others.get(kind) and rng.random() < _SHARE_EXCHANGED:
            name = rng.choice(others[kind])
            words += [*sentence[position:start], *name[:-1], replace(name[-1], space=sentence[end - 1].space)]
            position = end
    return (*words, *sentence[position:])


def curled(passage: TrainingPassage) -> TrainingPassage:
    """Return `passage` with typographic quotes and apostrophes."""
    is_open = False

    def curl(word: TrainingWord) -> TrainingWord:
        nonlocal is_open
        if word.text in _DOUBLE:
            is_open = not is_open
            return replace(word, text="“" if is_open else "”")
        return replace(word, text=word.text.replace("'", "’")) if "'" in word.text else word

    return _mapped(passage, curl)


def shouted(passage: TrainingPassage) -> TrainingPassage:
    """Return `passage` in capitals, as headlines are."""
    return _mapped(passage, lambda word: replace(word, text=word.text.upper()))


class Origin(NamedTuple):
    """A block of `names.toml`: names of people from one part of the world."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@cache
def origins() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return given and family names of each origin in `names.toml`."""
    data = load_toml(files(__package__).joinpath("names.toml"), dict[str, Origin])
    return tuple((origin.given, origin.family) for origin in data.values())


def _mapped(passage: TrainingPassage, change: Callable[[TrainingWord], TrainingWord]) -> TrainingPassage:
    return tuple(tuple(change(word) for word in sentence) for sentence in passage)


def _with_people(sentence: TrainingSentence, rng: random.Random, chosen: Chosen, *, swaps: bool) -> TrainingSentence:
    """Return `sentence` with its people renamed where `swaps`; `chosen` keeps who became whom in the passage."""
    words: list[TrainingWord] = []
    position = 0
    for start, end, kind in names_of(sentence):
        words += sentence[position:start]
        position = end
        name = list(sentence[start:end])
        if kind == "person" and end - start <= _MAX_SWAPPED_WORDS:
            words = _title_changed(words, len(name) > 1, rng)
            name = _renamed(name, rng, chosen) if swaps else name
            if len(name) > 1 and "-" not in {word.text for word in name} and rng.random() < _SHARE_SURNAME_ALONE:
                name = _as_person([name[-1].text], space=name[-1].space)
        words += name
    return (*words, *sentence[position:])


def _title_changed(words: list[TrainingWord], is_full: bool, rng: random.Random) -> list[TrainingWord]:  # noqa: FBT001
    """Return the words before a person with the title at their end dropped, or one added to a full name."""
    for length in (3, 2, 1):
        tail = [word.text for word in words[-length:]]
        if len(words) >= length and title_length([*tail, "X"], 0, length + 1) == length:
            return words[:-length] if rng.random() < _SHARE_TITLE_DROPPED else words
    if is_full and words and words[-1].space and rng.random() < _SHARE_TITLE_ADDED:
        return [*words, *(TrainingWord(text=text, entity=OUTSIDE) for text in rng.choice(_TITLES_TO_ADD).split())]
    return words


def _renamed(name: list[TrainingWord], rng: random.Random, chosen: Chosen) -> list[TrainingWord]:
    """Return another person's name: the family name where `name` is one known surname, else both names."""
    last = name[-1].text
    if len(name) == 1 and last in chosen:
        return _as_person(chosen[last][-1:], space=name[-1].space)
    if last not in chosen:
        given, family = rng.choice(origins())
        chosen[last] = [rng.choice(given), rng.choice(family)]
    parts = chosen[last] if len(name) > 1 else chosen[last][-1:]
    return _as_person(parts, space=name[-1].space)


def _as_person(parts: list[str], *, space: bool) -> list[TrainingWord]:
    """Return the words of a person's name, hyphens apart; `space` is True where a blank follows the last."""
    words: list[TrainingWord] = []
    for part in " ".join(parts).split():
        pieces = _PIECES.findall(part) or [part]
        for index, piece in enumerate(pieces):
            label = "I-person" if words else "B-person"
            words.append(TrainingWord(text=piece, space=index == len(pieces) - 1, entity=label))
    words[-1] = replace(words[-1], space=space)
    return words
