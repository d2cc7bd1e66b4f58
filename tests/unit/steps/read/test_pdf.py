"""PDFs: text with pages, paragraphs and headings by place; and the kinds that cannot be used."""

from pathlib import Path

import pytest

from flows.errors import UnusableSeedError
from flows.steps import process
from flows.steps.assembly import edit_rows, paragraph_rows
from flows.steps.options import Options
from flows.steps.read import read
from flows.steps.read.markup import LineEnds
from flows.steps.read.pdf import read_pdf
from flows.steps.read.pdf_layout import LineBox, PdfLine, ordered, set_text
from flows.steps.read.seed import seed_of
from flows.steps.repair import repair
from flows.steps.structure import structure
from flows.steps.text.ledger import is_rebuilt
from schemas.vocab import IssueCode, Role

ROOT = Path(__file__).parents[4]
GOLDEN = ROOT / "tests" / "golden" / "formats"
WIDTH = 200.0


def line(text: str, bottom: float, *, left: float = 0.0, size: float = 10.0) -> PdfLine:
    """Return a line in a type whose letters are half as wide as high."""
    letter = size / 2
    return PdfLine(text, LineBox(left, bottom, left + letter * len(text), letter * len(text.partition(" ")[0]), size))


FULL = "x" * 38


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([line(FULL, 100), line("goes on", 88), line("New one", 76)], f"{FULL}\ngoes on\n\nNew one"),
        ([line(FULL, 100), line(FULL, 88), line(FULL, 64), line(FULL, 52)], f"{FULL}\n{FULL}\n\n{FULL}\n{FULL}"),
        ([line(f"{FULL}.", 100), line(FULL, 88, left=12), line(FULL, 76)], f"{FULL}.\n\n{FULL}\n{FULL}"),
        ([line(f"- {FULL}", 100), line(FULL, 88, left=12), line(FULL, 76)], f"- {FULL}\n{FULL}\n{FULL}"),
        ([line("A title in two", 100, size=18), line("lines", 80, size=18), line(FULL, 60), line(FULL, 48), line(FULL, 36)],
         f"A title in two\nlines\n\n{FULL}\n{FULL}\n{FULL}"),
        ([line(FULL, 24), line(FULL, 12), line(FULL, 100, left=300), line(FULL, 88, left=300)], f"{FULL}\n{FULL}\n{FULL}\n{FULL}"),
        ([PdfLine("a", None), PdfLine("b", None)], "a\nb"),
        ([], ""),
    ],
)  # fmt: skip
def test_paragraphs_by_place(lines: list[PdfLine], text: str) -> None:
    assert set_text([lines])[0] == text


def column(text: str, lines: int, *, left: float = 0.0, top: float = 500.0, size: float = 10.0) -> list[PdfLine]:
    return [line(text, top - 1.2 * size * row, left=left, size=size) for row in range(lines)]


WIDE = "w" * 100
COLUMN = " ".join(["cccc"] * 8)


@pytest.mark.parametrize(
    "page",
    [
        [line(WIDE, 560, size=8), *column(COLUMN, 12)],
        [line("A title that is wider than its text", 540, size=18), *column(COLUMN, 12)],
        [line(WIDE, 536), *column(COLUMN, 20)],
        [*column(WIDE, 5), *column(COLUMN, 12, top=430), *column(COLUMN, 12, left=300, top=430)],
        [*column(WIDE, 5, size=9), *column(COLUMN, 12, top=430), *column(COLUMN, 12, left=300, top=430)],
        [*column(COLUMN, 6), line(f"{COLUMN}cc", 428, left=12), *column(COLUMN, 6, top=416)],
    ],
    ids=["head", "title", "head of the same size", "lead across both columns", "smaller lead", "indented line"],
)
def test_what_is_wider_than_a_column_ends_no_paragraph_in_it(page: list[PdfLine]) -> None:
    text = set_text([page]).text
    inner = [block for block in text.split("\n\n") if COLUMN in block]
    assert len(inner) <= 2
    assert all(block.count("\n") >= 5 for block in inner)


def test_the_last_line_of_a_paragraph_in_a_column_ends_it() -> None:
    page = [line(WIDE, 560, size=8), *column(COLUMN, 6), line("the end.", 428), *column(COLUMN, 6, top=416)]
    assert f"{COLUMN}\nthe end.\n\n{COLUMN}" in set_text([page])[0]


def test_pages_are_parted_by_form_feeds() -> None:
    page = [line("text", 100)]
    assert set_text([page, [], page])[0] == "text\f\ftext"


def test_the_foot_of_a_page_comes_last_wherever_the_file_has_it() -> None:
    body = [line(FULL, 100 - 12 * row) for row in range(4)]
    head, foot = line("head", 200), line("7", 10)
    assert ordered([foot, head, *body]) == [head, *body, foot]
    assert ordered([*body[2:], *body[:2]]) == [*body[2:], *body[:2]]


def test_larger_type_is_a_heading() -> None:
    page = [line("Title", 200, size=18), line("Part", 160, size=13), *(line(FULL, 140 - 12 * row) for row in range(5))]
    text, marks, _ = set_text([page])
    assert [(text[mark.start : mark.end], mark.role) for mark in marks] == [
        ("Title", Role.TITLE),
        ("Part", Role.HEADING),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("grain_corridor_locked.pdf", IssueCode.ENCRYPTED),
        ("grain_corridor_cut.pdf", IssueCode.DAMAGED),
        ("grain_corridor_scan.pdf", IssueCode.NO_TEXT),
    ],
)
def test_a_pdf_that_cannot_be_used(name: str, code: IssueCode) -> None:
    with pytest.raises(UnusableSeedError) as caught:
        read(seed_of(name, (ROOT / "seeds" / name).read_bytes()))
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", IssueCode.EMPTY), (b"plain text", IssueCode.DAMAGED), (b"%PDF-1.7\n%%EOF", IssueCode.DAMAGED)],
)
def test_no_pdf_at_all(data: bytes, code: IssueCode) -> None:
    with pytest.raises(UnusableSeedError) as caught:
        read(seed_of("a.pdf", data))
    assert caught.value.code == code


def pdf_of(text: bytes, code_units: dict[bytes, bytes]) -> bytes:
    """Return a PDF of one line whose font maps single bytes to UTF-16 code units, both in hexadecimal."""
    return pdf_with(b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text, code_units)


def pdf_with(content: bytes, code_units: dict[bytes, bytes]) -> bytes:
    """Return a PDF of one page with the given content; its font is F1."""
    pairs = b" ".join(b"<%s> <%s>" % pair for pair in code_units.items())
    cmap = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar %s endbfchar endcmap" % (
        len(code_units),
        pairs,
    )
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, inside) for number, inside in enumerate(objects, 1))
    return (
        b"%%PDF-1.4\n%strailer<</Size 7/Root 1 0 R>>\nstartxref\n0\n%%%%EOF" % body
    )  # without a table of places, PDFium searches


@pytest.mark.parametrize(
    ("code_units", "text", "codes"),
    [
        ({b"40": b"D83D"}, "a w\ufffdrd and $", ["U+D83D"]),
        ({b"40": b"DE00", b"24": b"D800"}, "a w\ufffdrd and \ufffd", ["U+DE00", "U+D800"]),
        ({b"40": b"D83DDE00"}, "a w😀rd and $", []),
        ({b"40": b"FFFD"}, "a w\ufffdrd and $", []),
        ({}, "a w@rd and $", []),
    ],
)
def test_a_lone_surrogate_is_replaced_and_reported(code_units: dict[bytes, bytes], text: str, codes: list[str]) -> None:
    seed = seed_of("a.pdf", pdf_of(b"a w@rd and $", code_units))
    source = read(seed)
    assert source.text == text
    assert [replaced.code for replaced in source.replaced] == codes
    assert {text[replaced.start : replaced.end] for replaced in source.replaced} <= {"\ufffd"}
    outcome = process(seed, Options(language_model="rules"))
    assert outcome.documents[0].is_rebuilt_exactly
    issues = [issue for issue in outcome.issues if issue.code == IssueCode.REPLACED_SURROGATE]
    assert [(issue.raw_start, issue.raw_end) for issue in issues] == ([(3, 4)] if codes else [])
    assert all(codes[0] in issue.message for issue in issues)


PRINTED = (
    b"The truce near Goma",
    b"4 March 2021",
    *(b"Two soldiers were killed near the town on Tuesday." for _ in range(6)),
)
TEXT = b"0 g " + b" ".join(
    b"BT /F1 %d Tf 1 0 0 1 72 %d Tm (%s) Tj ET" % (16 if row == 0 else 11, 740 - 15 * row, text)
    for row, text in enumerate(PRINTED)
)


@pytest.mark.parametrize(
    "mark",
    [
        b"0 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 110 300 Tm (DRAFT COPY) Tj ET ",
        b"0.85 g BT /F1 60 Tf 1 0 0 1 110 400 Tm (DRAFT COPY) Tj ET ",
        b"0.8 0.8 0.8 rg BT /F1 40 Tf 1 0 0 1 110 760 Tm (DRAFT COPY) Tj ET ",
        b"0 g BT /F1 7 Tf 0 1 -1 0 30 200 Tm (DRAFT COPY) Tj ET ",
    ],
    ids=["oblique", "grey behind the text", "grey above the text", "along the edge"],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_printed_across_a_page_is_no_title_and_not_lost(mark: bytes, is_first: bool) -> None:
    decoded = read_pdf(pdf_with(mark + TEXT if is_first else TEXT + b" " + mark, {}))
    assert decoded.text.endswith("\n\nDRAFT COPY")
    titles = [decoded.text[found.start : found.end] for found in decoded.markup.marks if found.role == Role.TITLE]
    assert titles == ["The truce near Goma"]
    found = structure(repair(decoded.text, decoded.markup), decoded.markup)
    assert found.metadata.title and found.metadata.title.value == "The truce near Goma"
    assert found.roles[-1] == Role.OTHER


@pytest.mark.parametrize("colour", [b"1 g", b"0.4 g", b"0.6 g", b"0.8 0.2 0.2 rg", b"0.6 0.7 0.9 rg"])
def test_a_title_may_be_white_dark_grey_or_coloured(colour: bytes) -> None:
    decoded = read_pdf(pdf_with(TEXT.replace(b"0 g", colour, 1), {}))
    assert decoded.text.startswith("The truce near Goma")
    assert [found.role for found in decoded.markup.marks] == [Role.TITLE]


def test_a_page_that_is_set_sideways_is_text() -> None:
    sideways = b" ".join(
        b"BT /F1 %d Tf 0 1 -1 0 %d 72 Tm (%s) Tj ET" % (16 if row == 0 else 11, 60 + 15 * row, text)
        for row, text in enumerate(PRINTED)
    )
    decoded = read_pdf(pdf_with(sideways, {}))
    assert decoded.text.split() == b" ".join(PRINTED).decode().split()
    assert Role.OTHER not in {found.role for found in decoded.markup.marks}


def test_the_same_bytes_give_the_same_text() -> None:
    data = (ROOT / "seeds" / "grain_corridor.pdf").read_bytes()
    first, second = read_pdf(data), read_pdf(data)
    assert first == second
    assert first.encoding is None
    assert first.markup.line_ends is LineEnds.PLACED
    assert first.text.count("\f") >= 2


def test_sample() -> None:
    """A missing golden file is written, and the test fails until somebody has read it."""
    decoded = read_pdf((ROOT / "seeds" / "grain_corridor.pdf").read_bytes())
    draft = repair(decoded.text, decoded.markup)
    found = structure(draft, decoded.markup)
    rows, _ = paragraph_rows("doc_0", draft, found)
    assert is_rebuilt(decoded.text, rows, edit_rows("doc_0", draft, found.blocks, rows))
    lines = [f"{role:16} {block.text!r}" for block, role in zip(found.blocks, found.roles, strict=True)]
    lines += [
        f"{change.rule_id:16} {draft.raw[change.raw_start : change.raw_end]!r} -> {change.replacement!r}"
        for change in draft.changes
    ]
    got = "\n".join(lines) + "\n"
    want = GOLDEN / "grain_corridor.pdf.golden"
    if not want.exists():
        want.write_text(got, "utf-8")
        pytest.fail(f"wrote {want.name}: read it, and commit it if it is right")
    assert got == want.read_text("utf-8")
