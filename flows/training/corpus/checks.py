"""What every text of the corpus must keep to, and into which part of the corpus it falls."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from flows.training.corpus.texts import LabelledEvent, LabelledText
from schemas.plover import codes
from schemas.vocab import EventType, Factuality

REGISTERS = frozenset(
    {"wire", "oped", "analysis", "un", "ministry", "translation", "headline", "caption", "liveblog", "interview"}
)
REGIONS = frozenset(
    {
        "africa", "north-africa", "middle-east", "europe", "caucasus", "central-asia", "south-asia", "east-asia",
        "south-east-asia", "oceania", "north-america", "central-america", "south-america",
    }
)  # fmt: skip
ROLES = frozenset({"actor", "recipient", "place", "date", "instrument", "killed", "injured", "says"})
REASONS = frozenset(
    {
        "opinion", "background", "statistics", "sport", "culture", "illness", "accident", "court", "history",
        "metaphor", "weather", "business", "biography", "procedure",
    }
)  # fmt: skip
_WORDS = {"sentence": (3, 70), "passage": (12, 220)}
"""Fewest and most words by kind: headlines are the shortest."""
_PARTS = ("test", "test", "dev", "train", "train", "train", "train", "train", "train", "train")
"""The part of a topic by a digit of its checksum: two tenths test, one tenth development."""


def part_of(text: LabelledText) -> str:
    """Return `train`, `dev` or `test`: all texts of a topic fall into one part."""
    return _PARTS[int(hashlib.sha256(text.head.topic.encode()).hexdigest(), 16) % len(_PARTS)]


def faults(texts: Iterable[LabelledText]) -> Iterator[str]:
    """Yield a sentence for each fault of the texts, with its file and line."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen[text.head.id] += 1
        if seen[text.head.id] > 1:
            yield _at(text, f"the id {text.head.id} is there already")
        yield from (_at(text, fault) for fault in (*_head_faults(text), *_span_faults(text), *_event_faults(text)))


def _at(text: LabelledText, fault: str) -> str:
    return f"{text.source}, line {text.line}: {fault}"


def _head_faults(text: LabelledText) -> Iterator[str]:
    head = text.head
    for name, value, known in (
        ("register", head.register, REGISTERS), ("region", head.region, REGIONS), ("kind", head.kind, _WORDS)
    ):  # fmt: skip
        if value not in known:
            yield f"{name} {value!r} should be one of {', '.join(sorted(known))}"
    if not re.fullmatch(r"\d{3}0s", head.decade):
        yield f"decade {head.decade!r} should look like 1990s"
    fewest, most = _WORDS.get(head.kind, (1, 1_000))
    if head.kind == "sentence" and "\n" in text.text:
        yield f"a sentence is one line; is this a line of labels? {text.text.rsplit(chr(10), 1)[1]!r}"
    count = len(text.text.split())
    if not fewest <= count <= most:
        yield f"{count} words; a {head.kind} has {fewest} to {most}"


def _span_faults(text: LabelledText) -> Iterator[str]:
    for label in text.spans:
        words = text.words_of(label)
        if not words.strip() or words != words.strip():
            yield f"the label {label} marks nothing, or blanks at an end"
    used = {label for event in text.events for labels in event.roles.values() for label in labels}
    used |= {event.trigger for event in text.events} | {label for group in (*text.same, *text.one) for label in group}
    for label in sorted(used - text.spans.keys()):
        yield f"no words are marked with {label}"
    for label in sorted(text.spans.keys() - used):
        yield f"nothing uses the words marked with {label}"


def _event_faults(text: LabelledText) -> Iterator[str]:
    triggers = Counter(event.trigger for event in text.events)
    for trigger in (trigger for trigger, count in triggers.items() if count > 1):
        yield f"trigger {trigger} has two lines"
    if bool(text.events) == bool(text.no_event):
        yield "a text has events, or else the line 'none REASON'"
    if text.no_event and text.no_event not in REASONS:
        yield f"reason {text.no_event!r} should be one of {', '.join(sorted(REASONS))}"
    for event in text.events:
        yield from _one_event(event)


def _one_event(event: LabelledEvent) -> Iterator[str]:
    if event.event_type not in set(EventType):
        yield f"type {event.event_type!r} should be one of {', '.join(EventType)}"
    elif event.mode and event.mode not in codes()[EventType(event.event_type)].modes:
        known = ", ".join(codes()[EventType(event.event_type)].modes) or "none"
        yield f"mode {event.mode!r} of {event.event_type} should be one of: {known}"
    if event.factuality not in set(Factuality):
        yield f"factuality {event.factuality!r} should be one of {', '.join(Factuality)}"
    for role in sorted(event.roles.keys() - ROLES):
        yield f"role {role!r} should be one of {', '.join(sorted(ROLES))}"
