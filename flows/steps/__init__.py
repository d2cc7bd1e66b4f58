"""The pipeline of one document, from bytes to rows."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.errors import UnusableSeedError
from flows.steps.models import Outcome
from flows.steps.options import DEFAULT, Options, Timer
from flows.steps.read import Seed, read

if TYPE_CHECKING:
    from flows.steps.annotation import Annotations

__all__ = [
    "Analysis",
    "Options",
    "Outcome",
    "Seed",
    "UnusableSeedError",
    "analyse",
    "process",
    "without_search_for_cycles",
]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All rows of one seed, and the annotations behind them; None where the seed cannot be used."""

    outcome: Outcome
    annotations: "Annotations | None" = None


def process(seed: Seed, options: Options = DEFAULT, timer: Timer = nullcontext) -> Outcome:
    """Return all rows of one seed; a seed that cannot be used gives one issue with the reason.

    `timer` is entered around each step with its name: reading, repair, structure, language, dates, entities, events,
    assembly.
    """
    return analyse(seed, options, timer).outcome


@contextmanager
def without_search_for_cycles() -> Iterator[None]:
    """Keep Python's garbage collector from looking through all rows again and again: none refers back to another.

    With 10,000 documents that is a sixth of the time of a build, and more of a document with many rows; what has no
    reference left is freed all the same.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@without_search_for_cycles()
def analyse(seed: Seed, options: Options = DEFAULT, timer: Timer = nullcontext) -> Analysis:
    """Return all rows of one seed together with its annotations, for those who explain a row; else as `process`."""
    from flows.steps.annotation import find_content
    from flows.steps.assembly import (
        document_issues,
        document_row,
        edit_rows,
        events_of,
        paragraph_rows,
        quarantine_issue,
    )
    from flows.steps.corrected import fitting
    from flows.steps.repair import repair
    from flows.steps.structure import structure

    try:
        with timer("reading"):
            source = read(seed)
    except UnusableSeedError as error:
        return Analysis(Outcome(issues=(quarantine_issue(seed, error),)))
    with timer("repair"):
        draft = repair(source.text, source.markup)
    with timer("structure"):
        machine = structure(draft, source.markup)
        corrections = fitting(options.corrections.get(seed.document_id, ()), machine, seed.document_id)
        structured = corrections.structured
    with timer("assembly"):
        paragraphs, passages = paragraph_rows(seed.document_id, draft, structured)
        edits = edit_rows(seed.document_id, draft, structured.blocks, paragraphs)
    content = find_content(seed.name, passages, corrections, options, timer)
    with timer("assembly"):
        found = document_row(seed, source, structured, content, paragraphs, edits)
        document = corrections.described(found)
        issues = document_issues(seed, source, draft, structured, content, paragraphs, document.title)
    annotations = content.annotations
    outcome = Outcome(
        documents=(document,),
        paragraphs=paragraphs,
        entities=annotations.entities,
        events=events_of(document, annotations.events),
        participants=annotations.participants,
        mentions=annotations.mentions,
        dates=annotations.dates,
        edits=edits,
        issues=issues,
        corrections=corrections.results(found, content.found, document, paragraphs),
    )
    return Analysis(outcome, annotations)
