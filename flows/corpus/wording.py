"""The words in which a happening is told, by how rare they are among all tellings."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from flows.corpus.kinds import knowledge
from flows.corpus.lexical import rarity, stems
from flows.steps.records import Event, Participant

_TRIGGER_WORD = re.compile(r"[^\W\d_]{4,}")
_TRIGGER_STEM = 4
"""Letters of a trigger that are compared: killed and killing agree."""

Words = Mapping[str, float]
"""Stems with their weights: 1 where two sentences have it, 0 where all do."""


def words_of(
    events: Sequence[Event], sides: Mapping[str, Sequence[Participant]], texts: Mapping[str, str]
) -> dict[str, Words]:
    """Return the words around each event by its id: those of its sentence without its sides and its trigger."""
    sentences = {
        (row.paragraph_id, row.sentence_start): [
            *stems(texts[row.paragraph_id], knowledge().empty, row.sentence_start, row.sentence_end)
        ]
        for row in events
    }
    counts = Counter(stem for found in sentences.values() for stem in {stem for stem, _ in found})
    weights = {stem: rarity(count, len(sentences)) for stem, count in counts.items()}
    return {
        row.event_id: _around(row, sentences[row.paragraph_id, row.sentence_start], sides, weights) for row in events
    }


def stem_of(trigger: str) -> frozenset[str]:
    """Return the stem of the last word of a trigger that says what happens, if any."""
    words = [word for word in _TRIGGER_WORD.findall(trigger.casefold()) if word not in knowledge().particles]
    return frozenset({words[-1][:_TRIGGER_STEM]} if words else ())


def _around(
    event: Event,
    stems: Sequence[tuple[str, int]],
    sides: Mapping[str, Sequence[Participant]],
    weights: Mapping[str, float],
) -> Words:
    taken = [(event.trigger_start, event.trigger_end)]
    taken += [(row.start, row.end) for row in sides.get(event.event_id, ())]
    return {
        stem: round(weights[stem], 4) for stem, place in stems if not any(start <= place < end for start, end in taken)
    }
