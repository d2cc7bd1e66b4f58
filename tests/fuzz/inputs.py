"""Inputs by number: the same number gives the same name and bytes, on the same samples."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from flows.steps.read.seed import Seed, seed_of
from tests.fuzz.offices import made_docx, made_epub, made_odt, made_rtf
from tests.fuzz.pages import made_page
from tests.fuzz.pdfs import made_pdf
from tests.fuzz.samples import Samples
from tests.fuzz.texts import changed, drawn

SUFFIXES = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".rtf", ".odt", ".epub", ".doc", ".TXT", "")
_ENCODINGS = (
    *(
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "utf-8-sig",
        "latin-1",
        "cp1252",
        "cp1251",
    ),
    *("koi8-r", "shift_jis", "euc_jp", "gb18030", "big5", "cp037", "cp437", "mac_roman", "utf-7", "iso8859-8"),
)
_LARGEST = 20_000
"""Bytes of the largest input."""


class Kind(NamedTuple):
    """A kind of inputs: its usual suffix, its share of a hundred, and how the bytes of one are made."""

    suffix: str
    share: int
    make: Callable[[Random, Samples], bytes]


def _plain(rng: Random, samples: Samples) -> bytes:
    return encoded(rng, changed(rng, drawn(rng, samples)))


def _page(rng: Random, samples: Samples) -> bytes:
    return encoded(rng, made_page(rng, samples))


def _short(rng: Random, samples: Samples) -> bytes:
    """Return a few characters: marks and odd characters with hardly a word between them."""
    return encoded(rng, changed(rng, rng.choice(samples.phrases)[: rng.randint(0, 30)], 8)[:400])


KINDS = (
    Kind(".txt", 28, _plain),
    Kind(".md", 18, _plain),
    Kind(".md", 7, _short),
    Kind(".html", 24, _page),
    Kind(".pdf", 8, made_pdf),
    Kind(".docx", 5, made_docx),
    Kind(".rtf", 5, made_rtf),
    Kind(".odt", 3, made_odt),
    Kind(".epub", 2, made_epub),
)
_MOSTLY_WHOLE = 0.8
"""Share of inputs whose bytes stay as they were made."""


def encoded(rng: Random, text: str) -> bytes:
    """Return the bytes of a text: mostly as UTF-8, else in any encoding, its own or a wrong one for the characters."""
    encoding = "utf-8" if rng.random() < 0.8 else rng.choice(_ENCODINGS)
    data = text.encode(encoding, "replace")
    mark = rng.choice((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0")) if rng.random() < 0.02 else b""
    return mark + data


def bytes_changed(rng: Random, data: bytes) -> bytes:
    """Return bytes of which some are others, gone, twice there, or cut off."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(data))
        size = rng.choice((1, 1, 2, 16, 200))
        instead = rng.choice(
            (b"", bytes(rng.randrange(256) for _ in range(min(size, 4))), data[at : at + size] * 2, b"\0" * size, b" ")
        )
        data = data[:at] + instead + data[at + size :]
    return data[: rng.randint(0, len(data))] if rng.random() < 0.1 else data


def made(number: int, samples: Samples) -> Seed:
    """Return the input of a number, named after it."""
    rng = Random(number)
    kind = rng.choices(KINDS, [kind.share for kind in KINDS])[0]
    data = kind.make(rng, samples)
    if rng.random() > _MOSTLY_WHOLE:
        data = bytes_changed(rng, data)
    suffix = rng.choice(SUFFIXES) if rng.random() < 0.06 else kind.suffix
    return seed_of(f"fuzz-{number}{suffix}", data[:_LARGEST])
