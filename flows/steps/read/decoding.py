"""Bytes to text, explicitly: byte order marks, UTF-8, UTF-16 and UTF-32, then legacy encodings.

Every decoding is reversible: encoding the text again gives the same bytes. A byte order mark stays in the text as
U+FEFF, so that raw offsets count it and the ledger can show its removal.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from flows.errors import UnusableSeedError
from flows.steps.read.legacy import CYRILLIC, WESTERN, cyrillic_of, decoded, has_signs_in_words, western_encoding
from flows.steps.read.markup import PLAIN, Markup, ReplacedCharacter
from schemas.vocab import IssueCode


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the name of its encoding, None where the text was extracted rather than decoded.

    `is_guessed` where statistics chose the encoding; `markup` is what the format adds to the characters; `replaced` are
    the lone surrogates for which the text, or the metadata, have U+FFFD.
    """

    text: str
    encoding: str | None
    is_guessed: bool = False
    markup: Markup = PLAIN
    replaced: tuple[ReplacedCharacter, ...] = ()


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"PAR1", "a Parquet file"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
_HEAD = 65536
"""Bytes or characters at the head of a file by which it is found to be binary."""
_HIGH_LETTERS = bytes(range(0xC0, 0x100))
_LITTLE = 0.03
"""Share of letters outside ASCII below which a text is taken for English."""
_MOST_CONTROLS = 0.01
"""Share of control characters above which a file is binary: text has next to none, compressed data about one in ten."""


_SHORTEST_PAGE, _FEWEST_PAGES = 20, 1000
"""Characters of a page on average, and pages, at which form feeds are those of a text; pages of fewer are none."""


def decode(data: bytes) -> Decoded:
    """Return the text of `data` with its encoding.

    Raises UnusableSeedError where the bytes are empty, binary, or text in no encoding that can be recognised.
    """
    if not data:
        raise UnusableSeedError(IssueCode.EMPTY, "the file is empty; a file with text would be fine")
    _refuse_signatures(data)
    decoded = _by_mark(data) or _as_utf8(data) or _by_zeros(data) or _legacy(data)
    _refuse_binary(decoded.text)
    return decoded


def _refuse_signatures(data: bytes) -> None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise UnusableSeedError(
                IssueCode.BINARY, f"the file is {name} whatever its name says; plain text would be fine"
            )


def _by_mark(data: bytes) -> Decoded | None:
    """Return the text if a byte order mark names the encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding), encoding)
    return None


def _strictly(data: bytes, encoding: str) -> str:
    """Return `data` decoded; half characters (lone surrogates) and bytes that are none are refused."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnusableSeedError(
            IssueCode.UNDECODABLE,
            f"the file begins like {encoding.upper()}, but byte {error.start} is no part of a character "
            f"({error.reason}); a file saved as UTF-8 would be fine",
        ) from error


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _is_binary(text) else Decoded(text, "utf-8")


def _by_zeros(data: bytes) -> Decoded | None:
    """Return the text if zero bytes occur where UTF-16 or UTF-32 without a mark has them.

    Latin text has a zero in every second byte, or three in every four.
    """
    if b"\0" not in data[:4096]:
        return None
    for encoding in _likely_wide(data[:4096]):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text):
            return Decoded(text, encoding)
    return None


def _likely_wide(head: bytes) -> list[str]:
    even, odd = head[::2].count(0) * 2 / len(head), head[1::2].count(0) * 2 / len(head)
    last = head[3::4].count(0) * 4 / len(head)
    first = head[::4].count(0) * 4 / len(head)
    mostly, hardly = 0.5, 0.2
    if even + odd > 2 * 0.7 and (last > mostly or first > mostly):
        return ["utf-32-le", "utf-32-be"]
    return ["utf-16-le"] * (odd > mostly and even < hardly) + ["utf-16-be"] * (even > mostly and odd < hardly)


def _legacy(data: bytes) -> Decoded:
    """Return the text in a legacy encoding, if it is reversible.

    Text with hardly a letter outside ASCII is too little for statistics; it is read as Windows-1252, as browsers read
    English pages (WHATWG Encoding Standard).
    """
    if _share_of_controls(data) > _MOST_CONTROLS or _is_fed_too_often(data[:_HEAD].count(b"\f"), len(data[:_HEAD])):
        raise UnusableSeedError(IssueCode.BINARY, "the file is binary, not text; plain text would be fine")
    for name in _legacy_encodings(data):
        text = decoded(data, name)
        if text is not None:
            return Decoded(text, name, is_guessed=True)
    raise UnusableSeedError(
        IssueCode.UNDECODABLE, "the file is text in no encoding that can be told; a file saved as UTF-8 would be fine"
    )


def _legacy_encodings(data: bytes) -> Iterator[str]:
    """Yield the legacy encodings of a text, the most likely first."""
    western = western_encoding(data)
    if western is not None:
        yield western
    if _share_of_high_letters(data) < _LITTLE and not has_signs_in_words(data):
        yield WESTERN
    found = _most_likely(data)
    western = western_encoding(data, found)
    if western is not None:
        yield western
    if found not in CYRILLIC and (cyrillic := cyrillic_of(data)) is not None:
        yield cyrillic
    if found is not None:
        yield found
    if _share_of_high_letters(data) < _LITTLE:
        yield WESTERN


def _most_likely(data: bytes) -> str | None:
    """Return the encoding that charset-normalizer finds the most likely, as Python names it."""
    from charset_normalizer import from_bytes  # heavy: only files that are not Unicode need it

    best = from_bytes(data).best()
    return best.encoding if best else None


def _share_of_high_letters(data: bytes) -> float:
    """Return the share of bytes that are letters in the Windows encodings of Europe; quotes and dashes lie below."""
    return (len(data) - len(data.translate(None, _HIGH_LETTERS))) / len(data)


def _share_of_controls(data: bytes) -> float:
    return sum(byte in _CONTROLS for byte in data[:_HEAD]) / len(data[:_HEAD])


def _is_fed_too_often(form_feeds: int, length: int) -> bool:
    """Return whether form feeds are too many for pages of a text of that length."""
    return form_feeds > max(_FEWEST_PAGES, length / _SHORTEST_PAGE)


def _is_binary(text: str) -> bool:
    head = text[:_HEAD]
    if _is_fed_too_often(head.count("\f"), len(head)):
        return True
    return sum(ord(character) in _CONTROLS for character in head) > _MOST_CONTROLS * len(head)


def _refuse_binary(text: str) -> None:
    if text and _is_binary(text):
        raise UnusableSeedError(IssueCode.BINARY, "the file is binary, not text; plain text would be fine")
