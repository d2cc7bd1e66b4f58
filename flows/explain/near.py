"""What nearly was an event: sentences of content that gave none, with what was tried there and why it failed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from flows.steps.events import NearMiss
from flows.steps.language.passages import Span
from flows.steps.language.sentences import sentences
from flows.steps.records import Outcome, Paragraph


class _Silent(NamedTuple):
    """A sentence of content without an event."""

    paragraph: Paragraph
    span: Span


def print_near_misses(console: Console, outcome: Outcome, near_misses: Iterable[NearMiss]) -> None:
    """Print the sentences of content without an event and what nearly fired in each."""
    found: dict[str, list[NearMiss]] = defaultdict(list)
    for miss in near_misses:
        found[miss.paragraph_id].append(miss)
    for silent in _silent(outcome):
        console.print(Text.assemble((f"{silent.paragraph.position:>3} ", "dim"), _words(silent)))
        _print_misses(
            console, [miss for miss in found[silent.paragraph.paragraph_id] if _meet(miss.sentence, silent.span)]
        )


def _silent(outcome: Outcome) -> Iterator[_Silent]:
    """Yield the sentences of content that report no event, in reading order."""
    reported: dict[str, list[Span]] = defaultdict(list)
    for event in outcome.events:
        reported[event.paragraph_id].append((event.sentence_start, event.sentence_end))
    for row in outcome.paragraphs:
        if row.is_content:
            for span in sentences(row.text):
                if not any(_meet(span, other) for other in reported[row.paragraph_id]):
                    yield _Silent(row, span)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _words(silent: _Silent) -> str:
    return silent.paragraph.text[silent.span[0] : silent.span[1]]


def _print_misses(console: Console, misses: Sequence[NearMiss]) -> None:
    if not misses:
        console.print(Text("      nothing came near", style="dim"))
    for miss in misses:
        console.print(Text.assemble("      ", (miss.trigger, "red"), (f"  {miss.rule_id}: ", "dim"), miss.reason))
