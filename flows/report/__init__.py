"""The report of a build: one HTML file to read, print or send, which needs nothing but itself."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from flows.frames import DocumentSources
from flows.report import timeline
from flows.report.documents import document_rows, headline, quarantined_files
from flows.report.entities import entity_rows
from flows.report.events import events
from flows.report.formats import FILTERS, days, finalize, flat, many
from flows.report.issues import issue_groups
from flows.report.repairs import repairs

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["render"]


def render(frames: "Mapping[str, pd.DataFrame]", facts: Mapping[str, object]) -> bytes:
    """Return the report of a build as one HTML file in UTF-8, which loads nothing from outside.

    `frames` are all tables of the contract by name; `facts` are further figures of the build, printed at the end in the
    order given (a fact may hold others). The same frames and facts give the same bytes.
    Raises KeyError where a table or a column is missing.
    """
    sources = DocumentSources(frames["documents"])
    page = (
        _environment()
        .get_template("report.html")
        .render(
            head=headline(frames),
            quarantined=quarantined_files(frames["issues"]),
            documents=document_rows(frames["documents"], sources),
            repairs=repairs(frames["edits"], frames["paragraphs"], sources),
            events=events(frames["events"], frames["paragraphs"], sources),
            entities=entity_rows(frames["entities"], frames["mentions"], sources),
            issues=issue_groups(frames["issues"], sources),
            facts=flat(facts),
        )
    )
    return page.encode("utf-8")


@cache
def _environment() -> Environment:
    """Return the environment of the templates: all values are escaped, and an undefined name is an error.

    They are compiled once in a process, which takes half a second.
    """
    environment = Environment(
        loader=PackageLoader("flows.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(days=days, many=many, frame=timeline)
    return environment
