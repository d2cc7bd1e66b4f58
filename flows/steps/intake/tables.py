"""The documents in a table (CSV, TSV) or in JSON (Lines, or one list of objects): one a row, its text in one column.

The text of a document is the source of its row; edits take away what is no text, and undo quotes and escapes.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from flows.steps.intake.kinds import BASES, FieldName
from flows.steps.intake.record import author_names
from flows.steps.read.markup import Markup, MetadataField, ReplacedCharacter, RoleMark
from flows.steps.text.draft import SURROGATE, Edit, EditRule
from schemas.data_files import load_toml
from schemas.vocab import Basis, Role

TABLE_RULES = (
    EditRule(
        "table_cell", "what a row of a table has beside the text of its document", "7,Talks began.", "Talks began."
    ),
    EditRule("table_quote", "two quotes in a quoted cell are one", 'He said ""no"".', 'He said "no".'),
    EditRule("json_escape", "a character that JSON writes with a backslash", "a\\u0301 \\n", "a\u0301 \n"),
)
FEWEST_WORDS = 15
"""Words that a column of text has on average, where no name shows which column it is."""
_SHOWN_ROWS = 200
"""Rows that are looked at to find the column of the text."""
_SEPARATORS = ",;\t|"
_SIGN = re.compile(r"[\W_]+")
_BETWEEN = re.compile(r"[,\s]*")
_NUMBER = re.compile(r"\s*([^\s,}\]]+)")
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_QUOTES = re.compile('""')
_NAMES = re.compile(r"\s*(?:;|\||,\s*(?=\w+\s+\w))\s*")


class TableRow(NamedTuple):
    """A row of a table: its range in the source, and what it adds to that as a document.

    `replaced` are the halves of characters that JSON wrote.
    """

    start: int
    end: int
    markup: Markup
    label: str | None
    replaced: tuple[ReplacedCharacter, ...] = ()


class _Value(NamedTuple):
    """The range of a value in the source without its quotes, and whether quotes or backslashes are escaped in it."""

    start: int
    end: int
    escape: re.Pattern[str] | None


class _SourceRow(NamedTuple):
    """The range of a row, and its values by the name of their column."""

    start: int
    end: int
    values: dict[str, _Value]


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return load_toml(files(__package__).joinpath("columns.toml"), dict[str, tuple[str, ...]])


def rows_of_csv(source: str, text_column: str | None) -> tuple[TableRow, ...]:
    """Return the rows of a table that have a text; none where no column has texts, or the first row has no names."""
    head = source.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    rows = list(_cells(source, separator))
    if not rows:
        return ()
    names = [_plain(source, value).strip("\ufeff ") for value in rows[0][2]]
    if len(set(names)) != len(names) or not all(names) or any(name.isdigit() for name in names):
        return ()
    named = [_SourceRow(start, end, dict(zip(names, values, strict=False))) for start, end, values in rows[1:]]
    return tuple(_documents(source, named, text_column))


def rows_of_json(source: str, text_column: str | None) -> tuple[TableRow, ...]:
    """Return the objects of JSON Lines, or of one list, that have a text; none where they are no such JSON."""
    return tuple(_documents(source, list(_objects(source)), text_column))


def _documents(source: str, rows: Sequence[_SourceRow], text_column: str | None) -> Iterator[TableRow]:
    column = _text_column(source, rows[:_SHOWN_ROWS], text_column)
    if column is None:
        return
    for row in rows:
        value = row.values.get(column)
        if value is not None and _plain(source, value).strip():
            yield _document(source, row, value)


def _text_column(source: str, rows: Sequence[_SourceRow], wanted: str | None) -> str | None:
    """Return the column of the text: the one that is wanted, one with a name for it, or the one with the most words."""
    columns = dict.fromkeys(name for row in rows for name in row.values)
    if wanted is not None:
        return wanted if wanted in columns else None
    words = {
        name: sum(len(_plain(source, row.values[name]).split()) for row in rows if name in row.values) / len(rows)
        for name in columns
    }
    named = [name for known in _names()["text"] for name in columns if _key(name) == known and words[name] > 1]
    long = [name for name in columns if words[name] >= FEWEST_WORDS]
    found = [name for name in named if name in long] or sorted(long, key=lambda name: -words[name]) or named
    return found[0] if found else None


def _key(name: str) -> str:
    return _SIGN.sub("", name.casefold())


def _document(source: str, row: _SourceRow, text: _Value) -> TableRow:
    """Return a row as a document; its title is a paragraph where it is before the text, else only metadata."""
    metadata = tuple(_metadata(source, row, text))
    title = next((field for field in metadata if field.field == "title"), None)
    title_value = next(
        (value for value in row.values.values() if title and value.start - row.start == title.start), None
    )
    shown = [value for value in (title_value, text) if value is not None and value.start <= text.start]
    edits: list[Edit] = []
    replaced: list[ReplacedCharacter] = []
    position = row.start
    for value in shown:
        if position < value.start:
            between = "\n\n" if position > row.start else ""
            edits.append(Edit(position - row.start, value.start - row.start, between, rule_id="table_cell"))
        for edit, half in _unescaped(source, value, row.start):
            edits.append(edit)
            replaced += half
        position = value.end
    if position < row.end:
        edits.append(Edit(position - row.start, row.end - row.start, "", rule_id="table_cell"))
    marks = tuple(RoleMark(value.start - row.start, value.end - row.start, Role.TITLE) for value in shown[:-1])
    label = next((_plain(source, value) for name, value in row.values.items() if _key(name) in {"id", "docid"}), "")
    return TableRow(
        row.start, row.end, Markup(edits=tuple(edits), record=marks, metadata=metadata), label or None, tuple(replaced)
    )


def _unescaped(source: str, value: _Value, origin: int) -> Iterator[tuple[Edit, tuple[ReplacedCharacter, ...]]]:
    """Yield the edits that undo the escapes in a value, each with the half of a character that it replaced, if any."""
    if value.escape is None:
        return
    rule_id = "table_quote" if value.escape is _QUOTES else "json_escape"
    for match in value.escape.finditer(source, value.start, value.end):
        start, end = match.start() - origin, match.end() - origin
        shown = _escaped(match[0])
        half = SURROGATE.search(shown)
        codes = (ReplacedCharacter(start, end, f"U+{ord(shown):04X}"),) if half else ()
        yield Edit(start, end, "\ufffd" if half else shown, rule_id=rule_id), codes


def _escaped(written: str) -> str:
    if written == '""':
        return '"'
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:
        return written


def _plain(source: str, value: _Value) -> str:
    text = source[value.start : value.end]
    plain = value.escape.sub(lambda match: _escaped(match[0]), text) if value.escape else text
    return SURROGATE.sub("\ufffd", plain)


def _metadata(source: str, row: _SourceRow, text: _Value) -> Iterator[MetadataField]:
    """Yield what the other columns state, by their names."""
    keys = {_key(name): value for name, value in reversed(row.values.items()) if value is not text}
    for field in BASES:
        found = (keys[name] for name in _names()[field] if name in keys)
        value, plain = next(((value, plain) for value in found if (plain := _stated(source, value, field))), (None, ""))
        if value is not None:
            yield MetadataField(field, plain, Basis.PAGE_METADATA, value.start - row.start, value.end - row.start)


def _stated(source: str, value: _Value, field: FieldName | str) -> str:
    """Return what a value states, empty where it is a sign of nothing."""
    plain = " ".join(_plain(source, value).split())
    if plain.casefold() in {"", "na", "n/a", "nan", "none", "null", "-", "unknown"}:
        return ""
    if field == "authors":
        names = " | ".join(author_names(plain))
        return names or " | ".join(part for part in _NAMES.split(plain.strip("[]")) if part)
    return plain


def _cells(source: str, separator: str) -> Iterator[tuple[int, int, list[_Value]]]:
    """Yield the range of each row that is not empty, and its values; a quoted value may have line ends."""
    sign = re.escape(separator)
    cell = re.compile(rf'"(?P<quoted>(?:[^"]|"")*+)"[^\S\n{sign}]*(?=[{sign}\n]|\Z)|(?P<plain>[^{sign}\n]*)')
    position, size = 0, len(source)
    while position < size:
        start, values = position, []
        while True:
            match = cell.match(source, position)
            if match is None:
                return
            name = "quoted" if match["quoted"] is not None else "plain"
            begin, end = match.span(name)
            end = begin + len(source[begin:end].rstrip("\r")) if name == "plain" else end
            has_quotes = name == "quoted" and '""' in match["quoted"]
            values.append(_Value(begin, end, _QUOTES if has_quotes else None))
            position = match.end()
            if position >= size or source[position] != separator:
                break
            position += 1
        end = position
        newline = source.find("\n", position)
        if newline < 0 or source[position:newline].strip():
            newline = newline if newline >= 0 else size - 1
        position = newline + 1
        if source[start:end].strip():
            yield start, end, values


def _objects(source: str) -> Iterator[_SourceRow]:
    """Yield the objects in JSON Lines, or in one list, with their values that are texts or numbers."""
    decoder = json.JSONDecoder()
    position = len(source) - len(source.lstrip("\ufeff \t\r\n"))
    position += source.startswith("[", position)
    while position < len(source):
        between = _BETWEEN.match(source, position)
        position = between.end() if between else position
        if not source.startswith("{", position):
            return
        try:
            value, end = decoder.raw_decode(source, position)
        except (ValueError, RecursionError):
            return
        yield _SourceRow(position, end, dict(_members(source, position, end, value)))
        position = end


def _members(source: str, start: int, end: int, value: dict[str, object]) -> Iterator[tuple[str, _Value]]:
    """Yield name and place of each member of an object that is a text or a number."""
    depth, name = 0, None
    position = start
    while position < end:
        match = _PIECE.search(source, position, end)
        if match is None:
            return
        position = match.end()
        sign = match[0][0]
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(sign, 0)
        if depth != 1:
            continue
        if sign == '"' and name is None:
            name = json.loads(match[0])
        elif sign == '"' and name is not None:
            has_escape = "\\" in match[0]
            yield name, _Value(match.start() + 1, match.end() - 1, _ESCAPE if has_escape else None)
            name = None
        elif sign == ":" and isinstance(value.get(name or ""), int | float):
            number = _NUMBER.match(source, position)
            if number and name is not None:
                yield name, _Value(*number.span(1), None)
        elif sign == ",":
            name = None
