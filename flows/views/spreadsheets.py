"""CSV files of tables and views that a spreadsheet can open: no text of a document becomes a formula there.

A spreadsheet computes a cell that begins with `=`, `+`, `-` or `@`, and so may send what is in other cells elsewhere
(OWASP, CSV injection). Here an apostrophe comes before these characters wherever a cell may begin: at the start of a
text, and after a comma, semicolon, tab or line end in it, at which a spreadsheet of another country separates cells.
Parquet files hold every text as it is; `original_text` gives it back from a cell.
"""

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.frames import rows

if TYPE_CHECKING:
    import pandas as pd

_START = r"(?:^|(?<=[,;\t\r\n]))"
"""Where a cell may begin."""
_FORMULA = r"(?=(?:['\"\0]|[^\S\t\r\n])*[=+\-@＝＋－＠])"
"""In front of what is computed, blanks and quotes before it included."""
_BLANK_START = r"(?='*[\t\r\n])"
_RISKY = re.compile(f"{_START}{_FORMULA}|^{_BLANK_START}")
_PREFIXED = re.compile(f"{_START}'{_FORMULA}|^'{_BLANK_START}")


def write_csv(frame: "pd.DataFrame", path: Path | str) -> None:
    """Write a table or a view as CSV that spreadsheets open without computing any text; a null is an empty cell.

    The file is UTF-8 with a byte order mark, which Excel needs, and has a header. Numbers, days, true and false are as
    they are. Raises OSError where the file cannot be written.
    """
    names = list(frame.columns)
    with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([_cell(row[name]) for name in names] for row in rows(frame, names))


def _cell(value: Any) -> Any:
    return spreadsheet_text(value) if isinstance(value, str) else value


def spreadsheet_text(text: str) -> str:
    """Return a text with an apostrophe before each character that a spreadsheet may take as the start of a formula."""
    return _RISKY.sub("'", text)


def original_text(cell: str) -> str:
    """Return the text that `spreadsheet_text` gave as `cell`."""
    return _PREFIXED.sub("", cell)
