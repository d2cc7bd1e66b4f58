"""The whole contract: every check of every table and across tables, in one list of failures."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from schemas.checks import is_comparable, table_failures
from schemas.failures import Failure
from schemas.links import dangling, wrong_anchors, wrong_documents, wrong_mentions
from schemas.places import misquoted, outside_source, repeated_sources, unaccounted
from schemas.sources import not_rebuilt
from schemas.tables import TABLES
from schemas.totals import (
    wrong_clusters,
    wrong_document_counts,
    wrong_entity_counts,
    wrong_event_dates,
    wrong_event_documents,
    wrong_names,
    wrong_numbers,
    wrong_sides,
)

__all__ = ["OF_ALL", "OF_ONE_DOCUMENT", "Failure", "failures"]

Check = Callable[[Mapping[str, pd.DataFrame]], Iterator[Failure]]

OF_ONE_DOCUMENT: tuple[Check, ...] = (
    wrong_documents,
    wrong_anchors,
    wrong_mentions,
    misquoted,
    outside_source,
    not_rebuilt,
    wrong_numbers,
    wrong_document_counts,
    wrong_event_dates,
    wrong_event_documents,
    wrong_sides,
)
"""The checks across tables that compare rows of one document with one another."""
OF_ALL: tuple[Check, ...] = (dangling, repeated_sources, unaccounted, wrong_names, wrong_entity_counts, wrong_clusters)
"""The checks across tables for which rows of several documents belong together."""
ACROSS = (*OF_ALL, *OF_ONE_DOCUMENT)
"""The checks across tables."""


def failures(frames: Mapping[str, pd.DataFrame]) -> tuple[Failure, ...]:
    """Return all failures of a build's frames, none if they keep the contract.

    Checks across tables are left out while a table has other columns than it should, or null where null is forbidden.
    Raises KeyError where a table is missing.
    """
    all_failures = [failure for table in TABLES for failure in table_failures(table, frames[table])]
    if all(is_comparable(table, frames[table]) for table in TABLES):
        all_failures += [failure for check in ACROSS for failure in check(frames)]
    return tuple(all_failures)
