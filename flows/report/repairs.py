"""The section on repair: edits by rule, removed duplicates with the copies that were kept, repeated paragraphs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.frames import DocumentSources, SourceRange, among, column, rows
from flows.steps.text.draft import PARAGRAPH_BREAK
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
    source: SourceRange


@dataclass(frozen=True, slots=True)
class RepeatedText:
    """A text that occurs twice in a document: its range, and that of the kept copy, as far as it is known.

    `kind` is the rule that removed it or the role of the paragraph.
    """

    kind: str
    text: str
    source: SourceRange
    kept_copy: SourceRange | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class RepairSection:
    """The section on repair; `break_count` are the breaks between paragraphs, which no rule decides."""

    rules: list[RuleRow]
    break_count: int
    duplicates: list[RepeatedText]
    duplicate_count: int
    repeats: list[RepeatedText]
    repeat_count: int


def repairs(edits: "pd.DataFrame", paragraphs: "pd.DataFrame", sources: DocumentSources) -> RepairSection:
    """Return the section on repair from the tables `edits` and `paragraphs`."""
    ruled = edits[edits["rule_id"] != PARAGRAPH_BREAK]
    removed = edits[edits["twin_start"].notna()]
    repeated = paragraphs[(paragraphs["role"] == Role.PULL_QUOTE) | paragraphs["repeats_paragraph_id"].notna()]
    return RepairSection(
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


def _first(frame: "pd.DataFrame", sources: DocumentSources, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the first rows by file and offset, as many as are shown."""
    selected = rows(frame, names)
    return sorted(selected, key=lambda row: (sources.path(row["document_id"]), row["raw_start"]))[:SHOWN_REPEATS]


def _rules(edits: "pd.DataFrame", sources: DocumentSources) -> list[RuleRow]:
    """Return one row per rule, that with most edits first."""
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
        position = (sources.path(document_id), start, index)
        first[name] = min(first.get(name, position), position)
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


def _samples(edits: "pd.DataFrame", indexes: list[int], sources: DocumentSources) -> list[tuple[str, str, SourceRange]]:
    """Return (raw text, replacement, source range) of the edits with these row numbers."""
    sampled = rows(edits.iloc[indexes], ("document_id", "raw_start", "raw_end", "raw_text", "replacement"))
    return [
        (row["raw_text"], row["replacement"], sources.at(row["document_id"], row["raw_start"], row["raw_end"]))
        for row in sampled
    ]


def _duplicate(row: Mapping[str, Any], sources: DocumentSources) -> RepeatedText:
    return RepeatedText(
        kind=row["rule_id"],
        text=row["raw_text"],
        source=sources.at(row["document_id"], row["raw_start"], row["raw_end"]),
        kept_copy=sources.at(row["document_id"], row["twin_start"], row["twin_end"]),
        evidence=row["evidence"],
    )


def _repeats(
    repeated: list[dict[str, Any]], paragraphs: "pd.DataFrame", sources: DocumentSources
) -> list[RepeatedText]:
    wanted = {row["repeats_paragraph_id"] for row in repeated} - {None}
    names = ("paragraph_id", "document_id", "raw_start", "raw_end")
    originals = {
        row["paragraph_id"]: sources.at(row["document_id"], row["raw_start"], row["raw_end"])
        for row in rows(among(paragraphs, "paragraph_id", wanted), names)
    }
    return [
        RepeatedText(
            kind=row["role"],
            text=row["text"],
            source=sources.at(row["document_id"], row["raw_start"], row["raw_end"]),
            kept_copy=originals.get(row["repeats_paragraph_id"]),
            evidence=None,
        )
        for row in repeated
    ]
