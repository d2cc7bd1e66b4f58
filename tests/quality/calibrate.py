"""How sure events are and how often they are right: `python -m tests.quality.calibrate [--fit]`.

Prints the table of reliability of the confidence that ships, on labelled events: those of PLV and CAMEO sentences and
of the two labelled articles in the folder PRESSTABLE_BENCH, those of the texts in `own`, and those of the development
part of the event corpus. With `--fit` it prints
`confidence.toml` fitted anew, and the table by cross-validation over documents (ten parts).

An event is right where its type is, and each side that is found, as far as that side is labelled: one that is not found
is not wrong. Left out are events that no label speaks of: those
of another type in a PLV sentence where the labelled type is found, and those beside the labels of our own texts.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock
from zlib import crc32

import numpy as np

from flows.steps import process
from flows.steps.entities import find_mentions
from flows.steps.events import find_events
from flows.steps.events.confidence import Features, probability, weights
from flows.steps.language.engine import OWN, load
from flows.steps.models import Event, Outcome
from flows.steps.read.seed import seed_of
from flows.steps.text.passage import Passage
from flows.steps.timex.reference import Reference
from flows.training.corpus.agreement import overlap
from flows.training.corpus.checks import part_of
from flows.training.corpus.texts import LabelledEvent, LabelledText, read_corpus
from schemas.vocab import EventType
from tests.builders import passage
from tests.quality.own import score as own

EDGES = (0.0, 0.3, 0.6, 0.7, 0.8, 1.01)
"""Limits of the rows of the table."""
_PARTS = 10
_RIDGE = 1.0
"""Strength of the ridge, three times as much for event types, which are rare; chosen by cross-validation."""
_NEAR = 15
_WEIGHTS = {"own": 4.0, "article": 4.0, "corpus": 1.0, "sentence": 1.0}
"""How much one event counts: those of whole texts are few, and what people read."""
_NO_EVENT = 0
Matrix = np.ndarray[Any, np.dtype[np.float64]]


class Sample(NamedTuple):
    """One event: the kind of its source, its document, type and features, and whether it is right."""

    kind: str
    document: str
    event_type: str
    features: Features
    is_right: bool


def samples(bench: Path, seeds: Path | None) -> list[Sample]:
    """Return the events of all labelled sets; without the folder of the articles, `seeds`, those of all others."""
    seen: list[Features] = []

    def record(_event_type: str, found: Features) -> float:
        seen.append(found)
        return len(seen) - 1

    own.outcome.cache_clear()
    with mock.patch("flows.steps.events.rows.probability", record):
        judged = [*_sentences(bench), *_own_texts(), *_corpus(), *(_articles(bench, seeds) if seeds else ())]
    own.outcome.cache_clear()
    return [
        Sample(kind, document, event.event_type, seen[int(event.confidence)], is_right)
        for kind, document, event, is_right in judged
    ]


_Judged = tuple[str, str, Event, bool]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@cache
def _read(text: str) -> tuple[Passage, ...]:
    return load(OWN).read([passage(text)])


def coded(text: str) -> Outcome:
    """Return the events of a text without date, their participants and entities; it is parsed once."""
    passages = _read(text)
    named = find_mentions(passages)
    found = find_events(passages, named.mentions, named.entities, (), Reference())
    return Outcome(events=found.events, participants=found.participants, entities=named.entities)


def _sentences(bench: Path) -> Iterator[_Judged]:
    for row in _rows(bench / "events/plv_train.jsonl"):
        label, rows = row["events"][0], coded(row["text"])
        same = [event for event in rows.events if event.event_type in label["type_plover2"]]
        wanted = {"actor": _texts(label["source"]), "recipient": _texts(label["target"])}
        for event in same or rows.events:
            yield "sentence", row["id"], event, bool(same) and _has_sides(event, wanted, rows)
    for row in _rows(bench / "events/cameo_quad_train.jsonl"):
        if row["events"][0]["penta"] == _NO_EVENT:
            for event in coded(row["text"]).events:
                if event.factuality == "asserted" and event.event_type != EventType.REQUEST:
                    yield "sentence", row["id"], event, False


def _own_texts() -> Iterator[_Judged]:
    for text in own.texts():
        rows = own.outcome(text.name)
        for event in rows.events:
            labels = [label.values[0] for label in text.events if _is_near(event, label.start, label.end)]
            is_quiet = any(event.raw_start < label.end and label.start < event.raw_end for label in text.quiet)
            same = [
                {role: gold[role].split("|") for role in ("actor", "recipient") if role in gold}
                for gold in labels
                if event.event_type in gold["type"].split("|")
            ]
            right = any(_has_sides(event, wanted, rows) for wanted in same)
            if labels or (is_quiet and event.factuality == "asserted"):
                yield "own", text.name, event, right


def _corpus() -> Iterator[_Judged]:
    """Yield the events of the development part of the event corpus."""
    for text in read_corpus():
        if part_of(text) == "dev":
            rows = coded(text.text)
            for event in rows.events:
                at = (event.trigger_start, event.trigger_end)
                labels = [label for label in text.events if overlap(at, text.spans[label.trigger])]
                same = [label for label in labels if label.event_type == event.event_type]
                yield "corpus", text.head.id, event, any(_has_sides(event, _sides(text, each), rows) for each in same)


def _sides(text: LabelledText, label: LabelledEvent) -> dict[str, list[str]]:
    return {role: [text.words_of(each) for each in label.roles.get(role, ())] for role in ("actor", "recipient")}


def _articles(bench: Path, seeds: Path) -> Iterator[_Judged]:
    labels = _rows(bench / "seeds/events.jsonl")
    for path in sorted(seeds.glob("*.txt")):
        here = [label for label in labels if path.name.startswith(label["doc"])]
        rows = process(seed_of(path.name, path.read_bytes())) if here else Outcome()
        for event in rows.events:
            same = [
                {"actor": label["source"], "recipient": label["target"]}
                for label in here
                if event.event_type in label["types"] and _is_near(event, label["start"], label["end"])
            ]
            yield "article", path.name, event, any(_has_sides(event, wanted, rows) for wanted in same)


def _is_near(event: Event, start: int, end: int) -> bool:
    return event.raw_start < end + _NEAR and start - _NEAR < event.raw_end


def _texts(sides: Iterable[Any]) -> list[str]:
    return [side["text"] for side in sides or ()]


def _has_sides(event: Event, wanted: dict[str, list[str]], rows: Outcome) -> bool:
    """Return whether each side that is found shares its words with a label of that role, or has no label.

    In a meeting or an agreement both are actors.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows.participants:
        if row.event_id == event.event_id:
            found[row.role] += [row.text, row.name or row.text]
    if event.event_type in own.SYMMETRIC:
        everybody = [name for names in wanted.values() for name in names]
        wanted = dict.fromkeys(wanted, everybody)
    return all(
        not names or not found[role] or any(_is_same(name, other) for name in names for other in found[role])
        for role, names in wanted.items()
    )


def _is_same(wanted: str, found: str) -> bool:
    """Return whether one holds the words of the other, or half of those that are wanted are found."""
    words, others = (set(text.lower().split()) - {"the", "a", "an", "of"} for text in (wanted, found))
    return bool(words and others) and (others <= words or 2 * len(words & others) >= len(words))


def matrix(found: list[Sample]) -> Matrix:
    """Return a row for each sample: one, its features, and its type, in the order of `confidence.toml`."""
    names, types = list(weights().features), list(EventType)
    return np.array(
        [
            [1.0, *(row.features[name] for name in names), *(float(row.event_type == kind) for kind in types)]
            for row in found
        ]
    )


def fitted(inputs: Matrix, right: Matrix, importance: Matrix) -> Matrix:
    """Return the weights of a logistic regression with a ridge, by Newton's method."""
    types = len(EventType)
    ridge = np.full(inputs.shape[1], _RIDGE)
    ridge[0], ridge[-types:] = 1e-3, 3 * _RIDGE
    found = np.zeros(inputs.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (importance * (share - right)) + ridge * found
        curve = (inputs * (importance * share * (1 - share))[:, None]).T @ inputs + np.diag(ridge)
        found = found - np.linalg.solve(curve, slope)
    return found


def cross_validated(found: list[Sample]) -> list[float]:
    """Return the probability of each sample from weights that were fitted without the documents of its part."""
    inputs, right, importance = _arrays(found)
    parts = np.array([crc32(row.document.encode()) % _PARTS for row in found])
    shares = np.zeros(len(found))
    for part in range(_PARTS):
        here = parts == part
        model = fitted(inputs[~here], right[~here], importance[~here])
        shares[here] = 1 / (1 + np.exp(-inputs[here] @ model))
    return shares.tolist()


def _arrays(found: list[Sample]) -> tuple[Matrix, Matrix, Matrix]:
    right = np.array([float(row.is_right) for row in found])
    return matrix(found), right, np.array([_WEIGHTS[row.kind] for row in found])


class Bin(NamedTuple):
    """A row of the table of reliability: events with a confidence from `low` to `high`, and the share that is right."""

    low: float
    high: float
    events: int
    confidence: float
    right: float


def reliability(shares: Iterable[float], right: Iterable[bool]) -> list[Bin]:
    """Return the rows of the table that have events, the least sure first."""
    pairs = list(zip(shares, right, strict=True))
    bins = []
    for low, high in pairwise(EDGES):
        here = [pair for pair in pairs if low <= pair[0] < high]
        if here:
            mean, share = (sum(pair[index] for pair in here) / len(here) for index in (0, 1))
            bins.append(Bin(low, min(high, 1.0), len(here), mean, share))
    return bins


def brier(shares: Iterable[float], right: Iterable[bool]) -> float:
    """Return the mean squared error of probabilities."""
    errors = [(share - is_right) ** 2 for share, is_right in zip(shares, right, strict=True)]
    return sum(errors) / len(errors)


def lines(shares: list[float], found: list[Sample]) -> Iterator[str]:
    """Yield the table of reliability in Markdown."""
    right = [row.is_right for row in found]
    yield "| confidence | events | mean confidence | right |"
    yield "|---|---|---|---|"
    for row in reliability(shares, right):
        yield f"| {row.low:.1f} to {row.high:.1f} | {row.events} | {row.confidence:.2f} | {row.right:.2f} |"
    yield f"\n{len(found)} events, Brier score {brier(shares, right):.3f}"


def as_toml(model: Matrix) -> Iterator[str]:
    """Yield the lines of `confidence.toml`, without its comment."""
    names = list(weights().features)
    yield f"intercept = {model[0]:.2f}\n\n[features]"
    yield from (f"{name} = {value:.2f}" for name, value in zip(names, model[1:], strict=False))
    yield "\n[types]"
    yield from (f"{kind} = {value:.2f}" for kind, value in zip(EventType, model[1 + len(names) :], strict=True))


def main() -> None:
    """Print what the command line asks for."""
    seeds = os.environ.get("PRESSTABLE_REAL_SEEDS")
    found = samples(Path(os.environ["PRESSTABLE_BENCH"]), Path(seeds) if seeds else None)
    if "--fit" in sys.argv:
        sys.stdout.writelines(f"{line}\n" for line in (*as_toml(fitted(*_arrays(found))), ""))
        shares = cross_validated(found)
    else:
        shares = [probability(row.event_type, row.features) for row in found]
    sys.stdout.writelines(f"{line}\n" for line in lines(shares, found))


if __name__ == "__main__":
    main()
