"""Why each event is what it is, and what nearly was one.

Of an event: its sentence with trigger and sides, rule, date, factuality and cluster; of each other sentence of content
the triggers that were tried there, and why each failed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from flows.corpus.event_coref.assign import Clustered, cluster_events
from flows.corpus.event_coref.clustering import ClusterMerge
from flows.corpus.event_coref.scoring import MERGE_POINTS
from flows.explain.screen import Mark, heading, is_set_aside, line, marked, screen
from flows.steps import Options, analyse
from flows.steps.annotation import Annotations
from flows.steps.events import NearMiss
from flows.steps.models import DateExpression, Event, Outcome, Paragraph, Participant
from flows.steps.options import DEFAULT
from flows.steps.read import Seed
from flows.steps.text.passage import Passage, Span
from schemas.vocab import DateBasis, Factuality, ParticipantRole

_COLOURS = {
    "actor": "bold cyan",
    "recipient": "bold blue",
    "place": "magenta",
    "casualty": "yellow",
    "instrument": "yellow",
}
_TRIGGER, _DATE = "bold red", "green"
_INDENT = 4


@dataclass(frozen=True, slots=True)
class _Known:
    """Rows of one document by their ids."""

    paragraphs: dict[str, Paragraph]
    dates: dict[str, DateExpression]
    sides: dict[str, list[Participant]]
    numbers: dict[str, int]
    joins: dict[str, ClusterMerge]
    twins: dict[str, str]
    clusters: dict[str, list[Event]]


def explain_events(
    seed: Seed,
    console: Console | None = None,
    options: Options = DEFAULT,
    *,
    has_events: bool = True,
    has_near_misses: bool = False,
) -> bool:
    """Print why the events of one seed are what they are; return whether it could be used.

    With `has_near_misses` each sentence of content without an event is shown, too, with what nearly fired there: in the
    same parse, and under the same conditions, as the events of a build.
    Clusters are those of this document alone.
    """
    console = console or screen()
    analysis = analyse(seed, options)
    outcome = analysis.outcome
    if is_set_aside(console, outcome) or analysis.annotations is None:
        return False
    if has_events:
        heading(console, "Events")
        _print_events(console, outcome)
    if has_near_misses:
        heading(console, "Sentences without an event")
        _print_near_misses(console, outcome, analysis.annotations)
    return True


def _print_events(console: Console, outcome: Outcome) -> None:
    found = cluster_events(outcome)
    known = _known(outcome, found)
    for event in found.events:
        _print_event(console, event, known)
    if not found.events:
        console.print("none")


def _known(outcome: Outcome, found: Clustered) -> _Known:
    sides: dict[str, list[Participant]] = defaultdict(list)
    for side in outcome.participants:
        sides[side.event_id].append(side)
    clusters: dict[str, list[Event]] = defaultdict(list)
    for row in found.events:
        clusters[row.cluster_id].append(row)
    joins: dict[str, ClusterMerge] = {}
    for join in found.merges:
        joins.setdefault(join.event_id, join)
    return _Known(
        paragraphs={row.paragraph_id: row for row in outcome.paragraphs},
        dates={row.date_id: row for row in outcome.dates},
        sides=sides,
        numbers={row.event_id: number for number, row in enumerate(found.events, 1)},
        joins=joins,
        twins=dict(found.originals),
        clusters=clusters,
    )


def _print_event(console: Console, event: Event, known: _Known) -> None:
    paragraph = known.paragraphs[event.paragraph_id]
    mode = f" ({event.event_mode})" if event.event_mode else ""
    sides = f"{event.actor_name or '?'} -> {event.recipient_name or '?'}"
    console.print()
    label = (f"{known.numbers[event.event_id]:>3} ", "dim")
    console.print(Text.assemble(label, (f"{event.event_type}{mode} ", _TRIGGER), sides))
    span = event.sentence_start, event.sentence_end
    console.print(Text(" " * _INDENT) + marked(console, paragraph.text, *span, _marks(event, known)))
    for name, value, note in _reasons(event, known):
        line(console, name, value, note, indent=_INDENT)


def _marks(event: Event, known: _Known) -> Iterator[Mark]:
    yield Mark(event.trigger_start, event.trigger_end, event.event_type, _TRIGGER)
    for side in known.sides[event.event_id]:
        yield Mark(side.start, side.end, side.role, _COLOURS[side.role])
    words = known.dates.get(event.date_id or "")
    if words is not None and words.paragraph_id == event.paragraph_id:
        yield Mark(words.start, words.end, "date", _DATE)


def _reasons(event: Event, known: _Known) -> Iterator[tuple[str, str, str]]:
    """Yield what is known of an event, line by line: name, value, and why."""
    yield (
        "where",
        f"paragraph {known.paragraphs[event.paragraph_id].position}",
        f"characters {event.raw_start}-{event.raw_end}",
    )
    yield "rule", event.rule_id, f"confidence {event.confidence}"
    for side in known.sides[event.event_id]:
        if side.entity_id and side.mention_id is None:
            name = event.actor_name if side.role == ParticipantRole.ACTOR else event.recipient_name
            yield side.role, f"{name if side.position == 0 else side.text}", f"{side.text!r}, which was named before"
        elif not event.sentence_start <= side.start < event.sentence_end:
            yield side.role, side.text, f"a pronoun refers to it; named at characters {side.raw_start}-{side.raw_end}"
    yield "date", *_date(event, known)
    if event.place_name:
        yield "place", event.place_name, event.place_country or ""
    source = f"reported by {event.attributed_to or 'the author'}"
    yield "factuality", event.factuality, source
    yield "cluster", *_cluster(event, known)


def _date(event: Event, known: _Known) -> tuple[str, str]:
    """Return the days of an event and where they come from."""
    words = known.dates.get(event.date_id or "")
    quoted = f"{words.text!r}" if words else ""
    where = f"paragraph {known.paragraphs[words.paragraph_id].position}" if words else ""
    reasons = {
        DateBasis.SAME_CLAUSE: f"{quoted} in its clause",
        DateBasis.SAME_SENTENCE: f"{quoted} in its sentence",
        DateBasis.KNOWN: "the knowledge base has the day on which this person was killed",
        DateBasis.CARRIED: f"carried from {quoted} in {where}",
        DateBasis.DOCUMENT_BOUND: "no words date it; the document bounds it",
        DateBasis.NONE: "no words date it, and the document has no date",
    }
    note = f"{event.date_basis}: {reasons[DateBasis(event.date_basis)]}"
    if event.date_start is None and words is not None:
        return "open", f"{note}, which may be more than one day"
    if event.date_start is None:
        return f"up to {event.date_end}" if event.date_end else "unknown", note
    days = str(event.date_start) if event.date_start == event.date_end else f"{event.date_start} to {event.date_end}"
    return f"{days} ({event.date_precision})", note


def _cluster(event: Event, known: _Known) -> tuple[str, str]:
    """Return how often the document mentions an event, and what made this row one of the mentions."""
    others = [known.numbers[row.event_id] for row in known.clusters[event.cluster_id] if row.event_id != event.event_id]
    if not others and event.factuality == Factuality.HYPOTHETICAL:
        return "mentioned once", "what is only imagined is not looked for elsewhere"
    if not others:
        return "mentioned once", "nothing else in this document reports it with certainty"
    which = f"event{'s' * (len(others) > 1)} {', '.join(map(str, others))}"
    head = "the head of its cluster" if event.is_cluster_head else "not the head of its cluster"
    return f"mentioned {event.cluster_mentions} times, see {which}", f"{head}; {_joined(event, known)}"


def _joined(event: Event, known: _Known) -> str:
    """Return the points for which an event came to its cluster."""
    if event.event_id in known.twins:
        return f"its paragraph repeats that of event {known.numbers[known.twins[event.event_id]]}, so it does not count"
    join = known.joins.get(event.event_id)
    if join is None:
        return "the others came to it"
    parts = ", ".join(f"{name} {points:g}" for name, points in join.score.parts)
    return (
        f"came to event {known.numbers[join.to_event_id]} by {join.score.points:g} points of {MERGE_POINTS:g}: {parts}"
    )


class _Silent(NamedTuple):
    """A sentence of content without an event."""

    passage: Passage
    span: Span


def _print_near_misses(console: Console, outcome: Outcome, annotations: Annotations) -> None:
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
