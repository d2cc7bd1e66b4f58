"""The record of an exported article: the lines around its text with their roles, and what they state.

Each line becomes a paragraph of its own, without its name where that is a code or the line is content.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.steps.intake.kinds import BASES, ExportKind, RecordLine
from flows.steps.lexicon.bylines import names_in
from flows.steps.read.markup import Markup, MetadataField, RoleMark
from flows.steps.text.draft import Edit, EditRule
from schemas.vocab import CONTENT_ROLES

RECORD_RULES = (
    EditRule(
        "record_line", "a line of the record of a database becomes a paragraph", "WC 12\nPD 4 May", "WC 12\n\nPD 4 May"
    ),
    EditRule("record_name", "the name of a line of a record, or of a column", "HD  Talks begin", "Talks begin"),
)
_HEAD = 4000
"""Characters in which the lines without names are, above the text of an article."""
_END_OF_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\Z")
_NEXT_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*(?=\S)|")
_INVERTED = re.compile(r"(?P<last>[^,;|]+),\s*(?P<first>[^,;|]+)")
_AUTHOR_PARTS = re.compile(r"\s*[;|]\s*")


class _Entry(NamedTuple):
    """A line of a record: where its name begins, the range of its value, and what it is; None opens the text."""

    start: int
    value_start: int
    value_end: int
    line: RecordLine | None


def record_markup(kind: ExportKind, text: str) -> Markup:
    """Return the edits, the roles and the metadata that the record in the text of an article gives."""
    entries = list(_named_lines(kind, text) if kind.lines else _head_lines(kind, text))
    edits = tuple(dict.fromkeys(edit for entry in entries for edit in _edits(kind, text, entry)))
    marks = tuple(
        RoleMark(entry.value_start, entry.value_end, entry.line.role)
        for entry in entries
        if entry.line and entry.value_start < entry.value_end
    )
    return Markup(edits=edits, record=marks, metadata=tuple(_metadata(kind, text, entries)))


def _named_lines(kind: ExportKind, text: str) -> Iterator[_Entry]:
    """Yield the lines of a record that have names, in order."""
    matches = [match for match in kind.line_pattern.finditer(text) if match["name"]]
    openers = frozenset(kind.opens)
    kept: list[re.Match[str]] = []
    is_in_text = False
    for match in matches:
        is_loose = kind.form == "code" and match["gap"] == " "
        if not (is_in_text and is_loose):
            kept.append(match)
            is_in_text = match["name"] in openers
    for match, following in zip(kept, [*(other.start() for other in kept[1:]), len(text)], strict=True):
        start, value_start = match.start("name"), match.end("gap")
        if match["name"] in openers:
            yield _Entry(start, value_start, value_start, None)
            continue
        if not match["gap"]:  # the value is in the next line
            value_start += len(_NEXT_LINE.match(text, value_start)[0])  # type: ignore[index]
        end = min(following, _END_OF_PARAGRAPH.search(text, value_start).start())  # type: ignore[union-attr]
        yield _Entry(start, value_start, value_start + len(text[value_start:end].rstrip()), kind.lines[match["name"]])


def _head_lines(kind: ExportKind, text: str) -> Iterator[_Entry]:
    """Yield the lines above the text that have no names, by the groups of the expression for them."""
    match = kind.head_pattern.search(text, 0, _HEAD) if kind.head_pattern else None
    found = sorted((match.start(name), name) for name in kind.groups if match[name] is not None) if match else []
    for start, name in found:
        value = match[name].rstrip()  # type: ignore[index]
        yield _Entry(start, start, start + len(value), kind.groups[name])


def _edits(kind: ExportKind, text: str, entry: _Entry) -> Iterator[Edit]:
    """Yield what makes a line a paragraph: a break before it, its name dropped, and its own line ends joined."""
    before = len(text[: entry.start].rstrip())
    if before > 0 and text.count("\n", before, entry.start) < 2:
        yield Edit(before, entry.start, "\n\n", rule_id="record_line")
    if entry.start < entry.value_start and (
        kind.form == "code" or entry.line is None or entry.line.role in CONTENT_ROLES
    ):
        yield Edit(entry.start, entry.value_start, "", rule_id="record_name")
    for match in re.finditer(r"\s*\n\s*", text[entry.value_start : entry.value_end]):
        yield Edit(entry.value_start + match.start(), entry.value_start + match.end(), " ", rule_id="record_line")
    behind = entry.value_end + len(text[entry.value_end :]) - len(text[entry.value_end :].lstrip())
    if entry.line and behind < len(text) and text.count("\n", entry.value_end, behind) == 1:
        yield Edit(entry.value_end, behind, "\n\n", rule_id="record_line")


def _metadata(kind: ExportKind, text: str, entries: Sequence[_Entry]) -> Iterator[MetadataField]:
    """Yield what the lines state; the first line of each field counts."""
    seen: set[str] = set()
    for start, end, line in ((entry.value_start, entry.value_end, entry.line) for entry in entries):
        if line is None or not line.field or line.field in seen:
            continue
        value = " ".join(text[start:end].split())
        match = line.value.fullmatch(value) if line.value else None
        value = match["value"] if match else "" if line.value else value
        if line.field == "authors":
            value = " | ".join(author_names(value, is_inverted=kind.is_inverted))
        if value:
            seen.add(line.field)
            yield MetadataField(line.field, value, BASES[line.field], start, end)


def author_names(value: str, *, is_inverted: bool = False) -> Iterator[str]:
    """Yield the names of people in a line of authors; `is_inverted` where family names go first, as in Novak, Ana."""
    if not is_inverted:
        yield from names_in(value.replace(";", ","))
        return
    for part in _AUTHOR_PARTS.split(value.strip(" ;.")):
        match = _INVERTED.fullmatch(part)
        name = f"{match['first'].strip()} {match['last'].strip()}" if match else part.strip()
        if " " in name:
            yield name
