"""The entries of a feed (RSS, Atom) saved as XML, each with what it states as lines above its text.

The text is extracted: feeds hold the source of pages as escaped text.
"""

import re
from collections.abc import Iterator
from html import escape
from xml.etree import ElementTree as ET

from flows.errors import UnusableSeedError
from flows.steps.intake.record import ExtractedText
from schemas.vocab import IssueCode

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_TEXTS = ("encoded", "content", "description", "summary")
"""Elements with the text of an entry, the fullest first."""
_FACTS = {
    "Title": ("title",),
    "Authors": ("creator", "author"),
    "Source": ("source",),
    "Link": ("link", "id", "guid"),
    "Published": ("pubDate", "published", "date", "updated"),
}
"""Lines that an entry gives, and the elements that state them, in order of preference."""


def entries_of(data: bytes) -> Iterator[ExtractedText]:
    """Yield the entries of a feed that have a text; raises UnusableSeedError where the file is no feed."""
    root = _root(data)
    if root is None or _name(root) not in {"rss", "feed", "RDF"}:
        said = "the file is no feed; RSS or Atom, saved as XML, would be fine"
        raise UnusableSeedError(IssueCode.UNSUPPORTED_FORMAT, said)
    channel = next((element for element in root.iter() if _name(element) in {"channel", "feed"}), root)
    publisher = next((_words(element) for element in channel if _name(element) == "title"), "")
    for entry in root.iter():
        if _name(entry) not in {"item", "entry"}:
            continue
        text = max((_content(entry, name) for name in _TEXTS), key=len)
        facts = {line: _fact(entry, names) for line, names in _FACTS.items()}
        facts["Source"] = facts["Source"] or publisher
        lines = "".join(f"{line}: {escape(value, quote=False)}\n" for line, value in facts.items() if value)
        if text.strip():
            yield ExtractedText(f"{lines}\n<div>{text}</div>\n", is_page=True, label=facts["Link"] or None)


def _root(data: bytes) -> ET.Element | None:
    if _ENTITY.search(data):  # entities of its own can grow without end
        return None
    try:
        return ET.fromstring(data)  # noqa: S314 - without entities it holds what the file holds
    except (ET.ParseError, LookupError, ValueError):
        return None


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _content(entry: ET.Element, name: str) -> str:
    """Return the source of the page in an element of an entry: its text, or the elements in it."""
    element = next((child for child in entry if _name(child) == name), None)
    if element is None:
        return ""
    if len(element):
        return "".join(ET.tostring(child, encoding="unicode") for child in element)
    text = element.text or ""
    return text if "<" in text else escape(text, quote=False)


def _fact(entry: ET.Element, names: tuple[str, ...]) -> str:
    for name in names:
        for element in entry:
            if _name(element) == name:
                value = " ".join(_words(child) for child in element if _name(child) == "name") or _words(element)
                value = value or element.get("href", "")
                if value:
                    return value
    return ""
