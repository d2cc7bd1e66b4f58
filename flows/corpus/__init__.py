"""Across documents: which entities, texts and events are the same."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from flows.corpus.actors import link_actors
from flows.corpus.boilerplate import exclude_boilerplate
from flows.corpus.corrections import apply_corrections
from flows.corpus.document_dates.infer import date_documents
from flows.corpus.duplicates import link_duplicates
from flows.corpus.entity_resolution.merge import join_entities
from flows.corpus.event_coref.assign import cluster_events
from flows.corpus.event_coref.compared import ComparedPairs
from flows.corpus.sentence_index import SentenceIndex
from flows.steps.corrections import Correction
from flows.steps.models import Outcome

__all__ = ["ComparedPairs", "merge", "reconcile"]


def merge(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the rows of many seeds as one outcome, in the order given."""
    rows: dict[str, list[object]] = {field.name: [] for field in fields(Outcome)}
    for outcome in outcomes:
        for name, merged in rows.items():
            merged.extend(getattr(outcome, name))
    return Outcome(**{name: tuple(merged) for name, merged in rows.items()})  # type: ignore[arg-type]


def reconcile(outcome: Outcome, corrections: Sequence[Correction] = (), pairs: ComparedPairs | None = None) -> Outcome:
    """Return all rows of a build with dates, entities, duplicates and event clusters brought together.

    `corrections` are all those of the user; the rows of those with which documents were processed are there. The
    result depends neither on the order of the documents nor on `pairs`: what an earlier build has compared in vain.
    """
    index = SentenceIndex()
    linked = link_duplicates(outcome, index)
    joined = join_entities(date_documents(exclude_boilerplate(linked), index))
    content = apply_corrections(joined, corrections)
    return link_actors(replace(content, events=cluster_events(content, pairs).events))
