"""The section on issues: what a person should look at, by kind, the gravest first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.frames import DocumentSources, SourceRange, rows
from flows.steps.models import source_name
from schemas.vocab import Severity

if TYPE_CHECKING:
    import pandas as pd

SHOWN_ISSUES = 20
"""Rows of each kind of issue."""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue and where it is."""

    source: SourceRange
    message: str


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """The issues of one code and severity: how many, in how many files, and the first of them."""

    code: str
    severity: str
    issue_count: int
    file_count: int
    shown: list[IssueRow]


_COLUMNS = ("source_path", "source_part", "document_id", "code", "severity", "message", "raw_start", "raw_end")


def issue_groups(issues: "pd.DataFrame", sources: DocumentSources) -> list[IssueGroup]:
    """Return the issues about files that were used, in groups: the gravest first, then the largest."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows(issues[~issues["is_quarantined"]], _COLUMNS):
        groups.setdefault((row["severity"], row["code"]), []).append(row)
    order = list(Severity)
    ranked = sorted(groups, key=lambda key: (order.index(Severity(key[0])), -len(groups[key]), key[1]))
    return [_group(code, severity, groups[severity, code], sources) for severity, code in ranked]


def _group(code: str, severity: str, issues: list[dict[str, Any]], sources: DocumentSources) -> IssueGroup:
    issues.sort(
        key=lambda row: (row["source_path"], -1 if row["raw_start"] is None else row["raw_start"], row["message"])
    )
    return IssueGroup(
        code=code,
        severity=severity,
        issue_count=len(issues),
        file_count=len({row["source_path"] for row in issues}),
        shown=[IssueRow(_source(row, sources), row["message"]) for row in issues[:SHOWN_ISSUES]],
    )


def _source(row: dict[str, Any], sources: DocumentSources) -> SourceRange:
    """Return where an issue is; it may be in a file that is no document."""
    if row["document_id"] is None:
        return SourceRange(source_name(row["source_path"], row["source_part"]), row["raw_start"], row["raw_end"])
    return sources.at(row["document_id"], row["raw_start"], row["raw_end"])
