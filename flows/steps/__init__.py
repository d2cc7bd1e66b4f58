"""The road of one document, from bytes to rows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.steps.options import DEFAULT, Options
from flows.steps.read import Seed, SeedError, read
from flows.steps.records import Outcome

if TYPE_CHECKING:
    from flows.steps.annotation import Annotations

__all__ = ["Analysis", "Options", "Outcome", "Seed", "SeedError", "analyse", "process"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All rows of one seed, and the annotations behind them; None where the seed cannot be used."""

    outcome: Outcome
    annotations: "Annotations | None" = None


def process(seed: Seed, options: Options = DEFAULT) -> Outcome:
    """Return all rows of one seed; a seed that cannot be used gives one issue that says why."""
    return analyse(seed, options).outcome


def analyse(seed: Seed, options: Options = DEFAULT) -> Analysis:
    """Return all rows of one seed together with its annotations, for those who explain a row; else as `process`."""
    from flows.steps.annotation import find_content
    from flows.steps.facts import document_row, notes_on, quarantine
    from flows.steps.repair import repair
    from flows.steps.rows import edit_rows, paragraph_rows
    from flows.steps.structure import structure

    try:
        source = read(seed)
    except SeedError as error:
        return Analysis(Outcome(issues=(quarantine(seed, error),)))
    draft = repair(source.text, source.markup)
    found = structure(draft, source.markup)
    paragraphs, passages = paragraph_rows(seed.document_id, draft, found)
    edits = edit_rows(seed.document_id, draft, found.blocks, paragraphs)
    content = find_content(seed.path, passages, found, options)
    document = document_row(seed, source, found, content, paragraphs, edits)
    annotations = content.annotations
    outcome = Outcome(
        documents=(document,),
        paragraphs=paragraphs,
        entities=annotations.entities,
        events=annotations.events,
        participants=annotations.participants,
        mentions=annotations.mentions,
        dates=annotations.dates,
        edits=edits,
        issues=notes_on(seed, source, draft, found, content, paragraphs),
    )
    return Analysis(outcome, annotations)
