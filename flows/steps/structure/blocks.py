"""The blocks of a repaired text: what paragraphs become, with what can be counted on them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flows.steps.read.markup import Markup
from flows.steps.structure.marks import TextLink, placed_links, roles_at
from flows.steps.text.draft import Draft
from schemas.vocab import Role

_SCRIPT = "\u3040-\u30ff\u3400-\u9fff"
"""Kana and Han characters, which are written without blanks between words; each counts as one."""
_WORD = re.compile(rf"[{_SCRIPT}]|(?:(?![{_SCRIPT}])\w)(?:(?![{_SCRIPT}])[\w’'-])*")
_END = re.compile(r"""[.!?…]["'”’»)\]]*(?=\s|$)""")


@dataclass(frozen=True)
class TextBlock:
    """One paragraph of the repaired text, from `start` to `end`, with the links in it.

    `is_marked_heading` and `is_image` are true where the source marks it as a heading, or as the text of a picture;
    `marked` is the role that the markup of the source gives it.
    """

    position: int
    start: int
    end: int
    text: str
    links: tuple[TextLink, ...]
    is_marked_heading: bool
    is_image: bool
    marked: Role | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return its words, in lower case."""
        return tuple(word.casefold() for word in _WORD.findall(self.text))

    @cached_property
    def sentence_ends(self) -> int:
        """Return how many times a sentence seems to end in it."""
        return len(_END.findall(self.text))

    @cached_property
    def is_terminal(self) -> bool:
        """Return whether it ends like a sentence."""
        return bool(re.search(r"""[.!?…:。！？]["'”’»)\]」』）]*$""", self.text))

    @cached_property
    def is_linked(self) -> bool:
        """Return whether it is nothing but a link."""
        return any(link.start <= self.start and link.end >= self.end for link in self.links)


def blocks_of(draft: Draft, markup: Markup) -> tuple[TextBlock, ...]:
    """Return the blocks of a repaired draft, its stretches between empty lines, with links and roles by `markup`."""
    links = [*_markdown_links(draft), *placed_links(draft, markup.links)]
    starts = [link.start for link in links]
    role_at = roles_at(draft, markup.marks)
    headings = {change.start for change in draft.changes if change.rule_id == "markdown_heading"}
    images = {change.start for change in draft.changes if change.rule_id == "markdown_image"}
    return tuple(
        TextBlock(
            position=position,
            start=start,
            end=end,
            text=draft.text[start:end],
            links=tuple(links[bisect_left(starts, start) : bisect_left(starts, end)]),
            is_marked_heading=start in headings or role_at(start) in {Role.HEADING, Role.TITLE},
            is_image=start in images,
            marked=role_at(start),
        )
        for position, (start, end) in enumerate(_spans(draft.text))
    )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield start, start + len(stripped)


def _markdown_links(draft: Draft) -> Iterator[TextLink]:
    for change in draft.changes:
        if change.rule_id == "markdown_link":
            yield TextLink(change.evidence or "", change.start, change.end, change.replacement)
