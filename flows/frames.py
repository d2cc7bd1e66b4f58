"""Rows of frames as plain values, and ids as files and ranges of characters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING, Any

from flows.steps.models import source_name

if TYPE_CHECKING:
    import pandas as pd

SHOWN_DOCUMENTS = 500
"""Rows of the table of documents; references to other documents name their files, without a link."""


@dataclass(frozen=True, slots=True)
class SourceRange:
    """A file and, where known, a half-open range of characters of its decoded text.

    `anchor` is the id of the document's row in the report; None where it has none.
    """

    path: str
    start: int | None = None
    end: int | None = None
    anchor: str | None = None


class DocumentSources:
    """The files of a build, by the ids of their documents."""

    def __init__(self, documents: "pd.DataFrame") -> None:
        """Take the table of documents."""
        ids, parts = column(documents, "document_id"), column(documents, "source_part")
        places = list(zip(column(documents, "source_path"), parts, strict=True))
        self._paths: dict[str, str] = dict(zip(ids, starmap(source_name, places), strict=True))
        order = sorted(zip(places, ids, strict=True), key=lambda item: (item[0][0], item[0][1] or 0, item[1]))
        self.shown: tuple[str, ...] = tuple(document_id for _, document_id in order[:SHOWN_DOCUMENTS])
        self._anchors = frozenset(self.shown)

    def path(self, document_id: str) -> str:
        """Return the path of a document's file, with its number where the file holds several.

        Raises KeyError for a document that is not in the table.
        """
        return self._paths[document_id]

    def at(self, document_id: str, start: int | None = None, end: int | None = None) -> SourceRange:
        """Return a range of a document, or the document; raises KeyError where the table lacks it."""
        return SourceRange(self._paths[document_id], start, end, document_id if document_id in self._anchors else None)


def column(frame: "pd.DataFrame", name: str) -> list[Any]:
    """Return the values of a column as Python objects, null as None."""
    import pyarrow as arrow  # heavy: who only needs the types here should not pay for it

    plain: list[Any] = arrow.array(frame[name]).to_pylist()
    return plain


def rows(frame: "pd.DataFrame", names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries with these columns, null as None."""
    values = zip(*(column(frame, name) for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in values]


def among(frame: "pd.DataFrame", name: str, wanted: Collection[str]) -> "pd.DataFrame":
    """Return the rows whose column `name` holds one of `wanted`."""
    return frame[frame[name].isin(list(wanted))]
