"""How well the heads of events read annotated text, before any rule: F1 of triggers, what is right of those found."""

from collections.abc import Iterable, Iterator, Sequence

from flows.steps.language.encoder.events import EventInWindow
from flows.steps.language.encoder.reading import CutText, Encoder
from flows.training.encoder.windows import TaughtEvent, TaughtPassage
from flows.training.words import spans_of, text_of

_LIKELY = 0.5
"""Probability from which a trigger counts as found."""
_SIDES = frozenset({"actor", "recipient", "mutual"})
Pairs = list[tuple[TaughtEvent, EventInWindow]]


def judge_events(encoder: Encoder, passages: Sequence[TaughtPassage]) -> dict[str, float]:
    """Return F1 of triggers and of the words of sides, and the shares of right types and factuality, 0 to 1."""
    cut = [CutText(text_of(passage.sentences), spans_of(passage.sentences)) for passage in passages]
    read = [[event for event in each.events if event.probability >= _LIKELY] for each in encoder.read(cut)]
    pairs = [pair for passage, found in zip(passages, read, strict=True) for pair in _pairs(passage, found)]
    count = sum(len(passage.events or ()) for passage in passages) + sum(map(len, read))
    figures = {
        "triggers": 2 * len(pairs) / max(1, count),
        "types": _share(gold.event_type == _likeliest(found.types) for gold, found in pairs),
        "factuality": _share(gold.factuality == _likeliest(found.factuality) for gold, found in pairs),
        "sides": _sides(pairs),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _pairs(passage: TaughtPassage, found: Iterable[EventInWindow]) -> Iterator[tuple[TaughtEvent, EventInWindow]]:
    """Yield each event of a passage with the first of those found that has a word of its trigger."""
    waiting = list(found)
    for event in passage.events or ():
        near = next((each for each in waiting if not set(event.trigger).isdisjoint(range(each.start, each.end))), None)
        if near is not None:
            waiting.remove(near)
            yield event, near


def _likeliest(shares: dict[str, float]) -> str:
    return max(shares, key=shares.__getitem__)


def _share(right: Iterable[bool]) -> float:
    values = list(right)
    return sum(values) / max(1, len(values))


def _sides(pairs: Pairs) -> float:
    """Return F1 of the words of actors and recipients."""
    shared = total = 0
    for gold, found in pairs:
        wanted = {index for role, words in gold.roles or () if role in _SIDES for index in words}
        given = {index for role, start, end in found.roles if role in _SIDES for index in range(start, end)}
        shared += 2 * len(wanted & given)
        total += len(wanted) + len(given)
    return shared / max(1, total)
