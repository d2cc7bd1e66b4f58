"""What the content of one document says: when, who, and who did what to whom."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from flows.steps.dates import Published, Stated, date_document, find_dates, reference_of
from flows.steps.entities import find_mentions
from flows.steps.entities.knowledge import using
from flows.steps.entities.spellings import spellings
from flows.steps.events import NearMiss, find_events
from flows.steps.events import near_misses as find_near_misses
from flows.steps.language.engine import load
from flows.steps.language.identify import language_of
from flows.steps.language.passages import Passage
from flows.steps.options import DEFAULT, Options, Timer
from flows.steps.read.markup import StatedFact
from flows.steps.records import DateExpression, Entity, Event, Mention, Participant
from flows.steps.structure import Structure
from flows.steps.structure.front_matter import stated_in
from schemas.vocab import CONTENT_ROLES, Basis

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
    facts: Sequence[StatedFact] = (),
    options: Options = DEFAULT,
    timer: Timer = nullcontext,
) -> Content:
    """Return what the content paragraphs of a document say; all its paragraphs and stated facts may date it.

    Text in another language than English is left alone: the patterns below would only guess. Content is parsed once.
    """
    content = [passage for passage in passages if passage.role in CONTENT_ROLES]
    with timer("language"):
        language = language_of("\n".join(passage.text for passage in content))
    links = [
        (passages[block.position], link.target, link.start - block.start, link.end - block.start)
        for block in found.blocks
        for link in block.links
    ]
    stated = _stated(passages, found, facts)
    with timer("dates"):
        published = date_document(passages, source_path, links, stated.get("date"), stated.get("url"))
    if language not in {ENGLISH, None}:
        return Content(language, published)
    reference = reference_of(published.start, published.end, published.not_before, published.not_after)
    with timer("dates"):
        dates = find_dates(content, reference)
    period = published.start or published.not_before, published.end or published.not_after
    with using(options.knowledge):
        with timer("language"):
            parsed = load(options.language_model).read(content, spellings)
        with timer("entities"):
            names = find_mentions(parsed, period)
        with timer("events"):
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


def _stated(passages: Sequence[Passage], found: Structure, facts: Sequence[StatedFact]) -> dict[str, Stated]:
    """Return what front matter, or else the page's metadata, states in each field, with its raw offsets and basis."""
    fields: dict[str, Stated] = {}
    for field, value, (start, end) in stated_in(found.blocks):
        block = next(block for block in found.blocks if block.start <= start < block.end)
        raw_start, raw_end = passages[block.position].raw_span(start - block.start, end - block.start)
        fields.setdefault(field, (value, raw_start, raw_end, Basis.FRONT_MATTER))
    for fact in facts:
        fields.setdefault(fact.field, (fact.value, fact.start, fact.end, Basis.PAGE_METADATA))
    return fields
