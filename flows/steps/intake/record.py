"""The record of an exported article: the lines around its text with their roles, and what they state.

Each line becomes a paragraph of its own, without its name where that is a code or the line is content.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flows.steps.intake.kinds import BASES, ExportKind, RecordLine
from flows.steps.lexicon.bylines import is_name_line, names_in
from flows.steps.read.markup import Markup, MetadataField, RoleMark
from flows.steps.text.draft import Edit, EditRule
from schemas.vocab import CONTENT_ROLES, Role

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
_SPACE = re.compile(r"\s*")
_LINE_END = re.compile(r"\n\s*")
_NUMERIC_DAY = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})")
_INVERTED = re.compile(r"(?P<last>[^,;|]+),\s*(?P<first>[^,;|]+)")
_AUTHOR_PARTS = re.compile(r"\s*[;|]\s*")


class ExtractedText(NamedTuple):
    """A text that was extracted, with lines of a record above it; whether it is the source of a page, and a label."""

    text: str
    is_page: bool
    label: str | None


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
    title = next((entry.start for entry in entries if entry.line and entry.line.role == Role.TITLE), None)
    marks = tuple(
        RoleMark(entry.start, entry.value_end, _role(entry.line, is_first=entry.start == title))
        for entry in entries
        if entry.line and entry.start < entry.value_end
    )
    return Markup(edits=edits, record=marks, metadata=tuple(_metadata(kind, text, entries)))


def _role(line: RecordLine, *, is_first: bool) -> Role:
    """Return the role of a line; of several titles the first is the title."""
    return line.role if is_first or line.role != Role.TITLE else Role.OTHER


def _named_lines(kind: ExportKind, text: str) -> Iterator[_Entry]:
    """Yield the lines of a record that have names, in order."""
    openers = frozenset(kind.opens)
    matches = list(_in_record(kind, text))
    if kind.first and (not matches or text[: matches[0].start()].strip()):
        end = _end_of_paragraph(text, 0, matches[0].start() if matches else len(text))
        yield _Entry(0, 0, len(text[:end].rstrip()), kind.first)
    for match, following in zip(matches, [*(other.start() for other in matches[1:]), len(text)], strict=True):
        start, value_start = match.start("name"), match.end("gap")
        if match["name"] in openers:
            yield _Entry(start, value_start, value_start, None)
            continue
        if not match["gap"]:  # the value is in the next line
            value_start += len(_NEXT_LINE.match(text, value_start)[0])  # type: ignore[index]
        end = _end_of_paragraph(text, value_start, following)
        yield _Entry(start, value_start, value_start + len(text[value_start:end].rstrip()), kind.lines[match["name"]])


def _in_record(kind: ExportKind, text: str) -> Iterator[re.Match[str]]:
    """Yield where the names of lines are; in the text of the article they count where they look like nothing else."""
    is_in_text = False
    for match in kind.line_pattern.finditer(text):
        is_opener = match["name"] in kind.opens
        is_loose = match["gap"] == " " if kind.form == "code" else ":" not in match["gap"]
        if is_opener or not (is_in_text and is_loose):
            yield match
            is_in_text = is_opener


def _end_of_paragraph(text: str, start: int, end: int) -> int:
    match = _END_OF_PARAGRAPH.search(text, start, max(start, end))
    return match.start() if match else max(start, end)


def _end_of_text(text: str, end: int) -> int:
    """Return where the white space before an offset begins."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _start_of_text(text: str, start: int) -> int:
    """Return where the white space behind an offset ends."""
    match = _SPACE.match(text, start)
    return match.end() if match else start


def _head_lines(kind: ExportKind, text: str) -> Iterator[_Entry]:
    """Yield the lines above the text that have no names, by the groups of the expression for them."""
    match = kind.head_pattern.search(text, 0, _HEAD) if kind.head_pattern else None
    found = sorted((match.start(name), name) for name in kind.groups if match[name] is not None) if match else []
    for start, name in found:
        value = match[name].rstrip()  # type: ignore[index]
        yield _Entry(start, start, start + len(value), kind.groups[name])


def _edits(kind: ExportKind, text: str, entry: _Entry) -> Iterator[Edit]:
    """Yield what makes a line a paragraph: a break before it, its name dropped, and its own line ends joined."""
    before = _end_of_text(text, entry.start)
    if before > 0 and text.count("\n", before, entry.start) < 2:
        yield Edit(start=before, end=entry.start, replacement="\n\n", rule_id="record_line")
    if entry.start < entry.value_start and (
        kind.form == "code" or entry.line is None or entry.line.role in CONTENT_ROLES
    ):
        yield Edit(start=entry.start, end=entry.value_start, replacement="", rule_id="record_name")
    for match in _LINE_END.finditer(text, entry.value_start, entry.value_end):
        yield Edit(start=_end_of_text(text, match.start()), end=match.end(), replacement=" ", rule_id="record_line")
    behind = _start_of_text(text, entry.value_end)
    if entry.line and behind < len(text) and text.count("\n", entry.value_end, behind) == 1:
        yield Edit(start=entry.value_end, end=behind, replacement="\n\n", rule_id="record_line")


def _metadata(kind: ExportKind, text: str, entries: Sequence[_Entry]) -> Iterator[MetadataField]:
    """Yield what the lines state; the first line of each field counts."""
    seen: set[str] = set()
    for start, end, line in ((entry.value_start, entry.value_end, entry.line) for entry in entries):
        lines = [" ".join(words.split()) for words in text[start:end].splitlines()]
        for name, value in line.values_in((" ; " if line.field == "authors" else " ").join(lines)) if line else ():
            plain = _plain(kind, name, value)
            if plain and name not in seen:
                seen.add(name)
                yield MetadataField(name, plain, BASES[name], start, end)


def _plain(kind: ExportKind, name: str, value: str) -> str:
    """Return what a line states: names of people in the order in which they are spoken, a day that has one reading."""
    if name == "authors":
        return " | ".join(author_names(value, is_inverted=kind.is_inverted))
    if name == "date" and kind.is_month_first and (match := _NUMERIC_DAY.fullmatch(value)):
        return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    if name == "publisher" and kind.is_mail and is_name_line(value):
        return ""
    return value


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
