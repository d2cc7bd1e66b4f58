"""How well the pipeline reads the labelled texts of this folder: one figure for each of dates, names, events, facts.

`python -m tests.quality.own` prints the figures and every difference.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from flows.steps import process
from flows.steps.models import Event, Outcome
from flows.steps.read.seed import seed_of

FOLDER = Path(__file__).parent
CLASSES = {"organization": "ORG", "armed_group": "ORG", "country": "LOC", "place": "LOC", "facility": "LOC"}
"""Types that count as one: annotators differ on them, too."""
SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})
SUBJECTS = frozenset({"actor", "recipient"})
_NEAR = 15
"""Characters between a labelled trigger and the one found that do not matter."""
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """One label: its half-open range in the text, and its values."""

    start: int
    end: int
    text: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Text:
    """One labelled text."""

    name: str
    source: str
    facts: dict[str, Any]
    dates: tuple[Label, ...]
    mentions: tuple[Label, ...]
    events: tuple[Label, ...]
    quiet: tuple[Label, ...]


@dataclass(slots=True)
class Tally:
    """Right answers, labels and answers of one measure; `faults` has one line for each difference."""

    right: int = 0
    labels: int = 0
    answers: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / ((self.labels + self.answers) or 1)

    @property
    def recall(self) -> float:
        """Return the share of labels that are right."""
        return self.right / (self.labels or 1)

    def add(self, fault: str | None) -> None:
        """Count one label: right where there is no fault."""
        self.labels += 1
        self.right += fault is None
        self.faults += [fault] if fault else []


@cache
def texts() -> tuple[Text, ...]:
    """Return all labelled texts, by name."""
    return tuple(map(_read, sorted(FOLDER.glob("*.toml"))))


def _read(path: Path) -> Text:
    row = tomllib.loads(path.read_text("utf-8"))
    return Text(
        name=path.stem,
        source=row["text"],
        facts={"day": row.get("day"), "title": row["title"], "kind": row["kind"]},
        dates=_place(row["text"], [(text, (value,)) for text, value in row["dates"]]),
        mentions=_place(row["text"], [(text, values) for text, *values in row["mentions"]]),
        events=_place(row["text"], [(event["trigger"], (event,)) for event in row["events"]]),
        quiet=_place(row["text"], [(sentence, ()) for sentence in row["quiet"]]),
    )


def _place(source: str, labels: Sequence[tuple[str, Sequence[Any]]]) -> tuple[Label, ...]:
    """Return the labels with their places; raises ValueError where one does not follow in the text."""
    found, position = [], 0
    for text, values in labels:
        match = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)").search(source, position)
        if match is None:
            raise ValueError(f"{text!r} does not occur after character {position} of the text {source[:40]!r}")
        found.append(Label(match.start(), match.end(), text, values))
        position = match.end()
    return tuple(found)


@cache
def outcome(name: str) -> Outcome:
    """Return what the whole road makes of a text."""
    text = next(text for text in texts() if text.name == name)
    return process(seed_of(f"{name}.txt", text.source.encode()))


def measure() -> dict[str, Tally]:
    """Return all tallies by the names of their floors."""
    names = ("dates", "mentions", "linking", "metonyms", "event_type", "event_sides", "event_date", "factuality")
    tallies = {name: Tally() for name in (*names, "quiet", "published", "title")}
    for text in texts():
        rows = outcome(text.name)
        _score_facts(text, rows, tallies)
        _score_dates(text, rows, tallies["dates"])
        _score_mentions(text, rows, tallies)
        for label in text.events:
            _score_event(text, label, rows, tallies)
        for label in text.quiet:
            tallies["quiet"].add(_noise(text, label, rows))
    return tallies


def _score_facts(text: Text, rows: Outcome, tallies: dict[str, Tally]) -> None:
    row = rows.documents[0]
    is_stated = row.published_status == "stated" and row.published_start == row.published_end
    day, wanted = row.published_start if is_stated else None, text.facts["day"]
    tallies["published"].add(None if day == wanted else f"{text.name}: {day} for {wanted}")
    title = text.facts["title"]
    tallies["title"].add(None if row.title == title else f"{text.name}: {row.title!r} for {title!r}")


def _score_dates(text: Text, rows: Outcome, tally: Tally) -> None:
    """Count values; an answer is right where it overlaps a label of its value."""
    tally.answers += len(rows.dates)
    for label in text.dates:
        beside = [row for row in rows.dates if _overlaps(row, label)]
        values = [row.timex_value for row in beside]
        is_right = bool(set(values) & set(label.values[0].split("|")))
        tally.add(None if is_right else f"{text.name}: {label.text!r} {label.values[0]}, found {values}")
    tally.faults += [
        f"{text.name}: no time expression: {row.text!r} {row.timex_value}"
        for row in rows.dates
        if not any(_overlaps(row, label) for label in text.dates)
    ]


def _score_mentions(text: Text, rows: Outcome, tallies: dict[str, Tally]) -> None:
    """Count names of the right ends (but for an article) and class; of all labels, those of the right entity."""
    entities = {row.entity_id: row for row in rows.entities}
    answers = [row for row in rows.mentions if row.mention_kind != "role"]
    tallies["mentions"].answers += len(answers)
    for label in text.mentions:
        types, names, *meant = label.values
        same = [row for row in answers if row.raw_end == label.end and _bare(row.text) == _bare(label.text)]
        found = [entities[row.entity_id] for row in same]
        classes = {_class(kind) for kind in types.split("|")}
        is_right = any(_class(row.entity_type) in classes for row in found)
        said = f"{text.name}: {label.text!r} {types} {names}, found {[(row.entity_type, row.name) for row in found]}"
        tallies["mentions"].add(None if is_right else said)
        tallies["linking"].add(None if any(_is_named(row.name, names) for row in found) else said)
        referred = {entities[row.refers_to_entity_id].name for row in same if row.refers_to_entity_id}
        if meant or referred:
            is_right = bool(referred & {name for names in meant for name in names.split("|")})
            tallies["metonyms"].add(None if is_right else f"{text.name}: {label.text!r} {meant}, found {referred}")
    tallies["mentions"].faults += [
        f"{text.name}: no name: {row.text!r} {entities[row.entity_id].entity_type}"
        for row in answers
        if not any(_overlaps(row, label) for label in text.mentions)
    ]


def _is_named(name: str, accepted: str) -> bool:
    """Return whether a name is one of those accepted; accents may be missing."""
    return _plain(name) in map(_plain, accepted.split("|"))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _class(kind: str) -> str:
    return CLASSES.get(kind, kind)


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name)


def _overlaps(row: Any, label: Label) -> bool:
    return bool(row.raw_start < label.end and label.start < row.raw_end)


def _score_event(text: Text, label: Label, rows: Outcome, tallies: dict[str, Tally]) -> None:
    """Count one core event; sides, date and factuality are right only where the type is."""
    (gold,) = label.values
    near = [row for row in rows.events if row.raw_start < label.end + _NEAR and label.start - _NEAR < row.raw_end]
    found = [row for row in near if row.event_type in gold["type"].split("|")]
    said = f"{text.name}: {gold}, found {[_shown(row, rows) for row in found or near]}"
    tallies["event_type"].add(None if found else said)
    if not SUBJECTS.isdisjoint(gold):
        tallies["event_sides"].add(None if any(has_sides(row, gold, rows) for row in found) else said)
    if "date" in gold:
        tallies["event_date"].add(None if any(_days(row) == _span(gold["date"]) for row in found) else said)
    accepted = gold.get("factuality", "asserted").split("|")
    tallies["factuality"].add(None if any(row.factuality in accepted for row in found) else said)


def has_sides(event: Event, gold: dict[str, Any], rows: Outcome) -> bool:
    """Return whether all labelled sides of an event are among those found."""
    sides = {role: set(_names(event, role, rows)) for role in SUBJECTS}
    if event.event_type in SYMMETRIC:
        sides = dict.fromkeys(SUBJECTS, sides["actor"] | sides["recipient"])
    return all(
        any(_fits(name, wanted) for name in sides[role] for wanted in gold[role].split("|"))
        for role in SUBJECTS & gold.keys()
    )


def _names(event: Event, role: str, rows: Outcome) -> Iterator[str]:
    """Yield texts and names of all participants of a role."""
    names = {row.entity_id: row.name for row in rows.entities}
    for side in rows.participants:
        if side.event_id == event.event_id and side.role == role:
            yield side.text
            yield names.get(side.entity_id or "", side.text)


def _fits(found: str, wanted: str) -> bool:
    words, others = (set(_plain(_bare(name)).lower().split()) for name in (found, wanted))
    return bool(words) and (words <= others or others <= words)


def _days(event: Event) -> tuple[str, str]:
    return str(event.date_start), str(event.date_end)


def _span(date: str) -> tuple[str, str]:
    """Return the first and last day of a labelled day, month, year or pair of days."""
    from schemas.timex import days_of

    start, _, end = date.partition("/")
    first, last = days_of(start), days_of(end or start)
    if first is None or last is None:
        raise ValueError(f"{date!r} is no date; 2016-03-09, 2016-03 or two days with / would be fine")
    return str(first[0]), str(last[1])


def _noise(text: Text, label: Label, rows: Outcome) -> str | None:
    """Return the asserted events that come from a sentence without any, or None."""
    found = [row for row in rows.events if row.factuality == "asserted" and _overlaps(row, label)]
    return f"{text.name}: {label.text!r} gives {[_shown(row, rows) for row in found]}" if found else None


def _shown(row: Event, rows: Outcome) -> str:
    actors, recipients = (" & ".join(dict.fromkeys(_names(row, role, rows))) for role in ("actor", "recipient"))
    return f"{row.trigger} {row.event_type} {actors} -> {recipients} {row.date_start}..{row.date_end} {row.factuality}"
