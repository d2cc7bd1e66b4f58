"""Small PDFs of set text: lines at given places in Helvetica, whose widths a PDF viewer knows without a font file."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_LETTERS = "556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500"
_CAPITALS = "667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611"
_SIGNS = dict.fromkeys(" .,:;!/|", 278) | dict.fromkeys("()[]-\u201c\u201d", 333) | {"\u2019": 222, "'": 191}
_WIDTHS = (
    dict(zip("abcdefghijklmnopqrstuvwxyz", map(int, _LETTERS.split()), strict=True))
    | dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", map(int, _CAPITALS.split()), strict=True))
    | _SIGNS
)
"""Thousandths of the size of type (Adobe Font Metrics of Helvetica)."""
_DIGIT = 556


class SetText(NamedTuple):
    """Text at a place on a page, in points from the lower left corner, in a size; `shade` is 0 for black, 1 for white."""

    text: str
    left: float
    bottom: float
    size: float = 10.0
    shade: float = 0.0
    matrix: str = "1 0 0 1"
    spacing: float = 0.0


def width(text: str, size: float) -> float:
    """Return how wide Helvetica sets a text."""
    return size / 1000 * sum(_WIDTHS.get(letter, _DIGIT) for letter in text)


def wrapped(text: str, wide: float, size: float = 10.0) -> list[str]:
    """Return the lines of a paragraph in a column of a width."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= wide:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def column(
    paragraphs: Iterable[str],
    left: float,
    top: float,
    wide: float,
    *,
    size: float = 10.0,
    indent: float = 0.0,
    gap: float = 0.0,
    is_justified: bool = False,
) -> list[SetText]:
    """Return the lines of paragraphs one below the other; `indent` is that of first lines, `gap` is left between two."""
    made: list[SetText] = []
    bottom = top
    for paragraph in paragraphs:
        lines = wrapped(paragraph, wide - indent, size)
        for number, line in enumerate(lines):
            shift = 0.0 if number else indent
            blanks = line.count(" ")
            is_stretched = is_justified and number + 1 < len(lines) and blanks > 0
            spacing = (wide - shift - width(line, size)) / blanks if is_stretched else 0.0
            made.append(SetText(line, left + shift, bottom, size, spacing=spacing))
            bottom -= 1.2 * size
        bottom -= gap
    return made


def pdf(*pages: Sequence[SetText]) -> bytes:
    """Return a PDF of pages whose texts are drawn in the order given."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    kids = []
    for page in pages:
        content = b"\n".join(_operators(text) for text in page)
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (len(objects) + 2)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, inside) for number, inside in enumerate(objects, 1))
    return b"%%PDF-1.4\n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n0\n%%%%EOF" % (body, len(objects) + 1)


def _operators(text: SetText) -> bytes:
    shown = text.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    place = f"{text.shade:.2f} g BT /F1 {text.size} Tf {text.spacing:.3f} Tw {text.matrix} {text.left:.2f} {text.bottom:.2f} Tm"
    return place.encode() + b" (" + shown + b") Tj ET"
