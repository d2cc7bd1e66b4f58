"""Front matter: the fields that a Markdown file states between two lines of three hyphens at its top."""

import re
from collections.abc import Iterator, Sequence

from flows.steps.structure.blocks import Block

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


def front_matter_length(blocks: Sequence[Block]) -> int:
    """Return how many blocks at the top are front matter, its two lines of hyphens included."""
    if not blocks or blocks[0].text != "---":
        return 0
    return next((block.position + 1 for block in blocks[1:80] if block.text in {"---", "..."}), 0)


def stated_in(blocks: Sequence[Block]) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield each known field of the front matter: its name, its value and the value's range in the repaired text.

    Several values, as an indented list or in brackets, are joined with ` | `.
    """
    known = {name: field for field, names in _FIELDS.items() for name in names}
    length = front_matter_length(blocks)
    for block in blocks[1 : max(length - 1, 1)]:
        found = _FIELD.match(block.text)
        field = known.get(found["key"].casefold().replace(" ", "_").replace("-", "_")) if found else None
        if found is None or field is None:
            continue
        if found["value"]:
            start = block.start + found.start("value")
            yield field, _plain(found["value"]), (start, block.end)
        elif items := _items(blocks[block.position + 1 : length - 1]):
            values = [item.text.lstrip("- ").strip() for item in items]
            yield field, " | ".join(map(_plain, values)), (items[0].start, items[-1].end)


def _items(blocks: Sequence[Block]) -> list[Block]:
    """Return the items of the list at the beginning of `blocks`."""
    found: list[Block] = []
    for block in blocks:
        if not _ITEM.match(block.text):
            break
        found.append(block)
    return found


def _plain(value: str) -> str:
    """Return a value without its quotes; a list in brackets with its items joined."""
    value = value.strip()
    if value[:1] == "[" and value[-1:] == "]":
        return " | ".join(_plain(item) for item in value[1:-1].split(","))
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
