"""The language engine: loads a pipeline when it is first used, and parses texts."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from flows.errors import UnknownEngineError
from flows.steps.language.casing import TruecaseLexicon, truecased
from flows.steps.language.clearnlp import schemes, to_universal
from flows.steps.language.tokenizer import bound_affixes, make_tokenizer
from flows.steps.text.passage import NamedSpan, Parse, ParsedToken, Passage, Span
from schemas.vocab import EntityType

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Entity

OWN = "presstable"
RULES = "rules"
MODEL = files(__package__).joinpath("model")
"""The folder of the model that ships."""
_BATCH_TEXTS = 64
_PIPELINE_LOCK = Lock()
"""Pipelines keep state while they parse; threads would gain nothing, as Python computes in one at a time."""
_LINE_ENDS_TO_BLANKS = str.maketrans("\n\t\r", "   ")
_TYPES = frozenset(EntityType)
_MAX_CHARACTERS = 20_000_000
"""Characters of one text; spaCy's own limit of a million is for machines with little memory."""


class TextWithSentences(NamedTuple):
    """A text and its sentences; None where the engine shall find them."""

    text: str
    sentences: Sequence[Span] | None


@dataclass(frozen=True, slots=True)
class Engine:
    """A language engine; `name` and `version` identify it in the manifest.

    `finds_sentences` is true where its own sentences are better than those that punctuation shows.
    """

    name: str
    version: str
    _pipe: Callable[[Iterable[TextWithSentences]], Iterator[Parse]] = field(repr=False, compare=False)
    finds_sentences: bool = False

    @property
    def label(self) -> str:
        """Return name and version, as recorded in the manifest and in mentions."""
        return f"{self.name} {self.version}".rstrip()

    def parse(self, texts: Iterable[str]) -> Iterator[Parse]:
        """Yield the parse of each text, in order; without a model it contains the text alone."""
        return self._pipe(TextWithSentences(text, None) for text in texts)

    def read(
        self, passages: Sequence[Passage], truecase_lexicon: Callable[[], TruecaseLexicon] = TruecaseLexicon
    ) -> tuple[Passage, ...]:
        """Return the passages with their parse, whose trees keep to the sentences of the passages.

        Those are found by the engine where it can, else they remain those that punctuation shows. A passage is parsed
        as one line, as a line end would count as a word of the tree, and truecased where it is all in capitals;
        `truecase_lexicon` returns how known names are written in ordinary case.
        """
        texts = [
            truecased(passage.text, passage.sentences, truecase_lexicon).translate(_LINE_ENDS_TO_BLANKS)
            for passage in passages
        ]
        with _PIPELINE_LOCK:
            parses = list(self._pipe(map(TextWithSentences, texts, map(self._given, passages))))
        return tuple(map(self._with_parse, passages, parses))

    def _given(self, passage: Passage) -> Sequence[Span] | None:
        return None if self.finds_sentences else passage.sentences

    def _with_parse(self, passage: Passage, parse: Parse) -> Passage:
        return replace(passage, parse=parse, sentences=parse.sentences if self.finds_sentences else passage.sentences)


def label(name: str = OWN) -> str:
    """Return the label of the engine `name`, as `load(name).label`; of ours without loading it.

    Raises UnknownEngineError where no pipeline `name` is installed.
    """
    if name != OWN:
        return load(name).label
    labels = json.loads(MODEL.joinpath("labels.json").read_text("utf-8"))
    return f"{OWN} {labels['version']}"


@cache
def load(name: str = OWN) -> Engine:
    """Return the engine `presstable` (ours), `rules` (no model) or that of an installed spaCy pipeline.

    Raises UnknownEngineError where no pipeline `name` is installed, and UnusableWeightsError where files of our model
    have changed.
    """
    if name == RULES:
        return Engine(RULES, "", lambda texts: (Parse(text=text, engine=RULES) for text, _ in texts))
    return _own() if name == OWN else _installed(name)


def _own() -> Engine:
    from flows.steps.language.encoder.parses import read_texts
    from flows.steps.language.encoder.session import open_encoder

    encoder, tokenize = open_encoder(MODEL), make_tokenizer()
    own_label = f"{OWN} {encoder.version}"
    return Engine(
        OWN, encoder.version, lambda texts: read_texts(encoder, tokenize, own_label, texts), finds_sentences=True
    )


def _installed(name: str) -> Engine:
    import spacy

    try:
        nlp = spacy.load(name)
    except OSError as error:
        message = f"no language pipeline {name!r} is installed; there are {OWN!r}, {RULES!r} and spaCy's"
        raise UnknownEngineError(message) from error
    nlp.max_length = _MAX_CHARACTERS
    bound_affixes(nlp.tokenizer)
    version = str(nlp.meta.get("version", ""))
    return Engine(name, version, lambda texts: _parses(nlp, f"{name} {version}", texts))


def _parses(nlp: "Language", label: str, texts: Iterable[TextWithSentences]) -> Iterator[Parse]:
    is_clearnlp = "dobj" in nlp.pipe_labels.get("parser", ())
    docs = (_with_sentence_starts(nlp.make_doc(text), sentences) for text, sentences in texts)
    for doc in nlp.pipe(docs, batch_size=_BATCH_TEXTS):
        yield _parse(doc, label, is_clearnlp=is_clearnlp)


def _with_sentence_starts(doc: "Doc", sentences: Sequence[Span] | None) -> "Doc":
    """Return `doc` with the given sentences, or with one begun after each empty line; the parser keeps to that.

    All starts are set at once: to set one, spaCy reads all tokens of the document.
    """
    import numpy as np

    marks = doc.to_array(["SENT_START"])
    if sentences is not None:
        starts = {start for start, _ in sentences}
        marks = np.array([1 if token.idx in starts or token.i == 0 else -1 for token in doc], "int64").astype("uint64")
    for token in doc[:-1] if sentences is None else ():
        if token.is_space and token.text.count("\n") > 1:
            marks[token.i + 1] = 1
    return doc.from_array(["SENT_START"], marks.reshape(-1, 1))


def _parse(doc: "Doc", label: str, *, is_clearnlp: bool) -> Parse:
    tokens = [token for token in doc if not token.is_space]
    position_of = {token.i: position for position, token in enumerate(tokens)}
    heads = [position_of.get(token.head.i, position) for position, token in enumerate(tokens)]
    deps = [token.dep_ for token in tokens]
    if is_clearnlp:
        heads, deps = to_universal(heads, deps, [w.pos_ for w in tokens], [w.lemma_ for w in tokens])
    parsed = tuple(
        ParsedToken(
            text=w.text,
            start=w.idx,
            end=w.idx + len(w),
            lemma=w.lemma_,
            pos=w.pos_,
            tag=w.tag_,
            morph=str(w.morph),
            dep=_lowered(dep),
            head=head,
        )
        for w, head, dep in zip(tokens, heads, deps, strict=True)
    )
    return Parse(text=doc.text, engine=label, tokens=parsed, sentences=tuple(_sentences(doc)), names=tuple(_names(doc)))


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
    """Return the type of an entity in our terms: by `schemes.toml`, where the pipeline does not use them already."""
    label = str(span.label_)
    kind: str | None = label if label in _TYPES else schemes().entities.get(label)
    return kind
