"""The open elements around a piece of text of a page: the roles, links and hidden parts that it is in.

No tree is kept, only the elements that are open, so that time and memory follow the length of the source. Pages in the
wild leave elements open; those whose end HTML implies are closed as the standard does.
"""

import re
from collections import Counter
from typing import NamedTuple

from flows.steps.read.html_cues import MarkupCue, class_role, element_cue, elements
from flows.steps.read.html_tokens import HtmlAttribute, HtmlToken, attributes
from flows.steps.read.markup import LinkMark
from schemas.vocab import Role

_CLOSED_BY_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = _CLOSED_BY_BLOCKS | {"li", "dt", "dd", "pre", "blockquote"}
_KEEPS_HEADINGS = frozenset({"div", "button"})
_CLOSED_BY_OWN = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
    "option": ("option",),
}
"""Elements that end one like themselves that is still open (WHATWG HTML, optional tags)."""
_STRONG = frozenset({"b", "strong"})
_WHOLE_PAGE = frozenset({"html", "body", "main", "article"})
"""Elements around the article itself: their class names describe the page, not its parts."""
_NOT_DISPLAYED = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-list\s*:\s*ignore|mso-element\s*:\s*comment"
)
"""Styles of what is not shown, or, in pages that Word has saved, is the sign of a list item or a comment."""
_TO_COMMENT = "#_msocom"
"""How links to Word's comments begin."""


class OpenElement(NamedTuple):
    """An open element with what it gives to the text in it; `number` identifies the element."""

    name: str
    number: int
    cue: MarkupCue | None
    is_hidden: bool
    is_in_article: bool


class OpenElements:
    """The open elements at one point of a page; `links` are those that are complete."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._frames = [OpenElement("", 0, None, is_hidden=False, is_in_article=False)]
        self._open: Counter[str] = Counter()
        self._strong = 0
        self._count = 0
        self._link: tuple[str, int] | None = None
        self.links: list[LinkMark] = []

    @property
    def top(self) -> OpenElement:
        """Return the innermost open element that is a block or hides its content."""
        return self._frames[-1]

    @property
    def container(self) -> int:
        """Return the number of the element that holds the paragraphs here: siblings have the same."""
        return self._frames[-2].number if self.top.name in _PARAGRAPHS and len(self._frames) > 1 else self.top.number

    @property
    def is_linked(self) -> bool:
        """Return whether a link is open."""
        return self._link is not None

    @property
    def is_strong(self) -> bool:
        """Return whether bold type is open."""
        return self._strong > 0

    @property
    def is_deleted(self) -> bool:
        """Return whether an element is open whose text a change of the document has deleted."""
        return self._open["del"] > 0

    def start(self, token: HtmlToken) -> None:
        """Open an element."""
        name = token.name
        if name == "a":
            self._start_link(token)
        elif name in _STRONG:
            self._strong += 1
        is_block = name in elements("block") or "-" in name
        if is_block:
            self._close_implied(name)
        has_attributes = token.end - token.start > len(name) + 3
        given = attributes(self._source, token) if has_attributes else {}
        is_hidden = name in elements("hidden") or _hides(given)
        is_empty = name in elements("void") or (self._source[token.end - 2] == "/" and name in elements("hidden"))
        if not is_empty and (is_block or is_hidden or self.top.is_hidden):
            self._push(name, given, is_hidden=is_hidden)

    def end(self, token: HtmlToken) -> None:
        """Close an element and all that is open in it; an end tag without a start does nothing."""
        name = token.name
        if name == "a":
            self.end_link(token.start)
        elif name in _STRONG:
            self._strong = max(self._strong - 1, 0)
        if self._open[name]:
            while self._pop() != name:
                pass

    def end_link(self, position: int) -> None:
        """Close the open link, if there is one."""
        if self._link is not None and self._link[1] < position:
            self.links.append(LinkMark(self._link[1], position, self._link[0]))
        self._link = None

    def _start_link(self, token: HtmlToken) -> None:
        self.end_link(token.start)
        target = attributes(self._source, token).get("href")
        self._link = (target.value.strip(), token.end) if target else None

    def _close_implied(self, name: str) -> None:
        while self.top.name in _CLOSED_BY_BLOCKS and not (self.top.name != "p" and name in _KEEPS_HEADINGS):
            self._pop()
        while self.top.name in _CLOSED_BY_OWN.get(name, ()):
            self._pop()

    def _push(self, name: str, given: dict[str, HtmlAttribute], *, is_hidden: bool) -> None:
        above = self.top
        self._count += 1
        self._open[name] += 1
        cue = _inherited(above, _own_cue(name, given, above))
        is_in_article = above.is_in_article or name in elements("article")
        self._frames.append(OpenElement(name, self._count, cue, above.is_hidden or is_hidden, is_in_article))

    def _pop(self) -> str:
        name = self._frames.pop().name
        self._open[name] -= 1
        return name


def _hides(given: dict[str, HtmlAttribute]) -> bool:
    if not given:
        return False
    if "hidden" in given or ("aria-hidden" in given and given["aria-hidden"].value.strip().lower() == "true"):
        return True
    if "href" in given and given["href"].value.startswith(_TO_COMMENT):
        return True
    return "style" in given and _NOT_DISPLAYED.search(given["style"].value.lower()) is not None


def _own_cue(name: str, given: dict[str, HtmlAttribute], above: OpenElement) -> MarkupCue | None:
    """Return the cue that an element gives by its name, or else by its class, id and role."""
    cue = element_cue(name)
    if name in {"header", "footer"} and above.is_in_article:
        cue = None
    names = " ".join(given[key].value for key in ("class", "id", "role") if key in given)
    role = class_role(names) if names and name not in _WHOLE_PAGE else None
    if role is None or (cue is not None and not cue.is_soft and role == Role.NAVIGATION):
        return cue
    is_heading = cue is not None and cue.role == Role.HEADING
    return cue if is_heading and role != Role.SUBTITLE else MarkupCue(role, is_soft=True)


def _inherited(above: OpenElement, own: MarkupCue | None) -> MarkupCue | None:
    """Return the cue in force inside an element: navigation stays what it is, else the innermost cue counts."""
    if above.cue is not None and above.cue.role == Role.NAVIGATION:
        is_firmer = own is not None and own.role == Role.NAVIGATION and not own.is_soft
        return own if is_firmer else above.cue
    return own or above.cue
