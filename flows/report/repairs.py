"""What the report says of repair: edits by rule, removed duplicates with their twins, repeated paragraphs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.report.rows import Source, Sources, among, column, rows
from flows.steps.edits import PARAGRAPH_BREAK
from schemas.vocab import Role

if TYPE_CHECKING:
    import pandas as pd

SHOWN_REPEATS = 100
"""Removed duplicates, and as many repeated paragraphs, that are shown."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What one rule did: its edits, in how many documents, on how many raw characters, and the first one."""

    rule_id: str
    edit_count: int
    document_count: int
    character_count: int
    before: str
    after: str
    source: Source


@dataclass(frozen=True, slots=True)
class Repeat:
    """A text that stands twice in a document: where, and where its twin is, as far as it is known.

    `kind` is the rule that removed it or the role of the paragraph.
    """

    kind: str
    text: str
    source: Source
    twin: Source | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Repairs:
    """The section on repair; `break_count` are the breaks between paragraphs, which no rule decides."""

    rules: list[RuleRow]
    break_count: int
    duplicates: list[Repeat]
    duplicate_count: int
    repeats: list[Repeat]
    repeat_count: int


def repairs(edits: "pd.DataFrame", paragraphs: "pd.DataFrame", sources: Sources) -> Repairs:
    """Return the section on repair."""
    ruled = edits[edits["rule_id"] != PARAGRAPH_BREAK]
    removed = edits[edits["twin_start"].notna()]
    repeated = paragraphs[(paragraphs["role"] == Role.PULL_QUOTE) | paragraphs["repeats_paragraph_id"].notna()]
    return Repairs(
        rules=_rules(ruled, sources),
        break_count=len(edits) - len(ruled),
        duplicates=[_duplicate(row, sources) for row in _first(removed, sources, _REMOVED)],
        duplicate_count=len(removed),
        repeats=_repeats(_first(repeated, sources, _REPEATED), paragraphs, sources),
        repeat_count=len(repeated),
    )


_REMOVED = (
    "document_id", "rule_id", "raw_start", "raw_end", "raw_text", "twin_start", "twin_end", "evidence",
)  # fmt: skip
_REPEATED = ("document_id", "role", "raw_start", "raw_end", "text", "repeats_paragraph_id")


def _first(frame: "pd.DataFrame", sources: Sources, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the first rows by file and place, as many as are shown."""
    found = rows(frame, names)
    return sorted(found, key=lambda row: (sources.path(row["document_id"]), row["raw_start"]))[:SHOWN_REPEATS]


def _rules(edits: "pd.DataFrame", sources: Sources) -> list[RuleRow]:
    """Return a row a rule, the busiest first."""
    names, ids = column(edits, "rule_id"), column(edits, "document_id")
    starts, ends = column(edits, "raw_start"), column(edits, "raw_end")
    counts: dict[str, int] = {}
    documents: dict[str, set[str]] = {}
    characters: dict[str, int] = {}
    first: dict[str, tuple[str, int, int]] = {}
    for index, (name, document_id, start, end) in enumerate(zip(names, ids, starts, ends, strict=True)):
        counts[name] = counts.get(name, 0) + 1
        documents.setdefault(name, set()).add(document_id)
        characters[name] = characters.get(name, 0) + end - start
        place = (sources.path(document_id), start, index)
        first[name] = min(first.get(name, place), place)
    samples = dict(zip(first, _samples(edits, [index for _, _, index in first.values()], sources), strict=True))
    return [
        RuleRow(
            rule_id=name,
            edit_count=counts[name],
            document_count=len(documents[name]),
            character_count=characters[name],
            before=before,
            after=after,
            source=source,
        )
        for name, (before, after, source) in sorted(samples.items(), key=lambda item: (-counts[item[0]], item[0]))
    ]


def _samples(edits: "pd.DataFrame", indexes: list[int], sources: Sources) -> list[tuple[str, str, Source]]:
    """Return what stood there, what stands there now and where, for the edits with these row numbers."""
    found = rows(edits.iloc[indexes], ("document_id", "raw_start", "raw_end", "raw_text", "replacement"))
    return [
        (row["raw_text"], row["replacement"], sources.at(row["document_id"], row["raw_start"], row["raw_end"]))
        for row in found
    ]


def _duplicate(row: Mapping[str, Any], sources: Sources) -> Repeat:
    return Repeat(
        kind=row["rule_id"],
        text=row["raw_text"],
        source=sources.at(row["document_id"], row["raw_start"], row["raw_end"]),
        twin=sources.at(row["document_id"], row["twin_start"], row["twin_end"]),
        evidence=row["evidence"],
    )


def _repeats(found: list[dict[str, Any]], paragraphs: "pd.DataFrame", sources: Sources) -> list[Repeat]:
    wanted = {row["repeats_paragraph_id"] for row in found} - {None}
    names = ("paragraph_id", "document_id", "raw_start", "raw_end")
    twins = {
        row["paragraph_id"]: sources.at(row["document_id"], row["raw_start"], row["raw_end"])
        for row in rows(among(paragraphs, "paragraph_id", wanted), names)
    }
    return [
        Repeat(
            kind=row["role"],
            text=row["text"],
            source=sources.at(row["document_id"], row["raw_start"], row["raw_end"]),
            twin=twins.get(row["repeats_paragraph_id"]),
            evidence=None,
        )
        for row in found
    ]
