"""The encoder as a language engine: texts to tokens to parses in the terms of the steps behind it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from flows.steps.language.encoder.events import EventInWindow
from flows.steps.language.encoder.outputs import ReadWindow
from flows.steps.language.encoder.reading import CutText, Encoder
from flows.steps.text.passage import NamedSpan, Parse, ParsedToken, ReadEvent, ReadRole, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TEXTS_AT_ONCE = 64
"""Texts that are cut into windows together; each is read for itself."""
Texts = Iterable[tuple[str, Sequence[Span] | None]]


def read_texts(encoder: Encoder, tokenize: "Callable[[str], Doc]", label: str, texts: Texts) -> Iterator[Parse]:
    """Yield the parse of each text; `label` identifies the engine.

    Each text comes with the ranges of its sentences, to which the trees keep, or with None: then the encoder finds
    them.
    """
    waiting = iter(texts)
    while group := list(islice(waiting, _TEXTS_AT_ONCE)):
        cut = [CutText(text, token_ranges(tokenize(text)), sentences) for text, sentences in group]
        for text, read in zip(cut, encoder.read(cut), strict=True):
            yield _parse(text, read, label)


def token_ranges(doc: "Doc") -> list[Span]:
    """Return the ranges of the tokens of a text, white space left out."""
    columns = doc.to_array(["IDX", "LENGTH", "IS_SPACE"]).tolist()
    return [(start, start + length) for start, length, is_space in columns if not is_space]


def _parse(text: CutText, read: ReadWindow, label: str) -> Parse:
    tokens = tuple(
        ParsedToken(
            text=text.text[start:end],
            start=start,
            end=end,
            lemma=word.lemma,
            pos=word.pos,
            tag=word.tag,
            morph=word.morph,
            dep=word.dep,
            head=word.head,
        )
        for (start, end), word in zip(text.tokens, read.words, strict=True)
    )
    return Parse(
        text=text.text,
        engine=label,
        tokens=tokens,
        sentences=tuple((tokens[start].start, tokens[end - 1].end) for start, end in read.sentences),
        names=tuple(
            NamedSpan(tokens[name.start].start, tokens[name.end - 1].end, name.kind, name.probability)
            for name in read.names
        ),
        events=tuple(_event(tokens, event) for event in read.events),
    )


def _event(tokens: Sequence[ParsedToken], event: EventInWindow) -> ReadEvent:
    return ReadEvent(
        start=tokens[event.start].start,
        end=tokens[event.end - 1].end,
        probability=event.probability,
        types=event.types,
        factuality=event.factuality,
        roles=tuple(ReadRole(role, tokens[start].start, tokens[end - 1].end) for role, start, end in event.roles),
    )
