"""Why each event has its columns, and which triggers nearly gave an event.

Of an event: its sentence with trigger and participants, rule, date, factuality and cluster; of each other sentence of
content the triggers that were tried there, and why each failed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.console import Console

from flows.corpus.event_coref.assign import Clustered, cluster_events
from flows.corpus.event_coref.clustering import ClusterMerge
from flows.corpus.event_coref.scoring import MERGE_POINTS
from flows.explain.parts import ExplainedDocument
from flows.explain.screen import Mark, heading, is_quarantined_seed, line, marked, screen, show
from flows.explain.sources import death_source, office_source
from flows.steps import Options
from flows.steps.annotation import Annotations
from flows.steps.events import NearMiss
from flows.steps.intake import ArticlePlace
from flows.steps.models import DateExpression, Entity, Event, Mention, Outcome, Paragraph, Participant
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
class _RowsById:
    """Rows of one document by their ids."""

    paragraphs: dict[str, Paragraph]
    entities: dict[str, Entity]
    mentions: dict[str, Mention]
    dates: dict[str, DateExpression]
    participants: dict[str, list[Participant]]
    numbers: dict[str, int]
    merges: dict[str, ClusterMerge]
    originals: dict[str, str]
    clusters: dict[str, list[Event]]


def explain_events(
    seed: Seed,
    console: Console | None = None,
    options: Options = DEFAULT,
    *,
    has_events: bool = True,
    has_near_misses: bool = False,
    place: ArticlePlace | None = None,
) -> bool:
    """Print why the events of one seed are what they are; return whether it could be used.

    With `has_near_misses` each sentence of content without an event is shown, too, with what nearly fired there: in the
    same parse, and under the same conditions, as the events of a build.
    Clusters are those of this document alone; `place` is that of an article in a file that holds several.
    """
    console = console or screen()
    analysis = ExplainedDocument(seed, place).analysed(options)
    outcome = analysis.outcome
    if is_quarantined_seed(console, outcome) or analysis.annotations is None:
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
    rows = _rows_by_id(outcome, found)
    for event in found.events:
        _print_event(console, event, rows)
    if not found.events:
        show(console, "none")


def _rows_by_id(outcome: Outcome, found: Clustered) -> _RowsById:
    participants: dict[str, list[Participant]] = defaultdict(list)
    for participant in outcome.participants:
        participants[participant.event_id].append(participant)
    clusters: dict[str, list[Event]] = defaultdict(list)
    for row in found.events:
        clusters[row.cluster_id].append(row)
    merges: dict[str, ClusterMerge] = {}
    for merge in found.merges:
        merges.setdefault(merge.event_id, merge)
    return _RowsById(
        paragraphs={row.paragraph_id: row for row in outcome.paragraphs},
        entities={row.entity_id: row for row in outcome.entities},
        mentions={row.mention_id: row for row in outcome.mentions},
        dates={row.date_id: row for row in outcome.dates},
        participants=participants,
        numbers={row.event_id: number for number, row in enumerate(found.events, 1)},
        merges=merges,
        originals=dict(found.originals),
        clusters=clusters,
    )


def _print_event(console: Console, event: Event, rows: _RowsById) -> None:
    paragraph = rows.paragraphs[event.paragraph_id]
    mode = f" ({event.event_mode})" if event.event_mode else ""
    participants = f"{event.actor_name or '?'} -> {event.recipient_name or '?'}"
    console.print()
    label = (f"{rows.numbers[event.event_id]:>3} ", "dim")
    show(console, label, (f"{event.event_type}{mode} ", _TRIGGER), participants)
    span = event.sentence_start, event.sentence_end
    show(console, " " * _INDENT, marked(console, paragraph.text, *span, _marks(event, rows)))
    for name, value, note in _reasons(event, rows):
        line(console, name, value, note, indent=_INDENT)


def _marks(event: Event, rows: _RowsById) -> Iterator[Mark]:
    yield Mark(event.trigger_start, event.trigger_end, event.event_type, _TRIGGER)
    for participant in rows.participants[event.event_id]:
        yield Mark(participant.start, participant.end, participant.role, _COLOURS[participant.role])
    words = rows.dates.get(event.date_id or "")
    if words is not None and words.paragraph_id == event.paragraph_id:
        yield Mark(words.start, words.end, "date", _DATE)


def _reasons(event: Event, rows: _RowsById) -> Iterator[tuple[str, str, str]]:
    """Yield what is known of an event, line by line: name, value, and why."""
    yield (
        "position",
        f"paragraph {rows.paragraphs[event.paragraph_id].position}",
        f"characters {event.raw_start}-{event.raw_end}",
    )
    yield "rule", event.rule_id, f"confidence {event.confidence}"
    for participant in rows.participants[event.event_id]:
        yield from _resolved(event, participant, rows)
    yield "date", *_date(event, rows)
    if event.place_name:
        yield "place", event.place_name, event.place_country or ""
    yield "factuality", event.factuality, f"attributed to {event.attributed_to or 'the author'}"
    yield "cluster", *_cluster(event, rows)


def _resolved(event: Event, participant: Participant, rows: _RowsById) -> Iterator[tuple[str, str, str]]:
    """Yield a line on a participant that its sentence does not name: role, name, and how it was resolved."""
    mention = rows.mentions.get(participant.mention_id or "")
    source = office_source(mention) if mention else None
    name, holder = participant.text, ""
    if mention is not None and source is not None:
        name, holder = rows.entities[mention.entity_id].name, f"known holder of the office (source: {source})"
    if participant.entity_id and mention is None:
        first = event.actor_name if participant.role == ParticipantRole.ACTOR else event.recipient_name
        named = str(first) if participant.position == 0 else participant.text
        yield participant.role, named, f"{participant.text!r}, whose name comes earlier"
    elif not event.sentence_start <= participant.start < event.sentence_end:
        place = f"at characters {participant.raw_start}-{participant.raw_end}"
        yield participant.role, name, "; ".join(filter(None, (f"antecedent of a pronoun, named {place}", holder)))
    elif holder:
        yield participant.role, name, f"{participant.text!r}, {holder}"


def _date(event: Event, rows: _RowsById) -> tuple[str, str]:
    """Return the days of an event and where they come from."""
    words = rows.dates.get(event.date_id or "")
    quoted = f"{words.text!r}" if words else ""
    where = f"paragraph {rows.paragraphs[words.paragraph_id].position}" if words else ""
    reasons = {
        DateBasis.SAME_CLAUSE: f"{quoted} in its clause",
        DateBasis.SAME_SENTENCE: f"{quoted} in its sentence",
        DateBasis.KNOWN: _known_death(event, rows),
        DateBasis.CORRECTION: "a person's correction",
        DateBasis.CARRIED: f"carried from {quoted} in {where}",
        DateBasis.DOCUMENT_BOUND: "no date expression applies; not later than the document",
        DateBasis.NONE: "no date expression applies, and the document has no date",
    }
    note = f"{event.date_basis}: {reasons[DateBasis(event.date_basis)]}"
    if event.date_start is None and words is not None:
        return "open", f"{note}, which may be more than one day"
    if event.date_start is None:
        return f"up to {event.date_end}" if event.date_end else "unknown", note
    days = str(event.date_start) if event.date_start == event.date_end else f"{event.date_start} to {event.date_end}"
    return f"{days} ({event.date_precision})", note


def _known_death(event: Event, rows: _RowsById) -> str:
    """Return whose date of death dates an event, with its source; "" where nobody of `deaths.csv` takes part."""
    found = death_source(rows.participants[event.event_id])
    return f"date of death of {rows.entities[found[0]].name} (source: {found[1]})" if found else ""


def _cluster(event: Event, rows: _RowsById) -> tuple[str, str]:
    """Return how many mentions the cluster of an event has in the document, and why this event is one of them."""
    others = [rows.numbers[row.event_id] for row in rows.clusters[event.cluster_id] if row.event_id != event.event_id]
    if not others and event.factuality == Factuality.HYPOTHETICAL:
        return "1 mention", "hypothetical events are not clustered"
    if not others:
        return "1 mention", "no other event of this document scores high enough"
    which = f"event{'s' * (len(others) > 1)} {', '.join(map(str, others))}"
    head = "head of the cluster, with the most details" if event.is_cluster_head else "not the head of the cluster"
    count = f"{event.cluster_mentions} mention{'s' * (event.cluster_mentions > 1)}"
    return f"{count}, see {which}", f"{head}; {_merged(event, rows)}"


def _merged(event: Event, rows: _RowsById) -> str:
    """Return the score by which an event was merged into its cluster."""
    if event.event_id in rows.originals:
        original = rows.numbers[rows.originals[event.event_id]]
        return f"its paragraph repeats that of event {original}, so it is not counted"
    merge = rows.merges.get(event.event_id)
    if merge is None:
        return "the others were merged into it"
    parts = ", ".join(f"{name} {points:g}" for name, points in merge.score.parts)
    number = rows.numbers[merge.to_event_id]
    return f"merged into event {number} with score {merge.score.points:g}, {MERGE_POINTS:g} are needed: {parts}"


class _Silent(NamedTuple):
    """A sentence of content without an event."""

    passage: Passage
    span: Span


def _print_near_misses(console: Console, outcome: Outcome, annotations: Annotations) -> None:
    """Print the sentences of content without an event and what nearly fired in each."""
    if not annotations.passages:
        language = outcome.documents[0].language
        show(console, f"none: events are looked for in English content only (language of this text: {language})")
    positions = {row.paragraph_id: row.position for row in outcome.paragraphs}
    misses: dict[tuple[str, Span], list[NearMiss]] = defaultdict(list)
    for miss in annotations.near_misses():
        misses[miss.paragraph_id, miss.sentence].append(miss)
    for passage, span in _silent(annotations):
        words = passage.text[span[0] : span[1]]
        show(console, (f"{positions[passage.paragraph_id]:>3} ", "dim"), words)
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
        show(console, ("      no near miss", "dim"))
    for miss in misses:
        show(console, "      ", (miss.trigger, "red"), (f"  {miss.rule_id}: ", "dim"), miss.reason)
