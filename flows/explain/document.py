"""Everything that the pipeline finds in one document."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console

from flows.explain.parts import ExplainedDocument
from flows.explain.screen import coloured, heading, is_quarantined_seed, line, screen, show
from flows.explain.sources import death_source, office_source
from flows.steps import Options
from flows.steps.intake import ArticlePlace
from flows.steps.models import Document, Event, LedgerEdit, Mention, Outcome, Paragraph, Participant
from flows.steps.options import DEFAULT
from flows.steps.read import Seed
from schemas.vocab import DateBasis, ParticipantRole, PublishedStatus

_COLOURS = {"mention": "cyan", "date": "green", "event": "bold red"}
_SHOWN = 70
"""Characters of removed or replaced text that are shown."""
_FIELDS = ("title", "subtitle", "authors", "publisher", "url")


def explain_seed(
    seed: Seed, console: Console | None = None, options: Options = DEFAULT, *, place: ArticlePlace | None = None
) -> bool:
    """Print what becomes of one seed; return whether it could be used.

    `place` is that of an article in a file that holds several.
    """
    console = console or screen()
    outcome = ExplainedDocument(seed, place).analysed(options).outcome
    if is_quarantined_seed(console, outcome):
        return False
    _print_document(console, outcome.documents[0])
    _print_paragraphs(console, outcome)
    _print_edits(console, outcome.edits)
    _print_mentions(console, outcome)
    _print_dates(console, outcome)
    _print_events(console, outcome)
    _print_issues(console, outcome)
    return True


def _print_document(console: Console, row: Document) -> None:
    heading(console, row.source)
    if row.source_part is not None:
        line(console, "part", row.source_part_label or row.source_part, f"characters {row.raw_start}-{row.raw_end}")
    encoding = row.encoding or "extracted text"
    line(console, "id", row.document_id, f"{row.source_bytes} bytes, {row.media_type}, {encoding}")
    line(console, "language", row.language or "unknown")
    for name in _FIELDS:
        value, basis = getattr(row, name), getattr(row, f"{name}_basis")
        place = f"{basis}, characters {getattr(row, f'{name}_start')}-{getattr(row, f'{name}_end')}" if basis else ""
        line(console, name, value or "not stated", place)
    line(console, "published", *_published(row))
    for name in ("not_before", "not_after"):
        reason, words = getattr(row, f"{name}_reason"), getattr(row, f"{name}_evidence")
        if reason is not None:
            place = f"characters {getattr(row, f'{name}_evidence_start')}-{getattr(row, f'{name}_evidence_end')}"
            line(console, name.replace("_", " "), f"{getattr(row, name)}: {reason}", f"{words!r}, {place}")
    check = "yes" if row.is_rebuilt_exactly else "NO: this is a bug, please report it"
    line(
        console, "rebuilt", f"{check}: {row.paragraph_count} paragraphs and {row.edit_count} edits give the source back"
    )


def _published(row: Document) -> tuple[str, str]:
    """Return the publication day, and the evidence for it."""
    bounds = f"not before {row.not_before or '?'}, not after {row.not_after or '?'}"
    if row.published_status == PublishedStatus.UNKNOWN:
        return "unknown", bounds
    days = f"{row.published_start}" + ("" if row.published_start == row.published_end else f" to {row.published_end}")
    evidence = f"{row.published_basis}: {row.published_evidence!r}"
    return days, f"{row.published_status} with confidence {row.published_confidence} by {evidence}"


def _print_paragraphs(console: Console, outcome: Outcome) -> None:
    heading(console, "Paragraphs")
    positions = {row.paragraph_id: row.position for row in outcome.paragraphs}
    marks = _marks(outcome)
    for row in outcome.paragraphs:
        label, label_style = f"{row.position:>3} {row.role:<16} ", "magenta" if row.is_content else "dim"
        style = "" if row.is_content else "dim"
        text = coloured(row.text, marks[row.paragraph_id], style=style, indent=len(label))
        show(console, (label, label_style), text)
        if row.repeats_paragraph_id:
            repeated = positions[row.repeats_paragraph_id]
            show(console, (f"{'':{len(label)}}repeats paragraph {repeated}", "dim"))


def _marks(outcome: Outcome) -> dict[str, list[tuple[int, int, str]]]:
    """Return the ranges to colour in each paragraph: start, end, and the colour of what is there."""
    marks: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for mention in outcome.mentions:
        marks[mention.paragraph_id].append((mention.start, mention.end, _COLOURS["mention"]))
    for row in outcome.dates:
        marks[row.paragraph_id].append((row.start, row.end, _COLOURS["date"]))
    for event in outcome.events:
        marks[event.paragraph_id].append((event.trigger_start, event.trigger_end, _COLOURS["event"]))
    return marks


def _print_edits(console: Console, edits: Sequence[LedgerEdit]) -> None:
    """Print the ledger: rules that only changed white space as a count, all others edit by edit."""
    heading(console, "Edits")
    quiet = [edit for edit in edits if not edit.raw_text.strip() and not edit.replacement.strip()]
    shown = [edit for edit in edits if edit.raw_text.strip() or edit.replacement.strip()]
    for rule, group in groupby(sorted(quiet, key=lambda edit: edit.rule_id), key=lambda edit: edit.rule_id):
        show(console, (f"{rule:<22}{len(list(group))} times, white space only", "dim"))
    for edit in shown:
        place = f"characters {edit.raw_start}-{edit.raw_end}"
        kept = f"; kept at {edit.twin_start}-{edit.twin_end}" if edit.twin_start is not None else ""
        why = f"; {edit.evidence}" if edit.evidence else ""
        change = f"{_short(edit.raw_text)} -> {_short(edit.replacement)}"
        show(console, (f"{edit.rule_id:<22}", "yellow"), change, (f"  {place}{kept}{why}", "dim"))


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}")


def _print_mentions(console: Console, outcome: Outcome) -> None:
    heading(console, "Mentions, by entity")
    forms: dict[str, set[str]] = defaultdict(set)
    how: dict[str, set[str]] = defaultdict(set)
    for mention in outcome.mentions:
        forms[mention.entity_id].add(mention.text)
        how[mention.entity_id].add(_link(mention))
        if mention.refers_to_entity_id is not None:
            forms[mention.refers_to_entity_id].add(mention.text)
            how[mention.refers_to_entity_id].add(mention.mention_kind)
    for row in sorted(outcome.entities, key=lambda row: (-row.mention_count, row.name)):
        facts = ", ".join(filter(None, (row.entity_type, row.country, row.sector, row.wikidata_id)))
        seen = " | ".join(sorted(forms[row.entity_id]))
        note = f"  {facts}; as {seen}; by {', '.join(sorted(how[row.entity_id]))}"
        show(console, (f"{row.mention_count:>4} ", "dim"), (row.name, "cyan"), (note, "dim"))


def _link(mention: Mention) -> str:
    """Return how a mention was recognised and linked, and the source of the knowledge that did it."""
    source = office_source(mention)
    return f"{mention.recogniser}/{mention.link_method}" + (
        f" (holder of the office; source: {source})" if source else ""
    )


def _print_dates(console: Console, outcome: Outcome) -> None:
    heading(console, "Dates")
    positions = {row.paragraph_id: row.position for row in outcome.paragraphs}
    for row in outcome.dates:
        days = f"{row.date_start} to {row.date_end}" if row.date_start else "no days"
        note = f"{row.timex_type}, {days}, anchor {row.anchor}, {row.rule_id}, {row.confidence}"
        value = f"{row.timex_value:<16}"
        label = (f"{positions[row.paragraph_id]:>3} ", "dim")
        show(console, label, value, (row.text, "green"), (f"  {note}", "dim"))


def _print_events(console: Console, outcome: Outcome) -> None:
    heading(console, "Events")
    paragraphs = {row.paragraph_id: row for row in outcome.paragraphs}
    participants: dict[str, list[Participant]] = defaultdict(list)
    for participant in outcome.participants:
        participants[participant.event_id].append(participant)
    for event in outcome.events:
        _print_event(console, event, paragraphs[event.paragraph_id], participants[event.event_id])


def _print_event(console: Console, event: Event, paragraph: Paragraph, participants: Sequence[Participant]) -> None:
    actors, recipients = (
        ", ".join(participant.text for participant in participants if participant.role == role) or "?"
        for role in (ParticipantRole.ACTOR, ParticipantRole.RECIPIENT)
    )
    what = (f"{event.event_type} ", "bold red")
    death = death_source(participants) if event.date_basis == DateBasis.KNOWN else None
    basis = f"{event.date_basis}; source: {death[1]}" if death else event.date_basis
    days = f"{event.date_start or '..'} to {event.date_end or '..'} ({basis})"
    where = f" in {event.place_name}" if event.place_name else ""
    label = (f"{paragraph.position:>3} ", "dim")
    show(console, label, what, f"{actors} -> {recipients}{where}, {days}, {event.factuality}")
    note = f"    {event.rule_id}, confidence {event.confidence}: "
    shift = event.sentence_start
    trigger = event.trigger_start - shift, event.trigger_end - shift, _COLOURS["event"]
    sentence = coloured(paragraph.text[event.sentence_start : event.sentence_end], [trigger], style="dim")
    show(console, (note, "dim"), sentence)


def _print_issues(console: Console, outcome: Outcome) -> None:
    heading(console, "Issues")
    if not outcome.issues:
        show(console, "none")
    for issue in outcome.issues:
        place = f"  characters {issue.raw_start}-{issue.raw_end}" if issue.raw_start is not None else ""
        show(console, (f"{issue.severity:<8}", "yellow"), issue.message, (place, "dim"))
