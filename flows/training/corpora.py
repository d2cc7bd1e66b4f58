"""The corpora of names read: tokens with labels to passages of text."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from flows.training.labels import settled, settled_by_words, tidied
from flows.training.words import (
    OUTSIDE,
    UNKNOWN,
    LabelledName,
    TrainingPassage,
    TrainingSentence,
    TrainingWord,
    labelled,
    names_of,
)

_NO_SPACE_BEFORE = re.compile(r"[,.;:!?%)\]}]+|'s|’s|n't|'re|'ve|'ll|'d|'m|''|\.\.\.")
_CLITIC = re.compile(r"n['’]t|['’](?:s|re|ve|ll|d|m)|nt", re.IGNORECASE)
_NO_SPACE_AFTER = frozenset("([{$£€#")
_MAX_SENTENCES_OF_PASSAGE = 4


def read_crossner(path: Path) -> list[TrainingPassage]:
    """Return the sentences of a CrossNER file, each a passage of its own."""
    return [(_named("crossner", *_split(block)),) for block in _blocks(path)]


def read_redocred(path: Path) -> list[TrainingPassage]:
    """Return the documents of a Re-DocRED file, in passages of a few sentences."""
    passages: list[TrainingPassage] = []
    for document in json.loads(path.read_text("utf-8")):
        sentences = [
            _named("redocred", words, _mentions(document["vertexSet"], number))
            for number, words in enumerate(document["sents"])
        ]
        starts = range(0, len(sentences), _MAX_SENTENCES_OF_PASSAGE)
        passages += [tuple(sentences[start : start + _MAX_SENTENCES_OF_PASSAGE]) for start in starts]
    return passages


def read_uner(path: Path) -> list[TrainingPassage]:
    """Return the sentences of a UNER file in passages of a few, none across documents; spaces as in `# text`."""
    passages: list[TrainingPassage] = []
    gathered: list[TrainingSentence] = []
    for is_new, text, block in _uner_blocks(path):
        if gathered and (is_new or len(gathered) == _MAX_SENTENCES_OF_PASSAGE):
            passages.append(tuple(gathered))
            gathered = []
        words, names = _split(block)
        gathered.append(_relabelled("uner", _placed(words, text), names))
    return [*passages, tuple(gathered)]


def _uner_blocks(path: Path) -> Iterator[tuple[bool, str, list[list[str]]]]:
    """Yield whether a document begins, the text and the token lines of each sentence."""
    is_new, text = False, ""
    for chunk in path.read_text("utf-8").split("\n\n"):
        lines = chunk.strip().splitlines()
        block = [line.split("\t")[1:] for line in lines if not line.startswith("#")]
        text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
        is_new = any(line.startswith("# newdoc") for line in lines)
        if block:
            yield is_new, text, block


def _placed(words: list[str], text: str) -> TrainingSentence:
    """Return `words` with the spaces of `text`; a clitic touches the word before it, though `text` has a space."""
    spaced_words: list[TrainingWord] = []
    position = 0
    for word, following in zip(words, [*words[1:], ""], strict=True):
        position = text.find(word, position) + len(word)
        clitic = _CLITIC.fullmatch(following)
        spaced_words.append(TrainingWord(text=word, space=text[position : position + 1] == " " and not clitic))
    return (*spaced_words[:-1], replace(spaced_words[-1], space=True))


def retidied(passages: Iterable[TrainingPassage]) -> list[TrainingPassage]:
    """Return passages whose names were read with the types of this project, cut like those of all other corpora."""
    return [tuple(_retidied(sentence) for sentence in passage) for passage in passages]


def _retidied(sentence: TrainingSentence) -> TrainingSentence:
    words = [word.text for word in sentence]
    names: list[LabelledName] = []
    for start, end, kind in names_of(sentence):
        settled_kind = kind if kind == UNKNOWN else settled_by_words(kind, words[start:end])
        names.append(LabelledName(start, end, settled_kind))
    unknown = {index for index, word in enumerate(sentence) if word.entity == "-"}
    labels = labelled(tidied(words, names), len(words))
    return tuple(
        replace(word, entity="-" if index in unknown and label == OUTSIDE else label)
        for index, (word, label) in enumerate(zip(sentence, labels, strict=True))
    )


def _blocks(path: Path) -> Iterator[list[list[str]]]:
    """Yield the token lines of each sentence of a file with a word and a label in each line."""
    block: list[list[str]] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        columns = line.split("\t")
        if line and len(columns) > 1:
            block.append(columns)
        elif not line and block:
            yield block
            block = []


def _split(block: list[list[str]]) -> tuple[list[str], list[LabelledName]]:
    words = tuple(TrainingWord(text=columns[0], entity=columns[1]) for columns in block)
    return [word.text for word in words], names_of(words)


def _mentions(vertices: list[list[dict[str, object]]], sentence: int) -> list[LabelledName]:
    """Return the mentions in one sentence of a Re-DocRED document, the longest of those that overlap."""
    mentions = {
        (*mention["pos"], mention["type"])  # type: ignore[misc]  # two positions
        for vertex in vertices
        for mention in vertex
        if mention["sent_id"] == sentence
    }
    names: list[LabelledName] = []
    for start, end, kind in sorted(mentions, key=lambda name: (name[0], -name[1], name[2])):
        if not names or start >= names[-1][1]:
            names.append(LabelledName(start, end, kind))
    return names


def _named(corpus: str, words: list[str], names: list[LabelledName]) -> TrainingSentence:
    """Return a sentence of text from tokens that lost their spaces."""
    return _relabelled(corpus, spaced(words), names)


def _relabelled(corpus: str, sentence: TrainingSentence, names: list[LabelledName]) -> TrainingSentence:
    words = [word.text for word in sentence]
    settled_names = [
        LabelledName(start, end, kind)
        for start, end, label in names
        if (kind := settled(corpus, label, words[start:end]))
    ]
    labels = labelled(tidied(words, settled_names), len(words))
    return tuple(replace(word, entity=label) for word, label in zip(sentence, labels, strict=True))


def spaced(words: list[str]) -> TrainingSentence:
    """Return `words` as a sentence with the spaces that English puts between them."""
    is_open = False
    spaced_words: list[TrainingWord] = []
    for index, text in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        space = not _NO_SPACE_BEFORE.fullmatch(following) and text[-1:] not in _NO_SPACE_AFTER
        if text == '"':
            is_open = not is_open
            space = space and not is_open
        elif following == '"' and is_open:
            space = False
        if "-" in {text, following}:
            space = False
        if following == "'" and text.endswith("s"):
            space = False
        spaced_words.append(TrainingWord(text=text.strip() or "_", space=space))
    return tuple(spaced_words)
