"""Electronic books (.epub): the chapters in the order of the spine, each read as a web page.

The decoded text is the source of the chapters, one behind the other, and what the package states about the book; so the
ledger has each tag, as for pages. The parts are those of EPUB 2 and 3.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from flows.errors import UnusableSeedError
from flows.steps.read.decoding import Decoded
from flows.steps.read.html import decoded_page
from flows.steps.read.html_text import ShownPage, page_of
from flows.steps.read.html_writer import Stretch
from flows.steps.read.markup import LineEnds, LinkMark, Markup, MetadataField, RoleMark
from flows.steps.read.office_text import PROPERTY
from flows.steps.read.packed import PackedFile, attribute, local_name
from flows.steps.text.draft import Edit
from schemas.vocab import Basis, IssueCode, Role

KIND = "EPUB book"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_OF_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""How fonts are made unreadable for other programs, which hides no text."""
_FIELDS = {"title": "title", "creator": "authors", "publisher": "publisher", "date": "date"}
_DAY = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?=T|$)")
_PROSE = 8
"""Words from which a stretch in what may be navigation is text."""
_BETWEEN = "\n\n"


class _StatedValue(NamedTuple):
    """What the package states about the book under the name of one element of Dublin Core."""

    name: str
    value: str


def read_epub(data: bytes) -> Decoded:
    """Return the sources of all chapters with the edits that leave their text; raises UnusableSeedError without any."""
    packed = PackedFile(data, KIND)
    _refuse_protected(packed)
    path = _package_path(packed)
    package = packed.tree(path)
    if package is None:
        raise packed.damaged()
    writer = _BookWriter()
    for name, is_navigation in _spine(package, posixpath.dirname(path)):
        chapter = packed.part(name)
        if chapter is not None and chapter.strip():
            writer.write_chapter(decoded_page(chapter).text, is_navigation=is_navigation)
    if not writer.has_text:
        message = f"the {KIND} holds no text; one with text, not pictures, would be fine"
        raise UnusableSeedError(IssueCode.NO_TEXT, message)
    facts = writer.write_stated(list(_stated(package)))
    markup = Markup(
        edits=tuple(writer.edits),
        marks=tuple(writer.marks),
        links=tuple(writer.links),
        metadata=tuple(facts),
        line_ends=LineEnds.BLOCKS,
    )
    return Decoded("".join(writer.pieces), None, markup=markup)


def _refuse_protected(packed: PackedFile) -> None:
    root = packed.tree("META-INF/encryption.xml")
    methods = root.iter("{*}EncryptionMethod") if root is not None else ()
    if any(attribute(method, "Algorithm") not in _OF_FONTS for method in methods):
        message = f"the {KIND} is protected against copying; one without protection would be fine"
        raise UnusableSeedError(IssueCode.ENCRYPTED, message)


def _package_path(packed: PackedFile) -> str:
    """Return the name of the part that lists the chapters."""
    root = packed.tree("META-INF/container.xml")
    named = (attribute(file, "full-path") for file in (root.iter("{*}rootfile") if root is not None else ()))
    return next((path for path in named if path in packed.names), "")


def _spine(package: Any, folder: str) -> Iterator[tuple[str, bool]]:
    """Yield the names of the chapters in reading order, and whether one is the table of contents."""
    items: Mapping[str, Any] = {attribute(item, "id"): item for item in package.iterfind("{*}manifest/{*}item")}
    for reference in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is not None and attribute(item, "media-type") in _PAGES:
            path = unquote(attribute(item, "href").partition("#")[0])
            yield posixpath.normpath(posixpath.join(folder, path)), "nav" in attribute(item, "properties").split()


def _stated(package: Any) -> Iterator[_StatedValue]:
    for element in package.iterfind("{*}metadata/*"):
        name, value = local_name(element), " ".join((element.text or "").split())
        if name in _FIELDS and value and attribute(element, "event") in {"", "publication"}:
            yield _StatedValue(name, value)


class _BookWriter:
    """The decoded text of a book as far as it is written."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.edits: list[Edit] = []
        self.marks: list[RoleMark] = []
        self.links: list[LinkMark] = []
        self.has_text = False
        self._length = 0

    def _put(self, text: str) -> int:
        """Write text and return where it begins."""
        start = self._length
        self.pieces.append(text)
        self._length += len(text)
        return start

    def write_chapter(self, source: str, *, is_navigation: bool) -> None:
        """Write the source of a chapter; that of a table of contents is navigation."""
        if self.pieces:
            self._put(_BETWEEN)
        page, start = page_of(source), self._put(source)
        self.has_text |= bool(page.stretches) and not is_navigation
        self.edits += (edit._replace(start=edit.start + start, end=edit.end + start) for edit in page.edits)
        self.links += (link._replace(start=link.start + start, end=link.end + start) for link in page.links)
        for stretch, role in _roles(page, is_navigation=is_navigation):
            self.marks.append(RoleMark(stretch.start + start, stretch.end + start, role))

    def write_stated(self, stated: Sequence[_StatedValue]) -> Iterator[MetadataField]:
        """Write what the package states, with an edit that takes it away; return the fields that count."""
        fields: dict[str, list[MetadataField]] = {}
        for name, value in stated:
            between = self._put(_BETWEEN)
            label = f"{name}: "
            start = self._put(f"{label}{value}") + len(label)
            self.edits.append(Edit(start=between, end=self._length, replacement="", rule_id=PROPERTY.rule_id))
            fields.setdefault(name, []).append(
                MetadataField(_FIELDS[name], value, Basis.PAGE_METADATA, start, self._length)
            )
        return _believed(fields)


def _believed(fields: Mapping[str, Sequence[MetadataField]]) -> Iterator[MetadataField]:
    """Yield the metadata of a book: its first title and publisher, all authors, and a date that is a day."""
    for name in ("title", "publisher"):
        yield from fields.get(name, ())[:1]
    if authors := fields.get("creator", ()):
        value = " | ".join(author.value for author in authors)
        yield authors[0]._replace(value=value, end=authors[-1].end)
    days = ((field, _DAY.match(field.value)) for field in fields.get("date", ()))
    dated = (field._replace(value=day[0], end=field.start + day.end()) for field, day in days if day)
    yield from list(dated)[:1]


def _roles(page: ShownPage, *, is_navigation: bool) -> Iterator[tuple[Stretch, Role]]:
    """Yield the stretches of a chapter whose role follows from its markup; there is no site around a chapter."""
    for stretch in page.stretches:
        role = Role.NAVIGATION if is_navigation else stretch.cue_role
        if stretch.has_cells:
            yield stretch, Role.TABLE
        elif role == Role.NAVIGATION and not is_navigation:
            is_text = stretch.cue is not None and stretch.cue.is_soft and len(stretch.text.split()) >= _PROSE
            if not is_text:
                yield stretch, role
        elif role is not None and role != Role.BYLINE:
            yield stretch, role
