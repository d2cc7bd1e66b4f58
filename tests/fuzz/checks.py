"""What must hold for the rows of any input whatever."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from flows.steps.models import LedgerEdit, Outcome
from flows.steps.read.seed import Seed
from tests.fuzz.rebuilding import Rebuilding

_LAYOUT = frozenset({"paragraph_break", "line_join", "table_row", "whitespace", "line_end", "space"})
"""Rules that may change white space alone."""
_FACTS = ("title", "subtitle", "authors", "publisher", "url", "published_evidence")
MOST_SECONDS, MOST_PER_KILOBYTE = 2.0, 0.5
"""Seconds of computing that any input may take, and those that come to them for each kilobyte."""


@dataclass(frozen=True)
class Reading:
    """An input with its decoded source (empty where it could not be used), its rows, and seconds of computing."""

    seed: Seed
    source: str
    outcome: Outcome
    seconds: float


def faults(reading: Reading) -> Iterator[str]:
    """Yield what is wrong with the rows of one input; nothing where all is well."""
    yield from _wrong_time(reading)
    yield from _unstorable(reading.outcome)
    yield from _unaccounted(reading)
    if reading.outcome.documents:
        rebuilding = Rebuilding(reading.outcome.paragraphs, reading.outcome.edits)
        yield from _not_rebuilt(reading, rebuilding)
        yield from _lost(reading.outcome.edits)
        if not rebuilding.faults:
            yield from _misplaced(reading, rebuilding)


def _wrong_time(reading: Reading) -> Iterator[str]:
    most = MOST_SECONDS + MOST_PER_KILOBYTE * len(reading.seed.data) / 1000
    if reading.seconds > most:
        yield f"slow: {reading.seconds:.1f} s, more than {most:.1f}"


def _unstorable(outcome: Outcome) -> Iterator[str]:
    """Yield the cells that no file can hold: half characters."""
    for table in fields(outcome):
        for row in getattr(outcome, table.name):
            for cell in fields(row):
                value = getattr(row, cell.name)
                if (
                    isinstance(value, str)
                    and not value.isascii()
                    and value != value.encode("utf-8", "replace").decode()
                ):
                    yield f"unstorable: {table.name}.{cell.name} is {value!r}"


def _unaccounted(reading: Reading) -> Iterator[str]:
    outcome = reading.outcome
    quarantines = sum(issue.is_quarantined for issue in outcome.issues)
    if len(outcome.documents) + quarantines != 1:
        yield f"unaccounted: {len(outcome.documents)} documents, {quarantines} quarantines"
    paths = {issue.source_path for issue in outcome.issues} | {row.source_path for row in outcome.documents}
    if paths != {reading.seed.path}:
        yield f"unaccounted: rows of {paths}"


def _not_rebuilt(reading: Reading, rebuilding: Rebuilding) -> Iterator[str]:
    document = reading.outcome.documents[0]
    yield from (f"ledger: {fault}" for fault in rebuilding.faults)
    if rebuilding.source != reading.source:
        yield "ledger: paragraphs and edits give another source"
    if not document.is_rebuilt_exactly:
        yield "ledger: the document says that it is not rebuilt"
    if document.encoding is not None and rebuilding.source.encode(document.encoding, "replace") != reading.seed.data:
        yield "ledger: the bytes do not come back"


def _lost(edits: tuple[LedgerEdit, ...]) -> Iterator[str]:
    """Yield the edits that take visible characters away under a rule for white space."""
    for edit in edits:
        visible = [character for character in edit.raw_text if character.isprintable() and not character.isspace()]
        if edit.rule_id in _LAYOUT and visible and "".join(visible) not in "".join(edit.replacement.split()):
            yield f"lost: {edit.rule_id} makes {edit.raw_text!r} {edit.replacement!r}"


def _misplaced(reading: Reading, rebuilding: Rebuilding) -> Iterator[str]:
    """Yield the rows whose words are not at their offsets, in the paragraph or in the source."""
    outcome, texts = reading.outcome, {row.paragraph_id: row.text for row in reading.outcome.paragraphs}
    found = [("mentions", row, row.start, row.end, row.text) for row in outcome.mentions]
    found += [("dates", row, row.start, row.end, row.text) for row in outcome.dates]
    found += [("participants", row, row.start, row.end, row.text) for row in outcome.participants]
    found += [("events", row, row.trigger_start, row.trigger_end, row.trigger) for row in outcome.events]
    for table, row, start, end, text in found:
        if not 0 <= start < end or texts[row.paragraph_id][start:end] != text:
            yield f"misplaced: {table} {text!r} is not at {start} to {end}"
        elif rebuilding.raw_span(row.paragraph_id, start, end) != (row.raw_start, row.raw_end):
            raw = reading.source[row.raw_start : row.raw_end]
            yield f"misplaced: {table} {text!r} is not {raw!r} at raw offset {row.raw_start}"
    for event in outcome.events:
        if not event.sentence_start <= event.trigger_start < event.trigger_end <= event.sentence_end:
            yield f"misplaced: the trigger {event.trigger!r} is outside its sentence"
    for fact in _FACTS:
        start, end = (getattr(outcome.documents[0], f"{fact}_{edge}") for edge in ("start", "end"))
        if start is not None and not 0 <= start <= end <= len(reading.source):
            yield f"misplaced: {fact} at {start} to {end}"
