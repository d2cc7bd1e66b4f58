"""Headings within the text."""

import re
from collections.abc import Sequence

from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.sidebars import is_prose

_HEADING = 14
"""Words of the longest heading."""
LIST_MARK = re.compile(r"(?:[•◦▪‣●○■□*+–—-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\s+\S")
"""A bullet or a counter with what it counts."""


def looks_like_heading(block: TextBlock) -> bool:
    """Return whether a block is short and ends unlike a sentence; a question may be a heading."""
    return 0 < len(block.words) <= _HEADING and not re.search(r"""[.,;:…]["'”’)]*$""", block.text)


def is_numbered_heading(blocks: Sequence[TextBlock], position: int) -> bool:
    """Return whether a short numbered line opens a section: running text without a counter follows it."""
    block = blocks[position]
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    return (
        bool(re.match(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S", block.text))
        and looks_like_heading(block)
        and following is not None
        and is_prose(following)
        and not LIST_MARK.match(following.text)
    )
