"""A user's own actors: a CSV file with the columns of `knowledge/actors.csv` but `source`, checked row by row."""

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from flows.errors import KnowledgeError
from flows.steps.entities.knowledge_base import Entry, NamedEntity, UserActors
from flows.steps.entities.tokens import fold
from schemas.data_files import DataFileError, csv_rows
from schemas.typed_values import split_cell
from schemas.vocab import EntityType, Sector

COLUMNS = ("name", "entity_type", "wikidata_id", "country", "sector", "aliases")
_NEEDED = ("name", "entity_type")
_WIKIDATA = re.compile(r"Q[1-9]\d*")


def read_user_knowledge(path: Path) -> UserActors:
    """Return the actors of the file at `path`; raise KnowledgeError with all that is wrong, OSError if unread."""
    return parse_knowledge(path.read_bytes(), path.name)


def parse_knowledge(raw: bytes, source: str) -> UserActors:
    """Return the actors of a CSV file given as bytes (UTF-8, header first); `source` names it in errors.

    Columns are those of `actors.csv` but `source`; all but name and entity_type may be left out. Several
    aliases in one cell are separated by `|`. Raises KnowledgeError with all errors at once.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KnowledgeError([f"{source}: byte {error.start} is not UTF-8; save the file as UTF-8."]) from error
    try:
        lines = list(csv_rows(text, source))
    except DataFileError as error:
        raise KnowledgeError([str(error)]) from error
    header = lines[0][1] if lines else []
    rows = [(line, _row(header, cells)) for line, cells in lines[1:]]
    problems = list(_header(source, header)) or list(_problems(source, rows))
    if problems:
        raise KnowledgeError(problems)
    return UserActors(hashlib.sha256(raw).hexdigest(), tuple(_entry(row) for _, row in rows))


def _row(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return the cells by column; cells without a column are there under an empty name."""
    rest = {"": "|".join(cells[len(header) :])} if len(cells) > len(header) else {}
    return dict(zip(header, cells, strict=False)) | rest


def _entry(row: Mapping[str, str]) -> Entry:
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    actor = NamedEntity(
        name=cells["name"],
        entity_type=cells["entity_type"],
        wikidata_id=cells["wikidata_id"] or None,
        country=cells["country"] or None,
        sector=cells["sector"] or None,
        is_user=True,
    )
    return actor, split_cell(cells["aliases"])


def _header(source: str, header: Sequence[str]) -> Iterator[str]:
    for column in _NEEDED:
        if column not in header:
            yield f"{source}, row 1: the column {column} is missing; the columns are {', '.join(COLUMNS)}."
    for column in header:
        if column not in COLUMNS:
            yield f"{source}, row 1: there is no column {column!r}; the columns are {', '.join(COLUMNS)}."


def _problems(source: str, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[str]:
    owners: dict[str, int] = {}
    ids: dict[str, int] = {}
    for line, row in rows:
        where = f"{source}, row {line}, column"
        if "" in row:
            yield f"{source}, row {line}: there are more cells than columns; quote a cell that has a comma in it."
            continue
        actor, aliases = _entry(row)
        yield from _cells(where, actor)
        yield from _repeated(where, line, (actor.name, *aliases), owners)
        if actor.wikidata_id and ids.setdefault(actor.wikidata_id, line) != line:
            first = ids[actor.wikidata_id]
            yield f"{where} wikidata_id: {actor.wikidata_id} is in row {first}, too; one row is one thing."


def _cells(where: str, actor: NamedEntity) -> Iterator[str]:
    if not actor.name:
        yield f"{where} name: it is empty; write the name by which the thing is best actor."
    if actor.entity_type not in set(EntityType):
        yield f"{where} entity_type: {actor.entity_type!r} is none of {', '.join(EntityType)}."
    if actor.wikidata_id and not _WIKIDATA.fullmatch(actor.wikidata_id):
        yield f"{where} wikidata_id: {actor.wikidata_id!r} is no Wikidata id such as Q458; leave it empty if in doubt."
    if actor.country and actor.country not in _countries():
        yield f"{where} country: {actor.country!r} is no ISO 3166-1 alpha-3 code{_hint(actor.country)}."
    if actor.sector and actor.sector not in set(Sector):
        yield f"{where} sector: {actor.sector!r} is none of PLOVER's {', '.join(Sector)}."


def _repeated(where: str, line: int, names: Sequence[str], owners: dict[str, int]) -> Iterator[str]:
    """Yield a sentence for each name that an earlier row has; the names of this row are added to `owners`."""
    for position, name in enumerate(names):
        first = owners.setdefault(fold(name), line) if name else line
        if first != line:
            column = "aliases" if position else "name"
            yield f"{where} {column}: {name!r} is in row {first} already; one name means one thing."


def _hint(written: str) -> str:
    """Return a hint on the country code meant: that of a country named or abbreviated, or the nearest code."""
    import pycountry

    try:
        return f"; write {pycountry.countries.lookup(written).alpha_3}"
    except LookupError:
        near = difflib.get_close_matches(written.upper(), sorted(_countries()), n=1)
        return f"; did you mean {near[0]}?" if near else " such as IRQ"


@cache
def _countries() -> frozenset[str]:
    import pycountry  # loads its data when first asked

    return frozenset(country.alpha_3 for country in pycountry.countries)
