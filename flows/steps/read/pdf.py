"""PDF files: the raw text is what PDFium extracts, page by page, with form feeds between the pages.

The file's bytes cannot be rebuilt from text, so raw offsets refer to the extracted text, which is the same for the same
bytes and the same version of pypdfium2. A lone surrogate, which a damaged map of characters gives, is U+FFFD there and
reported. PDFium returns lines without paragraphs; those follow from the position of the lines on
their page (`pdf_layout.py`).
"""

import re
from collections.abc import Iterator
from ctypes import c_uint
from typing import TYPE_CHECKING

from flows.errors import UnusableSeedError
from flows.steps.read.decoding import Decoded
from flows.steps.read.markup import LineEnds, Markup, without_surrogates
from flows.steps.read.pdf_columns import in_columns
from flows.steps.read.pdf_layout import LineBox, LineGap, PdfLine, ordered, parted, set_text
from flows.steps.read.pdf_tables import with_tables
from schemas.vocab import IssueCode

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_BROKEN_WORD = "\ufffe"
"""What PDFium returns in place of a hyphen and the line end behind it."""
_LINE = re.compile(rf"[^\r\n{_BROKEN_WORD}]*(?:\r\n?|\n|{_BROKEN_WORD}|$)")
_BLANKS = re.compile(r"(?<=\S)\s+(?=\S)")
_GAP = 0.8
"""Width, by the size of the type, of a gap that may be one between columns."""
_NUMBERS = re.compile(r"\d+(?:[,–-]\d+)*(?=\D|$)")
_SMALL, _ABOVE = 0.8, 0.2
"""Size of raised type, and how far its lower edge is above that of the line, by the size of the line."""
_GREY, _FAINT, _WHITE = 16, 175, 250
"""Greatest difference of the three shades of a grey, of 255, and from and below which it is a light one."""
_TRANSPARENT = 128
"""Opacity, of 255, below which text shines through."""
_PASSWORD = 4
"""PDFium's error FPDF_ERR_PASSWORD."""


def read_pdf(data: bytes) -> Decoded:
    """Return the text of a PDF, with marks on its headings.

    Raises UnusableSeedError where the file is encrypted or damaged, or no page has text.
    """
    document = _opened(data)
    try:
        parts = [parted(_page_lines(document, number)) for number in range(len(document))]
    finally:
        document.close()
    pages = [ordered(with_tables(in_columns(page))) for page, _ in parts]
    behind = [line for _, lines in parts for line in lines]
    lines = [*(line for page in pages for line in page), *behind]
    if not lines:
        said = f"no page of the PDF ({len(pages)} in all) has a text layer; one with text, not pictures, would be fine"
        raise UnusableSeedError(IssueCode.NO_TEXT, said)
    text, marks, edits = set_text(pages, behind)
    text, replaced = without_surrogates(text)
    line_ends = LineEnds.PLACED if all(line.box for line in lines) else LineEnds.UNKNOWN
    return Decoded(text, None, markup=Markup(edits=edits, marks=marks, line_ends=line_ends), replaced=replaced)


def _opened(data: bytes) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError  # a native library: only PDFs need it

    if not data:
        raise UnusableSeedError(IssueCode.EMPTY, "the file is empty; a PDF with text would be fine")
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == _PASSWORD:
            said = "the PDF is encrypted with a password; an unprotected copy would be fine"
            raise UnusableSeedError(IssueCode.ENCRYPTED, said) from error
        raise _damaged() from error
    if not len(document):
        document.close()
        raise _damaged()
    return document


def _damaged() -> UnusableSeedError:
    return UnusableSeedError(IssueCode.DAMAGED, "the file is damaged or no PDF; one that a viewer opens would be fine")


def _page_lines(document: "PdfDocument", number: int) -> list[PdfLine]:
    """Return the lines of one page that hold text, in the order of the file."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        text_page = page.get_textpage()
    except PdfiumError as error:
        raise _damaged() from error
    try:
        return list(_lines(text_page))
    finally:
        text_page.close()
        page.close()


def _lines(page: "PdfTextPage") -> Iterator[PdfLine]:
    text = page.get_text_range(errors="surrogatepass")  # by default lone surrogates are dropped without a word
    is_placed = len(text) == page.count_chars()  # characters outside the first plane count twice in PDFium's indexes
    for match in _LINE.finditer(text):
        row = match[0].replace(_BROKEN_WORD, "-")
        shown = row.strip()
        if shown:
            start = match.start() + row.index(shown)
            box = _box(page, start, start + len(shown), start + len(shown.split(None, 1)[0])) if is_placed else None
            angle, is_faint = _look(page, start) if is_placed else (0.0, False)
            gaps = tuple(_gaps(page, shown, start, box)) if box else ()
            raised = tuple(_raised(page, shown, start, box)) if box else ()
            yield PdfLine(text=shown, box=box, angle=angle, is_faint=is_faint, gaps=gaps, raised=raised)


def _box(page: "PdfTextPage", start: int, end: int, word_end: int) -> LineBox:
    """Return the box around the characters from `start` to `end`, the first word ending at `word_end`."""
    from pypdfium2 import raw

    left, bottom, *_ = page.get_charbox(start, loose=True)
    word_right, right = (page.get_charbox(last - 1, loose=True)[2] for last in (word_end, end))
    return LineBox(left, bottom, right, word_right - left, raw.FPDFText_GetFontSize(page, start))


def _gaps(page: "PdfTextPage", text: str, start: int, box: LineBox) -> Iterator[LineGap]:
    """Yield the gaps of a line at `start` that are wider than blanks between words."""
    for blank in _BLANKS.finditer(text):
        left = page.get_charbox(start + blank.start() - 1, loose=True)[2]
        right, bottom, *_ = page.get_charbox(start + blank.end(), loose=True)
        if right - left > _GAP * box.size:
            word_end = start + blank.end() + len(text[blank.end() :].split(None, 1)[0])
            word = page.get_charbox(word_end - 1, loose=True)[2] - right
            yield LineGap(blank.end(), left, right, bottom, word)


def _raised(page: "PdfTextPage", text: str, start: int, box: LineBox) -> Iterator[tuple[int, int]]:
    """Yield the ends of numbers in a line at `start` that are small and above the rest, as marks of notes are."""
    from pypdfium2 import raw

    for number in _NUMBERS.finditer(text):
        first = number.end()
        while first > number.start():
            index = start + first - 1
            is_small = raw.FPDFText_GetFontSize(page, index) < _SMALL * box.size
            if not is_small or page.get_charbox(index, loose=True)[1] - box.bottom < _ABOVE * box.size:
                break
            first -= 1
        if first < number.end():
            yield first, number.end()


def _look(page: "PdfTextPage", index: int) -> tuple[float, bool]:
    """Return the angle of a character, in radians, and whether it is nearly transparent or light grey."""
    from pypdfium2 import raw

    red, green, blue, alpha = colours = [c_uint(0) for _ in range(4)]
    is_known = raw.FPDFText_GetFillColor(page, index, *colours)
    shades = [shade.value for shade in (red, green, blue)]
    is_grey = max(shades) - min(shades) <= _GREY and _FAINT <= min(shades) < _WHITE
    is_faint = bool(is_known) and (is_grey or alpha.value < _TRANSPARENT)
    return round(float(raw.FPDFText_GetCharAngle(page, index)), 1), is_faint
