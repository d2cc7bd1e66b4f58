"""What a language engine says of a text: tokens with their syntax, sentences and names. Plain records, no library."""

from dataclasses import dataclass

from flows.steps.language.passages import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `start` and `end` in the text; `head` is the index of its head in the text, its own at the root.

    `pos` is the universal part of speech, `tag` that of the Penn treebank, `morph` the features as `Number=Sing|...`,
    `dep` the Universal Dependencies relation ("root" at the root).
    """

    text: str
    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    morph: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name in a text: `start` and `end` in the text, `entity_type` a member of `schemas.vocab.EntityType`."""

    start: int
    end: int
    entity_type: str


@dataclass(frozen=True, slots=True)
class Parse:
    """A text analysed; `sentences` are half-open ranges of the text, and nothing at all where there is no model.

    `engine` is the name and version of the language engine.
    """

    text: str
    engine: str
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Span, ...] = ()
    names: tuple[NamedSpan, ...] = ()
