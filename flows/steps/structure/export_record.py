"""The record of a news database around an article: what LexisNexis prints above and behind the text.

A download opens with the publication, the day and the title, in either order, and with lines such as `BYLINE:` and
`LENGTH:`; more of those follow the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from flows.steps.intake.kinds import BASES, RecordLine, export_kinds
from flows.steps.lexicon.bylines import EDGES, is_stamp, names_in
from flows.steps.read.markup import Markup, MetadataField
from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.cues import matches
from flows.steps.structure.date_lines import opening_day
from flows.steps.structure.marks import roles_at
from flows.steps.text.draft import Draft, OffsetMap
from schemas.vocab import Role

_COUNTER = re.compile(r"(?:document |page )?\d{1,5} of \d{1,5}(?: documents?)?", re.IGNORECASE)
_END = re.compile(r"end of document", re.IGNORECASE)
_LONGEST_HEAD = 25
"""Paragraphs from the top among which the first line of a record is."""
_LEAST_LINES = 2
_EDITION = re.compile(r"\s+--\s.*|\s*\([^()]*\)$")
"""What follows the name of a publication: its section, its place."""
_DOUBLED = re.compile(r"\b(\S+)(?:\s+\1)+$", re.IGNORECASE)
_LEAST_DOUBLED = 3
"""Lines with their last word twice from which all have it: a fault of one way to read such files."""


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """The record of a database: the roles of its paragraphs by position, its title's position, and what it states."""

    roles: Mapping[int, Role] = field(default_factory=dict)
    title: int | None = None
    fields: tuple[MetadataField, ...] = ()


NO_RECORD = ExportRecord()


class _RecordHead(NamedTuple):
    """The lines above the first one with a name: title, publication and day, None where missing, and their roles."""

    title: TextBlock | None
    publication: TextBlock | None
    day: TextBlock | None
    roles: dict[int, Role]


@cache
def _known_lines() -> tuple[Mapping[str, RecordLine], re.Pattern[str]]:
    """Return the lines of a record by their names in capitals, and the expression for one of them."""
    known = export_kinds()["lexisnexis"].record
    names = "|".join(map(re.escape, known))
    return known, re.compile(rf"(?P<name>{names})(?:\s*:\s*(?P<value>.*)|(?<=BODY))", re.IGNORECASE | re.DOTALL)


def export_record_of(blocks: Sequence[TextBlock], offsets: OffsetMap) -> ExportRecord:
    """Return the record around the article of a document, the first where there are several; NO_RECORD for others."""
    known, pattern = _known_lines()
    lines = {block.position: match for block in blocks if (match := pattern.fullmatch(block.text))}
    names = {name for match in lines.values() if known[name := match["name"].upper()].is_certain}
    first = min(lines, default=_LONGEST_HEAD)
    if len(names) < _LEAST_LINES or first >= _LONGEST_HEAD:
        return NO_RECORD
    head = _head_of(blocks[:first])
    roles = {position: known[match["name"].upper()].role for position, match in lines.items()}
    roles |= {block.position: Role.OTHER for block in blocks if _END.fullmatch(block.text)}
    roles |= {block.position: Role.OTHER for block in blocks[first:] if _is_head_of_page(block, head.title)}
    is_doubled = sum(_DOUBLED.search(blocks[at].text) is not None for at in (*range(first), *lines)) >= _LEAST_DOUBLED
    named = {match["name"].upper(): (blocks[at], match["value"]) for at, match in sorted(lines.items(), reverse=True)}
    shown = {
        "title": (head.title, head.title and head.title.text),
        "subtitle": named.get("HIGHLIGHT", (None, None)),
        "authors": named.get("BYLINE", (None, None)),
        "publisher": (head.publication, head.publication and _EDITION.sub("", head.publication.text)),
        "date": (head.day, head.day and head.day.text[: opening_day(head.day.text)]),
    }
    fields = [
        MetadataField(name, plain, BASES[name], *_span(block, value, offsets))
        for name, (block, value) in shown.items()
        if block and value and (plain := _plain(name, value, is_doubled=is_doubled))
    ]
    return ExportRecord(head.roles | roles, head.title.position if head.title else None, tuple(fields))


def marked_record(blocks: Sequence[TextBlock], draft: Draft, markup: Markup) -> ExportRecord:
    """Return the record whose lines the file itself shows; what they state is in the metadata of the markup."""
    role_at = roles_at(draft, markup.record)
    roles = {block.position: role for block in blocks if (role := role_at(block.start)) is not None}
    title = next((position for position, role in roles.items() if role == Role.TITLE), None)
    return ExportRecord({position: role for position, role in roles.items() if position != title}, title)


def _head_of(blocks: Sequence[TextBlock]) -> _RecordHead:
    """Return the head of a record: publication, day, edition and title in this order, or title, publication and day."""
    counters = [block.position for block in blocks if _COUNTER.fullmatch(block.text)]
    below = blocks[counters[-1] + 1 :] if counters else blocks
    roles = dict.fromkeys(counters, Role.OTHER)
    roles |= {block.position: Role.LEGAL_NOTE for block in below if matches("legal_note", block.text)}
    day = next((block for block in below if _is_day(block.text)), None)
    rest = [block for block in below if block.position not in roles and block is not day]
    before = [block for block in rest if day is not None and block.position < day.position]
    title = rest[-1] if len(rest) > len(before) else rest[0] if rest else None
    publication = next((block for block in before if title is None or block.text != title.text), None)
    roles |= {block.position: Role.OTHER for block in rest if block is not title and block is not publication}
    if publication is not None:
        roles[publication.position] = Role.PUBLICATION_NOTE
    if day is not None:
        roles[day.position] = Role.DATELINE
    return _RecordHead(title, publication, day, roles)


def _is_head_of_page(block: TextBlock, title: TextBlock | None) -> bool:
    """Return whether a block below the record repeats the title, or counts the pages, as the heads of pages do."""
    return _COUNTER.fullmatch(block.text) is not None or (title is not None and block.text == title.text)


def _is_day(text: str) -> bool:
    """Return whether a line is a day, perhaps with a weekday, a time and an edition behind it."""
    end = opening_day(text)
    return end > 0 and is_stamp(text[end:].strip(EDGES))


def _plain(name: str, value: str, *, is_doubled: bool) -> str:
    """Return what a line states: names of people alone, and the last word once where a record has it twice."""
    plain = _DOUBLED.sub(r"\1", value) if is_doubled else value
    return " | ".join(names_in(plain.replace(";", ","))) if name == "authors" else plain


def _span(block: TextBlock, value: str, offsets: OffsetMap) -> tuple[int, int]:
    """Return the raw range of a value in its paragraph."""
    start = block.start + block.text.index(value)
    return offsets.span(start, start + len(value))
