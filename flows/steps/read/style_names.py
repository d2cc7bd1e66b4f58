"""What a paragraph is by the name of its style, in files of all word processors.

Word keeps the English names of its own styles in documents of all languages, and so does LibreOffice; RTF has those of
the program that wrote it.
"""

import re

from schemas.vocab import Role

_ROLES = (
    (re.compile(r"title"), Role.TITLE),
    (re.compile(r"subtitle"), Role.SUBTITLE),
    (re.compile(r"heading(?: \d+)?|toc heading|contents heading"), Role.HEADING),
    (re.compile(r"caption|illustration|figure|table caption"), Role.CAPTION),
    (re.compile(r"toc \d|contents \d+|table of figures|index(?: \d| heading)|(?:user|table) index.*"), Role.NAVIGATION),
    (re.compile(r"(?:foot|end)note(?: text)?|bibliography(?: \d)?"), Role.REFERENCE),
)
"""Names of the programs' own styles, in lower case, with the roles that they give."""
_ITEM = re.compile(r"list (?:bullet|number)(?: \d)?|(?:list|numbering) \d(?: (?:start|end|cont\.))?")


def role_of_style(name: str) -> Role | None:
    """Return the role that the name of a style gives, None where it gives none."""
    return next((role for pattern, role in _ROLES if pattern.fullmatch(name.strip().lower())), None)


def is_item_style(name: str) -> bool:
    """Return whether a style is that of the items of a list."""
    return _ITEM.fullmatch(name.strip().lower()) is not None
