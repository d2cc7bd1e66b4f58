"""The metadata of an article: title, authors, publisher, address, each with the range of its evidence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flows.steps.lexicon.bylines import NAMES, is_organisation, names_in
from flows.steps.read.markup import MetadataField
from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.front_matter import FrontMatter
from flows.steps.text.draft import OffsetMap
from schemas.vocab import Basis, Role

_NOTE_NAMES = re.compile(rf"(?P<names>{NAMES}),? (?:is|are|was|has|[a-z]+s)\b")
_PUBLISHED_BY = re.compile(
    r"(?i:published|appeared|posted|printed|reprinted|courtesy of|permission)\s+(?i:on|by|in|at|from|with|of)\s+"
    r"(?:the |The )?"
    r"(?P<name>[A-Z][\w.&'’-]*(?: (?:of|for|and|on|the|&) (?=[A-Z])| ?[A-Z][\w.&'’-]*)*)"
)
_SOURCE = re.compile(r"(?:Source|Via|via):? (?P<name>[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*)*)")
_ORGANISATION = re.compile(
    r"^(?:The )?(?P<name>[A-Z][\w.&'’-]*(?: (?:(?:of|for|and|on|the|in|&) )*[A-Z][\w.&'’-]*)*)"
    r"(?: \([A-Z][\w-]*\))? (?:is|are) an?\b"
)
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|Copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?,?\s*)?(?:by |The )?"
    r"(?P<name>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*)*)"
)
_WEB = re.compile(r"https?://|www\.")
_OF_SITE = frozenset({Role.NAVIGATION, Role.LEGAL_NOTE, Role.PUBLICATION_NOTE})
"""Roles of what a site prints on each of its pages."""


class _Evidence(NamedTuple):
    """A value with the kind of its evidence and the range of that in the repaired text."""

    value: str
    basis: Basis
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """The metadata of one document; None for what it does not state."""

    title: MetadataField | None = None
    subtitle: MetadataField | None = None
    authors: MetadataField | None = None
    publisher: MetadataField | None = None
    url: MetadataField | None = None


def stated_fields(front_matter: FrontMatter, page: Sequence[MetadataField]) -> dict[str, MetadataField]:
    """Return what a document states outside its text, by field: front matter goes before the metadata of the page.

    Of several statements of one field the first counts.
    """
    return {field.field: field for field in reversed((*front_matter.fields, *page))}


def metadata_of(
    blocks: Sequence[TextBlock], roles: Sequence[Role], stated: Mapping[str, MetadataField], offsets: OffsetMap
) -> DocumentMetadata:
    """Return the metadata of a document: what it states outside its text, or else what blocks of certain roles show.

    `stated` are the fields of `stated_fields`; `offsets` leads from the repaired to the raw text.
    """
    by_role: dict[Role, list[TextBlock]] = {}
    for block, role in zip(blocks, roles, strict=True):
        by_role.setdefault(role, []).append(block)
    shown = {
        "title": _whole(by_role.get(Role.TITLE, []), Basis.TITLE_BLOCK),
        "subtitle": _whole(by_role.get(Role.SUBTITLE, []), Basis.TITLE_BLOCK),
        "authors": _authors(by_role),
        "publisher": _publishers(by_role),
        "url": _urls(by_role),
    }
    believed = dict(stated)
    if any(block.marked == Role.TITLE for block in blocks):
        believed.pop("title", None)  # the page shows its title, which is better evidence
    if "authors" in believed and _is_refuted(believed["authors"], by_role):
        believed.pop("authors")
    fields = {
        field: _with_names(believed[field]) if field in believed else next(_placed(field, evidence, offsets), None)
        for field, evidence in shown.items()
    }
    return DocumentMetadata(**fields)


def _placed(field: str, evidence: Iterator[_Evidence], offsets: OffsetMap) -> Iterator[MetadataField]:
    """Yield the fields that evidence in the repaired text gives, with raw offsets."""
    for value, basis, start, end in evidence:
        yield MetadataField(field, value, basis, *offsets.span(start, end))


def _with_names(field: MetadataField) -> MetadataField:
    """Return a stated field, the authors that a page states as names of people alone where they are."""
    if field.field != "authors" or field.basis != Basis.PAGE_METADATA:
        return field
    names = (name for part in field.value.split(" | ") for name in (tuple(names_in(part)) or (part,)))
    return field._replace(value=" | ".join(names))


def _is_refuted(authors: MetadataField, by_role: Mapping[Role, Sequence[TextBlock]]) -> bool:
    """Return whether a page names people in its byline, and not those whom it states as authors outside its text.

    Those are an organisation, or occur in the notes of the site at most.
    """
    bylines = by_role.get(Role.BYLINE, ())
    if authors.basis != Basis.PAGE_METADATA or not any(any(names_in(block.text)) for block in bylines):
        return False
    blocks = [block for role, found in by_role.items() if role not in _OF_SITE for block in found]
    shown = " ".join(" ".join(block.text.casefold() for block in blocks).split())
    return not any(name.casefold() in shown and not is_organisation(name) for name in authors.value.split(" | "))


def _whole(blocks: Sequence[TextBlock], basis: Basis) -> Iterator[_Evidence]:
    for block in blocks:
        yield _Evidence(block.text, basis, block.start, block.end)


def _authors(by_role: dict[Role, list[TextBlock]]) -> Iterator[_Evidence]:
    """Yield the authors of the byline, or else those whom a note about the author introduces."""
    for block in by_role.get(Role.BYLINE, []):
        yield from _people(block.text, Basis.BYLINE, block)
    for block in by_role.get(Role.AUTHOR_NOTE, []):
        named = _NOTE_NAMES.match(block.text)
        if named:
            yield from _people(named["names"], Basis.AUTHOR_NOTE, block)


def _people(text: str, basis: Basis, block: TextBlock) -> Iterator[_Evidence]:
    """Yield all names in `text`, joined, with the range of the block that holds them."""
    people = tuple(names_in(text))
    if people:
        start = block.text.index(people[0])
        end = block.text.index(people[-1], start) + len(people[-1])
        yield _Evidence(" | ".join(people), basis, block.start + start, block.start + end)


def _publishers(by_role: dict[Role, list[TextBlock]]) -> Iterator[_Evidence]:
    """Yield who published the article, by its notes: where it first appeared, then whose legal note it bears."""
    for role in (Role.PUBLICATION_NOTE, Role.AUTHOR_NOTE):
        for block in by_role.get(role, []):
            yield from _named(block, (_PUBLISHED_BY, _SOURCE), Basis(role.value))
    for block in by_role.get(Role.LEGAL_NOTE, []):
        yield from _named(block, (_ORGANISATION, _COPYRIGHT), Basis.LEGAL_NOTE)


def _named(block: TextBlock, patterns: Sequence[re.Pattern[str]], basis: Basis) -> Iterator[_Evidence]:
    for pattern in patterns:
        match = pattern.search(block.text)
        if match:
            name = re.sub("[’']s?$", "", match["name"].rstrip("."))
            start = block.start + match.start("name")
            yield _Evidence(name, basis, start, start + len(name))


def _urls(by_role: dict[Role, list[TextBlock]]) -> Iterator[_Evidence]:
    """Yield the address under which the article was published, as a note of its publication links it."""
    for role in (Role.PUBLICATION_NOTE, Role.AUTHOR_NOTE):
        for block in by_role.get(role, []):
            phrase = _PUBLISHED_BY.search(block.text)
            for link in block.links:
                if _WEB.match(link.target) and phrase and link.end - block.start >= phrase.start():
                    yield _Evidence(link.target, Basis(role.value), link.start, link.end)
