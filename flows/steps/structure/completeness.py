"""Whether a document is a whole article: what is in place of one, where one breaks off (`completeness.toml`)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Annotated, NamedTuple

from flows.steps.structure.blocks import TextBlock
from schemas.data_files import load_toml
from schemas.vocab import CONTENT_ROLES, IssueCode, Role

SHORT_PAGE_WORDS = 150
"""Words of content below which a page can be the message of an error: such pages have a few sentences."""
PREVIEW_WORDS = 400
"""Words of content below which a demand to subscribe shows that this is a preview; longer ones have the article."""
_HEAD_LINES = 6
"""Lines of a page that show what it is."""
_LONGEST_NOTICE = 60
"""Words of the longest notice in place of an article."""
_LONGEST_DEMAND = 25
"""Words of the longest paragraph that asks readers to subscribe."""
_BESIDE_NOTICE = 25
"""Words that may go with such a paragraph: an apology, a number of the error, where to go instead."""
_ENDS = re.compile(r"[.!?:;\"'”’»)\]…]\s*$")
_BREAKS_OFF = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.)\])\s*$")
PATTERN_FLAGS = re.IGNORECASE | re.MULTILINE
_OF_ARTICLE = CONTENT_ROLES | {Role.OTHER, Role.TABLE}


class Sign(NamedTuple):
    """A block of a file of signs: any of the patterns shows it; texts that must match, and that must not."""

    patterns: tuple[Annotated[re.Pattern[str], PATTERN_FLAGS], ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first match of a pattern, in the order of the patterns."""
        return next((match for pattern in self.patterns if (match := pattern.search(text))), None)

    def counts(self, text: str) -> Counter[str]:
        """Return how often each pattern matches."""
        return Counter({pattern.pattern: len(pattern.findall(text)) for pattern in self.patterns})


class Shortfall(NamedTuple):
    """Why a document is no whole article: what it is instead, in a sentence, and the block that shows it."""

    code: IssueCode
    message: str
    position: int


@cache
def signs() -> dict[str, Sign]:
    """Return the signs of `completeness.toml` by name."""
    return load_toml(files(__package__).joinpath("completeness.toml"), dict[str, Sign])


def shortfall(blocks: Sequence[TextBlock], roles: Sequence[Role]) -> Shortfall | None:
    """Return why the blocks of a document, with their roles, are no whole article; None where they may be one."""
    content = [block for block, role in zip(blocks, roles, strict=True) if role in CONTENT_ROLES]
    words = sum(len(block.words) for block in content)
    message = _message(blocks, roles) if words < SHORT_PAGE_WORDS else None
    if message is not None:
        said = f"the page is the message of a site and no article: {quoted(message.text)}"
        return Shortfall(IssueCode.ERROR_PAGE, said, message.position)
    return _break(blocks, content, words)


def _break(blocks: Sequence[TextBlock], content: Sequence[TextBlock], words: int) -> Shortfall | None:
    """Return where an article breaks off: at a demand to subscribe that no paragraph follows, or in mid-sentence.

    On a page where several paragraphs end in dots, those announce other articles.
    """
    last = next((block for block in reversed(content) if not _is_demand(block)), None)
    if last is None:
        return None
    behind = next((block for block in blocks if block.position > last.position and _is_demand(block)), None)
    if behind and (words < PREVIEW_WORDS or not has_end(last.text)):
        said = f"only the beginning seems to be here: {quoted(behind.text)}"
        return Shortfall(IssueCode.CUT_OFF, said, behind.position)
    broken = (block for block in content if _BREAKS_OFF.search(block.text) and not _is_demand(block))
    if _BREAKS_OFF.search(last.text) and next(broken) is last:
        return Shortfall(IssueCode.CUT_OFF, f"the text breaks off: {quoted(last.text[-60:])}", last.position)
    return None


def _message(blocks: Sequence[TextBlock], roles: Sequence[Role]) -> TextBlock | None:
    """Return the block that shows that a short page is the message of a site: an error, or a notice without article."""
    lines = islice(((block, line) for block in blocks for line in block.text.splitlines()), _HEAD_LINES)
    error = next((block for block, line in lines if signs()["error_page"].find(line) and not _reports(line)), None)
    return error or next(_notices(blocks, roles), None)


def _notices(blocks: Sequence[TextBlock], roles: Sequence[Role]) -> Iterator[TextBlock]:
    """Yield the notices of a failure where hardly anything is beside them but a title."""
    notices: list[TextBlock] = []
    titles: list[TextBlock] = []
    beside = 0
    for block, role in zip(blocks, roles, strict=True):
        if role not in _OF_ARTICLE:
            continue
        if _is_notice(block):
            (titles if role == Role.TITLE else notices).append(block)
        elif role != Role.TITLE:
            beside += len(block.words)
            if beside > _BESIDE_NOTICE:
                return
    yield from notices or titles


def _is_notice(block: TextBlock) -> bool:
    return (
        len(block.words) <= _LONGEST_NOTICE
        and signs()["notice"].find(block.text) is not None
        and not _reports(block.text)
    )


def _reports(text: str) -> bool:
    return signs()["reported"].find(text) is not None


def _is_demand(block: TextBlock) -> bool:
    return len(block.words) <= _LONGEST_DEMAND and signs()["paywall"].find(block.text) is not None


def has_end(text: str) -> bool:
    """Return whether a paragraph ends like a sentence, a quotation or a note."""
    return _ENDS.search(text) is not None


def quoted(text: str) -> str:
    """Return a text in quotation marks, cut where it is long."""
    words = " ".join(text.split())
    return repr(words if len(words) <= 80 else f"{words[:77]}...")
