"""The road of one document, from bytes to rows."""

from flows.steps.options import DEFAULT, Options
from flows.steps.read import Seed, SeedError, read
from flows.steps.records import Outcome

__all__ = ["Options", "Outcome", "Seed", "SeedError", "process"]


def process(seed: Seed, options: Options = DEFAULT) -> Outcome:
    """Return all rows of one seed; a seed that cannot be used gives one issue that says why."""
    from flows.steps.content import find_content
    from flows.steps.facts import document_row, notes_on, quarantine
    from flows.steps.repair import repair
    from flows.steps.rows import edit_rows, paragraph_rows
    from flows.steps.structure import structure

    try:
        source = read(seed)
    except SeedError as error:
        return Outcome(issues=(quarantine(seed, error),))
    draft = repair(source.text, source.markup)
    found = structure(draft, source.markup)
    paragraphs, passages = paragraph_rows(seed.document_id, draft, found)
    edits = edit_rows(seed.document_id, draft, found.blocks, paragraphs)
    content = find_content(seed.path, passages, found, source.markup.facts, options)
    document = document_row(seed, source, draft, found, content, paragraphs, edits)
    return Outcome(
        documents=(document,),
        paragraphs=paragraphs,
        entities=content.entities,
        events=content.events,
        participants=content.participants,
        mentions=content.mentions,
        dates=content.dates,
        edits=edits,
        issues=notes_on(seed, source, draft, found, content, paragraphs),
    )
