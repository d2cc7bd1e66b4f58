"""Names of people as bylines and notes print them."""

import re
from collections.abc import Iterator

from flows.steps.lexicon.calendar import MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS, any_of

NAME = (
    r"[A-Z\u00c0-\u00de][\w.'’-]*(?: (?:(?:al|el|bin|ibn|von|van|de|der|den|del|la|di|du|dos) ){0,2}"
    r"(?:(?:al|el|as|ar|an|ad|ash|d)[-'’])?[A-Z\u00c0-\u00de][\w.'’-]*)+"
)
"""One name of at least two words, with the particles between or before them."""

NAMES = rf"{NAME}(?:(?:,|,? and| &) {NAME})*"
"""Several names as a sentence lists them."""

_HEAD = re.compile(
    r"(?:(?:written|posted|reported|words|story|text|analysis|commentary|report)\s+)?(?:by(?:line)?|authors?)\s*:?\s+(?:by\s+)?",
    re.IGNORECASE,
)
BY = re.compile(r"\bby\s", re.IGNORECASE)
"""Where the author is named behind the day."""
_TITLES = re.compile(r"(?:(?:Dr|Prof|Amb|Gen|Mr|Mrs|Ms|Sir)\.? )+")
_SEPARATOR = re.compile(r",? and |, | & ")
_MONTH = rf"(?:{any_of({*MONTHS, *SHORT_MONTHS})})\b\.?"
_WEEKDAY = rf"(?:{any_of({*WEEKDAYS, *SHORT_WEEKDAYS})})\b\.?"
_LABEL = r"(?:last |first )?(?:updated?|modified|published|posted|created|revised|filed)\b|(?:today|yesterday)\b"
_CERTAIN_STAMP = re.compile(
    rf"(?<![\w’'-])(?:{_MONTH}\s+\d|\S{{0,60}}[@\d]|(?:an?|one|two) (?:minute|hour|day|week)s? ago\b)",
    re.IGNORECASE,
)
"""Where a date, a number, a handle or an address of mail begins: no name has any."""
_LIKELY_STAMP = re.compile(
    rf"(?<![\w’'-])(?:(?:{_LABEL})|{_WEEKDAY}(?=,?\s*(?:$|[|·•–—(-]|at\b|\d|{_MONTH}\s+\d)))", re.IGNORECASE
)
"""Where the label of a date or a weekday begins, which may be a name as well: Sunday Adeyemi, Joe Friday."""
_SHORTEST_NAME = 2
"""Words of the shortest name."""
_BEFORE_STAMP = re.compile(r"\s(?:on|at)\s+$")
EDGES = " ,;:|/·•–—-()"
"""Signs between the parts of a byline."""
_STAMP_WORD = re.compile(
    rf"{_MONTH}|{_WEEKDAY}|{_LABEL}|[ap]\.?m\b\.?|\S*[@\d]\S*|"
    r"last|first|on|at|of|the|in|an?|one|two|ago|minutes?|mins?|hours?|days?|weeks?|read|edition|time|"
    r"(?-i:[A-ZÀ-ÖØ-Þ][\w.&'’-]*)",
    re.IGNORECASE,
)
"""A word that may follow the names of a byline: of the day, the time, handles, a place or an organisation."""
_LONGEST_STAMP = 100
"""Characters of the longest stamp."""
_AFFILIATION = re.compile(
    r"\b(?:News|Service|Agency|Press|Times|Post|Reuters|AFP|AP|BBC|CNN|Institute|University|Cent(?:er|re)|College|School"
    r"|Staff|Correspondent|Writer|Editor|Reporter|Magazine|Journal|Review|Gazette|Courier|Herald|Tribune|Telegraph|Newsroom|Desk|Council|Foundation)\b"
)
_PLACE = re.compile(
    r"(?:New|San|Santa|Santo|Saint|St\.?|Port|Puerto|Cape|Camp|Fort|Mount|Lake|Los|Las|El|Al|Abu|Tel|Rio|Sao|São|Ho|Hong|"
    r"Addis|Phnom|Kuala|Buenos|Panama|Guatemala|Kuwait|Mexico|Great|Upper|Lower|United|Sri|Costa|Sierra|Burkina|Saudi|"
    r"(?:Nor|Sou)th(?:ern)?|(?:Ea|We)st(?:ern)?|Central) .*|"
    r".* (?:City|Town|Kong|Islands?|Republic|Province|District|County|Valley|Bay|Beach|Hills?|Springs|Peninsula|"
    r"Airport|Dhabi|Aires|Lanka|Rica|Faso|Leone|Arabia|Kingdom|States|Nations|Union|Zealand|Africa|Asia|Europe|America|"
    r"[A-Z]\.?C\.?)"
)
"""Names of places that look like those of people: by their first or their last word."""


def is_place(text: str) -> bool:
    """Return whether a short line looks like the name of a place of several words rather than of a person."""
    return _PLACE.fullmatch(text) is not None


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


def without_stamp(byline: str) -> str:
    """Return a byline up to the first date, weekday, time, handle or label of a date in it.

    A weekday or a label counts behind a whole name only, because some people are called Sunday or Friday.
    """
    certain = _CERTAIN_STAMP.search(byline)
    end = certain.start() if certain else len(byline)
    head = _HEAD.match(byline, 0, end)
    start = head.end() if head else 0
    for likely in _LIKELY_STAMP.finditer(byline, start, end):
        before = byline[start : likely.start()].rstrip(EDGES)
        if not before or len(_SEPARATOR.split(before)[-1].split()) >= _SHORTEST_NAME:
            end = likely.start()
            break
    return _BEFORE_STAMP.sub("", byline[:end]).rstrip(EDGES)


def is_stamp(text: str) -> bool:
    """Return whether text behind a name may be the rest of a byline: a date, a time, handles, a place."""
    words = (word.strip(EDGES) for word in text.split())
    return len(text) <= _LONGEST_STAMP and all(_STAMP_WORD.fullmatch(word) for word in words if word)


def names_in(byline: str) -> Iterator[str]:
    """Yield the names of the people in a byline, in order, without titles and without those they work for."""
    behind = BY.search(byline)
    byline = without_stamp(byline) or (without_stamp(byline[behind.start() :]) if behind else "")
    head = _HEAD.match(byline)
    rest = byline[head.end() :] if head else byline
    titles = _TITLES.match(rest)
    names = re.match(NAMES, rest[titles.end() :] if titles else rest)
    for name in _SEPARATOR.split(names[0]) if names else ():
        plain = _TITLES.sub("", name, count=1)
        if " " in plain and not _AFFILIATION.search(plain):
            yield plain.rstrip(".") if len(plain.split()[-1]) > 2 else plain
