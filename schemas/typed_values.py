"""From the values of a data file to typed ones: what type hints ask for, and a sentence about what does not fit."""

import re
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import EnumMeta
from functools import cache, partial
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

Convert = Callable[[Any], Any]
"""A function that returns the typed value of what a file contains, or raises MisfitError."""
SPLIT = "split"
"""What marks a set of words that a file contains as one text."""
_WANTED = {str: "a text", bool: "true or false", int: "a whole number", float: "a number", date: "a day"}
_SHOWN = 60
"""Characters of a value that a message quotes, at most."""


class MisfitError(ValueError):
    """What is wrong with a value or a block; `path` are the keys that lead to it, from the outermost on."""

    def __init__(self, problem: str, *path: str, is_value: bool = True) -> None:
        """Keep the problem as a clause without its end; `is_value` is false where a whole block is meant."""
        super().__init__(problem)
        self.problem, self.path, self.is_value = problem, path, is_value

    def below(self, key: object) -> "MisfitError":
        """Return the same fault as the container reports it that has the value under `key`."""
        return MisfitError(self.problem, str(key), *self.path, is_value=self.is_value)

    def sentence(self, source: str) -> str:
        """Return the sentence for a person; `source` names the file."""
        block, key = (self.path[:-1], self.path[-1:]) if self.is_value else (self.path, ())
        where = [source, *([f"[{'.'.join(block)}]"] if block else []), *(f"key {name!r}" for name in key)]
        return f"{', '.join(where)}: {self.problem}{'' if self.problem.endswith('?') else '.'}"


def meant(key: object, known: Iterable[object], otherwise: str = "") -> str:
    """Return the end of a sentence about an unknown key: what its writer may have meant, or what is known.

    `otherwise` introduces the list of all that is known; without it no list is given.
    """
    from difflib import get_close_matches  # wanted where something is wrong, and slow to import

    names = list(map(str, known))
    near = get_close_matches(str(key), names, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; {otherwise} {', '.join(names)}" if otherwise else ""


def no_pattern(pattern: str, error: re.error) -> str:
    """Return the clause about a regular expression that cannot be compiled."""
    return f"{_shown(pattern)} should be a regular expression, and is none ({error})"


def _shown(value: object) -> str:
    written = repr(value)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}..."


# Values of TOML.


@cache
def converter(hint: Any) -> Convert:
    """Return the function that turns a value of a TOML file into one of the type `hint`."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is None:
        return _of_class(hint)
    if origin in {Union, types.UnionType}:
        return _of_union([kind for kind in args if kind is not types.NoneType])
    if origin is Annotated:
        return _words if args[1] == SPLIT else partial(_pattern, args[1])
    if origin is re.Pattern:
        return partial(_pattern, 0)
    if origin is dict:
        return _of_table(from_text(args[0]), converter(args[1]))
    return _of_members({value: value for value in args}) if origin is Literal else _of_list(origin, args)


def _of_class(kind: Any) -> Convert:
    if isinstance(kind, EnumMeta):
        members: Iterable[Any] = kind
        return _of_members({member.value: member for member in members})
    return _of_block(kind) if is_record(kind) else partial(_plain, kind)


def is_record(kind: Any) -> bool:
    """Return whether a type is a NamedTuple or a dataclass."""
    return hasattr(kind, "_field_defaults") or is_dataclass(kind)


def defaults_of(kind: Any) -> dict[str, Any]:
    """Return the fields of a record with their defaults: MISSING where they have none."""
    if hasattr(kind, "_field_defaults"):
        return {name: kind._field_defaults.get(name, MISSING) for name in kind._fields}
    return {
        field.name: field.default if field.default_factory is MISSING else field.default_factory
        for field in fields(kind)
    }


def _plain(kind: Any, value: Any) -> Any:
    if type(value) is kind:
        return value
    if kind is float and type(value) is int:
        return float(value)
    raise MisfitError(f"{_shown(value)} should be {_WANTED[kind]}")


def _of_union(kinds: Sequence[Any]) -> Convert:
    if len(kinds) == 1:
        return converter(kinds[0])
    wanted = " or ".join(_WANTED.get(kind, "a list") for kind in kinds)
    by_type = {kind if kind in _WANTED else list: converter(kind) for kind in kinds}

    def union(value: Any) -> Any:
        convert = by_type.get(type(value))
        if convert is None:
            raise MisfitError(f"{_shown(value)} should be {wanted}")
        return convert(value)

    return union


def _of_members(members: Mapping[Any, Any]) -> Convert:
    def member(value: Any) -> Any:
        found = members.get(value) if isinstance(value, str) else None
        if found is None:
            raise MisfitError(f"{_shown(value)} should be one of {', '.join(filter(None, members))}")
        return found

    return member


def _words(value: Any) -> frozenset[str]:
    if type(value) is not str:
        raise MisfitError(f"{_shown(value)} should be one text, with blanks between the words")
    return _set(value.split())


def _set(values: Sequence[Any]) -> frozenset[Any]:
    found = frozenset(values)
    if len(found) != len(values):
        raise MisfitError(f"{_repeated(values)!r} should be there once, and is there twice")
    return found


def _repeated(values: Iterable[Any]) -> Any:
    """Return the first value that was there before, None without one."""
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None


def _pattern(flags: int, value: Any) -> re.Pattern[str]:
    if type(value) is not str:
        raise MisfitError(f"{_shown(value)} should be a regular expression, as a text")
    try:
        return re.compile(value, flags)
    except re.error as error:
        raise MisfitError(no_pattern(value, error)) from None


def _of_list(origin: Any, args: tuple[Any, ...]) -> Convert:
    is_fixed = origin is tuple and args[-1] is not Ellipsis
    converters = [converter(kind) for kind in args if kind is not Ellipsis]
    collect: Callable[[Sequence[Any]], Any] = tuple if origin is tuple else _set
    is_text = not is_fixed and args[0] is str
    has_ids = is_record(args[0]) and "id" in defaults_of(args[0])

    def items(values: Any) -> Any:
        if type(values) is not list:
            raise MisfitError(f"{_shown(values)} should be a list, in square brackets")
        if is_fixed and len(values) != len(converters):
            raise MisfitError(f"{_shown(values)} should be a list of {len(converters)}")
        if is_text and set(map(type, values)) <= {str}:
            return collect(values)
        pairs = zip(converters if is_fixed else converters * len(values), values, strict=True)
        found = collect([_item(convert, place, value) for place, (convert, value) in enumerate(pairs, 1)])
        if has_ids and (twice := _repeated(row.id for row in found)) is not None:
            raise MisfitError("there are two blocks of this id; give one of them another", twice, is_value=False)
        return found

    return items


def _item(convert: Convert, place: int, value: Any) -> Any:
    try:
        return convert(value)
    except MisfitError as fault:
        raise (fault.below(value.get("id", place)) if type(value) is dict else fault) from None


def _of_table(to_key: Convert, to_value: Convert) -> Convert:
    def table(value: Any) -> dict[Any, Any]:
        found = {}
        for key, inner in _entries(value):
            try:
                name = to_key(key)
            except MisfitError as fault:
                raise MisfitError(fault.problem, is_value=False) from None
            try:
                found[name] = to_value(inner)
            except MisfitError as fault:
                raise fault.below(key) from None
        return found

    return table


def _entries(value: Any) -> Iterable[tuple[str, Any]]:
    if type(value) is not dict:
        raise MisfitError(f"{_shown(value)} should be a table of keys and values")
    return value.items()


def _of_block(kind: Any) -> Convert:
    hints = get_type_hints(kind, include_extras=True)
    defaults = defaults_of(kind)
    converters = {name.removesuffix("_"): (name, converter(hints[name])) for name in defaults}
    needed = tuple(name.removesuffix("_") for name, default in defaults.items() if default is MISSING)

    def block(value: Any) -> Any:
        given = {}
        for key, inner in _entries(value):
            if key not in converters:
                raise MisfitError(f"there is no key {key!r}{meant(key, converters, 'the keys are')}", is_value=False)
            name, convert = converters[key]
            try:
                given[name] = convert(inner)
            except MisfitError as fault:
                raise fault.below(key) from None
        for key in needed:
            if key not in value:
                raise MisfitError(f"the key {key!r} is missing; the block should have it", is_value=False)
        return checked(kind(**given))

    return block


def checked(record: Any) -> Any:
    """Return a record; what its method `check` refuses, if it has one, is a fault of the block."""
    check = getattr(record, "check", None)
    if check is not None:
        try:
            check()
        except ValueError as error:
            raise MisfitError(str(error), is_value=False) from None
    return record


# Keys of TOML, and cells of CSV.


def from_text(hint: Any) -> Convert:
    """Return the function that reads a value of a type from a text that is not empty."""
    if hint is str:
        return str
    if get_origin(hint) is tuple:
        return split_cell
    return partial(_number, hint) if hint in {int, float, date} else converter(hint)


def _number(kind: Any, text: str) -> Any:
    try:
        return date.fromisoformat(text) if kind is date else kind(text)
    except ValueError:
        like = " such as 2014-09-08" if kind is date else ""
        raise MisfitError(f"{text!r} should be {_WANTED[kind]}{like}") from None


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that contains a list, parted by `|`."""
    return tuple(part for part in map(str.strip, cell.split("|")) if part)


@cache
def column_readers(kind: Any) -> tuple[Callable[[Sequence[str]], Sequence[Any]], ...]:
    """Return for each field of a record the function that turns the cells of a column into values.

    An empty cell is the default of the field, and None where the type allows it.
    """
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_reader(hints[name], default) for name, default in defaults_of(kind).items())


def _reader(hint: Any, default: Any) -> Callable[[Sequence[str]], Sequence[Any]]:
    if get_origin(hint) in {Union, types.UnionType}:
        (kind,) = (kind for kind in get_args(hint) if kind is not types.NoneType)
        return _reader(kind, None if default is MISSING else default)
    parse = from_text(hint)

    def read(cells: Sequence[str]) -> Sequence[Any]:
        different = set(cells)
        if "" in different and default is MISSING:
            raise MisfitError("it is empty, and should not be")
        if hint is str and ("" not in different or default == ""):
            return cells
        values = {cell: parse(cell) if cell else default for cell in different}
        return [values[cell] for cell in cells]

    return read
