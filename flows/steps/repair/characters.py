"""Characters that carry no text: line ends of other systems, odd spaces, marks nobody sees."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from flows.steps.text.draft import Edit

_LINE_ENDS = re.compile("[\r\v\x85\u2028\u2029](?:(?<=\r)\n)?")  # a set first, because that is quick to look for
_INVISIBLE = (
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls (C0, C1)
    "\xad"  # soft hyphen
    "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"  # zero width space, direction marks, word joiner
    "\ufeff"  # byte order mark, zero width no-break space
    "]"
)
_INVISIBLE_RUN = re.compile(rf"{_INVISIBLE}(?:(?<!^\ufeff)(?:(?!\xad[ \t]*\n){_INVISIBLE})+)?")
_AT_LINE_END = re.compile(r"\xad[ \t]*\n")
_MOST_CODES = 5
"""Kinds of characters of one run that its evidence names."""
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_LETTERS = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile(f"[{''.join(_LETTERS)}]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


_TRAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_DAMAGED = re.compile(
    f"[\xc2-\xf4](?:(?<=[\xc2-\xdf]){_TRAIL}|(?<=[\xe0-\xef]){_TRAIL}{{2}}|(?<=[\xf0-\xf4]){_TRAIL}{{3}})"
)
"""A leading byte of UTF-8 with what follows it, read as Windows-1252: "Ã©" for "é", "â€™" for an apostrophe."""


def mend_mojibake(text: str) -> Iterator[Edit]:
    """Yield edits that decode UTF-8 which was read as Windows-1252.

    Only texts that ftfy finds damaged are looked at, and only runs that are exactly one character when decoded again
    change; quotes stay as they are.
    """
    if text.isascii() or not _DAMAGED.search(text):
        return
    from ftfy.badness import is_bad  # only damaged text needs it

    if not is_bad(text):
        return
    for match in _DAMAGED.finditer(text):
        meant = _decoded_again(match[0])
        if meant is not None:
            yield Edit(start=match.start(), end=match.end(), replacement=meant, rule_id="mojibake", confidence=0.99)


@lru_cache(maxsize=1024)
def _decoded_again(run: str) -> str | None:
    """Return the character whose UTF-8 bytes are shown one by one; None if they are none."""
    import ftfy.bad_codecs  # noqa: F401  registers the codec below

    try:
        meant = run.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return None
    return meant if len(meant) == 1 else None


def resolve_entities(text: str) -> Iterator[Edit]:
    """Yield edits that put the character in place of its HTML name or number."""
    for match in _ENTITY.finditer(text):
        meant = unescape(match[0])
        if meant != match[0] and "\ufffd" not in meant:
            yield Edit(start=match.start(), end=match.end(), replacement=meant, rule_id="html_entity")


def split_ligatures(text: str) -> Iterator[Edit]:
    """Yield edits that write typographic ligatures (U+FB00 to U+FB06) as their letters."""
    for match in _LIGATURE.finditer(text):
        yield Edit(start=match.start(), end=match.end(), replacement=_LETTERS[match[0]], rule_id="ligature")


def plain_line_ends(text: str) -> Iterator[Edit]:
    """Yield edits that make every line end a line feed, and every paragraph separator (U+2029) two."""
    for match in _LINE_ENDS.finditer(text):
        yield Edit(
            start=match.start(),
            end=match.end(),
            replacement="\n\n" if match[0] == "\u2029" else "\n",
            rule_id="line_end",
        )


def drop_invisible(text: str) -> Iterator[Edit]:
    """Yield edits that remove characters without width or meaning, those that follow each other in one edit."""
    for match in _INVISIBLE_RUN.finditer(text):
        if match[0] == "\xad" and _AT_LINE_END.match(text, match.start()):
            continue  # there it is evidence for joining
        rule = "byte_order_mark" if match[0] == "\ufeff" and match.start() == 0 else "invisible_character"
        yield Edit(start=match.start(), end=match.end(), replacement="", rule_id=rule, evidence=_codes(match[0]))


@lru_cache(maxsize=1024)
def _codes(run: str) -> str:
    """Return the code points of some characters, each once: "U+200B U+00AD"."""
    codes = [f"U+{ord(character):04X}" for character in dict.fromkeys(run)]
    return " ".join(codes[:_MOST_CODES]) + (" ..." if len(codes) > _MOST_CODES else "")


def plain_spaces(text: str) -> Iterator[Edit]:
    """Yield edits that make no-break and typographic spaces plain ones."""
    for match in _SPACES.finditer(text):
        yield Edit(
            start=match.start(), end=match.end(), replacement=" ", rule_id="space", evidence=f"U+{ord(match[0]):04X}"
        )
