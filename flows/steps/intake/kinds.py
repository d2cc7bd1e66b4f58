"""The kinds of files in which databases export several articles as text; they are data, in `kinds.toml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, NamedTuple

from schemas.data_files import compiled, load_toml
from schemas.vocab import Basis, Role

FieldName = Literal["title", "subtitle", "authors", "publisher", "url", "date"]
BASES = {
    "title": Basis.TITLE_BLOCK,
    "subtitle": Basis.TITLE_BLOCK,
    "authors": Basis.BYLINE,
    "publisher": Basis.PUBLICATION_NOTE,
    "url": Basis.PUBLICATION_NOTE,
    "date": Basis.DATELINE,
}
"""The kind of evidence that a line of a record is for each field."""
_BLANK = re.compile(r"\\h")
_FLAGS = re.IGNORECASE | re.MULTILINE


class RecordLine(NamedTuple):
    """A line of a record: the role of its paragraph, the field that it states, and those that a part of it states.

    `states` are expressions for the whole line, by field; their group `value` is what it states. `is_certain` where no
    line of an article is like it.
    """

    role: Role
    field: FieldName | None = None
    states: dict[FieldName, re.Pattern[str]] = {}  # noqa: RUF012 - nobody changes it
    is_certain: bool = False

    def values_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the fields that a line states, with their values."""
        if self.field:
            yield self.field, text
        for name, pattern in self.states.items():
            if match := pattern.fullmatch(text):
                yield name, match["value"]


@dataclass(frozen=True)
class ExportKind:
    """A block of `kinds.toml`, which explains the fields; at lines such as `yes` articles part, at `no` not."""

    what: str
    source: str
    sign: str
    evidence: tuple[str, ...]
    least: int
    yes: tuple[str, ...]
    no: tuple[str, ...]
    begin: str = ""
    end: str = ""
    cover: str = ""
    tail: str = ""
    keeps_end: bool = False
    fewest: int = 2
    form: Literal["", "code", "colon"] = ""
    lines: dict[str, RecordLine] = field(default_factory=dict)
    opens: tuple[str, ...] = ()
    record: dict[str, RecordLine] = field(default_factory=dict)
    head: str = ""
    groups: dict[str, RecordLine] = field(default_factory=dict)
    first: RecordLine | None = None
    head_only: bool = True
    is_inverted: bool = False
    is_month_first: bool = False
    is_mail: bool = False

    def check(self) -> None:
        """Raise ValueError where the block has none or both of the keys that part articles."""
        if bool(self.begin) == bool(self.end):
            raise ValueError("it needs a begin or an end, and not both; one of them would be fine")

    @cached_property
    def boundary(self) -> re.Pattern[str]:
        """Return the expression for the line above or behind an article."""
        return _compiled(self.begin or self.end)

    @cached_property
    def signs(self) -> re.Pattern[bytes]:
        """Return the expression for what the bytes of such a file have."""
        return re.compile(self.sign.encode(), re.MULTILINE)

    @cached_property
    def cover_end(self) -> re.Pattern[str] | None:
        """Return the expression for the last line above the first article."""
        return _compiled(self.cover) if self.cover else None

    @cached_property
    def tail_begin(self) -> re.Pattern[str] | None:
        """Return the expression for the first line behind the last article."""
        return _compiled(self.tail) if self.tail else None

    @cached_property
    def line_pattern(self) -> re.Pattern[str]:
        """Return the expression for a line of a record: its `name`, and the `gap` before its value."""
        names = "|".join(sorted(map(re.escape, (*self.lines, *self.opens)), key=len, reverse=True))
        gap = r"[^\S\n]+" if self.form == "code" else r"[^\S\n]*:[^\S\n]*"
        return re.compile(rf"^[^\S\n]*(?P<name>{names})(?P<gap>{gap}|[^\S\n]*(?=\n|\Z))", re.MULTILINE)

    @cached_property
    def head_pattern(self) -> re.Pattern[str] | None:
        """Return the expression for the lines above the text, with a group for each of `groups`."""
        return compiled(self.head, "intake/kinds.toml", re.MULTILINE | re.VERBOSE) if self.head else None

    @cached_property
    def _signs_of_article(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_compiled, self.evidence))

    def is_article(self, text: str) -> bool:
        """Return whether a text has as much of the record of an article as it must."""
        return sum(pattern.search(text) is not None for pattern in self._signs_of_article) >= self.least


def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled(_BLANK.sub(r"[^\\S\\n]", pattern), "intake/kinds.toml", _FLAGS)


@cache
def export_kinds() -> dict[str, ExportKind]:
    """Return the kinds by name, in the order in which a file is compared with them."""
    return load_toml(files(__package__).joinpath("kinds.toml"), dict[str, ExportKind])
