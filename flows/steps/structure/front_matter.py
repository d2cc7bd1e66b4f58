"""Front matter: the fields that a Markdown file states between two lines of three hyphens at its top."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.read.markup import MetadataField
from flows.steps.structure.blocks import TextBlock
from flows.steps.text.draft import OffsetMap
from schemas.vocab import Basis

_FIELD = re.compile(r"(?P<key>[A-Za-z][\w -]{0,30})\s*:(?:\s+(?P<value>.*))?$", re.DOTALL)
_ITEM = re.compile(r"-\s+(?P<value>.+)$")
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


def front_matter_of(blocks: Sequence[TextBlock], offsets: OffsetMap) -> FrontMatter:
    """Return the front matter at the top of the blocks of a document; `offsets` leads to the raw text."""
    if not blocks or blocks[0].text != "---":
        return FrontMatter()
    length = next((block.position + 1 for block in blocks[1:_LONGEST] if block.text in {"---", "..."}), 0)
    return FrontMatter(length, tuple(_fields(blocks[1 : max(length - 1, 1)], offsets)))


def _fields(blocks: Sequence[TextBlock], offsets: OffsetMap) -> Iterator[MetadataField]:
    """Yield each known field between the lines of hyphens.

    Several values, as an indented list or in brackets, are joined with ` | `.
    """
    fields = {name: field for field, names in _FIELDS.items() for name in names}
    for number, block in enumerate(blocks):
        line = _FIELD.match(block.text)
        field = fields.get(line["key"].casefold().replace(" ", "_").replace("-", "_")) if line else None
        if line is None or field is None:
            continue
        if line["value"]:
            span = offsets.span(block.start + line.start("value"), block.end)
            yield MetadataField(field, _plain(line["value"]), Basis.FRONT_MATTER, *span)
        elif items := _items(blocks[number + 1 :]):
            values = [item.text.lstrip("- ").strip() for item in items]
            span = offsets.span(items[0].start, items[-1].end)
            yield MetadataField(field, " | ".join(map(_plain, values)), Basis.FRONT_MATTER, *span)


def _items(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Return the items of the list at the beginning of `blocks`."""
    items: list[TextBlock] = []
    for block in blocks:
        if not _ITEM.match(block.text):
            break
        items.append(block)
    return items


def _plain(value: str) -> str:
    """Return a value without its quotes; a list in brackets with its items joined."""
    value = value.strip()
    if value[:1] == "[" and value[-1:] == "]":
        return " | ".join(_plain(item) for item in value[1:-1].split(","))
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
