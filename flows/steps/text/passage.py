"""A passage: one content paragraph with its sentences, its parse, and the way back to the source. No library."""

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter

from flows.steps.models import record
from flows.steps.text.draft import OffsetMap

Span = tuple[int, int]
"""A half-open range of Unicode code points."""


@dataclass(frozen=True, slots=True)
class ParsedToken:
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
    """A name in a text: `start` and `end` in the text, `entity_type` a member of `schemas.vocab.EntityType`.

    `probability` is that of the language model, from 0 to 1; None where it gives none.
    """

    start: int
    end: int
    entity_type: str
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class ReadRole:
    """What fills a role of an event: `start` and `end` in the text, `role` as in the event corpus ("actor", "says")."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """What a language model takes for an event: its trigger from `start` to `end` in the text.

    `probability` is that of the words to report an event; `types` (of `schemas.vocab.EventType`) and `factuality` (of
    `schemas.vocab.Factuality`) are probabilities by label.
    """

    start: int
    end: int
    probability: float
    types: dict[str, float]
    factuality: dict[str, float]
    roles: tuple[ReadRole, ...]


@dataclass(frozen=True, slots=True)
class Parse:
    """A text analysed; `sentences` are half-open ranges of the text, and nothing at all where there is no model.

    `engine` is the name and version of the language engine; `events` are in order; None for an engine that looks for
    none.
    """

    text: str
    engine: str
    tokens: tuple[ParsedToken, ...] = ()
    sentences: tuple[Span, ...] = ()
    names: tuple[NamedSpan, ...] = ()
    events: tuple[ReadEvent, ...] | None = None


@record
class Passage:
    """One content paragraph, ready for dates, entities and events.

    `sentences` are half-open ranges of `text`, in order; `offsets` leads from `text` to the decoded source. `parse` is
    the analysis by the language engine; None where none was asked for.
    """

    document_id: str
    paragraph_id: str
    role: str
    text: str
    sentences: tuple[Span, ...]
    offsets: OffsetMap = field(default=OffsetMap(), compare=False)
    parse: Parse | None = field(default=None, compare=False)

    def raw_span(self, start: int, end: int) -> Span:
        """Return the range of the decoded source behind the range `start` to `end` of the text."""
        return self.offsets.span(start, end)

    def sentence_at(self, position: int) -> Span:
        """Return the sentence that contains the offset `position`, or the last one before it."""
        if not self.sentences:
            return 0, len(self.text)
        return self.sentences[max(bisect_right(self.sentences, position, key=itemgetter(0)) - 1, 0)]
