"""Which stretches of a page are its article, by trafilatura, and what each stretch therefore is.

trafilatura returns text without places, so its text is taken as a vote on our own stretches, by their words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto

from flows.steps.read.html_tokens import as_xml_characters
from flows.steps.read.html_writer import Stretch
from flows.steps.read.markup import RoleMark
from schemas.vocab import Role

_WORD = re.compile(r"\w+")
_SHINGLE = 4
"""Words in a row by which a stretch is recognised in the extracted text."""
_KEPT = 0.7
"""Share of the runs of words of a stretch that the extracted text must hold."""
_PROSE = 8
"""Words from which a stretch is text rather than a label."""
_HEAD = 6
"""Stretches right before the body that may be the head of an article whose title is not known."""
_LONGEST_BYLINE = 25
"""Words of the longest byline; elements of that class may hold a biography."""
_LARGEST = 10_000_000
"""Characters of the largest page that is put to the vote: trafilatura takes about half a second a million."""

_OWN_ROLES = frozenset({Role.HEADING, Role.SUBTITLE, Role.BYLINE, Role.CAPTION, Role.AUTHOR_NOTE, Role.PULL_QUOTE})

WordRun = tuple[str, ...]


class _Region(Enum):
    """The region of a stretch: before the title, between title and body, in the body, behind it."""

    BEFORE = auto()
    HEAD = auto()
    BODY = auto()
    BEHIND = auto()


def marks_of(source: str, stretches: Sequence[Stretch], stated_titles: Sequence[str]) -> Iterator[RoleMark]:
    """Yield a mark for each stretch whose role follows from the page, in order.

    `stated_titles` are the titles that the page states outside its text.
    """
    words = [words_of(stretch.text) for stretch in stretches]
    title = _title(stretches, words, [words_of(stated) for stated in stated_titles])
    vote = _vote(source)
    kept = [
        vote is not None and _may_be_kept(stretch) and vote(run) for stretch, run in zip(stretches, words, strict=True)
    ]
    homes = {stretch.container for stretch, is_kept in zip(stretches, kept, strict=True) if is_kept}
    regions = _regions(kept, title)
    for index, stretch in enumerate(stretches):
        is_sibling = regions[index] is _Region.BODY and stretch.container in homes
        role = _role(stretch, len(words[index]), regions[index], is_kept=kept[index], is_sibling=is_sibling)
        role = Role.TITLE if index == title else role
        if role is not None:
            yield RoleMark(stretch.start, stretch.end, role)


def _may_be_kept(stretch: Stretch) -> bool:
    """Return whether the vote can make a stretch part of the body: its markup gives it no other role."""
    is_firm = stretch.cue is not None and not stretch.cue.is_soft
    return stretch.cue_role not in _OWN_ROLES and not (is_firm and stretch.cue_role == Role.NAVIGATION)


def words_of(text: str) -> WordRun:
    """Return the words of a text, without regard to case and punctuation."""
    return tuple(word.casefold() for word in _WORD.findall(text))


def _title(stretches: Sequence[Stretch], words: Sequence[WordRun], stated: Sequence[WordRun]) -> int | None:
    """Return which stretch is the title: one that a stated title names, headings first, else the only h1.

    Stated titles often end in the name of the site; so they need only begin with the words of a heading.
    """
    headings = [index for index, stretch in enumerate(stretches) if stretch.cue_role == Role.HEADING]
    for wanted in stated:
        for index in headings:
            if len(words[index]) > 1 and wanted[: len(words[index])] == words[index]:
                return index
        for index, run in enumerate(words):
            if run == wanted and stretches[index].cue_role is None:
                return index
    top = [index for index in headings if stretches[index].name == "h1"]
    return top[0] if len(top) == 1 else None


def _regions(kept: Sequence[bool], title: int | None) -> list[_Region]:
    """Return the region of each stretch; all are in the head where nothing was kept."""
    inside = [index for index, is_kept in enumerate(kept) if is_kept and (title is None or index > title)]
    if not inside:
        return [_Region.HEAD] * len(kept)
    first, last = inside[0], inside[-1]
    head = first - _HEAD if title is None else title
    order = ((head, _Region.BEFORE), (first, _Region.HEAD), (last + 1, _Region.BODY))
    return [next((region for end, region in order if index < end), _Region.BEHIND) for index in range(len(kept))]


def _role(stretch: Stretch, words: int, region: _Region, *, is_kept: bool, is_sibling: bool) -> Role | None:
    """Return the role of a stretch; None where its text shall decide."""
    cue, marked = stretch.cue, stretch.cue_role
    if cue is not None and marked == Role.NAVIGATION and not (cue.is_soft and is_kept and words >= _PROSE):
        return Role.NAVIGATION
    if marked in {Role.CAPTION, Role.PULL_QUOTE, Role.AUTHOR_NOTE}:
        return marked
    if region in {_Region.BEFORE, _Region.BEHIND}:
        return Role.NAVIGATION if stretch.is_linked else Role.OTHER
    if stretch.has_cells:
        return Role.OTHER
    if region is _Region.HEAD or marked == Role.BYLINE:
        return marked if marked != Role.BYLINE or words <= _LONGEST_BYLINE else None
    return _role_in_body(stretch, words, marked, is_kept=is_kept, is_sibling=is_sibling)


def _role_in_body(stretch: Stretch, words: int, marked: Role | None, *, is_kept: bool, is_sibling: bool) -> Role | None:
    """Return the role of a stretch between the first and the last one that the vote kept."""
    if marked == Role.LIST_ITEM and not stretch.is_linked:
        return marked
    if marked in {Role.HEADING, Role.LIST_ITEM}:
        return marked if is_kept or is_sibling else Role.OTHER
    if is_kept or (is_sibling and words >= _PROSE):
        return None if stretch.is_strong else Role.BODY
    return Role.NAVIGATION if stretch.is_linked else Role.OTHER


def _vote(source: str) -> Callable[[WordRun], bool] | None:
    """Return whether the words of a stretch are part of the article; None where trafilatura finds none."""
    if len(source) > _LARGEST:
        return None
    from trafilatura import bare_extraction  # heavy: 0.5 s

    extracted = bare_extraction(as_xml_characters(source), include_comments=False, with_metadata=False)
    text = extracted.text if extracted is not None and not isinstance(extracted, dict) else None
    if not text:
        return None
    lines = [words_of(line) for line in text.splitlines()]
    whole = frozenset(lines)
    runs = frozenset(run for line in lines for run in _runs(line))
    return lambda words: words in whole or _share(words, runs) >= _KEPT


def _runs(words: WordRun) -> Iterator[WordRun]:
    return (words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1))


def _share(words: WordRun, runs: frozenset[WordRun]) -> float:
    count = len(words) - _SHINGLE + 1
    return sum(run in runs for run in _runs(words)) / count if count > 0 else 0.0
