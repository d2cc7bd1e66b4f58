"""Why an event has its type, sides, date, place, factuality and confidence: sentences made from its rows.

What a person has corrected of a row belongs here, too: one more `Reason`, beside those of the machine.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.explore.database import QueryEngine, Row
from flows.report.formats import days
from schemas.vocab import READ, DateBasis, Factuality, ParticipantRole

FACTUALITIES = {
    Factuality.ASSERTED: "reported as a fact",
    Factuality.PLANNED: "reported as still to come: intended, agreed or announced",
    Factuality.DEMANDED: "somebody demands or asks for it",
    Factuality.HYPOTHETICAL: "reported as possible, or under a condition",
    Factuality.NEGATED: "reported as not having happened",
    Factuality.DENIED: "somebody denies it",
}
"""What each factuality means."""
BASES = {
    DateBasis.SAME_CLAUSE: "{words} in the clause of the event",
    DateBasis.SAME_SENTENCE: "{words} in the sentence of the event",
    DateBasis.CARRIED: "carried from {words}",
    DateBasis.KNOWN: "known from the knowledge base: the day on which a person was killed",
    DateBasis.DOCUMENT_BOUND: "no date in the text applies: not later than the document",
    DateBasis.NONE: "no date in the text applies, and the document has none",
}
"""Why an event has its date; `{words}` are those that date it."""
LINKS = {
    "knowledge": "found in the knowledge base",
    "document": "named in full elsewhere in the document",
    "name": "known by this name alone",
    "role": "known by the office",
    "similar": "linked by a similar spelling",
}
"""How a mention found its entity, in words."""
_DATES = """
    SELECT date_id, dates.document_id, paragraph_id, text, timex_value, anchor, dates.confidence, source_path
    FROM dates JOIN documents USING (document_id)
    WHERE date_id IN (SELECT date_id FROM events WHERE document_id = ?)
"""
_PARTICIPANTS = """
    SELECT participants.*, mentions.link_method, mentions.link_confidence, mentions.mention_kind
    FROM participants LEFT JOIN mentions USING (mention_id)
    WHERE participants.document_id = ? ORDER BY event_id, position
"""
_ORDER = tuple(ParticipantRole)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is known of an event, and why; `page` and `row_id` name the page it leads to, if any."""

    label: str
    value: str
    why: str
    page: str = ""
    row_id: str = ""


@dataclass(frozen=True, slots=True)
class EventEvidence:
    """An event with its participants by importance, and the reasons for what is coded."""

    facts: Row
    participants: Sequence[Row]
    reasons: Sequence[Reason]


def event_evidence(engine: QueryEngine, document_id: str, paragraphs: Mapping[str, Row]) -> list[EventEvidence]:
    """Return the events of a document in the order of its text, with their evidence; `paragraphs` are by id."""
    events = engine.rows("SELECT * FROM events WHERE document_id = ? ORDER BY raw_start, event_id", [document_id])
    dates = {row["date_id"]: row for row in engine.rows(_DATES, [document_id])}
    participants: dict[str, list[Row]] = defaultdict(list)
    for row in engine.rows(_PARTICIPANTS, [document_id]):
        participants[row["event_id"]].append(row)
    found = []
    for event in events:
        sides = sorted(participants[event["event_id"]], key=lambda row: (_ORDER.index(row["role"]), row["position"]))
        found.append(EventEvidence(event, sides, tuple(_reasons(event, sides, dates, paragraphs))))
    return found


def _reasons(
    event: Row, sides: Sequence[Row], dates: Mapping[str, Row], paragraphs: Mapping[str, Row]
) -> Iterator[Reason]:
    """Yield what is known of an event, and why, in the order of reading."""
    mode = f", {event['event_mode']}" if event["event_mode"] else ""
    quad = event["quad_class"].replace("_", " ")
    is_read = event["rule_id"].endswith(f".{READ}")
    why = "the language model reads it in" if is_read else f"the rule {event['rule_id']} matches"
    why = f"{why} “{event['trigger']}”"
    yield Reason("Type", f"{event['event_type']}{mode} ({quad}, PLOVER score {event['plover_score']:g})", why)
    for code, name in (("cameo_code", "CAMEO"), ("acled_event_type", "ACLED")):
        if event[code]:
            yield Reason(name, event[code], "follows from type, mode and sides")
    for side in sides:
        yield _side(event, side)
    for role in ("actor", "recipient"):
        if not any(side["role"] == role for side in sides):
            yield Reason(role.capitalize(), "not found", "the sentence names none that fits")
    yield _date(event, dates, paragraphs)
    if not any(side["role"] == ParticipantRole.PLACE for side in sides):
        yield Reason("Place", "not found", "no place is named with the event")
    source = f"according to {event['attributed_to']}" if event["attributed_to"] else "according to the author"
    yield Reason("Factuality", event["factuality"], f"{FACTUALITIES[Factuality(event['factuality'])]}, {source}")
    yield Reason(
        "Confidence",
        f"{event['confidence']:.0%}",
        "how often type and sides are right in labelled events that were found as this one was",
    )
    if event["cluster_mentions"] > 1 or not event["is_cluster_head"]:
        mentions, documents = event["cluster_mentions"], event["cluster_documents"]
        value = f"reported {mentions} times, in {documents} document{'' if documents == 1 else 's'}"
        role = "this report stands for it" if event["is_cluster_head"] else "another report stands for it"
        yield Reason("Cluster", value, role, "clusters", event["cluster_id"])


def _side(event: Row, side: Row) -> Reason:
    """Return why somebody or something takes part."""
    words, name = side["text"], side["name"] or side["text"]
    facts = ", ".join(filter(None, (side["country"], side["sector"])))
    value = f"{name} ({facts})" if facts else name
    if side["quantity"] is not None:
        value += f": {side['quantity']:,}"
    is_near = side["paragraph_id"] == event["paragraph_id"] and (
        event["sentence_start"] <= side["start"] < event["sentence_end"]
    )
    where = "" if is_near else ", named before this sentence"
    if side["link_method"]:
        how = f": {LINKS.get(side['link_method'], side['link_method'])}, {side['link_confidence']:.0%} sure"
    else:
        how = ": words without a name of their own" if side["entity_id"] else ""
    is_linked = bool(side["entity_id"])
    return Reason(
        label=side["role"].capitalize(),
        value=value,
        why=f"“{words}”{where}{how}",
        page="entities" if is_linked else "",
        row_id=side["entity_id"] or "",
    )


def _date(event: Row, dates: Mapping[str, Row], paragraphs: Mapping[str, Row]) -> Reason:
    """Return why an event has its days."""
    words = dates.get(event["date_id"] or "")
    quoted = ""
    if words is not None:
        home = paragraphs.get(words["paragraph_id"])
        where = f"paragraph {home['position']}" if home else words["source_path"]
        quoted = f"“{words['text']}” ({words['timex_value']}, {where})"
    span = f" ({event['date_precision']})" if event["date_precision"] not in {"day", "open"} else ""
    return Reason(
        label="Date",
        value=days(event["date_start"], event["date_end"]) + span
        if event["date_start"] or event["date_end"]
        else "not known",
        why=BASES[DateBasis(event["date_basis"])].format(words=quoted),
        page="documents" if words is not None and words["document_id"] != event["document_id"] else "",
        row_id=words["document_id"] if words is not None else "",
    )
