"""Passages changed as text is changed on its way: headlines, capitals, text without case, cut ends, misread letters.

Each change keeps the number and the order of the words, or drops words at an end, so that the annotation stays true.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.training.encoder.alignment import NO_HEAD
from flows.training.words import TrainingPassage, TrainingSentence, TrainingWord
from schemas.data_files import load_toml

_SMALL = frozenset({"ADP", "DET", "CCONJ", "PART", "SCONJ"})
"""Parts of speech that a headline leaves in small letters."""
_ENDS = frozenset(".!?…")
_MIN_WORDS_KEPT = 3


class Variations(NamedTuple):
    """The content of `variation.toml`: the share of passages that each change is made in, and misread letters."""

    shouted: float
    lowered: float
    headline: float
    unstopped: float
    cut_short: float
    misread: float
    misread_words: float
    letters: dict[str, tuple[str, ...]]


@cache
def variations() -> Variations:
    """Return the content of `variation.toml`."""
    return load_toml(files(__package__).joinpath("variation.toml"), Variations)


def varied(passage: TrainingPassage, rng: random.Random) -> TrainingPassage:
    """Return `passage`, or a copy with one or more of the changes of `variation.toml`."""
    shares = variations()
    if rng.random() < shares.cut_short:
        passage = cut_short(passage, rng)
    if rng.random() < shares.unstopped:
        passage = tuple(unstopped(sentence) for sentence in passage)
    if rng.random() < shares.misread:
        passage = misread(passage, rng)
    return _cased(passage, rng, shares)


def _cased(passage: TrainingPassage, rng: random.Random, shares: Variations) -> TrainingPassage:
    """Return `passage`, perhaps with its first sentence as a headline or in capitals, or all of it in one case."""
    drawn = rng.random()
    if drawn < shares.headline:
        return headline(passage[0]), *passage[1:]
    drawn -= shares.headline
    if drawn < shares.shouted / 2:
        return _mapped(passage[:1], str.upper) + passage[1:]
    if drawn < shares.shouted:
        return _mapped(passage, str.upper)
    return _mapped(passage, str.lower) if drawn < shares.shouted + shares.lowered else passage


def _mapped(passage: TrainingPassage, change: Callable[[str], str]) -> TrainingPassage:
    return tuple(tuple(replace(word, text=change(word.text)) for word in sentence) for sentence in passage)


def headline(sentence: TrainingSentence) -> TrainingSentence:
    """Return a sentence with a capital on each word but the small ones inside, and without its stop."""
    words = [
        word if index and word.pos in _SMALL else replace(word, text=word.text[:1].upper() + word.text[1:])
        for index, word in enumerate(unstopped(sentence))
    ]
    return tuple(words)


def unstopped(sentence: TrainingSentence) -> TrainingSentence:
    """Return a sentence without the stop at its end, where no word depends on that and enough is left."""
    last = len(sentence) - 1
    is_stop = last >= 1 and not set(sentence[last].text) - _ENDS
    if not is_stop or any(word.head == last for word in sentence):
        return sentence
    return *sentence[:-2], replace(sentence[-2], space=True)


def cut_short(passage: TrainingPassage, rng: random.Random) -> TrainingPassage:
    """Return `passage` with the beginning or the end of its first or last sentence cut off.

    Words whose heads are gone teach no arc; one of them, if it is the only one, is the root of what is left.
    """
    at_end = rng.random() < 0.7
    sentence = passage[-1] if at_end else passage[0]
    if len(sentence) <= _MIN_WORDS_KEPT + 1:
        return passage
    size = rng.randint(_MIN_WORDS_KEPT, len(sentence) - 1)
    kept = _part(sentence, 0, size) if at_end else _part(sentence, len(sentence) - size, len(sentence))
    return (*passage[:-1], kept) if at_end else (kept, *passage[1:])


def _part(sentence: TrainingSentence, start: int, end: int) -> TrainingSentence:
    orphans = [index for index in range(start, end) if not start <= sentence[index].head < end]
    has_root = any(sentence[index].head == index for index in range(start, end))

    def placed(index: int) -> TrainingWord:
        word = sentence[index]
        if index not in orphans:
            return replace(word, head=word.head - start)
        is_root = orphans == [index] and not has_root and word.head != NO_HEAD
        return replace(word, head=index - start if is_root else NO_HEAD, dep="" if not is_root else "ROOT")

    words = [placed(index) for index in range(start, end)]
    if words[0].entity.startswith("I-"):
        words[0] = replace(words[0], entity="B" + words[0].entity[1:])
    return tuple(words)


def misread(passage: TrainingPassage, rng: random.Random) -> TrainingPassage:
    """Return `passage` with letters of some words misread as a scanner does; their lemmas teach nothing."""
    share = variations().misread_words

    def change(word: TrainingWord) -> TrainingWord:
        if rng.random() >= share:
            return word
        text = _misread_word(word.text, rng)
        return word if text == word.text else replace(word, text=text, lemma="")

    return tuple(tuple(change(word) for word in sentence) for sentence in passage)


def _misread_word(text: str, rng: random.Random) -> str:
    places = [(text.find(seen), seen) for seen in variations().letters if seen in text]
    if not places or len(text) < 3:
        return text
    start, seen = rng.choice(places)
    return text[:start] + rng.choice(variations().letters[seen]) + text[start + len(seen) :]
