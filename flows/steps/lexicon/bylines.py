"""Names of people as bylines and notes print them."""

import re
from collections.abc import Iterator

NAME = (
    r"[A-Z\u00c0-\u00de][\w.'’-]*(?: (?:(?:al|el|bin|ibn|von|van|de|der|del|la|di|du) )?"
    r"(?:(?:al|el|as|ar|an|ad|ash|d)[-'’])?[A-Z\u00c0-\u00de][\w.'’-]*)+"
)
"""One name of at least two words, with the particles between or before them."""

NAMES = rf"{NAME}(?:(?:,|,? and| &) {NAME})*"
"""Several names as a sentence lists them."""

_HEAD = re.compile(
    r"(?:(?:written|posted|reported|words|story|text|analysis|commentary|report)\s+)?(?:by|authors?)\s*:?\s+",
    re.IGNORECASE,
)
_TITLES = re.compile(r"(?:(?:Dr|Prof|Amb|Gen|Mr|Mrs|Ms|Sir)\.? )+")
_SEPARATOR = re.compile(r",? and |, | & ")
_AFFILIATION = re.compile(
    r"\b(?:News|Service|Agency|Press|Times|Post|Reuters|AFP|AP|BBC|CNN|Institute|University|Cent(?:er|re)|College|School"
    r"|Staff|Correspondent|Writer|Editor|Reporter|Magazine|Journal|Review|Council|Foundation)\b"
)


def is_name_line(text: str) -> bool:
    """Return whether a line is nothing but names of people."""
    return (
        text.split(" ", 1)[0] not in {"A", "An", "The"}
        and len(text.split()) <= 8
        and re.fullmatch(NAMES, text) is not None
        and not text.isupper()
    )


def is_organisation(text: str) -> bool:
    """Return whether a short line is nothing but the name of an organisation."""
    words = text.split()
    plain = [word for word in words if word not in {"of", "for", "and", "the", "on", "in", "&"}]
    return len(words) <= 8 and _AFFILIATION.search(text) is not None and all(word[:1].isupper() for word in plain)


def names_in(byline: str) -> Iterator[str]:
    """Yield the names of the people in a byline, in order, without titles and without those they work for."""
    head = _HEAD.match(byline)
    rest = byline[head.end() :] if head else byline
    titles = _TITLES.match(rest)
    names = re.match(NAMES, rest[titles.end() :] if titles else rest)
    for name in _SEPARATOR.split(names[0]) if names else ():
        plain = _TITLES.sub("", name, count=1)
        if " " in plain and not _AFFILIATION.search(plain):
            yield plain.rstrip(".") if len(plain.split()[-1]) > 2 else plain
