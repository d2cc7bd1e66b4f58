"""What the content of one document says: when, who, and who did what to whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.dates import Published, date_document, find_dates, reference_of
from flows.steps.entities import find_mentions
from flows.steps.entities.knowledge import using
from flows.steps.entities.spellings import spellings
from flows.steps.events import NearMiss, find_events
from flows.steps.events import near_misses as find_near_misses
from flows.steps.language.engine import load
from flows.steps.language.identify import language_of
from flows.steps.language.passages import Passage
from flows.steps.options import DEFAULT, Options
from flows.steps.records import DateExpression, Entity, Event, Mention, Participant
from flows.steps.structure import Structure
from schemas.vocab import CONTENT_ROLES

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Content:
    """Rows drawn from the content of a document, its language and its date; `notes` say which names were unclear."""

    language: str | None
    published: Published
    dates: tuple[DateExpression, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    participants: tuple[Participant, ...] = ()
    notes: tuple[str, ...] = ()


def find_content(
    source_path: str,
    passages: Sequence[Passage],
    found: Structure,
    options: Options = DEFAULT,
) -> Content:
    """Return what the content paragraphs of a document say; all its paragraphs and what it states may date it.

    Text in another language than English is left alone: the patterns below would only guess. Content is parsed once.
    """
    content = [passage for passage in passages if passage.role in CONTENT_ROLES]
    language = language_of("\n".join(passage.text for passage in content))
    links = [
        (passages[block.position], link.target, link.start - block.start, link.end - block.start)
        for block in found.blocks
        for link in block.links
    ]
    published = date_document(passages, source_path, links, found.stated.get("date"), found.stated.get("url"))
    if language not in {ENGLISH, None}:
        return Content(language, published)
    reference = reference_of(published.start, published.end, published.not_before, published.not_after)
    dates = find_dates(content, reference)
    period = published.start or published.not_before, published.end or published.not_after
    with using(options.knowledge):
        parsed = load(options.language_model).read(content, spellings)
        names = find_mentions(parsed, period)
        coded = find_events(parsed, names.mentions, names.entities, dates, reference)
    return Content(
        language, published, dates, names.mentions, names.entities, coded.events, coded.participants, names.notes
    )


def near_misses(passages: Sequence[Passage], options: Options = DEFAULT) -> Iterator[NearMiss]:
    """Yield what nearly was an event in the content paragraphs of an English document."""
    content = [passage for passage in passages if passage.role in CONTENT_ROLES]
    if language_of("\n".join(passage.text for passage in content)) not in {ENGLISH, None}:
        return
    with using(options.knowledge):
        parsed = load(options.language_model).read(content, spellings)
        found = find_mentions(parsed)
        yield from find_near_misses(parsed, found.mentions, found.entities)
