"""What the heads of events learn from: the event corpus and the examples of the triggers, in tokens of our tokenizer.

Their syntax and names are those that the shipped model reads: so the heads of language keep what they know about such
text while the encoder learns events.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date

from flows.steps.annotation import annotate
from flows.steps.events.triggers import triggers
from flows.steps.language.encoder.events import MUTUAL
from flows.steps.language.sentences import sentences
from flows.steps.models import Event
from flows.steps.text.passage import Parse, Passage, Span
from flows.steps.timex.reference import Reference
from flows.training.corpus.checks import part_of
from flows.training.corpus.texts import LabelledEvent, LabelledText, read_corpus
from flows.training.encoder.windows import TaughtEvent, TaughtPassage
from flows.training.words import OUTSIDE, TrainingPassage, TrainingWord
from schemas.vocab import Role

_DAY = date(2026, 11, 2)
"""A day of writing for the examples: none depends on it."""
ToParse = Callable[[str], Parse]


def event_lessons(parse: ToParse, part: str) -> Iterator[TaughtPassage]:
    """Yield the texts of a part of the event corpus."""
    return (_of_text(text, parse(text.text)) for text in read_corpus() if part_of(text) == part)


def _of_text(text: LabelledText, parse: Parse) -> TaughtPassage:
    events = tuple(_event(text, event, parse) for event in text.events)
    return TaughtPassage(words_of(parse), has_syntax=True, events=events)


def _event(text: LabelledText, event: LabelledEvent, parse: Parse) -> TaughtEvent:
    def words(label: str) -> tuple[int, ...]:
        return _covered(parse, text.spans[label])

    mutual = set(event.roles.get("actor", ())) & set(event.roles.get("recipient", ()))
    roles = [(MUTUAL if label in mutual else role, words(label)) for role in event.roles for label in event.roles[role]]
    return TaughtEvent(words(event.trigger), event.event_type, event.factuality, tuple(roles))


def trigger_lessons(parse: ToParse) -> Iterator[TaughtPassage]:
    """Yield the examples of the triggers.

    Where the rules find the trigger it is annotated, and nothing else that may happen there. Of those that must not
    give one, the ones in which the rules find nothing at all have no event.
    """
    for trigger in triggers():
        for sentence in trigger.yes:
            event = next((event for event in _events(sentence) if event.rule_id == trigger.rule_id), None)
            if event is not None:
                read = parse(sentence)
                words = _covered(read, (event.trigger_start, event.trigger_end))
                taught = TaughtEvent(words, trigger.event_type, factuality=None, roles=None)
                yield TaughtPassage(words_of(read), has_syntax=True, events=(taught,), has_all_events=False)
        for sentence in trigger.no:
            if not _events(sentence):
                yield TaughtPassage(words_of(parse(sentence)), has_syntax=True, events=())


def _events(text: str) -> tuple[Event, ...]:
    passage = Passage(document_id="", paragraph_id="", role=Role.BODY, text=text, sentences=sentences(text))
    reference = Reference(start=_DAY, end=_DAY, not_before=_DAY, not_after=_DAY)
    return annotate([passage], reference, (_DAY, _DAY)).events


def _covered(parse: Parse, span: Span) -> tuple[int, ...]:
    """Return the indexes of the tokens that a range of the text touches."""
    first = bisect_right(parse.tokens, span[0], key=lambda token: token.end)
    last = bisect_left(parse.tokens, span[1], key=lambda token: token.start)
    return tuple(range(first, last))


def words_of(parse: Parse) -> TrainingPassage:
    """Return a parse as annotated words."""
    names = [OUTSIDE] * len(parse.tokens)
    for name in parse.names:
        covered = _covered(parse, (name.start, name.end))
        for index in covered:
            names[index] = f"{'B' if index == covered[0] else 'I'}-{name.entity_type}"
    return tuple(tuple(_words(parse, _covered(parse, span), names)) for span in parse.sentences)


def _words(parse: Parse, indexes: tuple[int, ...], names: list[str]) -> Iterator[TrainingWord]:
    for index in indexes:
        token = parse.tokens[index]
        yield TrainingWord(
            text=token.text,
            space=parse.text[token.end : token.end + 1].isspace(),
            tag=token.tag,
            pos=token.pos,
            morph=token.morph,
            head=token.head - indexes[0],
            dep="ROOT" if token.dep == "root" else token.dep,
            lemma=token.lemma,
            entity=names[index],
        )
