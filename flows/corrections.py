"""The file of corrections: read and checked row by row, and a row appended in one rename."""

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from flows.errors import CorrectionsError
from flows.steps.corrections import Correction, homes, problems
from schemas.data_files import DataFileError, csv_rows, load_table, write_table

FILE_NAME = "corrections.csv"
"""The file beside the folder of seeds that is read where no other is named."""


def corrections_path(seeds: Path, chosen: Path | None) -> Path | None:
    """Return the file of corrections: the one chosen, or else that beside the folder of seeds, None without one."""
    beside = seeds.resolve().parent / FILE_NAME
    return chosen or (beside if beside.is_file() else None)


def read_corrections(path: Path | None) -> tuple[Correction, ...]:
    """Return the corrections of a file, none without a file.

    Raises CorrectionsError with all that is wrong, OSError where the file cannot be read.
    """
    if path is None:
        return ()
    try:
        rows = load_table(path, Correction)
        lines = [line for line, _ in csv_rows(path.read_text("utf-8-sig"), path.name)][1:]
    except DataFileError as error:
        raise CorrectionsError([str(error)]) from error
    found = list(_problems(path.name, lines, rows))
    if found:
        raise CorrectionsError(found)
    return rows


def _problems(source: str, lines: Sequence[int], rows: Sequence[Correction]) -> Iterator[str]:
    first: dict[str, int] = {}
    for line, row in zip(lines, rows, strict=True):
        for problem in problems(row):
            yield f"{source}, row {line}: {problem}."
        if first.setdefault(row.correction_id, line) != line:
            yield f"{source}, row {line}: row {first[row.correction_id]} is the same; keep one of the two."


def append_correction(path: Path, row: Correction) -> None:
    """Write a correction behind those of a file, which is made where there is none, and replaced in one rename.

    Raises CorrectionsError where the row, or the file as it is, has errors; then nothing is written.
    """
    rows = read_corrections(path) if path.exists() else ()
    found = [f"{path.name}, the new row: {problem}." for problem in problems(row)]
    if row.correction_id in {other.correction_id for other in rows}:
        found.append(f"{path.name}, the new row: an earlier row is the same; one of them is enough.")
    if found:
        raise CorrectionsError(found)
    text = StringIO()
    write_table(
        text, Correction._fields, ([cell if cell is not None else "" for cell in each] for each in (*rows, row))
    )
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(text.getvalue().encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def by_document(rows: Sequence[Correction], names: Mapping[str, str]) -> dict[str, tuple[Correction, ...]]:
    """Return the corrections of each document by its id; `names` are the ids of documents by name, as for `homes`."""
    found: dict[str, tuple[Correction, ...]] = {}
    for row, document_id in zip(rows, homes(rows, names).values(), strict=True):
        if document_id is not None:
            found[document_id] = (*found.get(document_id, ()), row)
    return found
