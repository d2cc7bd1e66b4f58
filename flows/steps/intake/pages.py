"""The articles in a page that a database exported: the elements that hold them, and what the record in each states."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from flows.steps.intake.kinds import BASES, FieldName, RecordLine
from flows.steps.intake.record import author_names
from flows.steps.read.html_tokens import HtmlToken, HtmlTokenizer, HtmlTokenKind, attributes, resolved
from flows.steps.read.markup import Markup, MetadataField, RoleMark
from flows.steps.text.draft import Edit
from schemas.data_files import compiled, load_toml
from schemas.vocab import Role

_BLOCKS = frozenset({"td", "th", "div", "p", "h1", "h2", "h3", "h4"})
_CELLS = _BLOCKS | {"span", "small"}
"""Elements that may be lines of a record; one within a line shows by its class alone that it is."""
_NOT_SHOWN = re.compile(r"(?:\s|<[^>]*>|&nbsp;)*")
_LONGEST = 3000
"""Characters of the source of the longest line of a record."""
_MOST_CELLS = 400
"""Elements of an article that are looked at; its record is above its text."""


class PageLine(NamedTuple):
    """A line of a record in a page: how its element is found, and what it is (see `pages.toml`)."""

    role: Role
    field: FieldName | None = None
    states: dict[FieldName, re.Pattern[str]] = {}  # noqa: RUF012 - nobody changes it
    class_: str = ""
    behind: str = ""
    text: str = ""
    is_name: bool = False

    def is_cell(self, cell: "_Cell", before: str) -> bool:
        """Return whether an element is such a line; `before` is the text of the one before it."""
        if self.class_:
            return _found(self.class_).search(cell.style) is not None
        if not cell.is_block:
            return False
        if self.behind:
            return _found(self.behind).fullmatch(before) is not None
        return _found(self.text).fullmatch(cell.text) is not None


@dataclass(frozen=True)
class PageKind:
    """A block of `pages.toml`, which explains the fields."""

    what: str
    source: str
    sign: str
    element: str
    class_: str
    evidence: tuple[str, ...]
    lines: dict[str, PageLine]

    @cached_property
    def signs(self) -> re.Pattern[bytes]:
        """Return the expression for what the bytes of such a page have."""
        return re.compile(self.sign.encode())


class PageArticle(NamedTuple):
    """The range of an article in the source of a page, and its record; offsets of the record count from `start`."""

    start: int
    end: int
    markup: Markup


class _Cell(NamedTuple):
    """An element that may be a line of a record: its range, its class, its text, and whether it is a block."""

    start: int
    end: int
    style: str
    text: str
    is_block: bool


@cache
def page_kinds() -> dict[str, PageKind]:
    """Return the kinds of pages by name."""
    return load_toml(files(__package__).joinpath("pages.toml"), dict[str, PageKind])


@cache
def _found(pattern: str) -> re.Pattern[str]:
    return compiled(pattern, "intake/pages.toml", re.IGNORECASE)


def kinds_of_page(data: bytes) -> list[PageKind]:
    """Return the kinds of exports that the bytes of a page may be, without having read it."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:1000] else data
    return [kind for kind in page_kinds().values() if kind.signs.search(plain)]


def articles_of_page(data: bytes, source: str) -> tuple[PageArticle, ...]:
    """Return the articles in a page that a database exported; none where it is no such page."""
    for kind in kinds_of_page(data):
        tokens = [token for token in HtmlTokenizer(source).tokens() if token.name or token.kind is HtmlTokenKind.TEXT]
        found = tuple(_articles(kind, source, tokens))
        if found:
            return found
    return ()


def _articles(kind: PageKind, source: str, tokens: Sequence[HtmlToken]) -> Iterator[PageArticle]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = index
        if token.kind is HtmlTokenKind.START and token.name == kind.element:
            style = _class_of(source, token)
            if _found(kind.class_).search(style):
                end = _end_of(tokens, index)
                markup = _record(kind, source, tokens[index : end + 1])
                if markup is not None:
                    yield PageArticle(token.start, tokens[end].end, markup)
        index = end + 1


def _class_of(source: str, token: HtmlToken) -> str:
    found = attributes(source, token).get("class")
    return found.value if found else ""


def _end_of(tokens: Sequence[HtmlToken], start: int) -> int:
    """Return the index of the token that closes an element, the last one where none does."""
    depth = 0
    for index in range(start, len(tokens)):
        if tokens[index].name == tokens[start].name:
            depth += {HtmlTokenKind.START: 1, HtmlTokenKind.END: -1}.get(tokens[index].kind, 0)
            if depth == 0:
                return index
    return len(tokens) - 1


def _record(kind: PageKind, source: str, tokens: Sequence[HtmlToken]) -> Markup | None:
    """Return roles and metadata that the record of an article gives, None where it lacks what all of them have."""
    origin = tokens[0].start
    marks: list[RoleMark] = []
    edits: list[Edit] = []
    dropped: int | None = None
    metadata: dict[str, MetadataField] = {}
    names: set[str] = set()
    before, taken = "", origin
    for cell in _cells(source, tokens):
        name = next((name for name, line in kind.lines.items() if line.is_cell(cell, before)), None)
        before = cell.text
        if dropped is not None:
            edits.append(
                Edit(start=dropped, end=_text_start(source, cell.start) - origin, replacement="", rule_id="record_name")
            )
            dropped = None
        if name is None or cell.start < taken:
            continue
        names.add(name)
        taken = cell.end
        line = kind.lines[name]
        if line.is_name:
            dropped = _text_start(source, cell.start) - origin
            continue
        marks.append(RoleMark(cell.start - origin, cell.end - origin, line.role))
        for field, value in RecordLine(line.role, line.field, line.states).values_in(cell.text):
            plain = " | ".join(author_names(value)) if field == "authors" else value
            if plain:
                place = cell.start - origin, cell.end - origin
                metadata.setdefault(field, MetadataField(field, plain, BASES[field], *place))
    if not names.issuperset(kind.evidence):
        return None
    return Markup(edits=tuple(edits), record=tuple(marks), metadata=tuple(metadata.values()))


def _cells(source: str, tokens: Sequence[HtmlToken]) -> Iterator[_Cell]:
    """Yield the elements of an article that have text and may be lines of its record, in the order of their ends."""
    opened: list[HtmlToken] = []
    names: Counter[str] = Counter()
    count = 0
    for token in tokens[1:]:
        if token.name not in _CELLS:
            continue
        if token.kind is HtmlTokenKind.START:
            opened.append(token)
            names[token.name] += 1
        elif token.kind is HtmlTokenKind.END and names[token.name]:
            start = opened.pop()
            while start.name != token.name:
                names[start.name] -= 1
                start = opened.pop()
            names[token.name] -= 1
            text = _text_of(source, start.end, token.start) if token.start - start.end <= _LONGEST else ""
            if text:
                yield _Cell(start.end, token.start, _class_of(source, start), text, start.name in _BLOCKS)
                count += 1
                if count == _MOST_CELLS:
                    return


def _text_start(source: str, start: int) -> int:
    """Return where the first shown character behind an offset is."""
    match = _NOT_SHOWN.match(source, start)
    return match.end() if match else start


def _text_of(source: str, start: int, end: int) -> str:
    shown = re.sub(r"<[^>]*>", " ", source[start:end])
    return " ".join(resolved(shown).split())
