"""Word documents (.docx): the accepted text, with deletions, comments, page heads and properties in the ledger.

The parts are those of Office Open XML (ECMA-376, transitional and strict). Elements go by their names without the
namespace, which differs between the two; those of drawings and formulas that share a name are reached by none of ours.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from flows.steps.read.decoding import Decoded
from flows.steps.read.docx_styles import WordStyle, WordStyles, own_style
from flows.steps.read.office_text import (
    COMMENT,
    DELETED,
    HIDDEN,
    NOTE_MARK,
    PAGE_FOOT,
    PAGE_HEAD,
    OfficeAside,
    OfficeBlock,
    OfficeFile,
    OfficeNote,
    OfficeParagraph,
    OfficeProperty,
    OfficeRun,
    OfficeTable,
    decoded_office,
    field_target,
)
from flows.steps.read.packed import PackedFile, attribute, local_name
from schemas.vocab import Role

KIND = "Word document"
_MAIN = "word/document.xml"
_ASIDES = (
    (re.compile(r"word/header\d*\.xml"), PAGE_HEAD.rule_id),
    (re.compile(r"word/footer\d*\.xml"), PAGE_FOOT.rule_id),
    (re.compile(r"word/comments\.xml"), COMMENT.rule_id),
)
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_DELETIONS = ("del", "moveFrom")
_IGNORED = frozenset(
    {"rPr", "pPr", "Fallback", "instrText", "delInstrText", "rt", "sdtPr", "sdtEndPr", "tblPr", "tblGrid"}
)
_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "created": "created",
    "modified": "modified",
    "subject": "subject",
}
Elements = Any
"""An element of lxml, which has no types."""
_Scope = tuple[Mapping[str, str], list[list[str]]]
"""The links of a part, and its open fields."""


def read_docx(data: bytes) -> Decoded:
    """Return the text of a Word document with its roles; raises UnusableSeedError where it has none."""
    packed = PackedFile(data, KIND)
    root = packed.tree(_main_part(packed))
    if root is None:
        raise packed.damaged()
    reader = _DocxReader(packed)
    content = OfficeFile(body=reader.blocks_of(root, reader.links_of(_main_part(packed))))
    content.notes = list(reader.notes())
    for pattern, rule_id in _ASIDES:
        for name in sorted(filter(pattern.fullmatch, packed.names)):
            blocks = reader.blocks_of(packed.tree(name), reader.links_of(name))
            content.asides.append(OfficeAside(rule_id, blocks))
    content.properties = list(_properties(packed))
    return decoded_office(content, KIND)


def _main_part(packed: PackedFile) -> str:
    """Return the name of the part with the text, which the relations of the package name."""
    root = packed.tree("_rels/.rels")
    targets = (
        attribute(relation, "Target").lstrip("/")
        for relation in (root if root is not None else ())
        if attribute(relation, "Type").endswith("/officeDocument")
    )
    return next((target for target in targets if target in packed.names), _MAIN)


def _properties(packed: PackedFile) -> Iterator[OfficeProperty]:
    root = packed.tree("docProps/core.xml")
    for element in root if root is not None else ():
        name, value = _PROPERTIES.get(local_name(element)), " ".join((element.text or "").split())
        if name and value:
            yield OfficeProperty(name, value)


class _Position(NamedTuple):
    """What holds at one point of the text; the codes of open fields, which may span paragraphs, the innermost last."""

    links: Mapping[str, str]
    fields: list[list[str]]
    paragraph: OfficeParagraph
    style: WordStyle
    rule_id: str | None = None
    link: str | None = None

    def field_link(self) -> str | None:
        """Return the target of the innermost open field that is a hyperlink."""
        return next(filter(None, (field_target("".join(parts)) for parts in reversed(self.fields))), None)


class _DocxReader:
    """Reads the parts of one document; notes are collected in the order of their marks."""

    def __init__(self, packed: PackedFile) -> None:
        self._packed = packed
        self._styles = WordStyles(packed.tree("word/styles.xml"))
        self._marks: list[tuple[str, str, str]] = []
        self._handlers: dict[str, Callable[[Elements, _Position], None]] = {
            "r": self._run,
            "del": self._deletion,
            "moveFrom": self._deletion,
            "hyperlink": self._hyperlink,
            "fldSimple": self._simple_field,
            "txbxContent": self._box,
            "footnoteReference": self._note_mark,
            "endnoteReference": self._note_mark,
            "fldChar": _field_sign,
            "instrText": _field_code,
            "AlternateContent": self._alternative,
            "t": _text,
            "delText": _text,
            "sym": _symbol,
        }

    def links_of(self, part: str) -> dict[str, str]:
        """Return the targets of the hyperlinks of a part, by the ids of their relations; nothing is fetched."""
        folder, _, name = part.rpartition("/")
        root = self._packed.tree(f"{folder}/_rels/{name}.rels")
        return {
            attribute(relation, "Id"): attribute(relation, "Target")
            for relation in (root if root is not None else ())
            if attribute(relation, "Type").endswith("/hyperlink")
        }

    def notes(self) -> Iterator[OfficeNote]:
        """Yield the notes to which marks were found, in order."""
        kinds = {kind for kind, _, _ in self._marks}
        trees = {kind: self._packed.tree(f"word/{kind}.xml") for kind in kinds}
        for kind, note_id, label in self._marks:
            root, links = trees[kind], self.links_of(f"word/{kind}.xml")
            notes = (note for note in (root if root is not None else ()) if attribute(note, "id") == note_id)
            for note in notes:
                yield OfficeNote(label, self.blocks_of(note, links))

    def blocks_of(self, root: Elements, links: Mapping[str, str]) -> list[OfficeBlock]:
        """Return the paragraphs and tables of a part."""
        return [] if root is None else list(self._blocks(root, (links, [])))

    def _blocks(self, parent: Elements, scope: _Scope, role: Role | None = None) -> Iterator[OfficeBlock]:
        for element in parent:
            name = local_name(element)
            if name == "p":
                yield self._paragraph(element, scope, role)
            elif name == "tbl":
                rows = (list(_found(row, "tc")) for row in _found(element, "tr"))
                yield OfficeTable([[list(self._blocks(cell, scope, role)) for cell in row] for row in rows if row])
            elif name not in _IGNORED:
                yield from self._blocks(element, scope, Role.NAVIGATION if _is_contents(element) else role)

    def _paragraph(self, element: Elements, scope: _Scope, role: Role | None) -> OfficeParagraph:
        settings = element.find("{*}pPr")
        style = own_style(self._styles.of(settings, "pStyle"), settings)
        mark = settings.find("{*}rPr") if settings is not None else None
        is_deleted = mark is not None and any(mark.find("{*}" + name) is not None for name in _DELETIONS)
        paragraph = OfficeParagraph(role=role or style.role, is_item=style.is_item, is_end_deleted=is_deleted)
        links, fields = scope
        self._inline(element, _Position(links=links, fields=fields, paragraph=paragraph, style=style))
        return paragraph

    def _inline(self, parent: Elements, position: _Position) -> None:
        for element in parent:
            name = local_name(element)
            if name in self._handlers:
                self._handlers[name](element, position)
            elif name in _SIGNS:
                is_page = attribute(element, "type") in {"page", "column"}
                _add("\n\n" if is_page else _SIGNS[name], position)
            elif name not in _IGNORED:
                self._inline(element, position)

    def _run(self, element: Elements, position: _Position) -> None:
        settings = element.find("{*}rPr")
        style = position.style if settings is None else self._styles.of(settings, "rStyle", position.style)
        self._inline(element, position._replace(style=own_style(style, settings)))

    def _deletion(self, element: Elements, position: _Position) -> None:
        self._inline(element, position._replace(rule_id=DELETED.rule_id))

    def _hyperlink(self, element: Elements, position: _Position) -> None:
        self._inline(element, position._replace(link=position.links.get(attribute(element, "id"))))

    def _simple_field(self, element: Elements, position: _Position) -> None:
        position.fields.append([attribute(element, "instr")])
        self._inline(element, position)
        position.fields.pop()

    def _box(self, element: Elements, position: _Position) -> None:
        position.paragraph.boxes += self._blocks(element, (position.links, []))

    def _alternative(self, element: Elements, position: _Position) -> None:
        """Read the first of several forms of one thing that has text; all of them have the same."""
        forms = [form for form in element if local_name(form) in {"Choice", "Fallback"}]
        chosen = next((form for form in forms if form.find(".//{*}t") is not None), None)
        if chosen is not None:
            self._inline(chosen, position)

    def _note_mark(self, element: Elements, position: _Position) -> None:
        """Write the label of a note; a mark of the author's own follows as text."""
        label = str(len(self._marks) + 1)
        self._marks.append((_NOTES[local_name(element)], attribute(element, "id"), label))
        position.paragraph.runs.append(OfficeRun(f"[{label}]", position.rule_id or NOTE_MARK))


def _add(text: str, position: _Position) -> None:
    """Add text to the paragraph of a position."""
    style = position.style
    rule_id = position.rule_id or (HIDDEN.rule_id if style.is_hidden else None)
    link = position.link or position.field_link()
    position.paragraph.runs.append(OfficeRun(text, rule_id, link, style.size, style.is_raised))


def _text(element: Elements, position: _Position) -> None:
    _add((element.text or "").replace("\n", " "), position)


def _symbol(element: Elements, position: _Position) -> None:
    code = attribute(element, "char")
    is_code = re.fullmatch("[0-9a-fA-F]{1,6}", code) and int(code, 16) <= sys.maxunicode
    _add(chr(int(code, 16)) if is_code else "\ufffd", position)


def _field_sign(element: Elements, position: _Position) -> None:
    kind = attribute(element, "fldCharType")
    if kind == "begin":
        position.fields.append([])
    elif kind == "end" and position.fields:
        position.fields.pop()


def _field_code(element: Elements, position: _Position) -> None:
    if position.fields:
        position.fields[-1].append(element.text or "")


def _is_contents(element: Elements) -> bool:
    """Return whether an element is a table of contents, which Word makes from the headings."""
    galleries = element.iterfind("{*}sdtPr/{*}docPartObj/{*}docPartGallery")
    return any(attribute(gallery, "val") == "Table of Contents" for gallery in galleries)


def _found(parent: Elements, name: str) -> Iterator[Elements]:
    """Yield the elements of a name below another one; what holds content controls is no level of its own."""
    for element in parent:
        if local_name(element) == name:
            yield element
        elif local_name(element) in {"sdt", "sdtContent", "customXml", "ins", "del"}:
            yield from _found(element, name)
