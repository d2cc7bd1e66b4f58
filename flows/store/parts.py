"""Parts: what single documents gave, kept from build to build under a key of content and code."""

import json
import re
import secrets
import zlib
from collections.abc import Collection, Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

from flows.steps.models import Outcome

PARTS_NAME = "parts"
_MAGIC = b"presstable part 1\n"
_HEAD_SIZE = len(_MAGIC) + 32
"""Bytes before the payload: the format, and a SHA-256."""
_KEY = re.compile(r"[0-9a-f]{8,128}")
_LEVEL = 1
"""Of zlib: parts are written once and read often, and reading takes the same time at every level."""


class PartStore:
    """Outcomes, and other bytes, in `data/parts/<first two digits>/<key>`: a compressed JSON file each, with checksum.

    Threads and processes may share one store: a part is written whole or not at all, and equal keys mean equal
    outcomes. Whatever is damaged counts as missing.
    """

    def __init__(self, data_dir: Path) -> None:
        """Keep the folder in mind; nothing is written yet."""
        self._folder = data_dir / PARTS_NAME

    def get(self, key: str) -> Outcome | None:
        """Return the outcome stored under a key, or None where there is none that is whole."""
        payload = self.read(key)
        return None if payload is None else _decode(zlib.decompress(payload))

    def read(self, key: str) -> bytes | None:
        """Return the bytes that `put` stored under a key, None where they are not there or not whole."""
        try:
            stored = self._path(key).read_bytes()
        except OSError:
            return None
        payload = stored[_HEAD_SIZE:]
        return payload if stored[:_HEAD_SIZE] == _head(key, payload) else None

    def has(self, key: str) -> bool:
        """Return whether a whole outcome is stored under a key, in a tenth of the time that `get` takes."""
        return self.read(key) is not None

    def put(self, key: str, payload: bytes) -> None:
        """Store a packed outcome, or other bytes, under a key; raises ValueError unless that is 8 to 128 hex digits."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{key}.{secrets.token_hex(8)}")
        try:
            draft.write_bytes(_head(key, payload) + payload)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def prune(self, keep: Collection[str]) -> int:
        """Return how many parts were removed: all but those in `keep`, and what killed builds left half done."""
        kept = frozenset(keep)
        extra = [path for path in self._folder.glob("*/*") if path.name not in kept]
        for path in extra:
            path.unlink(missing_ok=True)
        return sum(not path.name.startswith(".") for path in extra)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key of a part; 8 to 128 hexadecimal digits in lower case are")
        return self._folder / key[:2] / key


def packed(outcome: Outcome) -> bytes:
    """Return an outcome as a part holds it; raises TypeError for a value that no record may have."""
    return zlib.compress(_encode(outcome), _LEVEL)


def _head(key: str, payload: bytes) -> bytes:
    """Return what precedes the payload: the format, and a checksum that holds for this key alone."""
    return _MAGIC + sha256(key.encode() + payload).digest()


class _Layout(NamedTuple):
    """How the records of one table are stored: their class, its fields in order, and which of them are days."""

    record: type
    columns: tuple[str, ...]
    days: tuple[int, ...]


@cache
def _layouts() -> dict[str, _Layout]:
    """Return the layout of each table of an outcome, by name."""
    return {name: _layout(get_args(hint)[0]) for name, hint in get_type_hints(Outcome).items()}


def _layout(record: type) -> _Layout:
    hints = get_type_hints(record)
    columns = tuple(field.name for field in fields(record))
    days = tuple(index for index, name in enumerate(columns) if date in (hints[name], *get_args(hints[name])))
    return _Layout(record, columns, days)


def _encode(outcome: Outcome) -> bytes:
    tables = {}
    for name, layout in _layouts().items():
        values = attrgetter(*layout.columns)
        tables[name] = [layout.columns, *map(values, getattr(outcome, name))]
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"), default=_day)
    return text.encode("utf-8", "surrogatepass")


def _day(value: object) -> str:
    if type(value) is not date:  # an instant is a date, too, but would not come back as it was
        raise TypeError(f"{value!r} cannot be stored in a record; text, numbers, days and None can")
    return value.isoformat()


def _decode(data: bytes) -> Outcome | None:
    """Return the outcome, or None where the tables or their columns are no longer those of the records."""
    tables: dict[str, list[list[Any]]] = json.loads(data.decode("utf-8", "surrogatepass"))
    layouts = _layouts()
    if {name: tuple(rows[0]) for name, rows in tables.items()} != {name: layouts[name].columns for name in layouts}:
        return None
    return Outcome(**{name: tuple(_rows(layout, tables[name][1:])) for name, layout in layouts.items()})


def _rows(layout: _Layout, stored: list[list[Any]]) -> Iterator[Any]:
    for values in stored:
        for index in layout.days:
            if values[index] is not None:
                values[index] = date.fromisoformat(values[index])
        yield layout.record(*values)
