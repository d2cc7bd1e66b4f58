"""The roles that element names and class names give to a stretch of text; the knowledge is data, in `html.toml`."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from flows.steps.lexicon.patterns import ExampledPattern
from schemas.data_files import Words, load_toml
from schemas.vocab import Role

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APART = re.compile(r"[^a-z0-9]+")
_LONGEST = 200
"""Characters of class names that are looked at; some build tools write kilobytes of them."""


class MarkupCue(NamedTuple):
    """The role that markup gives; a soft one gives way where the text proves to be part of the article."""

    role: Role
    is_soft: bool


class Elements(NamedTuple):
    """Names of elements by what they are for, in `html.toml`."""

    block: Words
    void: Words
    hidden: Words
    heading: Words
    list_item: Words
    caption: Words
    navigation: Words
    soft_navigation: Words
    article: Words


MetaField = Literal["title", "authors", "publisher", "url", "date", "possible_date"]
"""What a page can state about itself."""


class HtmlTable(NamedTuple):
    """The content of `html.toml`: elements, class names by role, and where pages state facts about themselves."""

    elements: Elements
    classes: dict[Role, ExampledPattern]
    meta: dict[MetaField, tuple[str, ...]]
    json_ld: dict[Literal["types", "organisations", MetaField], tuple[str, ...]]


@cache
def table() -> HtmlTable:
    """Return the content of `html.toml`."""
    return load_toml(files(__package__).joinpath("html.toml"), HtmlTable)


def elements(group: str) -> frozenset[str]:
    """Return the names of the elements of one group; raises AttributeError for an unknown one."""
    found: frozenset[str] = getattr(table().elements, group)
    return found


@cache
def _patterns() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple((role, rule.pattern) for role, rule in table().classes.items())


@lru_cache(maxsize=4096)
def class_role(names: str) -> Role | None:
    """Return the role that the values of class, id and role give, None where they give none."""
    words = _APART.sub(" ", _CAPITAL.sub(" ", names[:_LONGEST]).lower())
    return next((role for role, pattern in _patterns() if pattern.search(words)), None)


@cache
def element_cue(name: str) -> MarkupCue | None:
    """Return the cue that the element itself gives, None where it gives none."""
    for group, role in (("heading", Role.HEADING), ("list_item", Role.LIST_ITEM), ("caption", Role.CAPTION)):
        if name in elements(group):
            return MarkupCue(role, is_soft=False)
    if name in elements("navigation"):
        return MarkupCue(Role.NAVIGATION, is_soft=False)
    return MarkupCue(Role.NAVIGATION, is_soft=True) if name in elements("soft_navigation") else None
