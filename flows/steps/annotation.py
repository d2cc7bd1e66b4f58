"""The annotations of one document: its language and date, time expressions, entities and events.

`annotate` is the one way from clean paragraphs to annotations, for a build, for `presstable annotate` and for
`presstable explain` alike; `find_content` puts the document's language and date before it.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from flows.steps.corrected import DocumentCorrections
from flows.steps.document_date import DocumentDate, LinkedUrl, date_document
from flows.steps.entities import find_mentions
from flows.steps.entities.gazetteer import truecase_lexicon
from flows.steps.entities.office_holders import DocumentPeriod
from flows.steps.events import NearMiss, find_events, find_near_misses
from flows.steps.language.engine import load
from flows.steps.language.identify import language_of
from flows.steps.models import DateExpression, Entity, Event, Mention, Participant
from flows.steps.options import DEFAULT, Options, Timer
from flows.steps.text.passage import Passage
from flows.steps.timex import Reference, find_dates, reference_of
from schemas.vocab import CONTENT_ROLES

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Annotations:
    """The rows found in the passages of one document; `passages` come with their parse.

    `notes` has a sentence for each ambiguous name.
    """

    passages: tuple[Passage, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    participants: tuple[Participant, ...] = ()
    notes: tuple[str, ...] = ()

    def near_misses(self) -> Iterator[NearMiss]:
        """Yield the triggers that nearly fired, in reading order, under the conditions in which the events were found.

        They are looked for only when asked for, in the same parse.
        """
        return find_near_misses(self.passages, self.mentions, self.entities, self.dates)


def annotate(
    passages: Sequence[Passage],
    reference: Reference,
    period: DocumentPeriod,
    options: Options = DEFAULT,
    timer: Timer = nullcontext,
) -> Annotations:
    """Return dates, mentions, entities, events and participants of English passages, from one parse.

    `passages` are the content of one document, in reading order; `reference` is the date from which time expressions
    are counted; `period` are the first and last day on which it may have been written, for the holders of offices;
    `options` name the language model and the actors that a user adds; `timer` is entered around each step.
    """
    with timer("dates"):
        dates = find_dates(passages, reference)
    with timer("language"):
        parsed = load(options.language_model).read(passages, partial(truecase_lexicon, options.knowledge))
    with timer("entities"):
        linked = find_mentions(parsed, period, options.knowledge)
    with timer("events"):
        extracted = find_events(parsed, linked.mentions, linked.entities, dates, reference, options.knowledge)
    return Annotations(
        passages=parsed,
        dates=dates,
        mentions=linked.mentions,
        entities=linked.entities,
        events=extracted.events,
        participants=extracted.participants,
        notes=linked.notes,
    )


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a document: its language (ISO 639-1, None where too short to know), its date, and annotations.

    `found` is the date that the document itself gives; `published` may be a person's.
    """

    language: str | None
    found: DocumentDate
    published: DocumentDate
    annotations: Annotations


def find_content(
    source_path: str,
    passages: Sequence[Passage],
    corrections: DocumentCorrections,
    options: Options = DEFAULT,
    timer: Timer = nullcontext,
) -> Content:
    """Return language, date and annotations of a document; all its paragraphs and metadata fields may date it.

    `source_path` is the path of the file it was, which may hold a date; `passages` are all its paragraphs in reading
    order, of which those of content are annotated; `corrections` have its blocks and fields, and perhaps a person's
    date.

    Text in another language than English is left without annotations: the rules would only guess.
    """
    content = [passage for passage in passages if passage.role in CONTENT_ROLES]
    structured = corrections.structured
    with timer("language"):
        language = language_of("\n".join(passage.text for passage in content))
    links = [
        LinkedUrl(passages[block.position], link.target, link.start - block.start, link.end - block.start)
        for block in structured.blocks
        for link in block.links
    ]
    with timer("dates"):
        found = date_document(passages, source_path, links, structured.stated.get("date"), structured.stated.get("url"))
    published = corrections.dated(found)
    if language not in {ENGLISH, None}:
        return Content(language, found, published, Annotations())
    stated = published.evidence if published is found else None
    reference = reference_of(published.start, published.end, published.not_before, published.not_after, stated)
    period = published.start or published.not_before, published.end or published.not_after
    return Content(language, found, published, annotate(content, reference, period, options, timer))
