"""The roles that blocks have by their own words and markup, and the sidebars of the page to which they belong."""

import re
from collections.abc import Sequence

from flows.steps.lexicon.bylines import (
    BY,
    EDGES,
    is_name_line,
    is_organisation,
    is_place,
    is_stamp,
    names_in,
    without_stamp,
)
from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.cues import matches
from flows.steps.structure.date_lines import is_date_line
from schemas.vocab import Role

LONG = 40
"""Words of a block that is running text whatever is around it."""
PROSE = 12
"""Words of a finished sentence that can be running text."""
_TEASER = 17
"""Words of the longest finished sentence with which a sidebar announces another article."""
_AUTHOR_SIDEBAR = 3
"""Blocks behind the heading of a sidebar about the authors that may be about them."""
_LONGEST_BYLINE = 160
"""Characters of the longest byline with its day, its time and what else goes with it."""
_BELOW_TITLE = 3
"""Lines below the title in which its author may be named without a word such as `by`."""
_MOST_PARTS = 2
"""Parts of a byline between the names and the day: who published it, and where."""
_LONGEST_PLACE = 5
"""Words of the longest place before a day."""
_OPENING = re.compile(r"(?:By|On|In|Since|Until|From|The)\b|$")
_PART = re.compile(r"\s*[|/·•–—,(]\s*|\s+-\s+")
_SIDEBARS = ("teaser_sidebar", "page_sidebar")
_CERTAIN = frozenset(
    {Role.BYLINE, Role.CAPTION, Role.AUTHOR_NOTE, Role.PULL_QUOTE, Role.REFERENCE, Role.SUBTITLE, Role.TABLE}
)
"""Roles that a mark gives whatever the words are."""
_OF_BODY = frozenset({Role.BODY, Role.LIST_ITEM, Role.HEADING})
_KINDS = (
    ("teaser_sidebar", Role.NAVIGATION),
    ("page_sidebar", Role.NAVIGATION),
    ("navigation", Role.NAVIGATION),
    ("reference", Role.REFERENCE),
    ("publication_note", Role.PUBLICATION_NOTE),
    ("author_note", Role.AUTHOR_NOTE),
    ("legal_note", Role.LEGAL_NOTE),
    ("caption", Role.CAPTION),
)
"""Kinds of `cues.toml` that name a role; the first that matches counts."""


def phrase_role(block: TextBlock) -> Role | None:
    """Return the role that a block's own words and marks give it, wherever it occurs; None where they give none."""
    if block.marked == Role.TITLE:
        return None
    if "\n" in block.text and block.marked != Role.NAVIGATION:
        return Role.TABLE
    marked = _marked_role(block)
    if marked is not None:
        return marked
    if is_date_line(block.text):
        return Role.DATELINE
    if not block.words:
        return Role.OTHER
    outside = Role.OTHER if block.marked == Role.OTHER else None
    by_words = (role for kind, role in _KINDS if matches(kind, block.text))
    return Role.BYLINE if _is_byline(block.text) else next(by_words, outside)


def _is_byline_with_stamp(text: str) -> bool:
    """Return whether a line names authors and then, perhaps without any sign between, when they wrote or who they are.

    The day may also go before: March 4, 2021 by Ana Novak.
    """
    if len(text) > _LONGEST_BYLINE:
        return False
    names = without_stamp(text)
    if names:
        stamp = text[len(names) :]
        return stamp not in {"", ":"} and matches("byline", names) and is_stamp(stamp)
    by = BY.search(text)
    return by is not None and is_stamp(text[: by.start()]) and _is_byline(text[by.start() :].strip())


def _is_byline(text: str) -> bool:
    return matches("byline", text) or _is_byline_with_stamp(text)


def _marked_role(block: TextBlock) -> Role | None:
    """Return the role that the markup of the source gives a block whatever its words are."""
    if block.is_image and not is_date_line(block.text):
        return Role.CAPTION
    if block.marked == Role.NAVIGATION:
        return Role.LEGAL_NOTE if matches("legal_note", block.text) else Role.NAVIGATION
    is_table = block.marked == Role.OTHER and "\n" in block.text
    return block.marked if is_table or block.marked in _CERTAIN else None


def is_prose(block: TextBlock) -> bool:
    """Return whether a block can be running text by its mark, or else by its length and ending."""
    if block.marked in _OF_BODY:
        return block.marked == Role.BODY and (len(block.words) >= PROSE or block.is_terminal)
    return len(block.words) >= LONG or (len(block.words) >= PROSE and block.is_terminal)


def sidebars_of(blocks: Sequence[TextBlock], phrases: Sequence[Role | None]) -> list[str | None]:
    """Return for each block the kind of sidebar it belongs to: a sidebar lasts until running text or a note comes."""
    sidebar: str | None = None
    sidebars = []
    for block, phrase in zip(blocks, phrases, strict=True):
        kinds = () if block.marked == Role.NAVIGATION else (*_SIDEBARS, "reference_heading")
        opened = next((kind for kind in kinds if matches(kind, block.text)), None)
        if opened is not None:
            sidebar = opened
        elif sidebar == "reference_heading" and matches("reference_item", block.text):
            pass
        elif phrase not in {None, Role.NAVIGATION, Role.DATELINE, Role.BYLINE} or _ends_sidebar(block):
            sidebar = None
        sidebars.append(sidebar)
    return sidebars


def _ends_sidebar(block: TextBlock) -> bool:
    """Return whether a block is too much text for a teaser, or marked as part of the body."""
    if block.marked in _OF_BODY:
        return True
    is_cut = block.text.endswith(("…", "..."))
    is_long = len(block.words) > _TEASER and block.is_terminal and not is_cut
    return is_long or (block.sentence_ends >= 2 and len(block.words) >= 2 * PROSE)


def role_in_sidebar(phrase: Role | None, sidebar: str | None, *, is_behind_text: bool) -> Role | None:
    """Return a block's role given its phrase and its sidebar, None where neither gives one.

    Dates and names among teasers, or in a sidebar behind the text, are not the article's.
    """
    if sidebar == "reference_heading":
        return Role.REFERENCE
    if sidebar == "teaser_sidebar" or (sidebar and is_behind_text):
        return Role.NAVIGATION
    return phrase or (Role.NAVIGATION if sidebar else None)


def head_line_roles(blocks: Sequence[TextBlock], phrases: Sequence[Role | None]) -> dict[int, Role]:
    """Return the roles of lines before any running text that no phrase shows: of names alone, and of what has a day.

    Names are a byline where a date is in the line above or below, or, in a line below the title, behind them; what
    else is before a day there is a place.
    """
    is_open = [block for block in blocks if phrases[block.position] is None]
    long = [block.position for block in is_open if len(block.words) >= LONG]
    text = next(iter(long or [block.position for block in is_open if is_prose(block)]), 0)
    roles: dict[int, Role] = {}
    for block in blocks[:text]:
        position = block.position
        if phrases[position] is None and is_name_line(block.text):
            if Role.DATELINE in phrases[max(position - 1, 0) : position + 2]:
                roles[position] = Role.BYLINE
        elif phrases[position] in {None, Role.NAVIGATION} and block.marked is None:
            role = _role_of_named_day(block.text)
            if role is not None and None in phrases[max(position - _BELOW_TITLE, 0) : position]:
                roles[position] = role
    return roles


def _role_of_named_day(text: str) -> Role | None:
    """Return the role of a line that ends with a day: of people, perhaps with a publisher or a place, or of a place."""
    before = without_stamp(text) if len(text) <= _LONGEST_BYLINE else ""
    first, *rest = _PART.split(before)
    is_people = is_name_line(first) and not (is_organisation(first) or is_place(first) or matches("label", first))
    is_place_alone = len(before.split()) <= _LONGEST_PLACE and is_stamp(first) and not _OPENING.match(before)
    if not (is_people or is_place_alone) or len(rest) > _MOST_PARTS or not all(map(is_stamp, rest)):
        return None
    if not is_date_line(text[len(before) :].strip(EDGES)) or any(matches("label", part) for part in rest):
        return None
    return Role.BYLINE if is_people else Role.DATELINE


def author_note_positions(
    blocks: Sequence[TextBlock],
    phrases: Sequence[Role | None],
    sidebars: Sequence[str | None],
    authors: Sequence[str],
) -> frozenset[int]:
    """Return the positions of texts about the authors that no phrase shows.

    They are in a sidebar about them, or begin with the name of an author: one of `authors`, or of a byline.
    """
    names = {name for block in blocks if phrases[block.position] == Role.BYLINE for name in names_in(block.text)}
    openings = (*names, *authors)
    notes: set[int] = set()
    about = -1
    for block in blocks:
        if matches("about_authors", block.text):
            about = block.position
        elif phrases[block.position] is None and is_prose(block):
            is_about = about >= 0 and block.position - about <= _AUTHOR_SIDEBAR and sidebars[about] is not None
            if is_about or block.text.startswith(openings):
                notes.add(block.position)
            about = -1
    return frozenset(notes)
