"""The language engine: loads a pipeline when it is first used, and parses texts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import as_file, files
from threading import Lock
from typing import TYPE_CHECKING

from flows.steps.language.casing import Spellings, ordinary
from flows.steps.language.clearnlp import schemes, to_universal
from flows.steps.language.features import open_pipeline
from flows.steps.language.parses import NamedSpan, Parse, Token
from flows.steps.language.passages import Passage, Span
from schemas.vocab import EntityType

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Entity

OWN = "presstable"
RULES = "rules"
_BATCH = 64
_ONE_AT_A_TIME = Lock()
"""Pipelines keep state while they work; threads would gain nothing, as Python computes in one at a time."""
_ONE_LINE = str.maketrans("\n\t\r", "   ")
_TYPES = frozenset(EntityType)
_LONGEST = 20_000_000
"""Characters of one text; spaCy's own limit of a million is for machines with little memory."""


Cut = tuple[str, Sequence[Span] | None]
"""A text and its sentences; None where the engine shall find them."""


class UnknownEngineError(ValueError):
    """No pipeline of the name is installed."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A language engine; `name` and `version` tell which, and stand in the manifest."""

    name: str
    version: str
    _pipe: Callable[[Iterable[Cut]], Iterator[Parse]] = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        """Return name and version, as they stand in the manifest and in mentions."""
        return f"{self.name} {self.version}".rstrip()

    def parse(self, texts: Iterable[str]) -> Iterator[Parse]:
        """Yield what the engine says of each text, in order; without a model a parse holds the text alone."""
        return self._pipe((text, None) for text in texts)

    def read(self, passages: Sequence[Passage], spellings: Callable[[], Spellings] = dict) -> tuple[Passage, ...]:
        """Return the passages with their parse, whose trees keep to the sentences of the passages.

        A passage is read as one line, for a line end takes the place of a word in the tree, and one all in capitals in
        ordinary case; `spellings` tells which of its words are names.
        """
        texts = [ordinary(passage.text, passage.sentences, spellings).translate(_ONE_LINE) for passage in passages]
        with _ONE_AT_A_TIME:
            parses = list(self._pipe(zip(texts, (passage.sentences for passage in passages), strict=True)))
        return tuple(replace(passage, parse=parse) for passage, parse in zip(passages, parses, strict=True))


@cache
def load(name: str = OWN) -> Engine:
    """Return the engine `presstable` (ours), `rules` (no model) or that of an installed spaCy pipeline.

    Raises UnknownEngineError where no pipeline `name` is installed.
    """
    if name == RULES:
        return Engine(RULES, "", lambda texts: (Parse(text, RULES) for text, _ in texts))
    nlp = _own() if name == OWN else _installed(name)
    nlp.max_length = _LONGEST
    version = str(nlp.meta.get("version", ""))
    return Engine(name, version, lambda texts: _parses(nlp, f"{name} {version}", texts))


def _own() -> "Language":
    with as_file(files(__package__).joinpath("model")) as folder:
        return open_pipeline(folder)


def _installed(name: str) -> "Language":
    try:
        return open_pipeline(name)
    except OSError as error:
        message = f"no language pipeline {name!r} is installed; there are {OWN!r}, {RULES!r} and spaCy's"
        raise UnknownEngineError(message) from error


def _parses(nlp: "Language", label: str, texts: Iterable[Cut]) -> Iterator[Parse]:
    is_clearnlp = "dobj" in nlp.pipe_labels.get("parser", ())
    docs = (_cut(nlp.make_doc(text), sentences) for text, sentences in texts)
    for doc in nlp.pipe(docs, batch_size=_BATCH):
        yield _parse(doc, label, is_clearnlp=is_clearnlp)


def _cut(doc: "Doc", sentences: Sequence[Span] | None) -> "Doc":
    """Return `doc` with the given sentences, or with one begun after each empty line; the parser keeps to that."""
    if sentences is not None:
        starts = {start for start, _ in sentences}
        for token in doc:
            token.is_sent_start = token.idx in starts or token.i == 0
        return doc
    for token in doc[:-1]:
        if token.is_space and token.text.count("\n") > 1:
            doc[token.i + 1].is_sent_start = True
    return doc


def _parse(doc: "Doc", label: str, *, is_clearnlp: bool) -> Parse:
    words = [token for token in doc if not token.is_space]
    index = {token.i: position for position, token in enumerate(words)}
    heads = [index.get(token.head.i, position) for position, token in enumerate(words)]
    deps = [token.dep_ for token in words]
    if is_clearnlp:
        heads, deps = to_universal(heads, deps, [w.pos_ for w in words], [w.lemma_ for w in words])
    tokens = tuple(
        Token(w.text, w.idx, w.idx + len(w), w.lemma_, w.pos_, w.tag_, str(w.morph), _lowered(dep), head)
        for w, head, dep in zip(words, heads, deps, strict=True)
    )
    return Parse(doc.text, label, tokens, tuple(_sentences(doc)), tuple(_names(doc)))


def _lowered(dep: str) -> str:
    return "root" if dep == "ROOT" else dep


def _sentences(doc: "Doc") -> Iterator[tuple[int, int]]:
    """Yield the sentences without the white space around them."""
    if not doc.has_annotation("SENT_START"):
        return
    for sentence in doc.sents:
        text = sentence.text
        start = sentence.start_char + len(text) - len(text.lstrip())
        end = start + len(text.strip())
        if start < end:
            yield start, end


def _names(doc: "Doc") -> Iterator[NamedSpan]:
    for span in doc.ents:
        kind = _entity_type(span)
        if kind:
            yield NamedSpan(span.start_char, span.end_char, kind)


def _entity_type(span: "Entity") -> str | None:
    """Return the type of an entity in our terms: our own model has them already, others by `schemes.toml`."""
    label = str(span.label_)
    kind: str | None = label if label in _TYPES else schemes().entities.get(label)
    return kind
