"""The road of one document, from bytes to rows."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

from flows.errors import UnusableSeedError
from flows.steps.options import DEFAULT, Options, Timer
from flows.steps.read import Seed, read
from flows.steps.records import Outcome

if TYPE_CHECKING:
    from flows.steps.events import NearMiss

__all__ = ["Options", "Outcome", "Seed", "UnusableSeedError", "near_misses", "process"]


def process(seed: Seed, options: Options = DEFAULT, timer: Timer = nullcontext) -> Outcome:
    """Return all rows of one seed; a seed that cannot be used gives one issue that says why.

    `timer` is entered around each step with its name: reading, repair, structure, language, dates, entities, events,
    assembly.
    """
    from flows.steps.content import find_content
    from flows.steps.facts import document_row, notes_on, quarantine
    from flows.steps.repair import repair
    from flows.steps.rows import edit_rows, paragraph_rows
    from flows.steps.structure import structure

    try:
        with timer("reading"):
            source = read(seed)
    except UnusableSeedError as error:
        return Outcome(issues=(quarantine(seed, error),))
    with timer("repair"):
        draft = repair(source.text, source.markup)
    with timer("structure"):
        found = structure(draft, source.markup)
    with timer("assembly"):
        paragraphs, passages = paragraph_rows(seed.document_id, draft, found)
        edits = edit_rows(seed.document_id, draft, found.blocks, paragraphs)
    content = find_content(seed.path, passages, found, source.markup.facts, options, timer)
    with timer("assembly"):
        document = document_row(seed, source, draft, found, content, paragraphs, edits)
        issues = notes_on(seed, source, draft, found, content, paragraphs)
    return Outcome(
        documents=(document,),
        paragraphs=paragraphs,
        entities=content.entities,
        events=content.events,
        participants=content.participants,
        mentions=content.mentions,
        dates=content.dates,
        edits=edits,
        issues=issues,
    )


def near_misses(seed: Seed, options: Options = DEFAULT) -> "tuple[NearMiss, ...]":
    """Return what nearly was an event in a seed, in reading order; raises UnusableSeedError where it cannot be used."""
    from flows.steps import content
    from flows.steps.repair import repair
    from flows.steps.rows import paragraph_rows
    from flows.steps.structure import structure

    source = read(seed)
    draft = repair(source.text, source.markup)
    _, passages = paragraph_rows(seed.document_id, draft, structure(draft, source.markup))
    return tuple(content.near_misses(passages, options))
