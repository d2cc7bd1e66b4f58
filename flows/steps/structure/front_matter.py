"""Front matter: the fields that a Markdown file states between two lines of three hyphens at its top."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from flows.steps.read.markup import MetadataField
from flows.steps.structure.blocks import TextBlock
from flows.steps.text.draft import OffsetMap
from schemas.vocab import Basis

_FIELD = re.compile(r"(?P<key>[A-Za-z][\w -]{0,30})\s*:(?:\s+(?P<value>.*))?$", re.DOTALL)
_ITEM = re.compile(r"-\s+(?P<value>.+)$", re.DOTALL)
_BELONGS = re.compile(r"-\s+.|[\]}]$")
"""A line that belongs to the key above it without an indent: an item, or the end of a bracket."""
_FOLDED = re.compile(r"[>|][+-]?\d?[+-]?(?:\s+|$)")
"""The sign behind a key that its value is the indented text below it."""
_COMMENT = re.compile(r"\s+#\s.*$", re.DOTALL)
_NAMES = (
    ("name",),
    ("display_name",),
    ("full_name",),
    ("given", "family"),
    ("first", "last"),
    ("given_name", "family_name"),
)
"""Keys under which a person or a publisher has its name, in order of preference."""
_BRACKETS = {"[": "]", "{": "}"}
_DEEPEST = 3
"""Brackets within brackets that are looked into."""
_FIELDS = {
    "title": ("title", "headline"),
    "subtitle": ("subtitle", "description", "summary", "deck", "dek", "standfirst"),
    "authors": ("author", "authors", "by", "byline"),
    "publisher": ("publisher", "publication", "source", "site", "outlet"),
    "url": ("url", "canonical_url", "canonical", "link", "permalink", "source_url"),
    "date": ("date", "published", "publish_date", "date_published", "published_at", "pubdate"),
}
"""Names under which the fields go in Jekyll, Hugo, Pandoc and exports of web clippers."""
_LONGEST = 80
"""Blocks of the longest front matter."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter: how many blocks it has, its two lines of hyphens included, and its fields in order."""

    block_count: int = 0
    fields: tuple[MetadataField, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """Return the names of the authors in all fields for them."""
        values = (field.value for field in self.fields if field.field == "authors")
        return tuple(name for value in values for name in value.split(" | ") if name)


class _Line(NamedTuple):
    """A line of front matter: the blanks before it in the source, its text, and its block."""

    indent: int
    text: str
    block: TextBlock


def front_matter_of(blocks: Sequence[TextBlock], offsets: OffsetMap, raw: str) -> FrontMatter:
    """Return the front matter at the top of the blocks of a document; `offsets` leads to the `raw` text."""
    if not blocks or blocks[0].text != "---":
        return FrontMatter()
    length = next((block.position + 1 for block in blocks[1:_LONGEST] if block.text in {"---", "..."}), 0)
    lines = [_line(block, offsets, raw) for block in blocks[1 : max(length - 1, 1)]]
    return FrontMatter(length, tuple(_fields(lines, offsets)))


def _line(block: TextBlock, offsets: OffsetMap, raw: str) -> _Line:
    start = offsets.span(block.start, block.end)[0]
    before = raw[raw.rfind("\n", 0, start) + 1 : start]
    return _Line(len(before) if before.isspace() else 0, block.text, block)


def _fields(lines: Sequence[_Line], offsets: OffsetMap) -> Iterator[MetadataField]:
    """Yield each known field between the lines of hyphens; several values are joined with ` | `.

    Lines below a key that are indented farther, or are items of a list, belong to it.
    """
    fields = {name: field for field, names in _FIELDS.items() for name in names}
    outer = lines[0].indent if lines else 0
    for number, line in enumerate(lines):
        match = _FIELD.match(line.text) if line.indent <= outer else None
        field = fields.get(_key(match)) if match else None
        if match and field:
            below = takewhile(lambda other: other.indent > outer or _BELONGS.match(other.text), lines[number + 1 :])
            found = _value(line.block, match, list(below))
            if found is not None:
                value, start, end = found
                yield MetadataField(field, value, Basis.FRONT_MATTER, *offsets.span(start, end))


def _value(block: TextBlock, match: re.Match[str], below: Sequence[_Line]) -> tuple[str, int, int] | None:
    """Return the value of a key and its range: what is behind the key, goes on below it, or is listed there."""
    text, start = match["value"] or "", block.start + match.start("value")
    folded = _FOLDED.match(text)
    if not text and below:
        values = (_plain_item(item) for item in _items(below))
        return " | ".join(filter(None, values)), below[0].block.start, below[-1].block.end
    if folded:
        text, start = text[folded.end() :], start + folded.end()
    elif any(_FIELD.match(line.text) or _ITEM.match(line.text) for line in below):
        below = ()
    whole = " ".join((text, *(line.text for line in below))).strip()
    if not whole:
        return None
    end = below[-1].block.end if below else block.end
    return whole if folded else _plain(whole), start if text else below[0].block.start, end


def _key(match: re.Match[str]) -> str:
    return match["key"].casefold().replace(" ", "_").replace("-", "_")


def _items(lines: Sequence[_Line]) -> Iterator[list[str]]:
    """Yield the lines of each item of a list, without the sign of the list; other lines are one item."""
    item: list[str] = []
    for line in lines:
        match = _ITEM.match(line.text) if line.indent <= lines[0].indent else None
        if match and item:
            yield item
            item = []
        item.append(match["value"] if match else line.text)
    yield item


def _plain_item(lines: Sequence[str], depth: int = 0) -> str:
    """Return one value of several lines: the name where they are an object with keys, or else their text.

    Of an object without a key for its name it is the first value.
    """
    matches = [_FIELD.match(line) for line in lines]
    values = {_key(match): match["value"] for match in matches if match and match["value"]}
    keys = next((keys for keys in _NAMES if values.keys() >= set(keys)), tuple(values)[:1])
    if not (matches and matches[0] and keys) or (matches[0]["key"][0].isupper() and keys not in _NAMES):
        return _plain(" ".join(lines), depth)
    return " ".join(_plain(values[key], depth) for key in keys)


def _plain(value: str, depth: int = 0) -> str:
    """Return a value without its quotes; a list in brackets with its items joined, an object by its name."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace("''", "'") if value[0] == "'" else value[1:-1].replace(r"\"", '"')
    value = _COMMENT.sub("", value)
    if value[-1:] != _BRACKETS.get(value[:1]) or depth > _DEEPEST:
        return value
    parts = [part for part in _parts(value[1:-1]) if part]
    if value[0] == "{":
        return _plain_item(parts, depth + 1)
    return " | ".join(_plain(part, depth + 1) for part in parts)


def _parts(text: str) -> Iterator[str]:
    """Yield what commas outside quotes and brackets part."""
    start = depth = 0
    quote = ""
    opens = True
    for index, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and opens:
            quote = sign
        elif sign == "," and depth == 0:
            yield text[start:index].strip()
            start = index + 1
        depth += 0 if quote else (sign in _BRACKETS) - (sign in _BRACKETS.values())
        opens = sign in ",:[{" or (opens and sign.isspace())
    yield text[start:].strip()
