"""Small PDFs, written object by object and broken: references in circles, wrong lengths, odd numbers, forms in forms."""

import re
import zlib
from collections.abc import Mapping
from random import Random

from tests.fuzz.samples import Samples
from tests.fuzz.texts import drawn

CATALOG, PAGES, FONT, INFO, FORM, CMAP = 1, 2, 3, 4, 5, 6
_FIRST_PAGE = 7
_NUMBERS = (b"0", b"-1", b"1e38", b"2147483648", b"-2147483649", b"99999999999999999999", b"0.0000001", b"NaN", b"")
_OPERATORS = (
    *(b"q", b"Q", b"BT", b"ET", b"/X Do", b"0 Tr", b"3 Tr", b"7 Tr", b"0 Tz", b"-100 Tz", b"0 0 0 0 0 0 cm", b"0 TL"),
    *(
        b"1e9 0 0 1e9 0 0 Tm",
        b"/F1 0 Tf",
        b"/F1 -9 Tf",
        b"/F1 1e9 Tf",
        b"/F9 12 Tf",
        b"-1 0 0 1 0 0 Tm",
        b"T*",
        b"(",
        b")",
    ),
    *(
        b"BI /W 9 /H 9 ID xx EI",
        b"<41>Tj",
        b"<D8003D>Tj",
        b"[(a) -99999 (b)] TJ",
        b"[[[[",
        b"<<",
        b">>",
        b"0 1 -1 0 0 0 cm",
    ),
)
_VALUES = (
    *(
        b"null",
        b"[]",
        b"<<>>",
        b"()",
        b"<>",
        b"true",
        b"/Name",
        b"[0 0 0 0]",
        b"1 0 R",
        b"2 0 R",
        b"99 0 R",
        b"5 0 R",
        b"7 0 R",
    ),
    *(
        b"[" * 300,
        b"<<" * 100,
        b"(" * 50,
        b"/FlateDecode",
        b"[/ASCIIHexDecode /FlateDecode]",
        b"/Crypt",
        b"/JBIG2Decode",
    ),
)
_MAPS = (
    *(
        b"<00> <ff> <d800>",
        b"<00> <ff> <0000>",
        b"<00> <ff> <dfff>",
        b"<41> <5a> <0041004200430044>",
        b"<00> <ff> <fffe>",
    ),
    *(
        b"<00> <ff> <202e>",
        b"<41> <7a> <0020>",
        b"<00> <ff> <>",
        b"<ff> <00> <0041>",
        b"<0000> <ffff> <0041>",
        b"<41> <7a> [<d83d>]",
    ),
)


def written(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of numbered objects with its table of references; `trailer` goes into the trailer's dictionary."""
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = max(objects, default=0) + 1
    rows = b"".join(b"%010d 00000 %c \n" % (places.get(number, 0), b"fn"[number in places]) for number in range(size))
    return b"%sxref\n0 %d\n%strailer\n<</Size %d /Root 1 0 R /Info 4 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        *(data, size, rows, size, trailer, len(data)),
    )


def stream(content: bytes, facts: bytes = b"", length: int | None = None) -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (facts, len(content) if length is None else length, content)


def page_of(lines: list[str], rng: Random) -> bytes:
    """Return the operators that print lines, the first one larger, here and there with others between."""
    made = [b"BT /F1 18 Tf 14 TL 72 720 Td"]
    for number, line in enumerate(lines):
        escaped = re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252", "replace"))
        made.append(b"(%s) Tj T*" % escaped + (b" /F1 11 Tf" if number == 0 else b""))
        if rng.random() < 0.05:
            made.append(rng.choice((*_OPERATORS, b"%d %d Td" % (rng.randint(-400, 400), rng.randint(-900, 900)))))
    return b"\n".join((*made, b"ET"))


def objects_of(rng: Random, text: str) -> dict[int, bytes]:
    """Return the objects of a document of one to three pages that print a text."""
    lines = [line[at : at + 90] for line in text.splitlines() for at in range(0, max(len(line), 1), 90)]
    count = rng.randint(1, 3)
    pages = [_FIRST_PAGE + 2 * number for number in range(count)]
    forms = b"/XObject <</X 5 0 R /Y %d 0 R>>" % rng.choice((FORM, pages[0], CMAP))
    resources = b"/Resources <</Font <</F1 3 0 R>> %s>>" % forms
    rules = b"\n".join(rng.choices(_MAPS, k=2)) if rng.random() < 0.5 else b"<00> <ff> <0000>"
    objects = {
        CATALOG: b"<</Type /Catalog /Pages 2 0 R>>",
        PAGES: b"<</Type /Pages /Kids [%s] /Count %d>>" % (b" ".join(b"%d 0 R" % page for page in pages), count),
        FONT: b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica%s>>" % rng.choice((b"", b"", b" /ToUnicode 6 0 R")),
        INFO: b"<</Title (%s)>>" % rng.choice((b"A title", b"\xfe\xff\xd8\x00", b"(" * 9)),
        FORM: stream(
            rng.choice((b"/X Do", b"BT /F1 9 Tf (form) Tj ET", b"/X Do /X Do", b"/Y Do")),
            b"/Subtype /Form " + resources,
        ),
        CMAP: stream(
            b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange %s endbfrange endcmap" % rules
        ),
    }
    for number, page in enumerate(pages):
        content = page_of(lines[number * 40 : number * 40 + 40], rng)
        packed = rng.random() < 0.5
        objects[page] = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] %s /Contents %d 0 R>>" % (
            resources,
            page + 1,
        )
        objects[page + 1] = stream(zlib.compress(content), b"/Filter /FlateDecode") if packed else stream(content)
    return objects


def objects_changed(rng: Random, objects: dict[int, bytes]) -> dict[int, bytes]:
    """Return the objects with one of them changed, gone, or in the place of another."""
    number = rng.choice(list(objects))
    content = objects[number]
    change = rng.randint(0, 5)
    if change == 0:  # a reference to any other object: circles
        content = re.sub(rb"\d+ 0 R", lambda match: rng.choice((match[0], b"%d 0 R" % rng.randint(0, 14))), content)
    elif change == 1:
        content = re.sub(
            rb"-?\d+(?! 0 R)", lambda match: match[0] if rng.random() < 0.7 else rng.choice(_NUMBERS), content
        )
    elif change == 2:
        content = re.sub(
            rb"/\w+ (\w+ 0 R|\[[^\]]*\]|/\w+)",
            lambda match: match[0].split(b" ")[0] + b" " + rng.choice(_VALUES),
            content,
            count=1,
        )
    elif change == 3:
        at = rng.randint(0, len(content))
        content = content[:at] + b" " + rng.choice((*_OPERATORS, *_VALUES)) + b" " + content[at:]
    elif change == 4:
        content = objects[rng.choice(list(objects))]
    else:
        return {key: value for key, value in objects.items() if key != number}
    return {**objects, number: content}


def made_pdf(rng: Random, samples: Samples) -> bytes:
    """Return a PDF that prints a text, or one of the samples; most are broken in one to three places."""
    if samples.pdfs and rng.random() < 0.1:
        return rng.choice(samples.pdfs)[:9000]
    objects = objects_of(rng, drawn(rng, samples))
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        objects = objects_changed(rng, objects) or objects
    trailer = rng.choice((b"", b"", b"", b"/Prev 9", b"/Prev 0", b"/Encrypt 3 0 R", b"/XRefStm 9"))
    return written(objects, trailer)
