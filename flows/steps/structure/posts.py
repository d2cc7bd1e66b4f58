"""Live blogs: which lines are the times of posts, and where the last post ends.

A line that is only a time, with or without its day, begins a post where several such lines come, each with sentences
behind it. Such a line is a heading, so that words such as `yesterday` in the post count from its day.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.steps.lexicon.calendar import MONTHS, SHORT_MONTHS, any_of
from flows.steps.structure.blocks import TextBlock
from flows.steps.structure.cues import matches
from schemas.vocab import Role

_FEWEST = 3
"""Times from which a text is a live blog."""
_SENTENCE = 5
"""Words of the shortest sentence that makes a post."""
_LONGEST_INTRO = 80
"""Words of sentences above the first post; behind more of them, what has times are the comments of readers."""
_LONGEST = 60
"""Characters of the longest line that is only a time."""
_MONTHS = any_of({*MONTHS, *SHORT_MONTHS})
_DAY = (
    rf"(?:[a-z]{{3,6}}day,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})\.?|(?:{_MONTHS})\.?\s+\d{{1,2}})(?:,?\s+\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|today|yesterday|[a-z]{3,6}day"
)
_CLOCK = (
    r"(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?)"
    r"(?:\s*\(?(?:[A-Z]{2,4}T|GMT|UTC|CET|local time)\)?)?"
)
_APART = r"\s*[,·|•–—-]?\s*"
_STAMP = re.compile(
    r"(?:(?:posted|published|updated|added|filed)\b\s*(?:at|on)?:?\s*)?(?:\d{1,2}\s?(?:m|min|h|hrs?|hours?) ago\s*)?"
    rf"(?:{_CLOCK}(?:{_APART}(?:on )?(?:{_DAY}))?|(?:{_DAY}){_APART}(?:at )?{_CLOCK})",
    re.IGNORECASE,
)


class Posts(NamedTuple):
    """The positions of the times of posts, and that of the last block of the last post."""

    stamps: frozenset[int]
    last: int


def posts_of(blocks: Sequence[TextBlock], phrases: Sequence[Role | None]) -> Posts | None:
    """Return the posts of a live blog, None where a text is none."""
    stamps = [block.position for block in blocks if _is_stamp(block)]
    if len(stamps) < _FEWEST:
        return None
    intro = sum(len(block.words) for block in blocks[: stamps[0]] if _is_sentence(block, phrases))
    if intro > _LONGEST_INTRO or any(matches("comment", block.text) for block in blocks):
        return None
    stretches = [blocks[start + 1 : end] for start, end in pairwise([*stamps, len(blocks)])]
    texts = [[block.position for block in stretch if _is_sentence(block, phrases)] for stretch in stretches]
    if sum(map(bool, texts)) < max(_FEWEST, 2 * len(stamps) / 3):
        return None
    return Posts(frozenset(stamps), max(positions[-1] for positions in texts if positions))


def _is_stamp(block: TextBlock) -> bool:
    return len(block.text) <= _LONGEST and _STAMP.fullmatch(block.text.strip()) is not None


def _is_sentence(block: TextBlock, phrases: Sequence[Role | None]) -> bool:
    is_open = phrases[block.position] is None and not block.is_linked
    return is_open and block.is_terminal and len(block.words) >= _SENTENCE
