"""What an article says of itself: title, authors, publisher, address, each with the place where it says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.steps.read.markup import StatedFact
from flows.steps.structure.blocks import Block
from flows.steps.structure.front_matter import stated_in
from flows.steps.structure.names import NAMES, names_in
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


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a document: its value, where it was read, and that place in the repaired text.

    With `is_raw` the place is one in the raw text: it is not shown, and so no repaired text stands for it.
    """

    value: str
    basis: Basis
    start: int
    end: int
    is_raw: bool = False


@dataclass(frozen=True, slots=True)
class Metadata:
    """The facts about one document; None where it says nothing."""

    title: Fact | None = None
    subtitle: Fact | None = None
    authors: Fact | None = None
    publisher: Fact | None = None
    url: Fact | None = None


def metadata_of(blocks: Sequence[Block], roles: Sequence[Role], facts: Sequence[StatedFact] = ()) -> Metadata:
    """Return what the blocks with their roles, and the facts stated outside the text, say of the document."""
    by_role: dict[Role, list[Block]] = {}
    for block, role in zip(blocks, roles, strict=True):
        by_role.setdefault(role, []).append(block)
    stated = {field: Fact(value, Basis.FRONT_MATTER, *place) for field, value, place in stated_in(blocks)}
    stated |= {fact.field: Fact(*_cited(fact), is_raw=True) for fact in reversed(facts) if fact.field not in stated}
    if any(block.marked == Role.TITLE for block in blocks):
        stated.pop("title", None)
    return Metadata(
        title=stated.get("title") or next(_whole(by_role.get(Role.TITLE, []), Basis.TITLE_BLOCK), None),
        subtitle=stated.get("subtitle") or next(_whole(by_role.get(Role.SUBTITLE, []), Basis.TITLE_BLOCK), None),
        authors=stated.get("authors") or next(_authors(by_role), None),
        publisher=stated.get("publisher") or next(_publishers(by_role), None),
        url=stated.get("url") or next(_urls(by_role), None),
    )


def _cited(fact: StatedFact) -> tuple[str, Basis, int, int]:
    """Return value, basis and raw range of a stated fact; of a list of authors the names."""
    value = fact.value
    if fact.field == "authors":
        value = " | ".join(name for part in value.split(" | ") for name in (tuple(names_in(part)) or (part,)))
    return value, Basis.PAGE_METADATA, fact.start, fact.end


def _whole(blocks: Sequence[Block], basis: Basis) -> Iterator[Fact]:
    for block in blocks:
        yield Fact(block.text, basis, block.start, block.end)


def _authors(by_role: dict[Role, list[Block]]) -> Iterator[Fact]:
    """Yield the authors of the byline, or else those whom a note about the author introduces."""
    for block in by_role.get(Role.BYLINE, []):
        yield from _people(block.text, Basis.BYLINE, block)
    for block in by_role.get(Role.AUTHOR_NOTE, []):
        named = _NOTE_NAMES.match(block.text)
        if named:
            yield from _people(named["names"], Basis.AUTHOR_NOTE, block)


def _people(text: str, basis: Basis, block: Block) -> Iterator[Fact]:
    """Yield one fact with all names in `text`, and the stretch of the block that holds them."""
    people = tuple(names_in(text))
    if people:
        start = block.text.index(people[0])
        end = block.text.index(people[-1], start) + len(people[-1])
        yield Fact(" | ".join(people), basis, block.start + start, block.start + end)


def _publishers(by_role: dict[Role, list[Block]]) -> Iterator[Fact]:
    """Yield who published the article, as notes say: where it first appeared, then whose legal note it bears."""
    for role in (Role.PUBLICATION_NOTE, Role.AUTHOR_NOTE):
        for block in by_role.get(role, []):
            yield from _named(block, (_PUBLISHED_BY, _SOURCE), Basis(role.value))
    for block in by_role.get(Role.LEGAL_NOTE, []):
        yield from _named(block, (_ORGANISATION, _COPYRIGHT), Basis.LEGAL_NOTE)


def _named(block: Block, patterns: Sequence[re.Pattern[str]], basis: Basis) -> Iterator[Fact]:
    for pattern in patterns:
        found = pattern.search(block.text)
        if found:
            name = re.sub("[’']s?$", "", found["name"].rstrip("."))
            start = block.start + found.start("name")
            yield Fact(name, basis, start, start + len(name))


def _urls(by_role: dict[Role, list[Block]]) -> Iterator[Fact]:
    """Yield the address under which the article was published, as a note of its publication links it."""
    for role in (Role.PUBLICATION_NOTE, Role.AUTHOR_NOTE):
        for block in by_role.get(role, []):
            said = _PUBLISHED_BY.search(block.text)
            for link in block.links:
                if _WEB.match(link.target) and said and link.end - block.start >= said.start():
                    yield Fact(link.target, Basis(role.value), link.start, link.end)
