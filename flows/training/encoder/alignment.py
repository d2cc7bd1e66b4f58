"""Gold words carried over to the tokens of our tokenizer, which the model meets when it is used."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flows.training.words import (
    OUTSIDE,
    UNKNOWN,
    TrainingPassage,
    TrainingWord,
    spans_of,
    text_of,
)

NO_HEAD = -1
"""The head of a word that teaches no arc."""
Range = tuple[int, int]


def retokenised(passage: TrainingPassage, tokens: Sequence[Range]) -> TrainingPassage:
    """Return `passage` with the words that `tokens`, ranges of its text, make.

    A token that is a gold word keeps its annotation. One made of several gold words has the head of the word that
    leads out of it, and neither part of speech nor lemma; a part of a gold word teaches nothing but names.
    """
    text, spans = text_of(passage), spans_of(passage)
    starts = [start for start, _ in spans]
    covered = [_covered(token, spans, starts) for token in tokens]
    owner = {word: number for number, words in reversed(list(enumerate(covered))) for word in words}
    words = [word for sentence in passage for word in sentence]
    bounds = list(_bounds(passage))
    sentence_of = [number for number, (start, end) in enumerate(bounds) for _ in range(start, end)]
    gathered: list[list[TrainingWord]] = [[] for _ in passage]
    position: dict[int, Range] = {}
    for number, own in enumerate(covered):
        sentence = gathered[sentence_of[own[0]]]
        position[number] = (sentence_of[own[0]], len(sentence))
        sentence.append(_token(text, tokens, number, [words[word] for word in own], spans[own[0]]))
    for number, own in enumerate(covered):
        at, index = position[number]
        head = _head(own, words, bounds[at][0], owner, position, number)
        gathered[at][index] = replace(gathered[at][index], head=head)
    return tuple(tuple(_with_names_whole(sentence)) for sentence in gathered if sentence)


def _bounds(passage: TrainingPassage) -> Iterator[Range]:
    start = 0
    for sentence in passage:
        yield start, start + len(sentence)
        start += len(sentence)


def _covered(token: Range, spans: Sequence[Range], starts: Sequence[int]) -> range:
    """Return the numbers of the gold words that a token touches."""
    first = bisect_right(starts, token[0]) - 1
    last = first
    while last + 1 < len(spans) and spans[last + 1][0] < token[1]:
        last += 1
    return range(first, last + 1)


def _token(text: str, tokens: Sequence[Range], number: int, own: list[TrainingWord], span: Range) -> TrainingWord:
    start, end = tokens[number]
    space = text[end : end + 1].isspace() or number == len(tokens) - 1
    if len(own) == 1 and span == (start, end):
        return replace(own[0], space=space)
    names = [word.entity for word in own]
    entity = names[0] if len(set(names)) == 1 or names[0].startswith("B-") else UNKNOWN
    return TrainingWord(text=text[start:end], space=space, dep=_leading(own).dep if len(own) > 1 else "", entity=entity)


def _leading(own: list[TrainingWord]) -> TrainingWord:
    """Return the word of a token whose relation the token has: the first that is no function word beside another."""
    return next((word for word in own if word.dep not in {"case", "aux", "mark", "det", "cop", "punct"}), own[0])


def _head(
    own: range,
    words: Sequence[TrainingWord],
    offset: int,
    owner: dict[int, int],
    position: dict[int, Range],
    number: int,
) -> int:
    """Return the index in its sentence of the token that heads the token `number`, its own at the root."""
    word = own[0] if len(own) == 1 else own[[words[at] for at in own].index(_leading([words[at] for at in own]))]
    if words[word].head == NO_HEAD or (len(own) == 1 and owner[word] != number):
        return NO_HEAD
    above = offset + words[word].head
    if above == word:
        return position[number][1]
    token = owner.get(above, number)
    return NO_HEAD if token == number or position[token][0] != position[number][0] else position[token][1]


def _with_names_whole(sentence: Iterable[TrainingWord]) -> Iterator[TrainingWord]:
    """Yield the words with the beginning of a name marked once: parts of one gold word are one name."""
    before = OUTSIDE
    was_part = False
    for word in sentence:
        part = not word.pos and not word.dep
        entity = word.entity
        if entity.startswith("B-") and part and was_part and before[1:] == entity[1:]:
            entity = "I" + entity[1:]
        if entity.startswith("I-") and before[1:] != entity[1:]:
            entity = "B" + entity[1:]
        yield replace(word, entity=entity)
        before, was_part = entity, part
