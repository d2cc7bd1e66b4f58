"""The content of a word-processor file, whatever its format, to decoded text.

The readers of formats give paragraphs, tables, notes and what is not part of the running text. All of it is in the
decoded text, in this order: the body, the notes, then headers, footers, comments and properties; what a reader of the
finished document does not see has an edit that takes it away, so that the ledger holds it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.errors import UnusableSeedError
from flows.steps.read.decoding import Decoded
from flows.steps.read.html_notes import is_raised_mark
from flows.steps.read.html_writer import SHOWN_AS, Gap
from flows.steps.read.markup import LineEnds, LinkMark, Markup, RoleMark, without_surrogates
from flows.steps.text.draft import Edit, EditRule
from schemas.vocab import IssueCode, Role

DELETED = EditRule(
    "deleted_text", "text that a tracked change deleted is removed", "They {\\deleted left}fled.", "They fled."
)
HIDDEN = EditRule("hidden_text", "text that is set as hidden is removed", "{\\v draft}It held.", "It held.")
COMMENT = EditRule("comment", "a comment of an editor is removed", "It held.{\\annotation Check.}", "It held.")
PAGE_HEAD = EditRule("page_head", "the head of the pages is removed", "{\\header Island Papers}It held.", "It held.")
PAGE_FOOT = EditRule("page_foot", "the foot of the pages is removed", "{\\footer Page 1}It held.", "It held.")
PROPERTY = EditRule("file_property", "what a file states of itself is removed", "{\\title Draft}It held.", "It held.")
NOTE_MARK = "footnote_marker"
OFFICE_RULES = (DELETED, HIDDEN, COMMENT, PAGE_HEAD, PAGE_FOOT, PROPERTY)
"""What the edits of word-processor files mean."""

_LARGER = 1.15
"""Size of type, by that of most text, from which a paragraph is a heading."""
_LONGEST_HEADING = 200
"""Characters of the longest heading."""
_PROSE = 25
"""Words of a paragraph that is running text, even where it is numbered or in a table."""
_HEAD = 8
"""Paragraphs at the beginning that may be the title or the byline which a property names."""
_BEFORE = 40
"""Characters before a raised sign that are looked at."""
_TARGET = re.compile(r'HYPERLINK\s+"([^"]+)"')
_WORDS = re.compile(r"\w+")
_BREAKS = re.compile(r"(\n+)")


class OfficeRun(NamedTuple):
    """Text set in one way: its size in points (0 where not known), its link, and the rule that takes it away."""

    text: str
    rule_id: str | None = None
    link: str | None = None
    size: float = 0.0
    is_raised: bool = False


@dataclass(slots=True)
class OfficeParagraph:
    """A paragraph: its runs, its role by its style, and the text boxes that are anchored in it.

    The next paragraph goes on in it where its end was deleted.
    """

    runs: list[OfficeRun] = field(default_factory=list)
    role: Role | None = None
    is_item: bool = False
    is_end_deleted: bool = False
    boxes: list["OfficeBlock"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its text as far as no rule takes it away."""
        return "".join(run.text for run in self.runs if run.rule_id is None)


@dataclass(slots=True)
class OfficeTable:
    """A table: rows of cells of paragraphs and other tables."""

    rows: list[list[list["OfficeBlock"]]] = field(default_factory=list)

    @property
    def is_layout(self) -> bool:
        """Return whether it only places text on the page: one column or row, or a cell with paragraphs of prose."""
        if len(self.rows) == 1 or max(map(len, self.rows), default=1) == 1:
            return True
        return any(sum(map(_is_prose, cell)) > 1 for row in self.rows for cell in row)


OfficeBlock = OfficeParagraph | OfficeTable


def field_target(code: str) -> str | None:
    """Return the address to which the code of a field leads, None where it is no hyperlink to another document."""
    found = _TARGET.search(code)
    return found[1] if found else None


@dataclass(slots=True)
class OfficeNote:
    """A footnote or endnote with its label in the text."""

    label: str
    blocks: list[OfficeBlock]


class OfficeAside(NamedTuple):
    """What is not part of the running text, with the rule that takes it away."""

    rule_id: str
    blocks: Sequence[OfficeBlock]


class OfficeProperty(NamedTuple):
    """What a file states about itself, under the name of a field."""

    name: str
    value: str


@dataclass(slots=True)
class OfficeFile:
    """The content of a word-processor file."""

    body: list[OfficeBlock] = field(default_factory=list)
    notes: list[OfficeNote] = field(default_factory=list)
    asides: list[OfficeAside] = field(default_factory=list)
    properties: list[OfficeProperty] = field(default_factory=list)


class _Written(NamedTuple):
    """A paragraph of the running text at its place in the decoded text, with the size of most of it."""

    start: int
    end: int
    role: Role | None
    size: float
    text: str


def decoded_office(content: OfficeFile, kind: str) -> Decoded:
    """Return the decoded text of a file; `kind` names its format in a refusal.

    Raises UnusableSeedError where it holds no text.
    """
    writer = _OfficeWriter()
    writer.write_blocks(content.body)
    shown = writer.take_paragraphs()
    if not shown:
        raise UnusableSeedError(
            IssueCode.NO_TEXT, f"the {kind} holds no text; one with text, not pictures, would be fine"
        )
    for note in content.notes:
        writer.write_note(note)
    notes = writer.take_paragraphs()
    for rule_id, blocks in content.asides:
        writer.write_aside(blocks, rule_id)
    for name, value in content.properties:
        writer.write_aside([OfficeParagraph([OfficeRun(f"{name}: {value}")])], PROPERTY.rule_id)
    roles = _roles(shown, content.properties)
    marks = [RoleMark(part.start, part.end, role) for part, role in zip(shown, roles, strict=True) if role]
    marks += [RoleMark(part.start, part.end, Role.REFERENCE) for part in notes]
    text, replaced = without_surrogates("".join(writer.pieces))
    markup = Markup(
        edits=tuple(writer.edits), marks=tuple(marks), links=tuple(writer.links), metadata=(), line_ends=LineEnds.BLOCKS
    )
    return Decoded(text, None, markup=markup, replaced=replaced)


def _is_prose(block: OfficeBlock) -> bool:
    return isinstance(block, OfficeParagraph) and len(_WORDS.findall(block.text)) >= _PROSE


def _roles(parts: Sequence[_Written], properties: Sequence[OfficeProperty]) -> Iterator[Role | None]:
    """Yield the role of each paragraph: by its style, by a property that names it, or by the size of its type."""
    sizes: Counter[float] = Counter()
    for part in parts:
        sizes[part.size] += len(part.text)
    usual = max(sizes, key=lambda size: sizes[size])
    has_title = any(part.role == Role.TITLE for part in parts)
    named = {} if has_title else _named(parts, properties)
    head = [part.size for part in parts[:_HEAD] if len(part.text) <= _LONGEST_HEADING]
    largest = max(head, default=0.0)
    is_open = not has_title and Role.TITLE not in named.values()
    for index, part in enumerate(parts):
        is_large = 0 < _LARGER * usual <= part.size and len(part.text) <= _LONGEST_HEADING
        if index in named:
            yield named[index]
        elif part.role or not is_large:
            yield part.role
        else:
            yield Role.TITLE if is_open and part.size >= largest else Role.HEADING
            is_open = is_open and part.size < largest


def _named(parts: Sequence[_Written], properties: Sequence[OfficeProperty]) -> dict[int, Role]:
    """Return the title and the byline among the first paragraphs that the properties of the file repeat.

    A property alone proves nothing: templates and copies keep those of other texts.
    """
    stated = {name: _WORDS.findall(value.casefold()) for name, value in properties}
    named = {}
    for field_name, role, least in (("title", Role.TITLE, 2), ("author", Role.BYLINE, 2)):
        words = stated.get(field_name, [])
        places = (index for index, part in enumerate(parts[:_HEAD]) if _WORDS.findall(part.text.casefold()) == words)
        place = next(places, None) if len(words) >= least else None
        if place is not None:
            named[place] = role
    return named


class _OfficeWriter:
    """The decoded text as far as it is written, with its edits and links; gaps are held until more text comes."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.edits: list[Edit] = []
        self.links: list[LinkMark] = []
        self._paragraphs: list[_Written] = []
        self._length = 0
        self._gap, self._gap_rule = Gap.NONE, ""
        self._aside = ""
        self._blanks: list[tuple[str, str | None]] = []
        self._start: int | None = None
        self._sizes: Counter[float] = Counter()
        self._shown: list[str] = []

    def take_paragraphs(self) -> list[_Written]:
        """Return the paragraphs of the running text written since the last call."""
        taken, self._paragraphs = self._paragraphs, []
        return taken

    def write_note(self, note: OfficeNote) -> None:
        """Write a note behind its label."""
        first = next((block for block in note.blocks if isinstance(block, OfficeParagraph)), None)
        if first is not None and any(run.text.strip() for run in first.runs):
            first.runs[0] = first.runs[0]._replace(text=first.runs[0].text.lstrip())
            first.runs.insert(0, OfficeRun(f"[{note.label}] "))
        self.write_blocks(note.blocks)

    def write_aside(self, blocks: Sequence[OfficeBlock], rule_id: str) -> None:
        """Write what a rule takes away, with the space before it."""
        self._aside = self._gap_rule = rule_id
        self.write_blocks(blocks)
        self._aside = ""

    def write_blocks(self, blocks: Sequence[OfficeBlock]) -> None:
        """Write paragraphs and tables."""
        for block in blocks:
            if isinstance(block, OfficeTable):
                self._write_table(block)
                continue
            self._write_runs(block.runs)
            self._end_paragraph(block)
            if block.boxes:
                self.write_blocks(block.boxes)
        self._close(None)

    def _write_table(self, table: OfficeTable) -> None:
        if table.is_layout:
            for row in table.rows:
                for cell in row:
                    self.write_blocks(cell)
            return
        boxes: list[OfficeBlock] = []
        for row in table.rows:
            for cell in row:
                for paragraph in _flat(cell):
                    self._write_runs(paragraph.runs)
                    boxes += paragraph.boxes
                    self._hold(Gap.SPACE)
                self._hold(Gap.CELL)
            self._hold(Gap.LINE)
        self._close(Role.TABLE)
        self.write_blocks(boxes)

    def _end_paragraph(self, block: OfficeParagraph) -> None:
        if block.is_end_deleted:
            self._hold_removed(Gap.PARAGRAPH, DELETED.rule_id)
            return
        is_short_item = block.is_item and not (_is_prose(block) and block.text.rstrip().endswith((".", "!", "?", ";")))
        self._close(Role.LIST_ITEM if block.role is None and is_short_item else block.role)

    def _close(self, role: Role | None) -> None:
        """End the open paragraph."""
        if self._start is not None:
            size = max(self._sizes, key=lambda size: self._sizes[size])
            self._paragraphs.append(_Written(self._start, self._length, role, size, "".join(self._shown)))
        self._start, self._sizes, self._shown = None, Counter(), []
        self._hold(Gap.PARAGRAPH)

    def _hold(self, gap: Gap) -> None:
        self._gap, self._gap_rule = max(self._gap, gap), self._aside
        self._blanks.clear()

    def _hold_removed(self, gap: Gap, rule_id: str) -> None:
        """Hold a gap that a rule takes away, unless one that stays is as wide."""
        if self._gap < gap:
            self._gap, self._gap_rule = gap, rule_id

    def _write_runs(self, runs: Sequence[OfficeRun]) -> None:
        for run in runs:
            rule = self._aside or run.rule_id
            if run.is_raised and not rule and is_raised_mark(run.text.strip(), "".join(self._shown[-3:])[-_BEFORE:]):
                rule = NOTE_MARK
            starts: list[int] = []
            for index, part in enumerate(_BREAKS.split(run.text)):
                if index % 2 == 0:
                    starts += self._write(part, rule, run.size)
                elif rule:
                    self._hold_removed(Gap.LINE, rule)
                elif len(part) == 1 and self._gap < Gap.LINE:
                    self._hold(Gap.LINE)
                else:
                    self._close(None)
            if run.link and starts:
                self.links.append(LinkMark(starts[0], self._length, run.link))

    def _write(self, text: str, rule_id: str | None, size: float) -> Iterator[int]:
        """Write text of one line and yield where it begins; white space is held until more text comes.

        At the end of a line it is nothing.
        """
        kept = text.strip()
        if not kept:
            self._blanks += [(text, rule_id)] if text else []
            return
        place = text.index(kept)
        blanks, self._blanks = [*self._blanks, (text[:place], rule_id)], [(text[place + len(kept) :], rule_id)]
        if self._gap and not self._gap_rule:
            blanks.clear()
        for blank, rule in blanks:
            if rule or self._start is not None:
                self._put(blank, rule)
        self._write_gap()
        if rule_id is None:
            self._start = self._length if self._start is None else self._start
            self._sizes[size] += len(kept)
        yield self._length
        self._put(kept, rule_id)

    def _put(self, text: str, rule_id: str | None) -> None:
        if not text:
            return
        if rule_id is None:
            self._shown.append(text)
        else:
            self._remove(self._length + len(text), rule_id)
        self.pieces.append(text)
        self._length += len(text)

    def _write_gap(self) -> None:
        if self._gap and self.pieces:
            shown = SHOWN_AS[self._gap]
            if self._gap_rule:
                self._remove(self._length + len(shown), self._gap_rule)
            elif self._start is not None:
                self._shown.append(shown)
            self.pieces.append(shown)
            self._length += len(shown)
        self._gap, self._gap_rule = Gap.NONE, ""

    def _remove(self, end: int, rule_id: str) -> None:
        """Take away what is written from the present end to `end`."""
        last = self.edits[-1] if self.edits else None
        if last is not None and last.rule_id == rule_id and last.end == self._length:
            self.edits[-1] = last._replace(end=end)
        else:
            self.edits.append(Edit(start=self._length, end=end, replacement="", rule_id=rule_id))


def _flat(blocks: Sequence[OfficeBlock]) -> Iterator[OfficeParagraph]:
    """Yield the paragraphs of blocks, those of tables in them too."""
    for block in blocks:
        if isinstance(block, OfficeParagraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from _flat(cell)
