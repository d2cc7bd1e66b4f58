"""Sentences of content without an event, with the triggers that were tried there and why each failed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from flows.steps.annotation import Annotations
from flows.steps.events import NearMiss
from flows.steps.language.passages import Passage, Span
from flows.steps.records import Outcome


class _Silent(NamedTuple):
    """A sentence of content without an event."""

    passage: Passage
    span: Span


def print_near_misses(console: Console, outcome: Outcome, annotations: Annotations) -> None:
    """Print the sentences of content without an event and what nearly fired in each."""
    if not annotations.passages:
        language = outcome.documents[0].language
        console.print(f"none: events are looked for in English content only (language of this text: {language})")
    positions = {row.paragraph_id: row.position for row in outcome.paragraphs}
    misses: dict[tuple[str, Span], list[NearMiss]] = defaultdict(list)
    for miss in annotations.near_misses():
        misses[miss.paragraph_id, miss.sentence].append(miss)
    for passage, span in _silent(annotations):
        words = passage.text[span[0] : span[1]]
        console.print(Text.assemble((f"{positions[passage.paragraph_id]:>3} ", "dim"), words))
        _print_misses(console, misses[passage.paragraph_id, span])


def _silent(annotations: Annotations) -> Iterator[_Silent]:
    """Yield the sentences of content that report no event, in reading order."""
    reported = {(row.paragraph_id, (row.sentence_start, row.sentence_end)) for row in annotations.events}
    for passage in annotations.passages:
        for span in passage.sentences:
            if (passage.paragraph_id, span) not in reported:
                yield _Silent(passage, span)


def _print_misses(console: Console, misses: Sequence[NearMiss]) -> None:
    if not misses:
        console.print(Text("      nothing came near", style="dim"))
    for miss in misses:
        console.print(Text.assemble("      ", (miss.trigger, "red"), (f"  {miss.rule_id}: ", "dim"), miss.reason))
