"""Data files (TOML and CSV beside the code) read into typed records; whatever a record does not foresee is an error.

A block of a TOML file, or a row of a CSV file, is a record: a NamedTuple (which is made fastest) or a dataclass. Its
type hints are the contract: `str`, `int`, `float`, `bool`, enums, `Literal`, `date`, `re.Pattern[str]` (with flags:
`Annotated[re.Pattern[str], re.IGNORECASE]`), `Words`, `tuple`, `frozenset`, `dict`, unions of plain types and one list,
and other records. A key without a default must be given, and a key that is no field is refused. A field whose name is
a Python keyword has an underscore behind it (`with_`). A method `check` of the record of a block may raise ValueError
for more. Blocks of a list must differ in their field `id`.

    class Cue(NamedTuple):
        pattern: re.Pattern[str]
        yes: tuple[str, ...] = ()

    cues = load_toml(files(__package__).joinpath("cues.toml"), dict[str, Cue])
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import PurePath
from typing import Annotated, Any, TextIO, TypeVar, cast

from schemas.typed_values import SPLIT, MisfitError, column_readers, converter, defaults_of, meant, no_pattern

T = TypeVar("T")
K = TypeVar("K")
_Row = tuple[int, list[str]]

Words = Annotated[frozenset[str], SPLIT]
"""A set of words that the file contains as one text, with blanks or line ends between them."""
NEEDED: Any = MISSING
"""The default of a field that must be given although a field before it may be left out."""


class DataFileError(ValueError):
    """A data file that cannot be used; the message is a sentence with the file, the block, the key and the fault."""


def load_toml(file: Traversable, kind: type[T]) -> T:
    """Return the content of a TOML file as a value of `kind`; raise DataFileError where it does not fit.

    `kind` is a record with a field for each key of the file, or a type such as `dict[str, Block]`.
    """
    return parse_toml(_text(file), source_of(file), kind)


def parse_toml(text: str, source: str, kind: type[T]) -> T:
    """Return TOML text as a value of `kind`; raise DataFileError, which names `source`, where it does not fit."""
    convert: Callable[[Any], T] = converter(cast("Any", kind))
    try:
        return convert(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"{source}: it should be TOML, and is not ({error}).") from error
    except MisfitError as fault:
        raise DataFileError(fault.sentence(source)) from None


def load_folder(folder: Traversable, group: type[K], kind: type[T]) -> dict[tuple[K, str], T]:
    """Return the blocks of all TOML files of a folder, in the order of the file names and within each file.

    A block `[GROUP.name]` becomes a value of `kind` under the key (`group` of GROUP, name). Raises DataFileError
    where a file does not fit, or two files have a block of one name.
    """
    found: dict[tuple[K, str], T] = {}
    files: dict[tuple[K, str], str] = {}
    for name in sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml")):
        file = folder.joinpath(name)
        for key, block in _blocks(file, group, kind):
            if key in found:
                problem = f"{files[key]} has a block of this name too; give one of them another name"
                raise DataFileError(MisfitError(problem, *map(str, key), is_value=False).sentence(source_of(file)))
            found[key], files[key] = block, name
    return found


def _blocks(file: Traversable, group: type[K], kind: type[T]) -> Iterator[tuple[tuple[K, str], T]]:
    content: dict[K, dict[str, T]] = load_toml(file, dict[group, dict[str, kind]])  # type: ignore[valid-type]
    for outer, blocks in content.items():
        for name, block in blocks.items():
            yield (outer, name), block


def load_table(file: Traversable, kind: type[T], *keys: tuple[str, ...]) -> tuple[T, ...]:
    """Return the rows of a CSV file, each a record of type `kind`; raise DataFileError where the file does not fit.

    The header must be the fields of `kind`, in their order. An empty cell is the default of its field. Values of a
    tuple are parted by `|`. Each of `keys` names columns in which no two rows may agree; rows without a value in one
    of them are not compared.
    """
    source, hint = source_of(file), cast("Any", kind)
    header, rows = _table(file, source)
    names = tuple(defaults_of(hint))
    _check_header(source, header, names)
    _check_widths(source, rows, len(names))
    columns = {}
    for position, (name, read) in enumerate(zip(names, column_readers(hint), strict=True)):
        try:
            columns[name] = read([cells[position] for _, cells in rows])
        except MisfitError:
            raise DataFileError(f"{source}, {_first_misfit(rows, position, name, read)}.") from None
    for key in keys:
        _check_unique(source, [line for line, _ in rows], {name: columns[name] for name in key})
    return tuple(map(hint, *columns.values()))


def load_grid(
    file: Traversable, labels: tuple[str, ...]
) -> tuple[tuple[str, ...], list[tuple[tuple[str, ...], list[int]]]]:
    """Return the columns of a CSV file of whole numbers, and its rows: the labels of each, and its numbers.

    The header must begin with the names `labels`. Raises DataFileError where the file does not fit.
    """
    source, size = source_of(file), len(labels)
    header, rows = _table(file, source)
    if tuple(header[:size]) != labels:
        raise DataFileError(f"{source}, row 1: it should begin with the columns {', '.join(labels)}.")
    _check_widths(source, rows, len(header))
    found: dict[tuple[str, ...], list[int]] = {}
    for line, cells in rows:
        label = tuple(cells[:size])
        if label in found:
            raise DataFileError(f"{source}, row {line}: an earlier row is of {' '.join(label)} too; keep one of them.")
        try:
            found[label] = list(map(int, cells[size:]))
        except ValueError:
            raise DataFileError(f"{source}, row {line}: all but its labels should be whole numbers.") from None
    return tuple(header[size:]), list(found.items())


def csv_rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of CSV text, the header first, each with the number of its last line (1 is the first).

    Empty lines are left out. Raises DataFileError, which names `source`, where the text is no CSV.
    """
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        raise DataFileError(f"{source}, row {reader.line_num}: this is no CSV ({error}); close the quotes.") from error


def write_table(file: TextIO, header: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Write the header and the rows of a CSV file, as `load_table` reads it, to a text file that is open for it."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def compiled(pattern: str, where: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that was put together from a data file.

    Raises DataFileError, which begins with `where` (the file and the block), for what is none.
    """
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise DataFileError(f"{where}: {no_pattern(pattern, error)}.") from error


def source_of(file: Traversable) -> str:
    """Return how messages name a file: its folder and its name."""
    return "/".join(PurePath(str(file)).parts[-2:])


def _text(file: Traversable) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(f"{source_of(file)}: byte {error.start} is not UTF-8; save the file as UTF-8.") from error


def _table(file: Traversable, source: str) -> tuple[list[str], list[_Row]]:
    """Return the header and the rows of a CSV file."""
    rows = list(csv_rows(_text(file), source))
    if not rows:
        raise DataFileError(f"{source}: it is empty, and should have a row with the names of its columns.")
    return rows[0][1], rows[1:]


def _check_header(source: str, header: Sequence[str], wanted: Sequence[str]) -> None:
    for column in header:
        if column not in wanted:
            problem = f"there is no column {column!r}{meant(column, wanted, 'the columns are')}"
            raise DataFileError(f"{source}, row 1: {problem}{'' if problem.endswith('?') else '.'}")
    if list(header) != list(wanted):
        raise DataFileError(f"{source}, row 1: the columns should be {', '.join(wanted)}.")


def _check_widths(source: str, rows: Sequence[_Row], width: int) -> None:
    for line, cells in rows:
        if len(cells) != width:
            raise DataFileError(f"{source}, row {line}: it has {len(cells)} cells, and should have {width}.")


def _first_misfit(rows: Sequence[_Row], position: int, name: str, read: Callable[[Sequence[str]], object]) -> str:
    """Return the row and the fault of the first cell of a column that cannot be read."""
    for line, cells in rows:
        try:
            read([cells[position]])
        except MisfitError as fault:
            return f"row {line}, column {name}: {fault}"
    return f"column {name}"


def _check_unique(source: str, lines: Sequence[int], columns: Mapping[str, Sequence[Any]]) -> None:
    first: dict[tuple[Any, ...], int] = {}
    for line, values in zip(lines, zip(*columns.values(), strict=True), strict=True):
        if first.setdefault(values, line) != line and None not in values:
            what = ", ".join(f"{name} {str(value)!r}" for name, value in zip(columns, values, strict=True))
            raise DataFileError(f"{source}, row {line}: row {first[values]} has the same {what}; keep one of the two.")
