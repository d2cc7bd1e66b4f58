"""OpenDocument texts (.odt): the accepted text, with deletions, comments, page heads and properties in the ledger.

Elements are those of OpenDocument 1.3, by their names without the namespace. Tracked deletions are kept apart from the
text there; each is put back where its mark is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from flows.steps.read.decoding import Decoded
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
)
from flows.steps.read.packed import PackedFile, attribute, local_name
from flows.steps.read.style_names import is_item_style, role_of_style
from schemas.vocab import Role

KIND = "OpenDocument text"
_CONTENTS = frozenset(
    {
        *("table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index"),
    }
)
_IGNORED = frozenset(
    {
        *(
            "tracked-changes",
            "sequence-decls",
            "variable-decls",
            "user-field-decls",
            "forms",
            "ruby-text",
            "title",
            "desc",
        ),
        *("note-citation", "index-title-template", "binary-data", "change-start", "change-end", "event-listeners"),
    }
)
_SIGNS = {"tab": "\t", "line-break": "\n", "soft-hyphen": "\u00ad"}
_PROPERTIES = {
    "title": "title",
    "initial-creator": "author",
    "creator": "editor",
    "creation-date": "created",
    "date": "modified",
    "subject": "subject",
}
_SIZE = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)pt")
_LONGEST_CHAIN = 20
"""Styles that are based on one another; a circle has no end."""
_MOST_BLANKS = 1000
"""Blanks in a row that one element may stand for."""


@dataclass(frozen=True, slots=True)
class _OdtStyle:
    """How a paragraph or a stretch of text is set, and what it is by the names of its styles."""

    role: Role | None = None
    is_item: bool = False
    size: float = 12.0
    is_hidden: bool = False
    is_raised: bool = False


class _OdtPosition(NamedTuple):
    """What holds at one point of the text."""

    paragraph: OfficeParagraph
    style: _OdtStyle
    rule_id: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class _OdtScope:
    """What holds for the paragraphs of a stretch: their role, and whether they are items or hidden."""

    role: Role | None = None
    is_item: bool = False
    rule_id: str | None = None


def read_odt(data: bytes) -> Decoded:
    """Return the text of an OpenDocument text with its roles; raises UnusableSeedError where it has none."""
    packed = PackedFile(data, KIND)
    manifest = packed.tree("META-INF/manifest.xml")
    if manifest is not None and manifest.find(".//{*}encryption-data") is not None:
        raise packed.encrypted()
    root, styles = packed.tree("content.xml"), packed.tree("styles.xml")
    if root is None:
        raise packed.damaged()
    reader = _OdtReader([tree for tree in (styles, root) if tree is not None], root)
    body = root.find("{*}body/{*}text")
    content = OfficeFile(body=[] if body is None else list(reader.blocks(body, _OdtScope())))
    content.notes = reader.notes
    for beginning, rule_id in (("header", PAGE_HEAD.rule_id), ("footer", PAGE_FOOT.rule_id)):
        for page in styles.iterfind(".//{*}master-page") if styles is not None else ():
            parts = [part for part in page if local_name(part).startswith(beginning)]
            blocks = [block for part in parts for block in reader.blocks(part, _OdtScope())]
            content.asides.append(OfficeAside(rule_id, blocks))
    content.asides += [OfficeAside(COMMENT.rule_id, blocks) for blocks in reader.comments]
    content.properties = list(_properties(packed))
    return decoded_office(content, KIND)


def _properties(packed: PackedFile) -> Iterator[OfficeProperty]:
    root = packed.tree("meta.xml")
    for element in root.iterfind("{*}meta/*") if root is not None else ():
        name, value = _PROPERTIES.get(local_name(element)), " ".join((element.text or "").split())
        if name and value:
            yield OfficeProperty(name, value)


class _OdtReader:
    """Reads the parts of one document; notes and comments are collected in the order of their marks."""

    def __init__(self, trees: list[Any], content: Any) -> None:
        self._styles = {
            (attribute(style, "family"), attribute(style, "name")): style
            for tree in trees
            for style in tree.iter("{*}style", "{*}default-style")
        }
        self._known: dict[tuple[str, str, _OdtStyle], _OdtStyle] = {}
        self._deletions = {
            attribute(region, "id"): deletion
            for region in content.iter("{*}changed-region")
            for deletion in region.iterfind("{*}deletion")
        }
        self.notes: list[OfficeNote] = []
        self.comments: list[list[OfficeBlock]] = []
        self._handlers: dict[str, Callable[[Any, _OdtPosition], None]] = {
            "span": self._span,
            "a": self._link,
            "s": self._blanks,
            "note": self._note,
            "annotation": self._comment,
            "text-box": self._box,
            "change": self._change,
            "hidden-text": self._hidden,
            "p": self._inner,
            "h": self._inner,
        }

    def blocks(self, parent: Any, scope: _OdtScope) -> Iterator[OfficeBlock]:
        """Yield the paragraphs and tables below an element."""
        for element in parent:
            name = local_name(element)
            if name in {"p", "h"}:
                yield self._paragraph(element, scope)
            elif name == "table":
                yield OfficeTable([[list(self.blocks(cell, scope)) for cell in row] for row in _rows(element)])
            elif name == "change":
                yield from self._deleted_blocks(element)
            elif name in {"text-box", "frame", "annotation"}:  # anchored to a page, or between paragraphs
                anchor = OfficeParagraph()
                self._element(element, _OdtPosition(anchor, _OdtStyle()))
                yield from anchor.boxes
            elif name not in _IGNORED:
                yield from self.blocks(element, _inner_scope(element, name, scope))

    def _deleted_blocks(self, element: Any) -> Iterator[OfficeBlock]:
        deletion = self._deletions.pop(attribute(element, "change-id"), None)
        if deletion is not None:
            yield from self.blocks(deletion, _OdtScope(rule_id=DELETED.rule_id))

    def _paragraph(self, element: Any, scope: _OdtScope) -> OfficeParagraph:
        style = self._style("paragraph", element, _OdtStyle())
        is_heading = local_name(element) == "h" and style.role in {None, Role.HEADING}
        role = scope.role or (Role.HEADING if is_heading else style.role)
        paragraph = OfficeParagraph(role=role, is_item=scope.is_item or style.is_item)
        self._inline(element, _OdtPosition(paragraph, style, scope.rule_id))
        return paragraph

    def _inline(self, parent: Any, position: _OdtPosition) -> None:
        _add(parent.text, position)
        for element in parent:
            self._element(element, position)
            _add(element.tail, position)

    def _element(self, element: Any, position: _OdtPosition) -> None:
        name = local_name(element)
        if name in self._handlers:
            self._handlers[name](element, position)
        elif name in _SIGNS:
            _add_text(_SIGNS[name], position)
        elif element.find("{*}p") is not None:  # a shape, or a list in what was deleted
            self._box(element, position)
        elif name not in _IGNORED:
            self._inline(element, position)

    def _span(self, element: Any, position: _OdtPosition) -> None:
        self._inline(element, position._replace(style=self._style("text", element, position.style)))

    def _link(self, element: Any, position: _OdtPosition) -> None:
        target = attribute(element, "href")
        self._inline(element, position._replace(link=target if not target.startswith("#") else None))

    def _blanks(self, element: Any, position: _OdtPosition) -> None:
        count = attribute(element, "c")
        _add_text(" " * min(int(count) if re.fullmatch("[0-9]{1,5}", count) else 1, _MOST_BLANKS), position)

    def _note(self, element: Any, position: _OdtPosition) -> None:
        note = OfficeNote(str(len(self.notes) + 1), [])
        self.notes.append(note)
        position.paragraph.runs.append(OfficeRun(f"[{note.label}]", position.rule_id or NOTE_MARK))
        body = element.find("{*}note-body")
        note.blocks += [] if body is None else self.blocks(body, _OdtScope())

    def _comment(self, element: Any, _: _OdtPosition) -> None:
        self.comments.append(list(self.blocks(element, _OdtScope())))

    def _box(self, element: Any, position: _OdtPosition) -> None:
        position.paragraph.boxes += self.blocks(element, _OdtScope(rule_id=position.rule_id))

    def _hidden(self, element: Any, position: _OdtPosition) -> None:
        _add_text(attribute(element, "string-value"), position._replace(rule_id=HIDDEN.rule_id))

    def _change(self, element: Any, position: _OdtPosition) -> None:
        """Put deleted text back where its mark is; all its paragraphs in the one around the mark."""
        deletion = self._deletions.pop(attribute(element, "change-id"), None)
        if deletion is not None:
            self._inline(deletion, position._replace(rule_id=DELETED.rule_id))

    def _inner(self, element: Any, position: _OdtPosition) -> None:
        """Read a paragraph in another one, which only deleted text has."""
        if position.paragraph.runs and element.getprevious() is not None:
            _add_text("\n", position)
        self._inline(element, position)

    def _style(self, family: str, element: Any, base: _OdtStyle) -> _OdtStyle:
        key = (family, attribute(element, "style-name"), base)
        if key not in self._known:
            self._known[key] = self._resolved(*key)
        return self._known[key]

    def _resolved(self, family: str, name: str, base: _OdtStyle) -> _OdtStyle:
        chain: list[Any] = []
        while (family, name) in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[family, name])
            name = attribute(chain[-1], "parent-style-name")
        usual = self._styles.get((family, "")) if family == "paragraph" else None
        style = base
        for element in ([usual] if usual is not None else []) + chain[::-1]:
            style = _with_properties(style, element)
        return style


def _add(text: str | None, position: _OdtPosition) -> None:
    """Add text of the file, in which white space of any kind and length is one blank."""
    _add_text(re.sub("[ \t\r\n]+", " ", text or ""), position)


def _add_text(text: str, position: _OdtPosition) -> None:
    style = position.style
    rule_id = position.rule_id or (HIDDEN.rule_id if style.is_hidden else None)
    if text:
        position.paragraph.runs.append(OfficeRun(text, rule_id, position.link, style.size, style.is_raised))


def _inner_scope(element: Any, name: str, scope: _OdtScope) -> _OdtScope:
    """Return what holds for the paragraphs in an element that is neither a paragraph nor a table."""
    if name in {"list", "numbered-paragraph"}:
        return replace(scope, is_item=True)
    if name == "list-header":
        return replace(scope, is_item=False)
    if name in _CONTENTS:
        return replace(scope, role=Role.NAVIGATION)
    if name == "section" and attribute(element, "display") == "none":
        return replace(scope, rule_id=HIDDEN.rule_id)
    return scope


def _rows(parent: Any) -> Iterator[list[Any]]:
    """Yield the cells of each row of a table."""
    for element in parent:
        name = local_name(element)
        if name == "table-row":
            yield [cell for cell in element if local_name(cell) == "table-cell"]
        elif name in {"table-rows", "table-header-rows", "table-row-group"}:
            yield from _rows(element)


def _with_properties(style: _OdtStyle, element: Any) -> _OdtStyle:
    """Return a style with what another one, by its name and its properties, makes of it."""
    name = attribute(element, "display-name") or attribute(element, "name").replace("_20_", " ")
    style = replace(style, role=role_of_style(name) or style.role, is_item=style.is_item or is_item_style(name))
    for properties in element.iterfind("{*}text-properties"):
        size = _SIZE.fullmatch(attribute(properties, "font-size"))
        display, position = attribute(properties, "display"), attribute(properties, "text-position")
        style = replace(
            style,
            size=float(size[1]) if size else style.size,
            is_hidden=display == "none" if display else style.is_hidden,
            is_raised=position.startswith("super") if position else style.is_raised,
        )
    return style
